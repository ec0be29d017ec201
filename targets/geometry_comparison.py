"""Compare the polygons of two snapshots: what was added, what was removed, what was kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from countries.vectors.geodesy import geodesic_area_km2
from indicators import quantity_text
from targets.canonical import canonical
from targets.records.registry import RECORD_TYPES
from targets.records.words import entry_name
from targets.sections import MEASURES, TARGETS

Content = Mapping[str, Any]
Geometry = Mapping[str, Any]

BOUNDARY = "boundary"
AFFECTED = "affected_area"
_SMALLEST_KM2 = Decimal("0.0001")


@dataclass(frozen=True)
class PlaceChange:
    """A place that is not the same in two versions: its polygons, and what became of the land."""

    path: str
    label: str
    before: Geometry | None
    after: Geometry | None

    @cached_property
    def parts(self) -> dict[str, BaseGeometry]:
        """The land that was added, removed and kept; each may be empty."""
        old, new = _area_of(self.before), _area_of(self.after)
        return {
            "removed": _polygons_of(old.difference(new)),
            "kept": _polygons_of(old.intersection(new)),
            "added": _polygons_of(new.difference(old)),
        }

    @property
    def before_km2(self) -> Decimal | None:
        return None if self.before is None else _km2(shape(dict(self.before)))

    @property
    def after_km2(self) -> Decimal | None:
        return None if self.after is None else _km2(shape(dict(self.after)))

    @cached_property
    def areas(self) -> dict[str, Decimal]:
        """The areas of the parts, km2."""
        return {name: _km2(part) for name, part in self.parts.items()}

    @property
    def added_km2(self) -> Decimal:
        return self.areas["added"]

    @property
    def removed_km2(self) -> Decimal:
        return self.areas["removed"]

    @property
    def kept_km2(self) -> Decimal:
        return self.areas["kept"]

    @property
    def difference_km2(self) -> Decimal:
        return (self.after_km2 or Decimal(0)) - (self.before_km2 or Decimal(0))

    @property
    def words_before(self) -> str:
        """The polygon of the version before in words, empty where there was none."""
        if self.before_km2 is None:
            return ""
        return _("polygon of %(area)s") % {"area": quantity_text.area(self.before_km2)}

    @property
    def words_after(self) -> str:
        """The polygon as it is now in words, with what became of the one before."""
        if self.after_km2 is None:
            return ""
        if self.before_km2 is None:
            return _("polygon of %(area)s") % {"area": quantity_text.area(self.after_km2)}
        return _("polygon of %(area)s: %(added)s added, %(removed)s removed") % {
            "area": quantity_text.area(self.after_km2),
            "added": quantity_text.km2(self.added_km2),
            "removed": quantity_text.km2(self.removed_km2),
        }

    def features(self, part: str) -> list[dict[str, Any]]:
        """One part as GeoJSON features, none where it is empty."""
        found = self.parts[part]
        if found.is_empty:
            return []
        return [
            {"type": "Feature", "properties": {"title": self.label}, "geometry": mapping(found)}
        ]


def place_changes(before: Content, after: Content) -> list[PlaceChange]:
    """The places whose polygon is not the same: targets, measures, the country's outline."""
    old, new = dict(_places(before)), dict(_places(after))
    return [
        PlaceChange(path, label, old.get(path, ("", None))[1], new.get(path, ("", None))[1])
        for path, (label, _geometry) in (old | new).items()
        if _differs(old.get(path, ("", None))[1], new.get(path, ("", None))[1])
    ]


def _differs(one: Geometry | None, other: Geometry | None) -> bool:
    return canonical(one) != canonical(other)


def _places(content: Content) -> Iterator[tuple[str, tuple[str, Geometry | None]]]:
    """The path, name and polygon of everything that has one."""
    texts = {TARGETS: _("Target %(number)s"), MEASURES: _("Measure %(number)s")}
    for section, text in texts.items():
        for row in content[section]:
            if row["geometry"]:
                label = text % {"number": row["number"]}
                yield f"{row['path']}.geometry", (label, row["geometry"])
    for row in content.get("records", ()):
        if row.get("geometry"):
            yield f"{row['path']}.geometry", (_entry_label(row), row["geometry"])
    baseline = content["baseline"]
    if baseline.get("affected_area"):
        yield AFFECTED, (_("Affected areas"), baseline["affected_area"]["geometry"])
    if baseline["boundary"]:
        yield BOUNDARY, (_("Outline of the country"), baseline["boundary"]["geometry"])


def _entry_label(row: Mapping[str, Any]) -> str:
    kind = RECORD_TYPES.get(row["kind"])
    name = entry_name(kind, row["answers"], row["number"]) if kind else str(row["number"])
    return f"{kind.title}: {name}" if kind else name


def _area_of(geometry: Geometry | None) -> BaseGeometry:
    """A shape that can be cut; what is not valid was refused on the way in, old ones are mended."""
    found = shape(dict(geometry)) if geometry else shapely.MultiPolygon()
    return found if found.is_valid else shapely.make_valid(found, method="structure")


def _polygons_of(geometry: BaseGeometry) -> BaseGeometry:
    """Leave out lines and points, and slivers that nobody drew: edges that lie on each other."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon" and not p.is_empty]
    return shapely.MultiPolygon([part for part in parts if _km2(part) >= _SMALLEST_KM2])


def _km2(geometry: BaseGeometry) -> Decimal:
    return Decimal(repr(geodesic_area_km2(geometry))).quantize(_SMALLEST_KM2)
