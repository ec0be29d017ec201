"""Find values that stand for "no data" without being declared so.

Two signs: a value at the edge of the range that is a customary fill value; or a few values so far
from all others that the gap is wider than the whole rest of the range.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

EDGE = 17
_MOST_FILLS_AT_AN_EDGE = 16
_FEWEST_REAL_VALUES = 10
_FEWEST_PIXELS = 2
_CUSTOMARY = frozenset(
    {-99.0, -128.0, -999.0, -9999.0, -32768.0, -99999.0, 255.0, 9999.0, 32767.0}
    | {65535.0, 65534.0, 65533.0, 99999.0, 2147483647.0, -2147483648.0, 4294967295.0}
)
_HUGE = 1e19  # the fill values of netCDF, ESRI grids and the like: 9.97e36, 1e20, -3.4e38


@dataclass
class Edges:
    """The lowest and the highest distinct values of a raster with their exact counts.

    Merging is exact: a value among the outermost of the whole is among the outermost of every
    part that holds it.
    """

    low: dict[float, int] = field(default_factory=dict)
    high: dict[float, int] = field(default_factory=dict)

    def add(self, values: NDArray[np.float64], counts: NDArray[np.int64]) -> None:
        """Take in the distinct values of a part, ascending, with their counts."""
        self.low = _merged(self.low, values[:EDGE], counts[:EDGE], last=False)
        self.high = _merged(self.high, values[-EDGE:], counts[-EDGE:], last=True)


def _merged(
    known: Mapping[float, int],
    values: NDArray[np.float64],
    counts: NDArray[np.int64],
    *,
    last: bool,
) -> dict[float, int]:
    merged = dict(known)
    for value, count in zip(values.tolist(), counts.tolist(), strict=True):
        merged[value] = merged.get(value, 0) + count
    keep = sorted(merged)[-EDGE:] if last else sorted(merged)[:EDGE]
    return {value: merged[value] for value in keep}


def suspected_fills(edges: Edges) -> dict[float, int]:
    """Values that probably mean "no data", with their counts, ascending."""
    counts = {**edges.low, **edges.high}
    rest = sorted(counts)
    found: list[float] = []
    while custom := _customary_edge(rest):
        found += custom
        rest = [value for value in rest if value not in custom]
    isolated = _isolated_edges(rest, edges)
    found += [value for value in isolated if counts[value] >= _FEWEST_PIXELS]
    return {value: counts[value] for value in sorted(found)}


def _customary_edge(rest: list[float]) -> list[float]:
    for edge in (rest[-1:], rest[:1]):
        if edge and (edge[0] in _CUSTOMARY or abs(edge[0]) > _HUGE):
            return edge
    return []


def _isolated_edges(rest: list[float], edges: Edges) -> list[float]:
    most_high = most_low = _MOST_FILLS_AT_AN_EDGE
    if rest and max(edges.low) < min(edges.high):
        # With more than two edges' worth of values, those in the middle were not kept.
        most_high = sum(value in edges.high for value in rest) - 1
        most_low = sum(value in edges.low for value in rest) - 1
    mirrored = [-value for value in reversed(rest)]
    return _isolated(rest, most_high) + [-value for value in _isolated(mirrored, most_low)]


def _isolated(ascending: list[float], most: int) -> list[float]:
    """The fewest top values, at most `most`, above a gap wider than everything below it."""
    for cut in range(1, most + 1):
        below = ascending[:-cut]
        if len(below) < _FEWEST_REAL_VALUES:
            return []
        if ascending[-cut] - below[-1] > below[-1] - below[0] > 0:
            return ascending[-cut:]
    return []
