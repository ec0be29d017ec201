"""What Trends.Earth calls its classes, in its versions and translations of legends."""

from collections.abc import Iterator, Mapping
from typing import Any

from indicators.baseline.classes import COVER

_COVER_NAMES = {
    "tree-covered": "treecovered treecover treecoveredareas forest forestland trees",
    "grassland": "grassland grasslands",
    "cropland": "cropland croplands",
    "wetland": "wetland wetlands",
    "artificial": "artificial artificialsurfaces artificialareas settlement settlements urban",
    "other-land": "otherland otherlands bareland other bare",
    "water": "waterbody waterbodies water",
    "no-data": "nodata",
}
_LPD_NAMES = {
    "declining": "declining decline decliningproductivity",
    "moderate-decline": "moderatedecline moderatedeclining earlysignsofdecline",
    "stressed": "stressed stablebutstressed",
    "stable": "stable stablenotstressed",
    "increasing": "increasing increase increasingproductivity",
    "no-data": "nodata",
}
_STATE_NAMES = {
    "degraded": "degraded degradation",
    "stable": "stable",
    "improved": "improved improvement",
    "no_data": "nodata",
}
NO_DATA = "no-data"


def _by_name(names: Mapping[str, str]) -> dict[str, str]:
    return {word: key for key, words in names.items() for word in words.split()}


_COVER, _LPD, _STATE = map(_by_name, (_COVER_NAMES, _LPD_NAMES, _STATE_NAMES))
_BY_CODE = {code: key for key, code in COVER.items()}


def plain_name(name: object) -> str:
    """A name without case, spaces, hyphens and the like."""
    return "".join(c for c in str(name).casefold() if c.isalnum())


def lpd_class(name: object) -> str:
    """The class of land productivity dynamics that a name means, or nothing."""
    return _LPD.get(plain_name(name), "")


def state_of(name: object) -> str:
    """The state that a name means, or nothing."""
    return _STATE.get(plain_name(name), "")


class CoverNames:
    """The land cover classes of one period's legend, by name.

    A legend of the user's own is followed through the file's nesting of it in the seven classes;
    names of the seven are known; in a translated legend the codes 1 to 7 tell.
    """

    def __init__(self, land_cover: Mapping[str, Any]) -> None:
        self._codes = dict(_classes(land_cover, "transition_matrix", "legend"))
        self._parents = dict(_nesting(land_cover))

    def key(self, name: object) -> str:
        """The class of the seven that a name means, "no-data", or nothing."""
        plain = plain_name(name)
        code = self._codes.get(plain)
        if code in self._parents and len(self._codes) != len(COVER):
            return self._parents[code]
        if plain in _COVER:
            return _COVER[plain]
        is_seven = set(self._codes.values()) == set(_BY_CODE)
        return _BY_CODE.get(code or 0, "") if is_seven else ""


def _classes(land_cover: Mapping[str, Any], *path: str) -> Iterator[tuple[str, int]]:
    legend: Any = land_cover
    for step in path:
        legend = legend.get(step) if isinstance(legend, dict) else None
    rows = legend.get("key") if isinstance(legend, dict) else None
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("code"), int):
            for name in (row.get("name_short"), row.get("name_long")):
                if name:
                    yield plain_name(name), row["code"]


def _nesting(land_cover: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Codes of a detailed legend, with the class of the seven that each is part of."""
    nesting = land_cover.get("legend_nesting")
    pairs = nesting.get("nesting") if isinstance(nesting, dict) else None
    parents = {
        code: _COVER.get(n, "") for n, code in _classes(land_cover, "legend_nesting", "parent")
    }
    for parent, children in pairs.items() if isinstance(pairs, dict) else ():
        code = int(parent) if str(parent).isdigit() else 0
        key = parents.get(code) or _BY_CODE.get(code, "")
        for child in children if key and isinstance(children, list) else ():
            yield child, key
