"""State of productivity: the recent years against the history of the same pixel.

Percentile method (Trends.Earth; PRAIS 4 reporting manual): the history is widened by 5 % of its
range at either end, cut into ten classes by its percentiles, and the classes of the recent and
of the historical mean are compared. Everything is an integer comparison: the sample is held in
twentieths, percentiles in two-thousandths (linear between order statistics), and
mean > percentile becomes sum x 2000 > percentile x years.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor as round_down
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indicators.science import state_by_pixel
from indicators.science.classes import NODATA, ClassArray
from indicators.science.compiled import TILE, kernel
from indicators.science.lookup import code_table, look_up
from indicators.science.profiles import StateMethod
from indicators.science.series import Missing, Prepared, Series, load_tile, prepared

RECENT_YEARS: Final = 3

DEFAULT_FLOOR: Final = Fraction(100)
"""0.01 NDVI stored x 10000."""

_INT32_YEARS: Final = 29
"""Up to so many years of int16 values, every product above stays within int32."""


def state(
    values: Series,
    method: StateMethod,
    *,
    recent_years: int = RECENT_YEARS,
    floor: Fraction = DEFAULT_FLOOR,
    nodata: float | None = None,
    missing: Missing = "nodata",
) -> ClassArray:
    """-1, 0, +1 by the *method* of a profile; NODATA where a year is missing.

    *floor* is the difference of means, in stored units, up to which a pixel is stable
    (percentile method only). With ``missing="skip"`` three valid years of history and one recent
    year are enough.
    """
    if method is StateMethod.Z_SCORE:
        return state_by_z(values, recent_years=recent_years, nodata=nodata, missing=missing)
    change = state_class_change(
        values, recent_years=recent_years, floor=floor, nodata=nodata, missing=missing
    )
    return state_from_class_change(change)


def state_class_change(
    values: Series,
    *,
    recent_years: int = RECENT_YEARS,
    floor: Fraction = DEFAULT_FLOOR,
    nodata: float | None = None,
    missing: Missing = "nodata",
) -> ClassArray:
    """Percentile class (1..10) of the recent mean less that of the history's mean, -9..9."""
    series, history = _split(values, recent_years, nodata)
    out = np.empty(values.shape[1], np.int8)
    _class_changes(
        *series,
        _wide(series, history, recent_years),
        sorting_network(history),
        percentile_places(history),
        history,
        stable_difference(floor, history, recent_years, series),
        out,
    )
    if missing == "skip":
        state_by_pixel.fill_missing_years(series, history, floor, out)
    return out


def state_from_class_change(change: ClassArray) -> ClassArray:
    """-1 for a fall of two classes or more, +1 for a rise of two or more, else 0."""
    return look_up(change, code_table({c: (c >= 2) - (c <= -2) for c in range(-9, 10)}))


def state_by_z(
    values: Series,
    *,
    recent_years: int = RECENT_YEARS,
    nodata: float | None = None,
    missing: Missing = "nodata",
) -> ClassArray:
    """-1, 0, +1 where z of the recent mean is below -1.96, between, or above 1.96.

    z = (mean recent - mean history) / (population sd of history / sqrt(recent years)); a
    constant history makes any difference significant. Source: GPG version 2, 2021.
    """
    series, history = _split(values, recent_years, nodata)
    needed = values.shape[0] if missing == "nodata" else 0
    out = np.empty(values.shape[1], np.int8)
    state_by_pixel.z_classes(series, history, needed, out)
    return out


def _split(values: Series, recent_years: int, nodata: float | None) -> tuple[Prepared, int]:
    """The series ready for a kernel, and the number of years of its history."""
    series = prepared(values, nodata)
    history = values.shape[0] - recent_years
    if recent_years < 1 or history < 1:
        msg = f"{values.shape[0]} years cannot be split into a history and {recent_years} recent."
        raise ValueError(msg)
    return series, history


def _wide(series: Prepared, history: int, recent: int) -> NDArray[Any]:
    """An empty array of the type in which the products are formed."""
    if series.work.dtype.kind == "f":
        return np.empty(0, np.float64)
    short = series.work.dtype == np.int16 and max(history, recent) <= _INT32_YEARS
    return np.empty(0, np.int32 if short else np.int64)


def stable_difference(floor: Fraction, history: int, recent: int, series: Prepared) -> Any:
    """Largest |recent sum x history - history sum x recent| within the floor."""
    exact = floor * history * recent
    if series.work.dtype.kind == "f":
        return np.float64(exact)
    return np.int64(min(round_down(exact), 2**62))


def sorting_network(size: int) -> NDArray[np.int64]:
    """Batcher's odd-even merge sort of *size* rows as ``(n, 2)`` compare-and-swap pairs."""
    pairs: list[tuple[int, int]] = []
    p = 1
    while p < size:
        k = p
        while k >= 1:
            pairs += [
                (i + j, i + j + k)
                for j in range(k % p, size - k, 2 * k)
                for i in range(min(k, size - j - k))
                if (i + j) // (p * 2) == (i + j + k) // (p * 2)
            ]
            k //= 2
        p *= 2
    return np.array(pairs, np.int64).reshape(-1, 2)


def percentile_places(history: int) -> NDArray[np.int64]:
    """Whole and hundredth part of the place of P10..P90 in the widened sample, ``(9, 2)``."""
    hundredths = np.arange(10, 100, 10) * (history + 1)
    return np.stack([hundredths // 100, hundredths % 100], axis=1)


@kernel
def sort_rows(tile: NDArray[Any], network: NDArray[np.int64]) -> None:
    for c in range(network.shape[0]):
        low, high = tile[network[c, 0]], tile[network[c, 1]]
        for j in range(TILE):
            x, y = low[j], high[j]
            low[j], high[j] = min(x, y), max(x, y)


@kernel
def sum_rows(tile: NDArray[Any], first: int, last: int, total: NDArray[Any]) -> None:
    total[:] = 0
    for i in range(first, last):
        row = tile[i]
        for j in range(TILE):
            total[j] += row[j]


@kernel
def widen(tile: NDArray[Any], history: int, sample: NDArray[Any]) -> None:
    """The sorted history in twentieths, 5 % of its range added below and above."""
    lowest, highest = tile[0], tile[history - 1]
    for j in range(TILE):
        spread = highest[j] - lowest[j]
        sample[0, j] = 20 * lowest[j] - spread
        sample[history + 1, j] = 20 * highest[j] + spread
    for i in range(history):
        row = tile[i]
        for j in range(TILE):
            sample[i + 1, j] = 20 * row[j]


@kernel
def rank(
    sample: NDArray[Any],
    places: NDArray[np.int64],
    old: NDArray[Any],
    new: NDArray[Any],
    history: Any,
    recent: Any,
    change: NDArray[np.int16],
) -> None:
    """Percentiles that the recent mean exceeds, less those that the historical mean exceeds."""
    change[:] = 0
    hundred, scale = sample.dtype.type(100), sample.dtype.type(2000)
    for k in range(places.shape[0]):
        low, high = sample[places[k, 0]], sample[places[k, 0] + 1]
        part = sample.dtype.type(places[k, 1])
        for j in range(TILE):
            percentile = hundred * low[j] + part * (high[j] - low[j])
            above = np.int16(scale * new[j] > percentile * recent)
            change[j] += above - np.int16(scale * old[j] > percentile * history)


@kernel
def _class_changes(
    values: Series,
    shift: Any,
    marked: bool,
    mark: Any,
    work: NDArray[Any],
    wide: NDArray[Any],
    network: NDArray[np.int64],
    places: NDArray[np.int64],
    history: int,
    stable: Any,
    out: NDArray[np.int8],
) -> None:
    years, kind = values.shape[0], wide.dtype
    tile = np.zeros((years, TILE), work.dtype)
    sample = np.empty((history + 2, TILE), kind)
    old, new = np.empty(TILE, kind), np.empty(TILE, kind)
    missing, change = np.empty(TILE, np.int16), np.empty(TILE, np.int16)
    for start in range(0, values.shape[1], TILE):
        n = load_tile(values, start, shift, marked, mark, tile, missing)
        sum_rows(tile, 0, history, old)
        sum_rows(tile, history, years, new)
        sort_rows(tile, network)
        widen(tile, history, sample)
        rank(
            sample,
            places,
            old,
            new,
            wide.dtype.type(history),
            wide.dtype.type(years - history),
            change,
        )
        target = out[start : start + n]
        for j in range(n):
            difference = abs(new[j] * history - old[j] * (years - history))
            target[j] = NODATA if missing[j] else (0 if difference <= stable else change[j])
