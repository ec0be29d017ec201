"""The grid of a run: the land-cover raster's own pixels, cut to the country's bounding box."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS

SNAP = 512
"""The cut starts and ends on multiples of this many reference pixels, whatever the file's blocks:
the same pixels then give the same outputs in any block layout, and the usual blocks are aligned."""


@dataclass(frozen=True)
class Window:
    """Rows [row0, row1) and columns [col0, col1) of the grid."""

    row0: int
    row1: int
    col0: int
    col1: int

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.row1 - self.row0

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.col1 - self.col0

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return self.height, self.width

    @property
    def pixels(self) -> int:
        """Number of pixels."""
        return self.height * self.width

    def within(self, outer: Window) -> tuple[slice, slice]:
        """This window as slices of an array that covers `outer`."""
        return (
            slice(self.row0 - outer.row0, self.row1 - outer.row0),
            slice(self.col0 - outer.col0, self.col1 - outer.col0),
        )

    def shared(self, other: Window) -> Window:
        """The part that lies in both; empty (no rows or columns) where they do not meet."""
        row0, row1 = max(self.row0, other.row0), min(self.row1, other.row1)
        col0, col1 = max(self.col0, other.col0), min(self.col1, other.col1)
        return Window(row0, max(row0, row1), col0, max(col0, col1))

    def pieces(self, rows: int, cols: int) -> Iterator[Window]:
        """Cut into windows of at most rows x cols, row by row."""
        for row in range(self.row0, self.row1, rows):
            for col in range(self.col0, self.col1, cols):
                yield Window(row, min(row + rows, self.row1), col, min(col + cols, self.col1))


@dataclass(frozen=True)
class Grid:
    """Size, place and coordinate system; (row_offset, col_offset) is its place in the reference."""

    width: int
    height: int
    transform: tuple[float, float, float, float, float, float]
    crs_wkt: str
    row_offset: int = 0
    col_offset: int = 0

    @property
    def affine(self) -> Affine:
        """Pixel (column, row) to map coordinates."""
        return Affine(*self.transform)

    @cached_property
    def crs(self) -> CRS:
        """The coordinate system."""
        return CRS.from_wkt(self.crs_wkt)

    @property
    def window(self) -> Window:
        """The whole grid."""
        return Window(0, self.height, 0, self.width)

    @property
    def is_geographic(self) -> bool:
        """True for longitude and latitude."""
        return bool(self.crs.is_geographic)

    def cut(self, rows: tuple[float, float], cols: tuple[float, float]) -> Grid:
        """The part that covers the given pixel rows and columns, snapped outwards."""
        row0, row1 = _snapped(rows, self.height)
        col0, col1 = _snapped(cols, self.width)
        moved = self.affine * Affine.translation(col0, row0)
        return Grid(
            width=col1 - col0,
            height=row1 - row0,
            transform=tuple(moved)[:6],
            crs_wkt=self.crs_wkt,
            row_offset=self.row_offset + row0,
            col_offset=self.col_offset + col0,
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values for a plan."""
        return {
            "width": self.width,
            "height": self.height,
            "transform": list(self.transform),
            "crs_wkt": self.crs_wkt,
            "row_offset": self.row_offset,
            "col_offset": self.col_offset,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Grid:
        """The grid that as_json described."""
        a, b, c, d, e, f = value["transform"]
        return cls(**{**value, "transform": (a, b, c, d, e, f)})


@lru_cache(maxsize=256)
def same_crs(first: str, second: str) -> bool:
    """Tell whether two coordinate systems (WKT) are the same apart from their names."""
    if first == second:
        return True
    one, other = CRS.from_wkt(first), CRS.from_wkt(second)
    if one.equals(other, ignore_axis_order=True):
        return True
    return _essence(one) == _essence(other)


def pixel_offset(grid: Grid, other: Grid) -> tuple[int, int] | None:
    """(row, column) in `other` of the grid's first pixel, if both share one pixel lattice.

    Returns None where sizes, orientation or coordinate systems differ, or where the pixels are
    shifted by more than a hundredth of a pixel anywhere in the grid.
    """
    if not same_crs(grid.crs_wkt, other.crs_wkt):
        return None
    to_other = ~other.affine * grid.affine
    col, row = round(to_other.c), round(to_other.f)
    corners = [(0, 0), (grid.width, 0), (0, grid.height), (grid.width, grid.height)]
    for x, y in corners:
        there_x, there_y = to_other * (x, y)
        if max(abs(there_x - x - col), abs(there_y - y - row)) > 0.01:
            return None
    return row, col


def map_coordinates(
    grid: Grid, cols: NDArray[np.float64], rows: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Map coordinates x and y of pixel coordinates (column, row)."""
    a, b, c, d, e, f = grid.transform
    return a * cols + b * rows + c, d * cols + e * rows + f


def _snapped(span: tuple[float, float], size: int) -> tuple[int, int]:
    first = max(0, math.floor(span[0]) // SNAP * SNAP)
    last = min(size, -(-math.ceil(span[1]) // SNAP) * SNAP)
    return min(first, size - 1), max(last, min(first, size - 1) + 1)


def _essence(crs: CRS) -> tuple[str, ...]:
    """The defining figures of a coordinate system without its names."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return tuple(sorted(crs.to_proj4().split()))
