"""The response hierarchy of LDN: avoid, reduce, reverse (Cowie et al. 2018, principle 12)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import (
    NODATA,
    RESPONSE_WATER,
    SDG_WATER,
    Change,
    ClassArray,
    Lpd,
    Response,
)
from indicators.science.lookup import code_table, look_up, look_up_pair, pair_table


def responses(
    degradation: ClassArray, lpd: ClassArray, at_risk: NDArray[np.bool_] | None = None
) -> ClassArray:
    """``Response`` of each pixel from its class -1, 0, +1 and its LPD class 1..5.

    Reverse where degraded; reduce where not degraded but stressed (LPD 3) or *at_risk*; avoid
    on the rest, also where LPD is NODATA. ``RESPONSE_WATER`` on water, NODATA on NODATA.
    """
    out = look_up_pair(degradation, lpd, _response_table())
    if at_risk is None:
        return out
    raised = look_up(out, code_table({1: 2, 2: 2, 3: 3, RESPONSE_WATER: RESPONSE_WATER}))
    return np.where(at_risk, raised, out)


def _response_table() -> NDArray[np.int8]:
    entries: dict[tuple[int, int], int] = {}
    for lpd in (*(int(c) for c in Lpd), NODATA):
        intact = Response.REDUCE if lpd == Lpd.STRESSED else Response.AVOID
        entries[Change.DEGRADED, lpd] = Response.REVERSE
        entries[Change.STABLE, lpd] = entries[Change.IMPROVED, lpd] = intact
        entries[SDG_WATER, lpd] = RESPONSE_WATER
    return pair_table({(int(d), p): int(r) for (d, p), r in entries.items()})
