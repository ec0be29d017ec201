"""Turn class codes into other class codes by table, at memory speed.

A table has 256 entries a side and is indexed by the code's byte (``code & 0xFF``), so that every
int8 code, nodata included, has its place and no test is left in the inner loop.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import NODATA, ClassArray
from indicators.science.compiled import kernel, same_pixels

CodeTable = NDArray[np.int8]
"""``(256,)``: result by code byte."""

PairTable = NDArray[np.int8]
"""``(256, 256)``: result by first and second code byte."""


def code_table(entries: Mapping[int, int], default: int = NODATA) -> CodeTable:
    """Table giving ``entries[code]``, and *default* for every code without an entry."""
    table = np.full(256, default, np.int8)
    for code, result in entries.items():
        table[code & 0xFF] = result
    return table


def pair_table(entries: Mapping[tuple[int, int], int], default: int = NODATA) -> PairTable:
    """Table giving ``entries[first, second]``, and *default* for every other pair."""
    table = np.full((256, 256), default, np.int8)
    for (first, second), result in entries.items():
        table[first & 0xFF, second & 0xFF] = result
    return table


def look_up(codes: ClassArray, table: CodeTable) -> ClassArray:
    """Replace each of *codes* ``(n_pixels,)`` by its entry in *table*."""
    out = np.empty(codes.shape, np.int8)
    _look_up(codes.view(np.uint8), table, out)
    return out


def look_up_pair(first: ClassArray, second: ClassArray, table: PairTable) -> ClassArray:
    """Combine two arrays of codes ``(n_pixels,)``, pixel by pixel, through *table*."""
    same_pixels(first=first, second=second)
    out = np.empty(first.shape, np.int8)
    _look_up_pair(first.view(np.uint8), second.view(np.uint8), table, out)
    return out


@kernel
def _look_up(codes: NDArray[np.uint8], table: CodeTable, out: ClassArray) -> None:
    for p in range(codes.size):
        out[p] = table[codes[p]]


@kernel
def _look_up_pair(
    first: NDArray[np.uint8], second: NDArray[np.uint8], table: PairTable, out: ClassArray
) -> None:
    for p in range(first.size):
        out[p] = table[first[p], second[p]]
