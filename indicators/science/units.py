"""Ecological units numbered within a chunk, so that counting and classing need no search.

Unit codes are any whole numbers; a chunk has few of them. Numbered from 0 in order of appearance,
they index small tables: pages of a histogram in the first pass, limits in the second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import NODATA, ClassArray
from indicators.science.compiled import kernel
from indicators.science.performance import (
    MEAN_NODATA,
    PAGE,
    PAGE_BITS,
    UNIT_NODATA,
    MeanHistogram,
    UnitPercentiles,
    limits_of,
    mean_histogram,
)

PAGES = 1 << (17 - PAGE_BITS)
"""Pages of a unit whose means fit in 17 bits; others are counted by search."""

FIRST_PAGE = -(PAGES // 2)
FIRST_COUNTED = 256
"""Pages that are set aside at first for one piece's counts."""


class UnitNumbers:
    """Numbers of unit codes, the same in all pieces of a chunk."""

    def __init__(self) -> None:
        self._codes = np.empty(64, np.int32)
        self._table = np.full(256, -1, np.int32)
        self._count = 0

    @property
    def codes(self) -> NDArray[np.int32]:
        """Unit code of each number."""
        return self._codes[: self._count]

    def number(self, units: NDArray[np.int32]) -> NDArray[np.int32]:
        """Number of each pixel's unit; UNIT_NODATA stays."""
        out = np.empty(units.shape, np.int32)
        at = 0
        while True:
            at, self._count = _number(units, at, self._codes, self._count, self._table, out)
            if at == units.size:
                return out
            self._grow()

    def _grow(self) -> None:
        codes = np.empty(4 * self._codes.size, np.int32)
        codes[: self._count] = self.codes
        self._codes, self._table = codes, np.full(4 * codes.size, -1, np.int32)
        for number, code in enumerate(self.codes):
            self._table[_place(code, self._codes, self._table)] = number


def numbered_histogram(
    means: NDArray[np.int32], numbers: NDArray[np.int32], codes: NDArray[np.int32]
) -> MeanHistogram:
    """Histogram of `means` by unit, given each pixel's unit number and each number's code."""
    pages = np.full((codes.size, PAGES), -1, np.int32)
    counts = np.zeros((FIRST_COUNTED, PAGE), np.int64)
    used, at = 0, 0
    while True:
        at, used = _count(means, numbers, at, pages, used, counts)
        if at < 0:
            return mean_histogram(means, _coded(numbers, codes))
        if at == means.size:
            break
        counts = np.concatenate([counts, np.zeros_like(counts)])
    number, page = np.nonzero(pages >= 0)
    keys = (codes[number].astype(np.int64) << 32) + (page + FIRST_PAGE) + 2**31
    order = np.argsort(keys)
    return MeanHistogram(keys[order], counts[pages[number, page][order]])


def numbered_performance(
    means: NDArray[np.int32],
    numbers: NDArray[np.int32],
    codes: NDArray[np.int32],
    percentiles: UnitPercentiles,
) -> ClassArray:
    """The same as ``performance.performance``, given unit numbers and each number's code."""
    out = np.empty(means.shape, np.int8)
    _classify(means, numbers, limits_of(codes, percentiles), out)
    return out


def _coded(numbers: NDArray[np.int32], codes: NDArray[np.int32]) -> NDArray[np.int32]:
    with_none = np.append(codes, np.int32(UNIT_NODATA))
    return with_none[numbers]


@kernel
def _place(code: int, codes: NDArray[np.int32], table: NDArray[np.int32]) -> int:
    mask = table.size - 1
    mixed = np.uint64(np.int64(code)) * np.uint64(0x9E3779B97F4A7C15)
    place = np.int64(mixed >> np.uint64(33)) & mask
    while table[place] >= 0 and codes[table[place]] != code:
        place = (place + 1) & mask
    return int(place)


@kernel
def _number(
    units: NDArray[np.int32], first: int, codes: NDArray[np.int32], count: int,
    table: NDArray[np.int32], out: NDArray[np.int32],
) -> tuple[int, int]:  # fmt: skip
    """Number pixels from `first` on; stops early where the codes are full."""
    last, number = np.int32(UNIT_NODATA), np.int32(UNIT_NODATA)
    for p in range(first, units.size):
        unit = units[p]
        if unit != last:
            number, last = np.int32(UNIT_NODATA), unit
            if unit >= 0:
                place = _place(unit, codes, table)
                if table[place] < 0:
                    if count == codes.size:
                        return p, count
                    table[place], codes[count] = count, unit
                    count += 1
                number = table[place]
        out[p] = number
    return units.size, count


@kernel
def _count(
    means: NDArray[np.int32], numbers: NDArray[np.int32], first: int, pages: NDArray[np.int32],
    used: int, counts: NDArray[np.int64],
) -> tuple[int, int]:  # fmt: skip
    """Count pixels from `first` on; stops where pages are full, -1 for a mean out of reach."""
    for p in range(first, means.size):
        mean, number = means[p], numbers[p]
        if mean == MEAN_NODATA or number < 0:
            continue
        page = (mean >> PAGE_BITS) - FIRST_PAGE
        if not 0 <= page < PAGES:
            return -1, used
        slot = pages[number, page]
        if slot < 0:
            if used == counts.shape[0]:
                return p, used
            slot = used
            pages[number, page] = slot
            used += 1
        counts[slot, mean & (PAGE - 1)] += 1
    return means.size, used


@kernel
def _classify(
    means: NDArray[np.int32], numbers: NDArray[np.int32], limits: NDArray[np.int64], out: ClassArray
) -> None:
    for p in range(means.size):
        number = numbers[p]
        limit = limits[number] if number >= 0 else np.int64(MEAN_NODATA)
        missing = means[p] == MEAN_NODATA or limit == MEAN_NODATA
        out[p] = NODATA if missing else -np.int8(means[p] <= limit)
