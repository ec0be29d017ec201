"""Which pixel centres lie in a polygon: the even-odd rule along the middle of every row.

A centre exactly on an edge belongs to the polygon on its right (or below), so that polygons which
share an edge share no pixel and leave none out. Every crossing is worked out from the edge's own
two ends in one order: neither the window nor the direction of drawing can move it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from indicators.science.compiled import kernel
from indicators.science.grid import Window

Floats = NDArray[np.float64]


class Edges(NamedTuple):
    """Edges of a polygon in pixel coordinates, each from its upper end (x0, y0) to its lower."""

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats


def edges_of(shape: BaseGeometry) -> Edges:
    """All edges of a polygon or multipolygon, holes included; level ones cross no row."""
    rings = [np.asarray(ring.coords)[:, :2] for ring in _rings(shape)]
    if not rings:
        return Edges(*(np.zeros(0) for _ in range(4)))
    starts = np.concatenate([ring[:-1] for ring in rings])
    ends = np.concatenate([ring[1:] for ring in rings])
    down = starts[:, 1] < ends[:, 1]
    upper = np.where(down[:, None], starts, ends)
    lower = np.where(down[:, None], ends, starts)
    slanted = upper[:, 1] < lower[:, 1]
    columns = (upper[slanted, 0], upper[slanted, 1], lower[slanted, 0], lower[slanted, 1])
    return Edges(*(np.ascontiguousarray(column, np.float64) for column in columns))


def lay(edges: Edges, window: Window, label: int, out: NDArray[np.uint16]) -> None:
    """Write `label` over the pixels of `out` (the window) whose centres lie in the polygon."""
    near = (edges.y0 < window.row1) & (edges.y1 > window.row0)
    if not near.any():
        return
    x0, y0, x1, y1 = (part[near] for part in edges)
    _lay(x0, y0, x1, y1, window.row0, window.col0, label, out)


def _rings(shape: BaseGeometry) -> list[BaseGeometry]:
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]


@kernel
def _lay(
    x0: Floats, y0: Floats, x1: Floats, y1: Floats, row0: int, col0: int, label: int,
    out: NDArray[np.uint16],
) -> None:  # fmt: skip
    height, width = out.shape
    starts = np.zeros(height + 1, np.int64)
    for e in range(x0.size):
        first, last = _rows(y0[e], y1[e], row0, height)
        for r in range(first, last):
            starts[r + 1] += 1
    for r in range(height):
        starts[r + 1] += starts[r]
    crossings, filled = np.empty(starts[height]), starts[:-1].copy()
    for e in range(x0.size):
        first, last = _rows(y0[e], y1[e], row0, height)
        for r in range(first, last):
            share = (row0 + r + 0.5 - y0[e]) / (y1[e] - y0[e])
            crossings[filled[r]] = x0[e] + share * (x1[e] - x0[e])
            filled[r] += 1
    for r in range(height):
        line = np.sort(crossings[starts[r] : starts[r + 1]])
        for k in range(0, line.size - 1, 2):
            first = max(0.0, np.ceil(line[k] - 0.5) - col0)
            last = min(float(width), np.ceil(line[k + 1] - 0.5) - col0)
            for c in range(int(first), int(last)):
                out[r, c] = label


@kernel
def _rows(y0: float, y1: float, row0: int, height: int) -> tuple[int, int]:
    """Rows of the window whose middle lies between two heights, the upper one included."""
    first = max(0.0, np.ceil(y0 - 0.5) - row0)
    last = min(float(height), np.ceil(y1 - 0.5) - row0)
    return int(first), int(last)
