"""Soil organic carbon (t/ha, 0-30 cm, reference year 2000): stocks and classes of change.

A transition changes the stock linearly over twenty years, one twentieth of stock x (1 - F) a
year; a new transition restarts from the stock reached. F by initial and final class and climate
zone. Sources: IPCC 2006, volume 4; Trends.Earth algorithms; PRAIS 4 reporting manual, 2026.

Stocks are float32 from end to end: whole t/ha would make changes where there are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indicators.science import tables
from indicators.science.classes import NODATA, ClassArray
from indicators.science.compiled import TILE, kernel, same_pixels
from indicators.science.profiles import as_fraction

TRANSITION_YEARS: Final = 20

PERCENT_UNITS: Final = 10_000
"""Percent changes are compared in units of 1e-4 %, the resolution of float32 stocks."""

_EDGE: Final = 10 * PERCENT_UNITS
_LOWEST: Final = -101 * PERCENT_UNITS

Stock = NDArray[np.float32]
"""t/ha ``(n_pixels,)`` float32, NaN where there is no data."""


def annual_chain(
    soc: Stock,
    covers: NDArray[np.int8],
    *,
    zones: NDArray[np.uint8] | None = None,
    f: float | Fraction | None = None,
    keep: Sequence[int] | None = None,
) -> Stock:
    """Stocks of successive years from the stock *soc* of the first and a land cover for each.

    *covers* ``(n_years, n_pixels)`` classes 1..7; *zones* IPCC climate zones 1..12 (0 is no
    data) unless *f* is fixed. Returns ``(len(keep), n_pixels)`` for the year indices in *keep*
    (all by default). NaN where the stock, a land cover up to that year, or the zone is missing.
    """
    steps = np.tile(np.array([[0, 1]]), (covers.shape[0] - 1, 1))
    stocks = _chain(soc, covers, steps, zones, f)
    return stocks if keep is None else stocks[list(keep)]


def two_date_chain(
    soc: Stock,
    covers: NDArray[np.int8],
    years: Sequence[int],
    *,
    zones: NDArray[np.uint8] | None = None,
    f: float | Fraction | None = None,
) -> Stock:
    """Stocks at *years* from land cover at those years only, ``(len(years), n_pixels)``.

    Between t0 and t1 the change is put at t0 + floor((t1 - t0) / 2). It carries on into the
    next period until a change in that period's own middle restarts it, twenty years in all:
    the annual chain of a land cover that changes in the middle years. Raises ValueError unless
    there are as many rising *years* as land covers.
    """
    gaps = [later - earlier for earlier, later in pairwise(years)]
    if len(years) != covers.shape[0] or any(gap <= 0 for gap in gaps):
        msg = f"{covers.shape[0]} land covers need as many rising years; given are {list(years)}."
        raise ValueError(msg)
    steps = np.array([[gap // 2, gap - gap // 2] for gap in gaps], np.int64).reshape(-1, 2)
    return _chain(soc, covers, steps, zones, f)


def _chain(
    soc: Stock,
    covers: NDArray[np.int8],
    steps: NDArray[np.int64],
    zones: NDArray[np.uint8] | None,
    f: float | Fraction | None,
) -> Stock:
    """Stocks at each land cover; *steps* are the years before and after each possible change."""
    same_pixels(carbon=soc, land_cover=covers)
    out = np.empty(covers.shape, np.float32)
    climate = np.zeros(1, np.uint8) if zones is None or f is not None else zones
    if zones is not None and f is None:
        same_pixels(carbon=soc, climate_zones=zones)
    _follow(soc, covers, steps, climate, _rates(zones, f), out)
    return out


def _rates(zones: NDArray[np.uint8] | None, f: float | Fraction | None) -> NDArray[np.float64]:
    """(1 - F) / 20 by zone, initial and final class, ``(zones, 8, 8)``; NaN where undefined."""
    if f is None and zones is None:
        msg = "Carbon needs a map of climate zones or a fixed factor f; neither was given."
        raise ValueError(msg)
    by_zone = tables.f_by_climate_zone() if f is None else {0: as_fraction(f)}
    rates = np.full((max(by_zone) + 1, 8, 8), np.nan)
    for zone, factor in by_zone.items():
        if factor <= 0:
            msg = f"The carbon factor f is {float(factor)}; it must be above 0."
            raise ValueError(msg)
        rates[zone, 1:, 1:] = (1.0 - tables.soc_factors(factor)) / TRANSITION_YEARS
    return rates


@kernel
def _advance(stock: float, rate: float, elapsed: int, years: int) -> float:
    """The stock after some *years* at *rate* a year, of which twenty in all count."""
    return stock - rate * max(min(years, TRANSITION_YEARS - elapsed), 0)


@kernel
def _follow(
    soc: Stock,
    covers: NDArray[np.int8],
    steps: NDArray[np.int64],
    zones: NDArray[np.uint8],
    rates: NDArray[np.float64],
    out: Stock,
) -> None:
    stock, rate, elapsed = np.empty(TILE), np.empty(TILE), np.empty(TILE, np.int64)
    for start in range(0, soc.size, TILE):
        n = min(TILE, soc.size - start)
        for j in range(n):
            known = _zone(zones, start + j) < rates.shape[0]
            known &= not np.isnan(rates[_zone(zones, start + j) if known else 0, 1, 1])
            known &= 1 <= covers[0, start + j] <= 7
            stock[j] = soc[start + j] if known else np.nan
            rate[j], elapsed[j] = 0.0, 0
            out[0, start + j] = stock[j]
        for k in range(steps.shape[0]):
            before, after = steps[k, 0], steps[k, 1]
            for j in range(n):
                old, new = covers[k, start + j], covers[k + 1, start + j]
                stock[j] = _advance(stock[j], rate[j], elapsed[j], before)
                elapsed[j] += before
                if old != new and not np.isnan(stock[j]):
                    known = 1 <= new <= 7
                    share = rates[_zone(zones, start + j), old, new] if known else np.nan
                    rate[j], elapsed[j] = stock[j] * share, 0
                stock[j] = _advance(stock[j], rate[j], elapsed[j], after)
                elapsed[j] += after
                out[k + 1, start + j] = stock[j]


@kernel
def _zone(zones: NDArray[np.uint8], pixel: int) -> Any:
    return np.int64(zones[pixel if zones.size > 1 else 0])


def percent_change(initial: Stock, final: Stock) -> NDArray[np.float32]:
    """100 (final - initial) / initial; NaN if either is missing or the initial stock is not > 0."""
    same_pixels(initial=initial, final=final)
    out = np.empty(initial.shape, np.float32)
    _percent(initial, final, out)
    return out


@kernel
def _percent(initial: Stock, final: Stock, out: NDArray[np.float32]) -> None:
    for p in range(initial.size):
        first = np.float64(initial[p])
        out[p] = 100.0 * (np.float64(final[p]) - first) / first if first > 0 else np.nan


def carbon_change(
    percent: NDArray[np.float32], water: NDArray[np.bool_], *, strict: bool
) -> ClassArray:
    """-1, 0, +1 of the *percent* change; NODATA where NaN, below -101 %, or *water*.

    *strict*: exactly 10 % is stable (prais4, gpg2); otherwise it counts (trends.earth). Changes
    are first rounded to 1e-4 %, so that ten percent in decimals is ten percent here.
    """
    same_pixels(percent=percent, water=water)
    out = np.empty(percent.shape, np.int8)
    _change(percent, water, _EDGE + int(strict), out)
    return out


@kernel
def _change(
    percent: NDArray[np.float32], water: NDArray[np.bool_], edge: int, out: ClassArray
) -> None:
    for p in range(percent.size):
        units = np.rint(np.float64(percent[p]) * PERCENT_UNITS)
        valid = units >= _LOWEST and not water[p]
        out[p] = np.int8(units >= edge) - np.int8(units <= -edge) if valid else NODATA


def tonnes(stock_t_ha: float, area_km2: float) -> float:
    """Tonnes of carbon on an area: t/ha x km2 x 100."""
    return stock_t_ha * area_km2 * 100.0
