"""Annual productivity series: fill values, missing years, and how kernels read them.

A series is ``(n_years, n_pixels)``, C-contiguous, of int16, uint16, int32, float32 or float64.
One *nodata* value marks missing years; NaN always does in float series.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.science.compiled import kernel
from indicators.science.profiles import YEARS_NEEDED

Series = NDArray[Any]
Missing = Literal["nodata", "skip"]
"""What a missing year does: makes the pixel NODATA, or is left out of its series."""

MAX_YEARS = 180
"""Longest series; |S| <= n(n-1)/2 then fits the kernels' int16 accumulators."""

SERIES_TYPES = (np.int16, np.uint16, np.int32, np.float32, np.float64)

WORK_TYPES = {
    "int16": np.int16,
    "uint16": np.int16,
    "int32": np.int32,
    "float32": np.float64,
    "float64": np.float64,
}
"""Type of the values in a kernel's tile, by type of the series."""


def replace_fills(values: Series, fills: Sequence[float], nodata: float) -> None:
    """Write *nodata* over every one of *fills* in place, so that one value marks missing years."""
    for fill in fills:
        if fill != nodata:
            values[values == fill] = nodata


class Prepared(NamedTuple):
    """A series as the kernels take it.

    ``values`` plus ``shift`` is the work value: 32 768 is taken from uint16 values so that they
    fit int16, which changes neither S nor W nor any comparison of means with percentiles.
    """

    values: Series
    shift: int | float
    marked: bool
    mark: Any
    work: NDArray[Any]


def prepared(values: Series, nodata: float | None) -> Prepared:
    """*values* ready for a kernel, copied only if it must be.

    Raises ValueError for too few or too many years, or a type that is not a series'.
    """
    _check(values)
    values = np.ascontiguousarray(values)
    marked, mark = _marker(values, nodata)
    shift: int | float = 0.0 if values.dtype.kind == "f" else 0
    if values.dtype == np.uint16:
        shift = -0x8000
    work = np.empty(0, WORK_TYPES[values.dtype.name])
    return Prepared(values, shift, marked, mark, work)


def _check(values: Series) -> None:
    if values.ndim != 2 or not YEARS_NEEDED <= values.shape[0] <= MAX_YEARS:
        msg = (
            f"A series of shape {values.shape} was given; expected are {YEARS_NEEDED} to "
            f"{MAX_YEARS} years of pixels."
        )
        raise ValueError(msg)
    if values.dtype not in SERIES_TYPES:
        names = ", ".join(t.__name__ for t in SERIES_TYPES)
        msg = f"A series of {values.dtype} was given; expected is one of {names}."
        raise ValueError(msg)


def _marker(values: Series, nodata: float | None) -> tuple[bool, Any]:
    """Whether a value marks missing years, and that value in the series' own type."""
    if nodata is None or np.isnan(nodata):
        return False, values.dtype.type(0)
    if values.dtype.kind in "iu":
        info = np.iinfo(values.dtype)
        if not info.min <= nodata <= info.max or nodata != int(nodata):
            return False, values.dtype.type(0)
    return True, values.dtype.type(nodata)


@kernel
def load_tile(
    values: Series,
    start: int,
    shift: Any,
    marked: bool,
    mark: Any,
    tile: NDArray[Any],
    missing: NDArray[np.int16],
) -> Any:
    """Copy the pixels from *start* on into *tile* ``(n_years, TILE)``, and mark missing ones.

    Returns the number of pixels copied. *missing* ``(TILE,)`` becomes non-zero where a year is
    missing.
    """
    n = min(tile.shape[1], values.shape[1] - start)
    missing[:] = 0
    for i in range(values.shape[0]):
        source, target = values[i, start : start + n], tile[i]
        for j in range(n):
            v = source[j]
            target[j] = v + shift
            missing[j] |= np.int16((v != v) | (marked & (v == mark)))  # noqa: PLR0124 - NaN
    return n
