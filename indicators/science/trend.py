"""Trend of productivity: Mann-Kendall S, the sum W of the linear slope, and levels -3..3.

With w_i = 2i - (n-1), W = sum w_i v_i and slope = 2W / (n (n^2-1)/3). S is the number of pairs
of years in which the later value is greater, less the number in which it is smaller.
Sources: Mann 1945; Kendall 1975; Trends.Earth algorithms, August 2026; GPG version 2, 2021.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.science import trend_by_pixel
from indicators.science.classes import NODATA, ClassArray
from indicators.science.compiled import TILE, kernel, sign_of_difference
from indicators.science.lookup import code_table, look_up
from indicators.science.profiles import YEARS_NEEDED, Significance, TrendRule
from indicators.science.series import Missing, Prepared, Series, load_tile, prepared
from indicators.science.significance import EXACT_YEARS, critical_s


class KendallSums(NamedTuple):
    """S (int32), W (int64, or float64 for float series) and missing (bool) by pixel."""

    s: NDArray[np.int32]
    w: NDArray[Any]
    missing: NDArray[np.bool_]


def kendall_sums(values: Series, *, nodata: float | None = None) -> KendallSums:
    """S and W of a series ``(n_years, n_pixels)``; meaningless where a year is missing."""
    series = prepared(values, nodata)
    n = values.shape[1]
    kind = np.float64 if values.dtype.kind == "f" else np.int64
    out = KendallSums(np.empty(n, np.int32), np.empty(n, kind), np.empty(n, np.bool_))
    _sums(*series, _w_zero(series), *out)
    return out


def trend_levels(
    values: Series,
    rules: Sequence[TrendRule],
    *,
    nodata: float | None = None,
    missing: Missing = "nodata",
) -> NDArray[np.int8]:
    """Levels -3..3 under each of *rules*: confidence 99, 95, 90 % with the sign of the slope.

    Result ``(len(rules), n_pixels)``, int8; 0 below 90 % or at most as steep as the rule's
    floor. The sign is the slope's, except under ``TAU_Z``, whose z has its own. NODATA where a
    year is missing or, with ``missing="skip"``, where fewer than four years remain.
    """
    series = prepared(values, nodata)
    out = np.empty((len(rules), values.shape[1]), np.int8)
    _levels(*series, *thresholds(series, rules), out)
    years = YEARS_NEEDED if missing == "skip" else values.shape[0]
    for rule, row in zip(rules, out, strict=True):
        ties = rule.significance is Significance.EXACT and values.shape[0] > EXACT_YEARS
        if ties or missing == "skip":
            trend_by_pixel.levels(series, rule, row, years_needed=years, only_missing=not ties)
    return out


def trend_change(levels: ClassArray) -> ClassArray:
    """-1, 0, +1 of levels: 95 % and more count (levels +-2 and +-3)."""
    return look_up(levels, code_table({-3: -1, -2: -1, -1: 0, 0: 0, 1: 0, 2: 1, 3: 1}))


def _w_zero(series: Prepared) -> NDArray[Any]:
    """An empty array of W's type in the kernel; int32 holds it for int16 series of any length."""
    wide = {np.dtype(np.int16): np.int32, np.dtype(np.int32): np.int64}
    return np.empty(0, wide.get(series.work.dtype, np.float64))


def thresholds(
    series: Prepared, rules: Sequence[TrendRule]
) -> tuple[NDArray[np.int16], NDArray[Any], NDArray[np.bool_]]:
    """Critical |S| ``(rules, 3)``, largest |W| that is stable, and whether S gives the sign."""
    n = series.values.shape[0]
    critical = np.array([critical_s(rule.significance, n) for rule in rules], np.int16)
    kind = _w_zero(series).dtype
    floors = np.array([stable_w(rule, n, kind) for rule in rules], kind)
    by_tau = np.array([rule.significance is Significance.TAU_Z for rule in rules], np.bool_)
    return critical.reshape(len(rules), 3), floors, by_tau


def stable_w(rule: TrendRule, years: int, kind: np.dtype[Any]) -> int | float:
    """Largest |W| of a slope within the floor, floor x n(n^2-1)/6; -1 where there is no floor.

    Rounded down for integer series, where nothing lies between two integers.
    """
    if rule.slope_floor is None:
        return -1
    exact = rule.slope_floor * (years * (years**2 - 1) // 6)
    return float(exact) if kind.kind == "f" else min(int(exact), int(np.iinfo(kind).max))


@kernel
def pair_signs(tile: NDArray[Any], s: NDArray[np.int16]) -> None:
    """S of every pixel of the tile, four later years a pass, along the pixels."""
    years = tile.shape[0]
    s[:] = 0
    for a in range(years - 1):
        x = tile[a]
        passes = (years - 1 - a) // 4
        for k in range(passes):
            b = a + 1 + 4 * k
            y0, y1, y2, y3 = tile[b], tile[b + 1], tile[b + 2], tile[b + 3]
            for j in range(TILE):
                s[j] += (
                    sign_of_difference(y0[j], x[j])
                    + sign_of_difference(y1[j], x[j])
                    + sign_of_difference(y2[j], x[j])
                    + sign_of_difference(y3[j], x[j])
                )
        for b in range(a + 1 + 4 * passes, years):
            y0 = tile[b]
            for j in range(TILE):
                s[j] += sign_of_difference(y0[j], x[j])


@kernel
def weighted_sum(tile: NDArray[Any], w: NDArray[Any]) -> None:
    """W of every pixel of the tile."""
    years = tile.shape[0]
    w[:] = 0
    for i in range(years):
        x, weight = tile[i], 2 * i - (years - 1)
        for j in range(TILE):
            w[j] += weight * x[j]


@kernel
def _sums(
    values: Series,
    shift: Any,
    marked: bool,
    mark: Any,
    work: NDArray[Any],
    w_zero: NDArray[Any],
    s_out: NDArray[np.int32],
    w_out: NDArray[Any],
    missing_out: NDArray[np.bool_],
) -> None:
    tile = np.zeros((values.shape[0], TILE), work.dtype)
    s, w, missing = np.empty(TILE, np.int16), np.empty(TILE, w_zero.dtype), np.empty(TILE, np.int16)
    for start in range(0, values.shape[1], TILE):
        n = load_tile(values, start, shift, marked, mark, tile, missing)
        pair_signs(tile, s)
        weighted_sum(tile, w)
        for j in range(n):
            s_out[start + j], w_out[start + j] = s[j], w[j]
            missing_out[start + j] = missing[j] != 0


@kernel
def _write_levels(
    s: NDArray[np.int16],
    w: NDArray[Any],
    missing: NDArray[np.int16],
    critical: NDArray[np.int16],
    floor: Any,
    by_tau: bool,
    target: NDArray[np.int8],
) -> None:
    """Levels of the pixels of a tile under one rule."""
    k90, k95, k99 = critical[0], critical[1], critical[2]
    for j in range(target.size):
        size = abs(s[j])
        level = np.int8(size >= k90) + np.int8(size >= k95) + np.int8(size >= k99)
        falling = (s[j] < 0) if by_tau else (w[j] < 0)
        signed = -level if falling else level
        target[j] = NODATA if missing[j] else (0 if abs(w[j]) <= floor else signed)


@kernel
def _levels(
    values: Series,
    shift: Any,
    marked: bool,
    mark: Any,
    work: NDArray[Any],
    critical: NDArray[np.int16],
    floors: NDArray[Any],
    by_tau: NDArray[np.bool_],
    out: NDArray[np.int8],
) -> None:
    tile = np.zeros((values.shape[0], TILE), work.dtype)
    s, w, missing = np.empty(TILE, np.int16), np.empty(TILE, floors.dtype), np.empty(TILE, np.int16)
    for start in range(0, values.shape[1], TILE):
        n = load_tile(values, start, shift, marked, mark, tile, missing)
        pair_signs(tile, s)
        weighted_sum(tile, w)
        for r in range(out.shape[0]):
            target = out[r, start : start + n]
            _write_levels(s, w, missing, critical[r], floors[r], by_tau[r], target)
