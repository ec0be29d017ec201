"""Performance of productivity: a pixel's mean against the best of its ecological unit.

First pass: ``period_means`` and ``mean_histogram`` of each chunk; histograms are merged over the
whole country. Second pass: ``performance`` of each chunk's means. The series is read once.

The mean is kept as a whole number of 1e-4 NDVI (the stored unit of integer series), halves
rounded up, and that number is what is counted, ranked and compared, so that the class of a pixel
follows from (unit, mean) alone. Sources: Trends.Earth; GPG version 2, 2021 (ratio 0.5 to p90).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import NODATA, ClassArray
from indicators.science.compiled import TILE, kernel, same_pixels
from indicators.science.profiles import YEARS_NEEDED
from indicators.science.series import Missing, Series, prepared

MEAN_NODATA: Final = -(2**31)
"""No mean: a missing year, or fewer than four valid ones with ``missing="skip"``."""

UNIT_NODATA: Final = -1
"""No ecological unit."""

HIGHEST_SOIL: Final = 2**15 - 1
HIGHEST_COVER: Final = 2**16 - 1
HIGHEST_UNIT: Final = 2**31 - 1
"""Highest codes of soil, of native cover and of ready-made units that have a unit of their own."""

PAGE_BITS: Final = 8
PAGE: Final = 2**PAGE_BITS
"""Bins to a page of a histogram; only pages that hold a pixel take memory."""


def period_means(
    values: Series,
    *,
    bin_width: float = 1.0,
    nodata: float | None = None,
    missing: Missing = "nodata",
) -> NDArray[np.int32]:
    """Mean over the period of each pixel, in whole *bin_width* (1e-4 NDVI), halves rounded up.

    *bin_width* is in stored units: 1 for NDVI x 10000, 1e-4 for NDVI as it is. Integer series
    are summed exactly. ``MEAN_NODATA`` marks no data.
    """
    series = prepared(values, nodata)
    needed = values.shape[0] if missing == "nodata" else YEARS_NEEDED
    zero = np.zeros(1, _TOTAL_TYPES.get(values.dtype.name, np.float64))
    out = np.empty(values.shape[1], np.int32)
    _period_means(
        series.values,
        series.marked,
        series.mark,
        zero,
        float(bin_width),
        needed,
        out,
    )
    return out


_TOTAL_TYPES: Final = {"int16": np.int32, "uint16": np.int32, "int32": np.int64}
"""Types that hold the sum of the longest series exactly, as narrow as possible."""


@kernel
def _period_means(
    values: Series,
    marked: bool,
    mark: Any,
    zero: NDArray[Any],
    bin_width: float,
    needed: int,
    out: NDArray[np.int32],
) -> None:
    total, count = np.empty(TILE, zero.dtype), np.empty(TILE, np.int16)
    for start in range(0, values.shape[1], TILE):
        n = min(TILE, values.shape[1] - start)
        total[:] = 0
        count[:] = 0
        for i in range(values.shape[0]):
            row = values[i, start : start + n]
            for j in range(n):
                v = row[j]
                valid = (v == v) & ~(marked & (v == mark))  # noqa: PLR0124 - NaN
                total[j] += v if valid else 0
                count[j] += np.int16(valid)
        target = out[start : start + n]
        for j in range(n):
            years = max(count[j], np.int16(1))
            mean = np.floor((total[j] + 0.5 * bin_width * years) / (bin_width * years))
            target[j] = np.int32(mean) if count[j] >= needed else MEAN_NODATA


def ecological_units(
    soil: NDArray[Any],
    cover: NDArray[Any],
    *,
    soil_nodata: int | None = None,
    cover_nodata: int | None = None,
) -> NDArray[np.int32]:
    """Unit codes from codes of soil and of native land cover in the period's first year.

    Codes are integers 0..32767 (soil) and 0..65535 (cover); the unit is soil x 65536 + cover.
    ``UNIT_NODATA`` where either is its nodata or out of range.
    """
    same_pixels(soil=soil, cover=cover)
    out = np.empty(soil.shape, np.int32)
    _units(
        soil,
        cover,
        UNIT_NODATA if soil_nodata is None else soil_nodata,
        UNIT_NODATA if cover_nodata is None else cover_nodata,
        out,
    )
    return out


@kernel
def _units(
    soil: NDArray[Any],
    cover: NDArray[Any],
    soil_nodata: int,
    cover_nodata: int,
    out: NDArray[np.int32],
) -> None:
    for p in range(out.size):
        s, c = np.int64(soil[p]), np.int64(cover[p])
        known = s != soil_nodata and c != cover_nodata
        inside = 0 <= s <= HIGHEST_SOIL and 0 <= c <= HIGHEST_COVER
        out[p] = (s << 16) | c if known and inside else UNIT_NODATA


@dataclass(frozen=True, eq=False)
class MeanHistogram:
    """Counts of means by ecological unit in pages of 256 bins, sorted by unit and page.

    ``keys`` (int64) are unit x 2^32 + page + 2^31; ``counts`` is ``(n_pages, 256)`` int64.
    """

    keys: NDArray[np.int64]
    counts: NDArray[np.int64]

    @property
    def pixels(self) -> int:
        """Number of pixels counted."""
        return int(self.counts.sum())


def mean_histogram(means: NDArray[np.int32], units: NDArray[np.int32]) -> MeanHistogram:
    """Histogram of *means* by *units*, both ``(n_pixels,)``; no data of either is left out."""
    same_pixels(means=means, units=units)
    pages = _FIRST_PAGES
    while True:
        keys, counts = np.empty(pages, np.int64), np.zeros((pages, PAGE), np.int32)
        used = _count(means, units, np.full(2 * pages, -1, np.int32), keys, counts)
        if used >= 0:
            order = np.argsort(keys[:used])
            return MeanHistogram(keys[order], counts[order].astype(np.int64))
        pages *= 4


_FIRST_PAGES: Final = 2048
"""Pages set aside for a chunk; more are taken if they do not suffice."""


@kernel
def _place(key: Any, places: NDArray[np.int32], keys: NDArray[np.int64]) -> Any:
    """Place of *key* in the open-addressing table *places*: filled with it, or empty."""
    mask = places.size - 1
    mixed = np.uint64(key) ^ (np.uint64(key) >> np.uint64(32))
    place = np.int64((mixed * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)) & mask
    while places[place] >= 0 and keys[places[place]] != key:
        place = (place + 1) & mask
    return place


@kernel
def _count(
    means: NDArray[np.int32],
    units: NDArray[np.int32],
    places: NDArray[np.int32],
    keys: NDArray[np.int64],
    counts: NDArray[np.int32],
) -> int:
    """Count into pages; returns the number of pages used, -1 if there are not enough."""
    used, last_key, slot = 0, np.int64(-1), 0
    for p in range(means.size):
        mean, unit = np.int64(means[p]), np.int64(units[p])
        if mean == MEAN_NODATA or unit < 0:
            continue
        key = (unit << 32) + (mean >> PAGE_BITS) + 2**31
        if key != last_key:
            place = _place(key, places, keys)
            if places[place] < 0:
                if used == keys.size:
                    return -1
                places[place], keys[used] = used, key
                used += 1
            last_key, slot = key, places[place]
        counts[slot, mean & (PAGE - 1)] += 1
    return used


def merge_histograms(histograms: Iterable[MeanHistogram]) -> MeanHistogram:
    """The histogram of all pixels together; exact, in any order and grouping."""
    parts = list(histograms)
    if not parts:
        return MeanHistogram(np.empty(0, np.int64), np.empty((0, PAGE), np.int64))
    keys, inverse = np.unique(np.concatenate([part.keys for part in parts]), return_inverse=True)
    counts = np.zeros((keys.size, PAGE), np.int64)
    first = 0
    for part in parts:
        counts[inverse[first : first + part.keys.size]] += part.counts
        first += part.keys.size
    return MeanHistogram(keys, counts)


@dataclass(frozen=True, eq=False)
class UnitPercentiles:
    """90th percentile of the mean by unit, in tenths of a bin: ``units`` sorted, ``p90_tenths``."""

    units: NDArray[np.int32]
    p90_tenths: NDArray[np.int64]


def unit_percentiles(histogram: MeanHistogram) -> UnitPercentiles:
    """The 90th percentile (linear between order statistics) of each unit, exact in tenths."""
    unit_of_page = (histogram.keys >> 32).astype(np.int32)
    units, first = np.unique(unit_of_page, return_index=True)
    last = np.append(first, unit_of_page.size)[1:]
    p90 = [_p90_tenths(histogram, a, b) for a, b in zip(first, last, strict=True)]
    return UnitPercentiles(units, np.array(p90, np.int64))


def _p90_tenths(histogram: MeanHistogram, first: int, last: int) -> int:
    """p90 of the pages *first* to *last*: at place 0.9 (N-1) among the N ordered means."""
    cumulative = histogram.counts[first:last].ravel().cumsum()
    tenths = 9 * (int(cumulative[-1]) - 1)
    bins = np.searchsorted(cumulative, [tenths // 10, tenths // 10 + 1], side="right")
    bins = np.minimum(bins, cumulative.size - 1)
    pages = (histogram.keys[first:last] & 0xFFFFFFFF) - 2**31
    low, high = (int(pages[b // PAGE]) * PAGE + int(b) % PAGE for b in bins)
    part = tenths % 10
    return low * (10 - part) + high * part if part else 10 * low


def performance(
    means: NDArray[np.int32], units: NDArray[np.int32], percentiles: UnitPercentiles
) -> ClassArray:
    """-1 where mean / p90 of the unit <= 0.5, else 0.

    NODATA without a mean, without a unit, or where the unit's p90 is not above 0.
    """
    same_pixels(means=means, units=units)
    out = np.empty(means.shape, np.int8)
    if not percentiles.units.size:
        out[:] = NODATA
        return out
    limits = limits_of(percentiles.units, percentiles)
    _classify(means, units, percentiles.units, limits, out)
    return out


def limits_of(units: NDArray[np.int32], percentiles: UnitPercentiles) -> NDArray[np.int64]:
    """Greatest mean that performs badly in each of *units*: 20 x mean <= p90 in tenths.

    ``MEAN_NODATA`` for a unit without a percentile, or with one that is not above 0.
    """
    if not percentiles.units.size:
        return np.full(units.shape, MEAN_NODATA, np.int64)
    place = np.minimum(np.searchsorted(percentiles.units, units), percentiles.units.size - 1)
    p90 = percentiles.p90_tenths[place]
    known = (percentiles.units[place] == units) & (p90 > 0)
    return np.where(known, p90 // 20, np.int64(MEAN_NODATA))


@kernel
def _classify(
    means: NDArray[np.int32],
    units: NDArray[np.int32],
    known: NDArray[np.int32],
    limits: NDArray[np.int64],
    out: ClassArray,
) -> None:
    """20 x mean <= p90 in tenths, that is mean <= limit, with the unit found by bisection."""
    last_unit, limit = np.int32(UNIT_NODATA), np.int64(MEAN_NODATA)
    for p in range(means.size):
        unit = units[p]
        if unit != last_unit:
            place = np.searchsorted(known, unit)
            found = place < known.size and known[place] == unit
            limit = limits[place] if found else np.int64(MEAN_NODATA)
            last_unit = unit
        missing = means[p] == MEAN_NODATA or unit < 0 or limit == MEAN_NODATA
        out[p] = NODATA if missing else -np.int8(means[p] <= limit)
