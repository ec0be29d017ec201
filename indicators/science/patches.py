"""Contiguous patches of land with one response and one land type: where a measure could be."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from rasterio import features
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from indicators.science.classes import ClassArray, LandCover, Response
from indicators.science.grid import Grid, Window
from indicators.science.polygons import LONGITUDE_LATITUDE

MOST_PIXELS: Final = 1 << 24
"""Above this, patches are looked for on every second, third ... pixel."""
MOST_VERTICES: Final = 1500
FEWEST_PIXELS: Final = 4
_TEN: Final = 10


@dataclass(frozen=True)
class Patch:
    """A patch: its classes, its zone (0: none), and its outline in longitude and latitude."""

    response: int
    land_type: int
    zone: int
    geometry: BaseGeometry


@dataclass
class Sampled:
    """The map at a resolution that fits in memory: response x 10 + land type, and the zone."""

    step: int
    codes: NDArray[np.uint8]
    zones: NDArray[np.uint16]

    def put(
        self, window: Window, response: ClassArray, land_type: ClassArray, zone: NDArray[np.uint16]
    ) -> None:
        """Take over the pixels of a window that fall on the sample."""
        wanted = (response >= 1) & (response <= len(Response))
        wanted &= (land_type >= 1) & (land_type < LandCover.WATER)
        code = np.where(wanted, response * _TEN + land_type, 0).astype(np.uint8)
        rows = slice(-window.row0 % self.step, None, self.step)
        cols = slice(-window.col0 % self.step, None, self.step)
        picked = code.reshape(window.shape)[rows, cols]
        top, left = -(-window.row0 // self.step), -(-window.col0 // self.step)
        place = slice(top, top + picked.shape[0]), slice(left, left + picked.shape[1])
        self.codes[place] = picked
        self.zones[place] = zone.reshape(window.shape)[rows, cols]


def sampled(grid: Grid, most: int = MOST_PIXELS) -> Sampled:
    """An empty sample of a grid."""
    step = max(1, math.ceil(math.sqrt(grid.width * grid.height / most)))
    shape_ = -(-grid.height // step), -(-grid.width // step)
    return Sampled(step, np.zeros(shape_, np.uint8), np.zeros(shape_, np.uint16))


def patches_of(
    small: Sampled, grid: Grid, *, smallest_km2: float, land_km2: float, most: int
) -> list[Patch]:
    """The largest patches of each response, largest first.

    Pixels belong together along their sides. What is smaller than the floor goes into the
    largest patch beside it; a patch never grows over water or land without data.
    """
    known = int(np.count_nonzero(small.codes))
    if not known or land_km2 <= 0:
        return []
    floor = max(FEWEST_PIXELS, math.ceil(smallest_km2 * known / land_km2))
    mask = small.codes > 0
    codes = features.sieve(small.codes, floor, mask=mask, connectivity=4)
    found: list[Patch] = []
    for response in sorted((int(r) for r in Response), reverse=True):
        chosen = mask & (codes // _TEN == response)
        largest = heapq.nlargest(most, _outlines(codes, chosen, floor), key=lambda item: item[0])
        found += [_patch(code, outline, small, grid) for _size, _n, code, outline in largest]
    return found


def _outlines(
    codes: NDArray[np.uint8], mask: NDArray[np.bool_], floor: int
) -> Iterator[tuple[float, int, int, BaseGeometry]]:
    """Size in pixels, order, code and outline of each patch, in pixel coordinates."""
    for number, (outline, code) in enumerate(features.shapes(codes, mask, connectivity=4)):
        polygon = shape(outline)
        if polygon.area >= floor:
            yield polygon.area, -number, int(code), polygon


def _patch(code: int, outline: BaseGeometry, small: Sampled, grid: Grid) -> Patch:
    inner = outline.representative_point()
    zone = int(small.zones[int(inner.y), int(inner.x)])
    simple = _simplified(outline)
    return Patch(code // _TEN, code % _TEN, zone, _on_earth(simple, small.step, grid))


def _simplified(outline: BaseGeometry) -> BaseGeometry:
    """The outline with few enough corners to be drawn and edited, as near as may be."""
    simple, tolerance = outline, 0.5
    while shapely.get_num_coordinates(simple) > MOST_VERTICES and tolerance < 1000:
        simple = outline.simplify(tolerance, preserve_topology=True)
        tolerance *= 2
    return simple


def _on_earth(outline: BaseGeometry, step: int, grid: Grid) -> BaseGeometry:
    a, b, c, d, e, f = grid.transform
    project = None
    if not grid.is_geographic:
        project = Transformer.from_crs(grid.crs, LONGITUDE_LATITUDE, always_xy=True)

    def placed(points: NDArray[Any]) -> NDArray[Any]:
        # The edge of the last sampled pixel may lie beyond the grid.
        x = np.minimum(points[:, 0] * step, grid.width)
        y = np.minimum(points[:, 1] * step, grid.height)
        there = np.stack([a * x + b * y + c, d * x + e * y + f], axis=1)
        if project is not None:
            there = np.stack(project.transform(there[:, 0], there[:, 1]), axis=1)
        return there

    return shapely.transform(outline, placed)
