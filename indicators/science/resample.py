"""Bringing a raster of another grid or coordinate system onto the grid of the run.

Where each pixel's centre falls in the source is worked out exactly on a lattice of every 16th
pixel, anchored at the grid's origin, and linearly between; the lattice does not depend on the
chunk, so neither do the results. The error of the interpolation is far below a hundredth of a
pixel for pixels up to a kilometre.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from indicators.science.compiled import kernel
from indicators.science.grid import Grid, Window, map_coordinates, same_crs

Method = Literal["none", "nearest", "bilinear", "average"]
Floats = NDArray[np.float64]
STEP = 16


@dataclass(frozen=True)
class Places:
    """Source column and row of every pixel's centre, and half a pixel's extent in the source."""

    col: Floats
    row: Floats
    half_col: Floats
    half_row: Floats

    def source_window(self, source: Grid) -> Window | None:
        """The part of the source that these pixels can need, None if there is none."""
        good = np.isfinite(self.col) & np.isfinite(self.row)
        if not good.any():
            return None
        reach_col = 1 + float(self.half_col[good].max())
        reach_row = 1 + float(self.half_row[good].max())
        col0 = max(0, int(np.floor(self.col[good].min() - reach_col)))
        col1 = min(source.width, int(np.ceil(self.col[good].max() + reach_col)) + 1)
        row0 = max(0, int(np.floor(self.row[good].min() - reach_row)))
        row1 = min(source.height, int(np.ceil(self.row[good].max() + reach_row)) + 1)
        if col0 >= col1 or row0 >= row1:
            return None
        return Window(row0, row1, col0, col1)


def places(grid: Grid, source: Grid, window: Window) -> Places:
    """Where the centres of a window's pixels fall in the source, in its pixels."""
    row_start, row_nodes = _nodes(window.row0, window.row1)
    col_start, col_nodes = _nodes(window.col0, window.col1)
    rows = row_start + STEP * np.arange(row_nodes)
    cols = col_start + STEP * np.arange(col_nodes)
    grid_cols, grid_rows = np.meshgrid(cols + 0.5, rows + 0.5)
    x, y = _source_coordinates(grid, source, grid_cols, grid_rows)
    found = [np.empty(window.shape, np.float64) for _ in range(4)]
    at = (window.row0 - row_start, window.col0 - col_start)
    to_source = np.array(tuple(~source.affine)[:6], np.float64)
    turn = _turn(source)
    _interpolate(x, y, at[0], at[1], to_source, turn, float(source.width), *found)
    return Places(*found)


@lru_cache(maxsize=64)
def size_ratio(grid: Grid, source: Grid) -> float:
    """Source pixels along one grid pixel's side, in the middle of the grid (above 1: finer)."""
    row, col = grid.height // 2, grid.width // 2
    middle = places(grid, source, Window(row, row + 1, col, col + 1))
    return 2.0 * float(np.sqrt(middle.half_col[0, 0] * middle.half_row[0, 0]))


def nearest(
    values: NDArray[Any], at: Places, part: Window
) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Value of the source pixel that holds each centre, and whether there is one.

    `values` is the source's `part`; both results have the shape of `at`.
    """
    out = np.zeros(at.col.shape, values.dtype)
    found = np.zeros(at.col.shape, np.bool_)
    _nearest(values, at.col - part.col0, at.row - part.row0, out, found)
    return out, found


def bilinear(values: NDArray[np.float32], at: Places, part: Window) -> NDArray[np.float32]:
    """Weighted mean of the four source pixels around each centre; NaN ones are left out.

    NaN where the source pixel that holds the centre is NaN, so that data never grow.
    """
    out = np.full(at.col.shape, np.nan, np.float32)
    _bilinear(values, at.col - part.col0, at.row - part.row0, out)
    return out


def average(values: NDArray[np.float32], at: Places, part: Window) -> NDArray[np.float32]:
    """Mean of the source pixels under each pixel, by their shared part; NaN ones are left out."""
    out = np.full(at.col.shape, np.nan, np.float32)
    _average(values, at.col - part.col0, at.row - part.row0, at.half_col, at.half_row, out)
    return out


def _nodes(first: int, last: int) -> tuple[int, int]:
    start = first // STEP * STEP
    return start, (last - 1 - start) // STEP + 2


def _source_coordinates(
    grid: Grid, source: Grid, cols: Floats, rows: Floats
) -> tuple[Floats, Floats]:
    x, y = map_coordinates(grid, cols, rows)
    if same_crs(grid.crs_wkt, source.crs_wkt):
        return x, y
    transformer = _transformer(grid.crs_wkt, source.crs_wkt)
    there_x, there_y = (np.array(v, np.float64) for v in transformer.transform(x, y))
    bad = ~(np.isfinite(there_x) & np.isfinite(there_y))
    there_x[bad] = np.nan
    there_y[bad] = np.nan
    if source.is_geographic:
        middle_x, middle_y = grid.affine * (grid.width / 2, grid.height / 2)
        middle, _ = transformer.transform(middle_x, middle_y)
        there_x = middle + (there_x - middle + 180.0) % 360.0 - 180.0
    return there_x, there_y


@lru_cache(maxsize=16)
def _transformer(first: str, second: str) -> Transformer:
    return Transformer.from_crs(CRS.from_wkt(first), CRS.from_wkt(second), always_xy=True)


def _turn(source: Grid) -> float:
    """Width of a full turn of longitude in source pixels, 0 if the source has none."""
    a, b = source.transform[0], source.transform[1]
    return 360.0 / a if source.is_geographic and a > 0 and b == 0 else 0.0


@kernel
def _interpolate(
    x: Floats, y: Floats, row_at: int, col_at: int, inverse: Floats, turn: float, width: float,
    out_col: Floats, out_row: Floats, out_half_col: Floats, out_half_row: Floats,
) -> None:  # fmt: skip
    for i in range(out_col.shape[0]):
        node_i, part_i = divmod(i + row_at, 16)
        v = part_i / 16.0
        for j in range(out_col.shape[1]):
            node_j, part_j = divmod(j + col_at, 16)
            u = part_j / 16.0
            x00, x01 = x[node_i, node_j], x[node_i, node_j + 1]
            x10, x11 = x[node_i + 1, node_j], x[node_i + 1, node_j + 1]
            y00, y01 = y[node_i, node_j], y[node_i, node_j + 1]
            y10, y11 = y[node_i + 1, node_j], y[node_i + 1, node_j + 1]
            mx = (x00 * (1 - u) + x01 * u) * (1 - v) + (x10 * (1 - u) + x11 * u) * v
            my = (y00 * (1 - u) + y01 * u) * (1 - v) + (y10 * (1 - u) + y11 * u) * v
            xu, xv = (x01 - x00) / 16.0, (x10 - x00) / 16.0
            yu, yv = (y01 - y00) / 16.0, (y10 - y00) / 16.0
            col = inverse[0] * mx + inverse[1] * my + inverse[2]
            if turn > 0.0 and not 0.0 <= col < width:
                col = col - turn * np.floor(col / turn)
            out_col[i, j] = col
            out_row[i, j] = inverse[3] * mx + inverse[4] * my + inverse[5]
            out_half_col[i, j] = 0.5 * (
                abs(inverse[0] * xu + inverse[1] * yu) + abs(inverse[0] * xv + inverse[1] * yv)
            )
            out_half_row[i, j] = 0.5 * (
                abs(inverse[3] * xu + inverse[4] * yu) + abs(inverse[3] * xv + inverse[4] * yv)
            )


@kernel
def _nearest(
    values: NDArray[Any], col: Floats, row: Floats, out: NDArray[Any], found: NDArray[np.bool_]
) -> None:
    height, width = values.shape
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            if 0.0 <= col[i, j] < width and 0.0 <= row[i, j] < height:
                out[i, j] = values[int(row[i, j]), int(col[i, j])]
                found[i, j] = True


@kernel
def _bilinear(
    values: NDArray[np.float32], col: Floats, row: Floats, out: NDArray[np.float32]
) -> None:
    height, width = values.shape
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            c, r = col[i, j], row[i, j]
            if not (0.0 <= c < width and 0.0 <= r < height) or np.isnan(values[int(r), int(c)]):
                continue
            left, top = int(np.floor(c - 0.5)), int(np.floor(r - 0.5))
            u, v = c - 0.5 - left, r - 0.5 - top
            total, weights = 0.0, 0.0
            for di in range(2):
                for dj in range(2):
                    y, x = min(max(top + di, 0), height - 1), min(max(left + dj, 0), width - 1)
                    value = np.float64(values[y, x])
                    weight = (v if di else 1 - v) * (u if dj else 1 - u)
                    if not np.isnan(value):
                        total += weight * value
                        weights += weight
            if weights > 0.0:
                out[i, j] = total / weights


@kernel
def _average(
    values: NDArray[np.float32], col: Floats, row: Floats, half_col: Floats, half_row: Floats,
    out: NDArray[np.float32],
) -> None:  # fmt: skip
    height, width = values.shape
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            left, right = col[i, j] - half_col[i, j], col[i, j] + half_col[i, j]
            top, bottom = row[i, j] - half_row[i, j], row[i, j] + half_row[i, j]
            if not (left < width and right > 0 and top < height and bottom > 0):
                continue
            total, weights = 0.0, 0.0
            for y in range(max(int(np.floor(top)), 0), min(int(np.ceil(bottom)), height)):
                down = min(bottom, y + 1.0) - max(top, float(y))
                for x in range(max(int(np.floor(left)), 0), min(int(np.ceil(right)), width)):
                    value = np.float64(values[y, x])
                    if not np.isnan(value):
                        weight = down * (min(right, x + 1.0) - max(left, float(x)))
                        total += weight * value
                        weights += weight
            if weights > 0.0:
                out[i, j] = total / weights
