"""Trend levels one pixel at a time: where years are skipped, and beyond forty years with ties."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import NODATA
from indicators.science.compiled import kernel, sign_of_difference
from indicators.science.profiles import YEARS_NEEDED, Significance, TrendRule
from indicators.science.series import Prepared, Series
from indicators.science.significance import (
    EXACT_YEARS,
    NORMAL_POINTS,
    critical_s,
    unreachable_s,
)

_SQUARED_POINTS = np.array([float(point) ** 2 for point in NORMAL_POINTS])


def levels(
    series: Prepared,
    rule: TrendRule,
    out: NDArray[np.int8],
    *,
    years_needed: int,
    only_missing: bool,
) -> None:
    """Write the levels -3..3 of each pixel's valid years to *out* ``(n_pixels,)``.

    NODATA below *years_needed* valid years. With *only_missing*, pixels that already have a
    level keep it. The slope is that of the valid years at their own dates. Beyond forty valid
    years the exact rule becomes the normal approximation with continuity and tie correction
    (Kendall 1975).
    """
    years = series.values.shape[0]
    _levels(
        *series,
        _critical_by_years(rule.significance, years),
        *_floor_terms(rule, series),
        rule.significance is Significance.TAU_Z,
        rule.significance is Significance.EXACT,
        years_needed,
        only_missing,
        out,
    )


def _critical_by_years(significance: Significance, years: int) -> NDArray[np.int16]:
    table = np.full((years + 1, 3), unreachable_s(years), np.int16)
    for n in range(YEARS_NEEDED, years + 1):
        table[n] = critical_s(significance, n)
    return table


def _floor_terms(rule: TrendRule, series: Prepared) -> tuple[Any, Any]:
    """The floor as numerator and denominator in the type of the sums; -1 where there is none."""
    whole = series.work.dtype.kind == "i"
    kind = np.int64 if whole else np.float64
    if rule.slope_floor is None:
        return kind(-1), kind(1)
    if whole:
        return kind(rule.slope_floor.numerator), kind(rule.slope_floor.denominator)
    return kind(float(rule.slope_floor)), kind(1)


@kernel
def _gather(
    values: Series,
    pixel: int,
    shift: Any,
    marked: bool,
    mark: Any,
    found: NDArray[Any],
    dates: NDArray[np.int64],
) -> int:
    """Collect a pixel's valid values and their years; returns how many there are."""
    n = 0
    for i in range(values.shape[0]):
        v = values[i, pixel]
        if v == v and not (marked and v == mark):  # noqa: PLR0124 - NaN differs from itself
            found[n], dates[n] = v + shift, i
            n += 1
    return n


@kernel
def _s_and_ties(found: NDArray[Any], n: int, equal: NDArray[np.int64]) -> Any:
    """S, and the sum of t(t-1)(2t+5) over groups of t equal values."""
    equal[:n] = 1
    s = np.int64(0)
    for a in range(n - 1):
        for b in range(a + 1, n):
            sign = sign_of_difference(found[b], found[a])
            s += sign
            if sign == 0:
                equal[a] += 1
                equal[b] += 1
    ties = np.int64(0)
    for i in range(n):
        ties += (equal[i] - 1) * (2 * equal[i] + 5)
    return s, ties


@kernel
def _slope_terms(found: NDArray[Any], dates: NDArray[np.int64], n: int) -> Any:
    """Numerator and denominator of the least-squares slope, n times the centred sums."""
    total, squares = np.int64(0), np.int64(0)
    for i in range(n):
        total += dates[i]
        squares += dates[i] * dates[i]
    numerator = found[0] - found[0]
    for i in range(n):
        numerator += (n * dates[i] - total) * found[i]
    return numerator, n * squares - total * total


@kernel
def _confidence(s: int, ties: int, n: int, critical: NDArray[np.int16], with_ties: bool) -> int:
    """0..3: how many of 90, 95 and 99 % are reached."""
    size, level = abs(s), 0
    if with_ties:
        reached = 18.0 * max(size - 1, 0) ** 2
        spread = n * (n - 1) * (2 * n + 5) - ties
        for k in range(3):
            level += int(reached >= _SQUARED_POINTS[k] * spread and spread > 0)
        return level
    for k in range(3):
        level += int(size >= critical[k])
    return level


@kernel
def _levels(
    values: Series,
    shift: Any,
    marked: bool,
    mark: Any,
    work: NDArray[Any],
    critical: NDArray[np.int16],
    floor: Any,
    floor_scale: Any,
    by_tau: bool,
    exact: bool,
    years_needed: int,
    only_missing: bool,
    out: NDArray[np.int8],
) -> None:
    years = values.shape[0]
    wide = np.empty(years, np.array([floor]).dtype)
    dates, equal = np.empty(years, np.int64), np.empty(years, np.int64)
    for p in range(values.shape[1]):
        if only_missing and out[p] != NODATA:
            continue
        n = _gather(values, p, shift, marked, mark, wide, dates)
        if n < years_needed:
            out[p] = NODATA
            continue
        s, ties = _s_and_ties(wide, n, equal)
        w, spread = _slope_terms(wide, dates, n)
        level = _confidence(s, ties, n, critical[n], exact and n > EXACT_YEARS)
        if abs(w) * floor_scale <= floor * spread:
            level = 0
        falling = s < 0 if by_tau else w < 0
        out[p] = -level if falling else level
