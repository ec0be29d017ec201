"""State one pixel at a time: where years are skipped, and by z-score."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import NODATA
from indicators.science.compiled import kernel
from indicators.science.profiles import YEARS_NEEDED
from indicators.science.series import Prepared, Series

HISTORY_NEEDED: Final = YEARS_NEEDED - 1
"""Valid years of history without which there is no state; one recent year must be valid too."""

_Z_LIMIT_SQUARED: Final = (2401, 625)
"""1.96 squared as a fraction."""


def fill_missing_years(
    series: Prepared, history: int, floor: Fraction, out: NDArray[np.int8]
) -> None:
    """Give pixels that are NODATA in *out* the change of class of the years they have."""
    whole = series.work.dtype.kind == "i"
    kind = np.int64 if whole else np.float64
    terms = (floor.numerator, floor.denominator) if whole else (float(floor), 1)
    _class_changes(*series, history, kind(terms[0]), kind(terms[1]), out)


def z_classes(series: Prepared, history: int, years_needed: int, out: NDArray[np.int8]) -> None:
    """Write -1, 0, +1 by z-score to *out*; NODATA below *years_needed* valid years."""
    zero = np.zeros(1, np.int64 if _fits(series, history) else np.float64)
    _z_classes(*series, zero, history, years_needed, out)


def _fits(series: Prepared, history: int) -> bool:
    """Whether the squared differences of the z-score stay within int64."""
    recent = series.values.shape[0] - history
    return series.work.dtype == np.int16 and 625 * (history * recent * 2**16) ** 2 < 2**62


@kernel
def _valid(
    values: Series,
    pixel: int,
    first: int,
    last: int,
    shift: Any,
    marked: bool,
    mark: Any,
    found: NDArray[Any],
) -> int:
    """Collect a pixel's valid values of some years; returns how many there are."""
    n = 0
    for i in range(first, last):
        v = values[i, pixel]
        if v == v and not (marked and v == mark):  # noqa: PLR0124 - NaN differs from itself
            found[n] = v + shift
            n += 1
    return n


@kernel
def _widen(found: NDArray[Any], n: int, sample: NDArray[Any]) -> None:
    """Sort *found* and put it in twentieths, 5 % of its range added below and above."""
    for i in range(1, n):
        x, k = found[i], i
        while k > 0 and found[k - 1] > x:
            found[k] = found[k - 1]
            k -= 1
        found[k] = x
    spread = found[n - 1] - found[0]
    sample[0], sample[n + 1] = 20 * found[0] - spread, 20 * found[n - 1] + spread
    for i in range(n):
        sample[i + 1] = 20 * found[i]


@kernel
def _above(sample: NDArray[Any], n: int, total: Any, count: int) -> int:
    """How many of P10..P90 of the sorted, widened *sample* a mean exceeds."""
    above = 0
    for k in range(1, 10):
        place = 10 * k * (n - 1)
        low, part = place // 100, place % 100
        percentile = 100 * sample[low] + part * (sample[low + 1] - sample[low])
        above += int(2000 * total > percentile * count)
    return above


@kernel
def _class_changes(
    values: Series,
    shift: Any,
    marked: bool,
    mark: Any,
    work: NDArray[Any],
    history: int,
    floor: Any,
    floor_scale: Any,
    out: NDArray[np.int8],
) -> None:
    years, kind = values.shape[0], np.array([floor]).dtype
    found, sample = np.empty(years, kind), np.empty(years + 2, kind)
    for p in range(values.shape[1]):
        if out[p] != NODATA:
            continue
        recent = _valid(values, p, history, years, shift, marked, mark, found)
        new = found[:recent].sum()
        n = _valid(values, p, 0, history, shift, marked, mark, found)
        if n < min(HISTORY_NEEDED, history) or recent < 1:
            out[p] = NODATA
            continue
        old = found[:n].sum()
        _widen(found, n, sample)
        change = _above(sample, n + 2, new, recent) - _above(sample, n + 2, old, n)
        near = abs(new * n - old * recent) * floor_scale <= floor * n * recent
        out[p] = 0 if near else change


@kernel
def _z_classes(
    values: Series,
    shift: Any,
    marked: bool,
    mark: Any,
    work: NDArray[Any],
    zero: NDArray[Any],
    history: int,
    years_needed: int,
    out: NDArray[np.int8],
) -> None:
    years, limit, one = values.shape[0], _Z_LIMIT_SQUARED[0], _Z_LIMIT_SQUARED[1]
    found = np.empty(years, zero.dtype)
    for p in range(values.shape[1]):
        recent = _valid(values, p, history, years, shift, marked, mark, found)
        new = found[:recent].sum()
        n = _valid(values, p, 0, history, shift, marked, mark, found)
        if n < min(HISTORY_NEEDED, history) or recent < 1 or n + recent < years_needed:
            out[p] = NODATA
            continue
        old, squares = zero[0], zero[0]
        for i in range(n):
            old += found[i]
            squares += found[i] * found[i]
        difference = new * n - old * recent
        beyond = one * difference * difference > limit * recent * (n * squares - old * old)
        out[p] = (1 if difference > 0 else -1) if beyond else 0
