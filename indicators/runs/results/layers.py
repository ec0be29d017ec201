"""The rasters of a finished run as layers of its map: names, legends, colours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.maps import LegendEntry, tile_url
from indicators.baseline import classes
from indicators.models import Run
from indicators.runs.results.numbers import PeriodResult, Results
from indicators.science.classes import NODATA, Lpd, StatusClass
from indicators.science.palettes import palette_of
from indicators.tiles import Classes

KINDS: Mapping[str, Promise] = {
    "sdg": gettext_lazy("SDG indicator 15.3.1"),
    "status": gettext_lazy("Status against the baseline"),
    "land_cover": gettext_lazy("Land cover change"),
    "lpd": gettext_lazy("Land productivity dynamics"),
    "carbon": gettext_lazy("Carbon stocks"),
    "trend": gettext_lazy("Productivity: trend"),
    "state": gettext_lazy("Productivity: state"),
    "performance": gettext_lazy("Productivity: performance"),
}
_LPD_KEYS = {int(member): member.key for member in Lpd}
_STATUS_KEYS = {int(member): member.key for member in StatusClass}
_WINDOWS = {"land_cover": "land_cover", "carbon": "carbon"}
_CHANGE = {-1: "degraded", 0: "stable", 1: "improved", 2: "water"}
_OWN_WORDS: Mapping[str, Mapping[int, Promise]] = {
    "trend": {
        -1: gettext_lazy("Falling"),
        0: gettext_lazy("No significant trend"),
        1: gettext_lazy("Rising"),
    },
    "state": {
        -1: gettext_lazy("Lower than before"),
        0: gettext_lazy("As before"),
        1: gettext_lazy("Higher than before"),
    },
    "performance": {
        -1: gettext_lazy("Low for its ecological unit"),
        0: gettext_lazy("As its ecological unit"),
    },
}


@dataclass(frozen=True)
class Layer:
    """One raster of a run."""

    key: str
    kind: str
    period: PeriodResult

    @property
    def file_name(self) -> str:
        return f"{self.key}.tif"

    @property
    def years(self) -> str:
        """The years that it stands for."""
        window = _WINDOWS.get(self.kind, "productivity")
        if self.kind in ("sdg", "status"):
            return self.period.label
        return self.period.years(window)

    @property
    def label(self) -> str:
        """What it shows, where the period is said beside it."""
        if self.years == self.period.label:
            return str(KINDS[self.kind])
        return self.name

    @property
    def name(self) -> str:
        return _("%(what)s, %(years)s") % {"what": KINDS[self.kind], "years": self.years}

    @property
    def codes(self) -> list[int]:
        return codes_of(self.kind)

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        return tuple(self._entry(code) for code in self.codes)

    def word(self, code: int | None) -> str:
        """The class of a code in the reader's language."""
        if code is None or code not in self.codes:
            return _("No data")
        if self.kind in _OWN_WORDS:
            return str(_OWN_WORDS[self.kind][code])
        if self.kind == "lpd":
            return str(classes.lpd(_LPD_KEYS[code]).label)
        if self.kind == "status":
            return _status_word(code)
        return _("Water") if code > 1 else str(classes.state(_CHANGE[code]).label)

    def _entry(self, code: int) -> LegendEntry:
        if self.kind == "lpd":
            return LegendEntry(self.word(code), key=f"lpd-{code}")
        if self.kind == "status":
            return LegendEntry(self.word(code), colour=palette_of(self.kind).colours[code])
        return LegendEntry(self.word(code), key=_CHANGE[code])


def codes_of(kind: str) -> list[int]:
    """The codes of a kind of raster that have a meaning, without no data."""
    if kind in _OWN_WORDS:
        return list(_OWN_WORDS[kind])
    return [code for code in palette_of(kind).names if code > NODATA]


def style_of(kind: str) -> Classes:
    """The colours of a kind of raster."""
    palette = palette_of(kind)
    return Classes({code: palette.colours[code] for code in codes_of(kind)})


def kind_of(key: str) -> str | None:
    """The kind of a layer by its key, such as `report_1_lpd`."""
    return next((kind for kind in KINDS if key.endswith(f"_{kind}")), None)


def _status_word(code: int) -> str:
    key = _STATUS_KEYS.get(code)
    return str(classes.seven(key).label) if key else _("Water")


def layers_of(run: Run, results: Results) -> list[Layer]:
    """The layers that the run's files hold; the newest period and 15.3.1 first."""
    names = {entry["name"] for entry in run.outputs}
    return [
        layer
        for period in reversed(results.periods)
        for kind in KINDS
        if (layer := Layer(f"{period.key}_{kind}", kind, period)).file_name in names
    ]


def tiles_of(run: Run, layer: Layer) -> str:
    """The address of a layer's tiles; another one once the run was revised.

    Browsers keep tiles for a day: what they have of the map before must not be shown as this one.
    """
    digests = {entry["name"]: entry["sha256"] for entry in run.outputs}
    mark = f"?v={digests.get(layer.file_name, '')[:8]}"
    return tile_url("run_tile", run.party.iso3, run.pk, layer.key, suffix=mark)


def find_layer(run: Run, results: Results, key: str) -> Layer | None:
    """The layer of a key, None where the run has none."""
    return next((layer for layer in layers_of(run, results) if layer.key == key), None)


def grid_bounds(summary: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """West, south, east, north of the run's grid in degrees."""
    from rasterio.warp import transform_bounds

    grid = summary["grid"]
    a, b, c, d, e, f = grid["transform"][:6]
    columns, rows = (0, grid["width"]), (0, grid["height"])
    corners = [(a * x + b * y + c, d * x + e * y + f) for x in columns for y in rows]
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    box = (min(xs), min(ys), max(xs), max(ys))
    west, south, east, north = transform_bounds(grid["crs_wkt"], "EPSG:4326", *box)
    return west, south, east, north
