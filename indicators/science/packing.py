"""Four class maps in one byte a pixel: -1, 0, +1 or no data take two bits each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import NODATA, ClassArray
from indicators.science.compiled import kernel
from indicators.science.lookup import code_table, look_up

MAPS = 4


def pack(maps: Sequence[ClassArray]) -> NDArray[np.uint8]:
    """One byte a pixel of four maps ``(n_pixels,)`` of -1, 0, +1 and NODATA."""
    first, second, third, fourth = maps
    out = np.empty(first.shape, np.uint8)
    _pack(first, second, third, fourth, out)
    return out


def unpack(packed: NDArray[np.uint8], number: int) -> ClassArray:
    """Map 0..3 of packed bytes."""
    return look_up(packed.view(np.int8), _table(number))


def _table(number: int) -> ClassArray:
    codes = (NODATA, -1, 0, 1)
    return code_table({byte: codes[byte >> (2 * number) & 3] for byte in range(256)})


@kernel
def _pack(
    first: ClassArray, second: ClassArray, third: ClassArray, fourth: ClassArray,
    out: NDArray[np.uint8],
) -> None:  # fmt: skip
    for p in range(out.size):
        low = (max(int(first[p]), -2) + 2) | (max(int(second[p]), -2) + 2) << 2
        high = (max(int(third[p]), -2) + 2) | (max(int(fourth[p]), -2) + 2) << 2
        out[p] = low | high << 4
