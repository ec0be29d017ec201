"""A polygon compared with a ring around it, in maps of classes -1, 0, +1.

The ring is about as large as the polygon and starts one pixel away from it; places where other
measures work, and land abroad, are left out of it. The comparison is no proof: what else differs
between the two, differs in the result. Source of the arrangement: before-after-control-impact
(Stewart-Oaten et al. 1986).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window as RasterWindow
from shapely import MultiPolygon, get_parts
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from indicators.science.classes import Change
from indicators.science.errors import InputError
from indicators.science.grid import Grid, Window
from indicators.science.polygons import LONGITUDE_LATITUDE, PixelShapes, on_pixels
from indicators.science.storage import raster_path

GAP_PIXELS: Final = 1.0
INSIDE, RING = 1, 2
_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Tally:
    """Pixels by class in one of the two places; all others (water, no data) are `other`."""

    degraded: int
    stable: int
    improved: int
    other: int

    @property
    def known(self) -> int:
        """Pixels with a class."""
        return self.degraded + self.stable + self.improved

    @property
    def net_percent(self) -> float | None:
        """Improved less degraded pixels, percent of those with a class; None without any."""
        if not self.known:
            return None
        return _WHOLE * (self.improved - self.degraded) / self.known


@dataclass(frozen=True, slots=True)
class Comparison:
    """The polygon and its ring in one map."""

    inside: Tally
    ring: Tally

    @property
    def lead_points(self) -> float | None:
        """How far the polygon is ahead of its ring, percentage points."""
        inside, ring = self.inside.net_percent, self.ring.net_percent
        return None if inside is None or ring is None else inside - ring


def effect_points(before: Comparison, after: Comparison) -> float | None:
    """How much further ahead of its ring the polygon is after than before, percentage points."""
    first, last = before.lead_points, after.lead_points
    return None if first is None or last is None else last - first


def compare(
    location: str,
    polygon: Mapping[str, Any],
    *,
    others: Sequence[Mapping[str, Any]] = (),
    country: Mapping[str, Any] | None = None,
) -> Comparison:
    """Compare a polygon (GeoJSON, WGS 84) with its ring in the raster at a path or URL.

    The ring leaves out the polygons of `others`, where something else was done, and what lies
    outside the `country`; it grows no larger for that. Raises InputError where the polygon holds
    no pixel's centre, OSError for an unreadable file.
    """
    with rasterio.open(raster_path(location)) as file:
        shapes = _inside_and_ring(polygon, _grid(file), others, country)
        window = _around(shapes, file.height, file.width)
        pixels = file.read(
            1, window=RasterWindow(window.col0, window.row0, window.width, window.height)
        )
    labels = shapes.labels(window)
    if not (labels == INSIDE).any():
        raise InputError("The polygon holds no pixel's centre; it is smaller than a pixel.")
    return Comparison(_tally(pixels[labels == INSIDE]), _tally(pixels[labels == RING]))


def _grid(file: Any) -> Grid:
    a, b, c, d, e, f = tuple(file.transform)[:6]
    return Grid(file.width, file.height, (a, b, c, d, e, f), file.crs.to_wkt())


def _inside_and_ring(
    polygon: Mapping[str, Any],
    grid: Grid,
    others: Sequence[Mapping[str, Any]],
    country: Mapping[str, Any] | None,
) -> PixelShapes:
    inside = _laid(polygon, grid)
    ring = _ring(inside)
    for other in others:
        ring = ring.difference(_laid(other, grid))
    if country is not None:
        ring = ring.intersection(_laid(country, grid))
    return PixelShapes((inside, _polygons_of(ring)))


def _laid(polygon: Mapping[str, Any], grid: Grid) -> BaseGeometry:
    return on_pixels([shape(dict(polygon))], LONGITUDE_LATITUDE, grid).shapes[0]


def _polygons_of(geometry: BaseGeometry) -> BaseGeometry:
    """What has an area: cutting can leave lines and points beside it."""
    parts = [part for part in get_parts(geometry) if part.geom_type == "Polygon"]
    return MultiPolygon(parts)


def _ring(inside: BaseGeometry) -> BaseGeometry:
    """All around a polygon in pixel coordinates, about as large as the polygon."""
    width = math.sqrt(inside.area / math.pi) * (math.sqrt(2) - 1)
    near = inside.buffer(GAP_PIXELS)
    return near.buffer(max(width, 1.0)).difference(near)


def _around(shapes: PixelShapes, height: int, width: int) -> Window:
    left, top, right, bottom = shapes.bounds()
    if not all(map(math.isfinite, (left, top, right, bottom))):
        raise InputError("The polygon lies outside the map.")
    row0, col0 = max(0, math.floor(top)), max(0, math.floor(left))
    row1, col1 = min(height, math.ceil(bottom)), min(width, math.ceil(right))
    if row1 <= row0 or col1 <= col0:
        raise InputError("The polygon lies outside the map.")
    return Window(row0, row1, col0, col1)


def _tally(pixels: NDArray[Any]) -> Tally:
    counts = {change: int(np.count_nonzero(pixels == int(change))) for change in Change}
    known = sum(counts.values())
    return Tally(
        counts[Change.DEGRADED],
        counts[Change.STABLE],
        counts[Change.IMPROVED],
        int(pixels.size) - known,
    )
