"""Trend, state and mean of several periods in one go over an int16 series without gaps.

The common case of a run: each tile of pixels is loaded once, pairs of years that periods share are
compared once, and the sums that state needs give the mean. Everything else goes through `trend`,
`state` and `performance`, whose kernels these are; both ways give the same codes (tested).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.science.compiled import TILE, kernel, sign_of_difference
from indicators.science.performance import MEAN_NODATA
from indicators.science.profiles import TrendRule
from indicators.science.series import Prepared, prepared
from indicators.science.significance import EXACT_YEARS
from indicators.science.state import (
    percentile_places,
    rank,
    sort_rows,
    sorting_network,
    sum_rows,
    widen,
)
from indicators.science.state import stable_difference as state_difference
from indicators.science.trend import pair_signs, thresholds, weighted_sum

MOST_YEARS = 29
"""Up to so many years all sums and products of int16 values stay within int32."""

CODES = 4
"""Codes of a pixel and period: three trends and the state, two bits each (see `packing`)."""


class Span(NamedTuple):
    """Years [first, last) of the series that a period covers, and how many of them are recent."""

    first: int
    last: int
    recent: int


class AtOnce(NamedTuple):
    """Packed classes and means of each period, both ``(n_periods, n_pixels)``."""

    classes: NDArray[np.uint8]
    means: NDArray[np.int32]


def possible(dtype: np.dtype[Any], spans: Sequence[Span]) -> bool:
    """Whether a series of this type and these periods can be done at once."""
    longest = max(span.last - span.first for span in spans)
    return dtype == np.int16 and longest <= min(MOST_YEARS, EXACT_YEARS)


def classes_and_means(
    values: NDArray[np.int16],
    spans: Sequence[Span],
    rules: Sequence[TrendRule],
    floor: Fraction,
    *,
    nodata: float | None,
) -> AtOnce:
    """Classes under three trend rules, state by percentiles, and means, of every period.

    `values` is ``(n_years, n_pixels)``; a missing year makes its periods no data. `floor` is the
    state's smallest difference of means, in stored units.
    """
    series = prepared(values, nodata)
    pixels = values.shape[1]
    out = AtOnce(np.empty((len(spans), pixels), np.uint8), np.empty((len(spans), pixels), np.int32))
    _run(series.values, series.marked, series.mark, *_tables(series, spans, rules, floor), *out)
    return out


class _Tables(NamedTuple):
    """What the kernel needs of every period."""

    spans: NDArray[np.int64]
    shared: NDArray[np.int64]
    critical: NDArray[np.int16]
    floors: NDArray[np.int32]
    by_tau: NDArray[np.bool_]
    networks: NDArray[np.int64]
    places: NDArray[np.int64]
    stable: NDArray[np.int32]


def _tables(
    series: Prepared, spans: Sequence[Span], rules: Sequence[TrendRule], floor: Fraction
) -> _Tables:
    parts = [_part(series, span) for span in spans]
    found = [thresholds(part, rules) for part in parts]
    networks = [sorting_network(span.last - span.first - span.recent) for span in spans]
    return _Tables(
        spans=np.array(spans, np.int64),
        shared=_shared_years(spans),
        critical=np.stack([critical[:, 1] for critical, _, _ in found]),
        floors=np.stack([floors for _, floors, _ in found]),
        by_tau=found[0][2],
        networks=_padded(networks),
        places=np.stack(
            [percentile_places(span.last - span.first - span.recent) for span in spans]
        ),
        stable=np.array(
            [
                min(state_difference(floor, s.last - s.first - s.recent, s.recent, part), 2**31 - 1)
                for s, part in zip(spans, parts, strict=True)
            ],
            np.int32,
        ),
    )


def _part(series: Prepared, span: Span) -> Prepared:
    return series._replace(values=series.values[span.first : span.last])


def _shared_years(spans: Sequence[Span]) -> NDArray[np.int64]:
    """Years that all periods share; none if there is but one period or too little in common."""
    first, last = max(span.first for span in spans), min(span.last for span in spans)
    return np.array((first, last) if len(spans) > 1 and last - first > 1 else (0, 0), np.int64)


def _padded(networks: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Networks of one length: comparing the first year with itself changes nothing."""
    length = max(len(network) for network in networks)
    out = np.zeros((len(networks), length, 2), np.int64)
    for number, network in enumerate(networks):
        out[number, : len(network)] = network
    return out


@kernel
def _load(
    values: NDArray[np.int16], start: int, tile: NDArray[np.int16], marked: bool, mark: Any,
    spans: NDArray[np.int64], missing: NDArray[np.int16],
) -> int:  # fmt: skip
    """Copy a tile, and mark for each period the pixels that miss one of its years."""
    n = min(TILE, values.shape[1] - start)
    missing[:] = 0
    for i in range(values.shape[0]):
        source, target = values[i, start : start + n], tile[i]
        for j in range(n):
            target[j] = source[j]
        for p in range(spans.shape[0]):
            if marked and spans[p, 0] <= i < spans[p, 1]:
                _flag(target, mark, missing[p])
    return int(n)


@kernel
def _flag(row: NDArray[np.int16], mark: Any, flags: NDArray[np.int16]) -> None:
    for j in range(TILE):
        flags[j] |= np.int16(row[j] == mark)


@kernel
def _add_signs(
    tile: NDArray[np.int16], year: int, first: int, last: int, earlier: int, s: NDArray[np.int16]
) -> None:
    """Compare one year with others, `earlier` = 1 where it comes before them, else -1."""
    x, sign = tile[year], np.int16(earlier)
    for other in range(first, last):
        y = tile[other]
        for j in range(TILE):
            s[j] += sign * sign_of_difference(y[j], x[j])


@kernel
def _period_signs(
    tile: NDArray[np.int16], first: int, last: int, shared: NDArray[np.int64],
    common: NDArray[np.int16], s: NDArray[np.int16],
) -> None:  # fmt: skip
    """S of a period: that of the years shared by all, and the pairs that it has besides."""
    if shared[0] == shared[1]:
        pair_signs(tile[first:last], s)
        return
    for j in range(TILE):
        s[j] = common[j]
    for year in range(first, shared[0]):
        _add_signs(tile, year, year + 1, last, 1, s)
    for year in range(shared[1], last):
        _add_signs(tile, year, shared[0], year, -1, s)


@kernel
def _trend_code(
    s: NDArray[np.int16], w: NDArray[np.int32], k95: int, floor: int, by_tau: bool,
    code: NDArray[np.int16],
) -> None:  # fmt: skip
    """1, 2, 3 for -1, 0, +1: significant at 95 % and steeper than the floor."""
    for j in range(TILE):
        strong = np.int16(abs(s[j]) >= k95) * np.int16(abs(w[j]) > floor)
        falling = np.int16(s[j] < 0) if by_tau else np.int16(w[j] < 0)
        code[j] = np.int16(2) + strong * (np.int16(1) - np.int16(2) * falling)


@kernel
def _state_code(
    tile: NDArray[np.int16], span: NDArray[np.int64], network: NDArray[np.int64],
    places: NDArray[np.int64], stable: Any, work: NDArray[np.int16], sample: NDArray[np.int32],
    old: NDArray[np.int32], new: NDArray[np.int32], change: NDArray[np.int16],
    code: NDArray[np.int16],
) -> None:  # fmt: skip
    """1, 2, 3 for -1, 0, +1; leaves the sums of history and recent years in `old` and `new`."""
    first, last, recent = span[0], span[1], span[2]
    history = last - first - recent
    sum_rows(tile, first, first + history, old)
    sum_rows(tile, first + history, last, new)
    for i in range(history):
        source, target = tile[first + i], work[i]
        for j in range(TILE):
            target[j] = source[j]
    sort_rows(work, network)
    widen(work, history, sample)
    rank(sample, places, old, new, np.int32(history), np.int32(recent), change)
    years, latest = np.int32(history), np.int32(recent)
    for j in range(TILE):
        moved = np.int16(abs(new[j] * years - old[j] * latest) > stable)
        step = np.int16(change[j] >= 2) - np.int16(change[j] <= -2)
        code[j] = np.int16(2) + moved * step


@kernel
def _write(
    codes: NDArray[np.int16], missing: NDArray[np.int16], old: NDArray[np.int32],
    new: NDArray[np.int32], years: int, classes: NDArray[np.uint8], means: NDArray[np.int32],
) -> None:  # fmt: skip
    for j in range(classes.size):
        byte = codes[0, j] + 4 * codes[1, j] + 16 * codes[2, j] + 64 * codes[3, j]
        classes[j] = np.uint8(0 if missing[j] else byte)
        mean = np.floor((old[j] + new[j] + 0.5 * years) / years)
        means[j] = MEAN_NODATA if missing[j] else np.int32(mean)


@kernel
def _run(
    values: NDArray[np.int16], marked: bool, mark: Any, spans: NDArray[np.int64],
    shared: NDArray[np.int64], critical: NDArray[np.int16], floors: NDArray[np.int32],
    by_tau: NDArray[np.bool_], networks: NDArray[np.int64], places: NDArray[np.int64],
    stable: NDArray[np.int32], classes: NDArray[np.uint8], means: NDArray[np.int32],
) -> None:  # fmt: skip
    tile = np.zeros((values.shape[0], TILE), np.int16)
    work = np.zeros((values.shape[0], TILE), np.int16)
    sample = np.empty((values.shape[0] + 2, TILE), np.int32)
    old, new, w = np.empty(TILE, np.int32), np.empty(TILE, np.int32), np.empty(TILE, np.int32)
    s, common, change = np.empty(TILE, np.int16), np.empty(TILE, np.int16), np.empty(TILE, np.int16)
    missing = np.empty((spans.shape[0], TILE), np.int16)
    codes = np.empty((CODES, TILE), np.int16)
    for start in range(0, values.shape[1], TILE):
        n = _load(values, start, tile, marked, mark, spans, missing)
        if shared[1] > shared[0]:
            pair_signs(tile[shared[0] : shared[1]], common)
        for p in range(spans.shape[0]):
            first, last = spans[p, 0], spans[p, 1]
            _period_signs(tile, first, last, shared, common, s)
            weighted_sum(tile[first:last], w)
            for r in range(critical.shape[1]):
                _trend_code(s, w, critical[p, r], floors[p, r], by_tau[r], codes[r])
            _state_code(
                tile, spans[p], networks[p], places[p], stable[p], work, sample, old, new,
                change, codes[3],
            )  # fmt: skip
            end = start + n
            _write(
                codes, missing[p], old, new, last - first, classes[p, start:end],
                means[p, start:end],
            )  # fmt: skip
