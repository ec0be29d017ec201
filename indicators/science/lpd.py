"""Land productivity dynamics: trend, state and performance combined, or a ready-made map."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.science import tables
from indicators.science.classes import NODATA, Change, ClassArray, Lpd
from indicators.science.lookup import code_table, look_up, look_up_pair, pair_table
from indicators.science.tables import LpdTable


class Productivity(NamedTuple):
    """The five classes (1..5) and the three classes (-1, 0, +1) of productivity."""

    lpd: ClassArray
    change: ClassArray


def combine(
    trend: ClassArray, state: ClassArray, performance: ClassArray, table: LpdTable
) -> Productivity:
    """LPD 1..5 and -1, 0, +1 of three class maps ``(n_pixels,)`` by a profile's *table*.

    NODATA in any of the three is NODATA. Source: GPG version 2, tables of the three metrics.
    """
    pairs = look_up_pair(
        trend, state, pair_table({(t, s): 3 * (t + 1) + s + 1 for t, s in product(Change, Change)})
    )
    return Productivity(
        look_up_pair(pairs, performance, _lookup(tables.lpd_lookup())),
        look_up_pair(pairs, performance, _lookup(tables.lpd_change_lookup(table))),
    )


def _lookup(table: NDArray[np.int8]) -> NDArray[np.int8]:
    flat = table.reshape(9, 2)
    return pair_table({(i, p): int(flat[i, p + 1]) for i, p in product(range(9), (-1, 0))})


def ready_made(codes: NDArray[Any]) -> Productivity:
    """LPD and -1, 0, +1 of a ready-made map (JRC, FAO-WOCAT, own); only codes 1..5 are data."""
    lpd = np.where(np.isin(codes, [int(c) for c in Lpd]), codes, NODATA).astype(np.int8)
    return Productivity(lpd, lpd_change(lpd))


def lpd_change(lpd: ClassArray) -> ClassArray:
    """-1 for declining and moderate decline, 0 for stressed and stable, +1 for increasing."""
    change = {
        Lpd.DECLINING: -1,
        Lpd.MODERATE_DECLINE: -1,
        Lpd.STRESSED: 0,
        Lpd.STABLE: 0,
        Lpd.INCREASING: 1,
    }
    return look_up(lpd, code_table({int(c): v for c, v in change.items()}))
