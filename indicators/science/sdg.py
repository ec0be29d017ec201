"""SDG indicator 15.3.1: one out, all out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import NODATA, SDG_WATER, ClassArray, LandCover
from indicators.science.lookup import look_up_pair, pair_table

NodataRule = Literal["any", "all"]
"""No data if any of the parts is, or only if all are."""


def water_of_period(final_cover: ClassArray) -> NDArray[np.bool_]:
    """Water of a period: the pixels that are water in its final land-cover year.

    Trends.Earth takes the initial year of the land-cover degradation layer (its comment says the
    last), and for status the baseline's initial year. The final year is the year whose land area
    is the denominator of the period; see docs/decisions/0013.
    """
    return np.equal(final_cover, LandCover.WATER)


def one_out_all_out(
    parts: Sequence[ClassArray], water: NDArray[np.bool_], *, nodata: NodataRule = "any"
) -> ClassArray:
    """-1 if any part is -1, else +1 if any is +1, else 0; ``SDG_WATER`` where *water*.

    *parts* are land cover, productivity and carbon, ``(n_pixels,)`` each. NODATA if any of them
    is NODATA, or with ``nodata="all"`` only if all are. Source: GPG version 2, 2021.
    """
    combined = parts[0]
    table = _one_out_all_out_table(nodata)
    for part in parts[1:]:
        combined = look_up_pair(combined, part, table)
    return np.where(water, np.int8(SDG_WATER), combined)


def _one_out_all_out_table(nodata: NodataRule) -> NDArray[np.int8]:
    classes = (-1, 0, 1)
    table = {(a, b): -1 if -1 in (a, b) else max(a, b) for a in classes for b in classes}
    if nodata == "all":
        table |= {(c, NODATA): c for c in classes} | {(NODATA, c): c for c in classes}
    return pair_table(table)
