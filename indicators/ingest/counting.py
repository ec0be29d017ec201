"""Exact counts of the values in a piece of a raster, and what follows from them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.ingest.fill import Edges

BINS = 32
_NARROW_BYTES = 2
_FLOAT32_LIMIT = float(np.finfo(np.float32).max)
Pixels = NDArray[Any]


def distinct(values: Pixels) -> tuple[Pixels, NDArray[np.int64]]:
    """Distinct values, ascending, with their counts; by table for 8- and 16-bit integers."""
    names, positions = _positions(values)
    table = np.bincount(positions, minlength=len(names))
    present = np.flatnonzero(table)
    return names[present], table[present]


def _positions(values: Pixels) -> tuple[Pixels, NDArray[np.int64]]:
    """Possible values, ascending, and for each pixel the position of its value among them."""
    if values.dtype.kind in "iu" and values.dtype.itemsize <= _NARROW_BYTES:
        limits = np.iinfo(values.dtype)
        names = np.arange(limits.min, limits.max + 1, dtype=np.int64)
        return names, values.ravel().astype(np.int64) - limits.min
    names, positions = np.unique(values, return_inverse=True)
    return names, positions.ravel()


def nodata_mask(values: Pixels, nodata: float | None) -> NDArray[np.bool_]:
    """True where a pixel is not a number or holds the declared nodata value."""
    mask = np.zeros(values.shape, bool)
    if values.dtype.kind == "f":
        mask |= ~np.isfinite(values)
    if nodata is not None and not math.isnan(nodata):
        mask |= values == values.dtype.type(nodata)
    return mask


def usable_nodata(dtype: str, nodata: float | None) -> float | None:
    """The declared nodata value if a pixel of this type can hold it, else None.

    A text slightly above the largest 32-bit number means that number.
    """
    if nodata is None:
        return None
    kind = np.dtype(dtype)
    if kind.kind == "f":
        if kind.itemsize == 4 and math.isfinite(nodata) and abs(nodata) > _FLOAT32_LIMIT:
            return math.copysign(_FLOAT32_LIMIT, nodata)
        return nodata
    limits = np.iinfo(kind)
    if not math.isfinite(nodata) or nodata != int(nodata):
        return None
    return nodata if limits.min <= nodata <= limits.max else None


@dataclass
class CodeCounts:
    """Pixels and km2 of each code of a categorical raster."""

    pixels: dict[int, int] = field(default_factory=dict)
    km2: dict[int, float] = field(default_factory=dict)

    def add(self, codes: Pixels, areas: NDArray[np.float64]) -> None:
        """Take in the codes of some pixels and the areas of the same pixels, km2."""
        names, positions = _positions(codes)
        counts = np.bincount(positions, minlength=len(names))
        sums = np.bincount(positions, weights=areas, minlength=len(names))
        for at in np.flatnonzero(counts).tolist():
            code = int(names[at])
            self.pixels[code] = self.pixels.get(code, 0) + int(counts[at])
            self.km2[code] = self.km2.get(code, 0.0) + float(sums[at])


@dataclass
class FirstLook:
    """Pass one over a continuous raster: the outermost values and the missing pixels."""

    edges: Edges = field(default_factory=Edges)
    pixels: int = 0
    missing: int = 0

    def add(self, values: Pixels, nodata: float | None) -> None:
        """Take in one piece of one band."""
        valid = values[~nodata_mask(values, nodata)]
        self.pixels += values.size
        self.missing += values.size - valid.size
        if valid.size:
            found, counts = distinct(valid)
            self.edges.add(found.astype(np.float64), counts)


@dataclass
class Summary:
    """Pass two: statistics of one band without nodata and without suspected fill values."""

    low: float
    high: float
    valid: int = 0
    total: float = 0.0
    lowest: float = math.inf
    highest: float = -math.inf
    outside: int = 0
    bins: NDArray[np.int64] = field(default_factory=lambda: np.zeros(BINS, np.int64))

    def add(
        self,
        values: Pixels,
        nodata: float | None,
        fills: Iterable[float],
        plausible: tuple[float, float],
    ) -> None:
        """Take in one piece; count what lies outside the plausible range (own units)."""
        mask = nodata_mask(values, nodata)
        for fill in fills:
            mask |= values == values.dtype.type(fill)
        valid = values[~mask].astype(np.float64)
        if not valid.size:
            return
        self.valid += valid.size
        self.total += float(valid.sum())
        self.lowest = min(self.lowest, float(valid.min()))
        self.highest = max(self.highest, float(valid.max()))
        self.outside += int(((valid < plausible[0]) | (valid > plausible[1])).sum())
        width = self.high - self.low
        span = (self.low, self.high if width > 0 else self.low + 1.0)
        self.bins += np.histogram(valid, bins=BINS, range=span)[0]

    def to_json(self, band: int) -> dict[str, Any]:
        """Plain numbers; a band without a valid pixel has no statistics."""
        if not self.valid:
            return {"band": band, "valid": 0}
        return {
            "band": band,
            "valid": self.valid,
            "min": self.lowest,
            "max": self.highest,
            "mean": self.total / self.valid,
            "histogram": {"low": self.low, "high": self.high, "counts": self.bins.tolist()},
        }
