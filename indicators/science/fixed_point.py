"""Areas in fixed point, so that sums of areas are exact and their order changes nothing.

An area is held as high x 2^-32 + low x 2^-56 km2, with 0 <= low < 2^24: finer than a float64
for any cell, and the sums over 2^39 cells, or over the whole globe, stay within int64.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

HIGH_BITS: Final = 32
LOW_BITS: Final = 24


class FixedAreas(NamedTuple):
    """Areas as ``high`` and ``low`` parts, int64."""

    high: NDArray[np.int64]
    low: NDArray[np.int64]


def fixed_areas(km2: NDArray[np.float64]) -> FixedAreas:
    """*km2* in fixed point, rounded to the nearest 2^-56 km2.

    Raises ValueError for areas that are negative, infinite or NaN.
    """
    if km2.size and not (np.isfinite(km2).all() and km2.min() >= 0):
        msg = "Cell areas must be finite and not negative."
        raise ValueError(msg)
    scaled = np.asarray(km2, np.float64) * 2.0**HIGH_BITS
    high = np.floor(scaled)
    low = np.rint((scaled - high) * 2.0**LOW_BITS).astype(np.int64)
    carry = low >> LOW_BITS
    return FixedAreas(high.astype(np.int64) + carry, low - (carry << LOW_BITS))


def whole(high: int, low: int) -> int:
    """The area as one integer, in 2^-56 km2."""
    return (int(high) << LOW_BITS) + int(low)


def as_km2(units: int) -> float:
    """An area in 2^-56 km2 as km2, rounded once."""
    return units / (1 << (HIGH_BITS + LOW_BITS))
