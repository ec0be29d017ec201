"""Places that differ between two versions: a table, a map, and a drawing without script."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from countries.languages import in_current_language
from countries.maps import LegendEntry, Map, VectorLayer
from countries.vectors.geodesy import Bounds, bounds_of
from indicators import quantity_text
from indicators.charts.table import Row, Table
from targets.geometry_comparison import BOUNDARY, Content, PlaceChange
from targets.outline import Frame

PARTS = {
    "kept": gettext_lazy("Kept"),
    "removed": gettext_lazy("Removed"),
    "added": gettext_lazy("Added"),
}
_COLOURS = {"kept": "#f3f0d7", "removed": "#9b2779", "added": "#00652e"}


@dataclass(frozen=True)
class Stroke:
    """A path of the drawing, and what it shows: outline, kept, removed or added."""

    look: str
    path: str


@dataclass(frozen=True)
class Drawing:
    """A drawing of `width` by `height`, north up."""

    width: int
    height: int
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True)
class ChangedPlaces:
    """What differs on the ground between a version and another."""

    places: Sequence[PlaceChange]
    content: Content

    @cached_property
    def table(self) -> Table:
        """Every place with its areas in km2, the differences with their signs."""
        headers = (_("Place"), _("Before"), _("Now"), _("Difference"))
        return Table(
            caption=_("Places that differ"),
            unit="km²",
            headers=(*headers, *(str(PARTS[part]) for part in ("added", "removed", "kept"))),
            rows=tuple(Row(place.label, _cells(place)) for place in self.places),
        )

    @cached_property
    def map(self) -> Map:
        """One layer each for the land that was kept, removed and added."""
        layers = [layer for part in PARTS for layer in self._layer(part)]
        return Map(
            key="changed-places",
            title=_("Land that was added, removed and kept"),
            bounds=self._bounds,
            layers=(*layers, *self._outline()),
            source=in_current_language(self.content["party"]["names"]),
        )

    def _layer(self, part: str) -> list[VectorLayer]:
        features = [feature for place in self.places for feature in place.features(part)]
        if not features:
            return []
        name = str(PARTS[part])
        area = sum((place.areas[part] for place in self.places), Decimal(0))
        legend = (LegendEntry(quantity_text.km2(area), colour=_COLOURS[part]),)
        return [VectorLayer(part, name, data=_collection(features), look=part, legend=legend)]

    def _outline(self) -> list[VectorLayer]:
        """The country's outline, unless it is what differs."""
        geometry = self._boundary
        if geometry is None:
            return []
        feature = {"type": "Feature", "properties": {"title": ""}, "geometry": geometry}
        return [VectorLayer("outline", _("Outline"), data=_collection([feature]))]

    @property
    def _boundary(self) -> dict[str, Any] | None:
        boundary = self.content["baseline"]["boundary"]
        differs = any(place.path == BOUNDARY for place in self.places)
        return None if boundary is None or differs else boundary["geometry"]

    @cached_property
    def _bounds(self) -> Bounds:
        """A little around all that differs."""
        shapes = [shape(dict(g)) for p in self.places for g in (p.before, p.after) if g]
        west, south, east, north = bounds_of(shapely.GeometryCollection(shapes))
        around = max(east - west, north - south, 0.001) * 0.1
        return (west - around, south - around, east + around, north + around)

    @cached_property
    def drawing(self) -> Drawing:
        """The same as the map, for a browser without script and for paper."""
        frame = Frame(self._bounds)
        strokes = [
            Stroke(part, frame.path(place.parts[part]))
            for part in PARTS
            for place in self.places
            if not place.parts[part].is_empty
        ]
        if self._boundary is not None:
            seen = _within(shape(self._boundary), self._bounds)
            strokes.insert(0, Stroke("outline", frame.path(seen)))
        return Drawing(frame.width, frame.height, tuple(strokes))


def _within(geometry: BaseGeometry, bounds: Bounds) -> BaseGeometry:
    return geometry.intersection(shapely.box(*bounds))


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _cells(place: PlaceChange) -> tuple[str, ...]:
    parts = (place.added_km2, place.removed_km2, place.kept_km2)
    return (
        _area(place.before_km2),
        _area(place.after_km2),
        quantity_text.number(place.difference_km2, sign=True),
        *(quantity_text.number(value) for value in parts),
    )


def _area(value: Decimal | None) -> str:
    return "–" if value is None else quantity_text.number(value)
