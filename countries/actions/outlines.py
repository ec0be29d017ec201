"""Set the outlines of Parties, and record where each came from."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from countries import audit
from countries.models import Boundary, Party, User
from countries.vectors.clean import united
from countries.vectors.geodesy import bounds_of, geodesic_area_km2


@dataclass(frozen=True)
class Outline:
    """A Party's outline as a file gives it."""

    iso3: str
    geometry: dict[str, Any]


def outlines_of(collection: Mapping[str, Any]) -> Iterator[Outline]:
    """Gather the features of a cleaned collection by their ISO 3166-1 alpha-3 code."""
    parts: dict[str, list[Any]] = {}
    for feature in collection["features"]:
        iso3 = _code_of(feature["properties"])
        if iso3:
            parts.setdefault(iso3, []).append(feature)
    for iso3, features in sorted(parts.items()):
        yield Outline(iso3, united({"type": "FeatureCollection", "features": features}))


_CODE_COLUMNS = ("iso3", "iso3cd", "iso3_code", "iso_a3_eh", "iso_a3", "adm0_a3", "id")


def _code_of(properties: Mapping[str, Any]) -> str:
    by_name = {name.lower(): value for name, value in properties.items()}
    for name in _CODE_COLUMNS:
        value = str(by_name.get(name) or "").strip().upper()
        if len(value) == 3 and value.isalpha():
            return value
    return ""


@transaction.atomic
def load_boundary(
    party: Party, geometry: dict[str, Any], *, origin: str, source: str, by: User | None = None
) -> Boundary:
    """Set a Party's outline, and record where it came from."""
    west, south, east, north = bounds_of(geometry)
    boundary, _created = Boundary.objects.update_or_create(
        party=party,
        defaults={
            "geometry": geometry,
            "origin": origin,
            "source": source,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
            "area_km2": round(geodesic_area_km2(geometry), 4),
        },
    )
    audit.record(
        "boundary.loaded",
        by=by,
        party=party,
        target=boundary,
        origin=str(origin),
        source=source,
        area_km2=str(boundary.area_km2),
    )
    return boundary


@dataclass
class LoadedOutlines:
    """What loading did, by ISO3 code."""

    loaded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    national: list[str] = field(default_factory=list)
    united_nations: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def of_parties(self) -> bool:
        """Whether any outline belongs to a Party."""
        return bool(self.loaded or self.unchanged or self.national or self.united_nations)


@transaction.atomic
def load_boundaries(
    outlines: Iterable[Outline],
    *,
    origin: str,
    source: str,
    replace_national: bool = False,
    by: User | None = None,
) -> LoadedOutlines:
    """Set the outlines of Parties, all or none.

    A Party's own outline is kept unless `replace_national`; a default never replaces one of the
    United Nations. What is there already is left as it is.
    """
    known = Party.objects.select_related("boundary").in_bulk(field_name="iso3")
    found = LoadedOutlines()
    for outline in outlines:
        party = known.get(outline.iso3)
        if party is None:
            found.unknown.append(outline.iso3)
            continue
        there: Boundary | None = getattr(party, "boundary", None)
        kept = _kept_in(found, there, outline, (origin, source), replace_national)
        if kept is None:
            load_boundary(party, outline.geometry, origin=origin, source=source, by=by)
        (found.loaded if kept is None else kept).append(outline.iso3)
    return found


def _kept_in(
    found: LoadedOutlines,
    there: Boundary | None,
    outline: Outline,
    given: tuple[str, str],
    replace_national: bool,
) -> list[str] | None:
    """The list of those kept that an outline which is there belongs in; None to replace it."""
    if there is None:
        return None
    if there.origin == Boundary.Origin.NATIONAL and not replace_national:
        return found.national
    is_default = given[0] == Boundary.Origin.DEFAULT
    if there.origin == Boundary.Origin.UNITED_NATIONS and is_default:
        return found.united_nations
    same = (there.origin, there.source) == given
    return found.unchanged if same and _equal(there.geometry, outline.geometry) else None


def _equal(stored: Any, given: Any) -> bool:
    """Compare geometries as JSON, which knows no tuples."""
    return json.dumps(stored) == json.dumps(given)
