"""Pixels and exact areas by combination of classes, kept only for combinations that occur.

A combination is one number: the positions of its classes in their fields, in mixed radix. Areas
are added in fixed point, as integers, so that sums are exact and neither chunks, workers nor the
order of merging changes any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import NODATA, ClassArray
from indicators.science.compiled import kernel
from indicators.science.errors import EngineError
from indicators.science.fixed_point import fixed_areas, whole

MAX_COMBINATIONS = 1 << 62
SMALL = 256
"""So few possible combinations are counted in a table of their own for each row."""


@dataclass(frozen=True)
class Field:
    """One thing that combinations tell apart, and its codes; other codes count as NODATA.

    Codes are int8 class codes ending in NODATA; for `wide` fields (zones) they are 0..size-1.
    """

    name: str
    codes: tuple[int, ...]

    @property
    def size(self) -> int:
        """Number of codes."""
        return len(self.codes)

    def positions(self) -> NDArray[np.int64]:
        """Position of each int8 code in the field, by the code's byte."""
        table = np.full(256, self.codes.index(NODATA), np.int64)
        for position, code in enumerate(self.codes):
            table[code & 0xFF] = position
        return table


@dataclass(frozen=True, eq=False)
class Cells:
    """Combinations that occur, sorted, with their pixels and area."""

    fields: tuple[Field, ...]
    keys: NDArray[np.int64]
    pixels: NDArray[np.int64]
    high: NDArray[np.int64]
    low: NDArray[np.int64]

    def codes(self, name: str) -> NDArray[np.int64]:
        """Code of each combination in one field."""
        stride = 1
        for field in reversed(self.fields):
            if field.name == name:
                positions = self.keys // stride % field.size
                return np.array(field.codes, np.int64)[positions]
            stride *= field.size
        raise KeyError(name)

    def classes(self, name: str) -> ClassArray:
        """The same as int8 class codes."""
        return self.codes(name).astype(np.int8)

    def units(self, chosen: NDArray[np.bool_] | None = None) -> int:
        """Area in fixed point of the chosen combinations (all of them by default)."""
        where = slice(None) if chosen is None else chosen
        return whole(self.high[where].sum(), self.low[where].sum())

    def chosen(self, where: NDArray[np.bool_]) -> Cells:
        """Only some of the combinations."""
        parts = (array[where] for array in (self.keys, self.pixels, self.high, self.low))
        return Cells(self.fields, *parts)

    def arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """The arrays under names with a prefix, for a bundle."""
        return {
            f"{prefix}.keys": self.keys,
            f"{prefix}.pixels": self.pixels,
            f"{prefix}.high": self.high,
            f"{prefix}.low": self.low,
        }


@dataclass(frozen=True, eq=False)
class Grouping:
    """For each pixel the number of its combination, -1 outside; and the combinations, unsorted."""

    slots: NDArray[np.int32]
    cells: Cells

    def spread(self, codes: ClassArray) -> ClassArray:
        """Each pixel's code, given one for each combination; NODATA outside."""
        out = np.empty(self.slots.shape, np.int8)
        _spread(self.slots, np.append(codes, np.int8(NODATA)), out)
        return out


def group(
    fields: Sequence[Field],
    layers: Mapping[str, ClassArray],
    place: NDArray[np.uint16] | None,
    inside: NDArray[np.bool_],
    areas_km2: NDArray[np.float64],
) -> Grouping:
    """Count the combinations of some pixels ``(n_pixels,)``.

    The first field is `place` (0..size-1) if one is given; the others are layers of int8 codes.
    `areas_km2` is one area a row, or one a pixel.
    """
    _check_size(fields)
    keys = np.zeros(inside.size, np.int64) if place is None else place.astype(np.int64)
    _extend(keys, layers, fields if place is None else fields[1:])
    high, low = fixed_areas(areas_km2)
    slots = np.empty(inside.size, np.int32)
    capacity = 1 << 12
    while True:
        table = np.full(capacity, -1, np.int32)
        found = tuple(np.zeros(capacity // 2, np.int64) for _ in range(4))
        count = _group(keys, inside, high, low, table, slots, *found)
        if count >= 0:
            break
        capacity *= 8
    return Grouping(slots, Cells(tuple(fields), *(array[:count].copy() for array in found)))


def count(
    fields: Sequence[Field],
    layers: Mapping[str, ClassArray],
    place: NDArray[np.uint16],
    inside: NDArray[np.bool_],
    areas_km2: NDArray[np.float64],
) -> Cells:
    """The same counts as ``group`` gives, without a number for each pixel."""
    size = prod(field.size for field in fields)
    if size > SMALL or areas_km2.size == inside.size:
        return group(fields, layers, place, inside, areas_km2).cells
    keys = place.astype(np.int16)
    _extend(keys, layers, fields[1:])
    pixels, high, low = (np.zeros(size, np.int64) for _ in range(3))
    _tally(keys, inside, *fixed_areas(areas_km2), pixels, high, low)
    found = np.flatnonzero(pixels)
    return Cells(tuple(fields), found, pixels[found], high[found], low[found])


def merge(fields: Sequence[Field], parts: Iterable[Cells]) -> Cells:
    """The combinations of all parts together; exact, in any order and grouping."""
    listed = [part for part in parts if part.keys.size]
    if not listed:
        empty = np.zeros(0, np.int64)
        return Cells(tuple(fields), empty, empty, empty, empty)
    keys, inverse = np.unique(np.concatenate([part.keys for part in listed]), return_inverse=True)
    sums = []
    for name in ("pixels", "high", "low"):
        total = np.zeros(keys.size, np.int64)
        np.add.at(total, inverse, np.concatenate([getattr(part, name) for part in listed]))
        sums.append(total)
    return Cells(tuple(fields), keys, *sums)


def cells_from(fields: Sequence[Field], prefix: str, read: Any) -> Cells:
    """The combinations that `Cells.arrays` put under a prefix; `read` gives an array by name."""
    return Cells(
        tuple(fields), *(read(f"{prefix}.{name}") for name in ("keys", "pixels", "high", "low"))
    )


def _check_size(fields: Sequence[Field]) -> None:
    if prod(field.size for field in fields) > MAX_COMBINATIONS:
        raise EngineError("More combinations of classes than can be counted: use fewer zones.")


def _extend(keys: NDArray[Any], layers: Mapping[str, ClassArray], fields: Sequence[Field]) -> None:
    """Append the positions of the fields' codes to the keys."""
    for field in fields:
        _append(keys, layers[field.name].view(np.uint8), field.positions(), field.size)


@kernel
def _append(
    keys: NDArray[Any], codes: NDArray[np.uint8], positions: NDArray[np.int64], size: int
) -> None:
    for p in range(keys.size):
        keys[p] = keys[p] * size + positions[codes[p]]


@kernel
def _group(
    keys: NDArray[np.int64], inside: NDArray[np.bool_], high: NDArray[np.int64],
    low: NDArray[np.int64], table: NDArray[np.int32], slots: NDArray[np.int32],
    found_keys: NDArray[np.int64], pixels: NDArray[np.int64], area_high: NDArray[np.int64],
    area_low: NDArray[np.int64],
) -> int:  # fmt: skip
    """Number of combinations found, or -1 if they do not fit; pixels alike in a row go together."""
    mask, count, slot, width = table.size - 1, 0, 0, keys.size // high.size
    last = np.int64(-1)
    for r in range(high.size):
        alike = 0
        for p in range(r * width, (r + 1) * width):
            if not inside[p]:
                slots[p] = -1
                continue
            key = keys[p]
            if key != last:
                _add(slot, alike, high[r], low[r], pixels, area_high, area_low)
                last, alike = key, 0
                place = _first_place(key, mask)
                while table[place] >= 0 and found_keys[table[place]] != key:
                    place = (place + 1) & mask
                if table[place] < 0:
                    if count == found_keys.size:
                        return -1
                    table[place] = count
                    found_keys[count] = key
                    count += 1
                slot = table[place]
            slots[p] = slot
            alike += 1
        _add(slot, alike, high[r], low[r], pixels, area_high, area_low)
    return count


@kernel
def _tally(
    keys: NDArray[np.int16], inside: NDArray[np.bool_], high: NDArray[np.int64],
    low: NDArray[np.int64], pixels: NDArray[np.int64], area_high: NDArray[np.int64],
    area_low: NDArray[np.int64],
) -> None:  # fmt: skip
    width, row = keys.size // high.size, np.zeros(pixels.size, np.int64)
    for r in range(high.size):
        row[:] = 0
        for p in range(r * width, (r + 1) * width):
            row[keys[p]] += np.int64(inside[p])
        for k in range(row.size):
            _add(k, row[k], high[r], low[r], pixels, area_high, area_low)


@kernel
def _spread(slots: NDArray[np.int32], codes: ClassArray, out: ClassArray) -> None:
    last = codes.size - 1
    for p in range(slots.size):
        slot = slots[p]
        out[p] = codes[slot if slot >= 0 else last]


@kernel
def _first_place(key: int, mask: int) -> int:
    return int((((key ^ (key >> 31)) * -7046029254386353131) >> 20) & mask)


@kernel
def _add(
    slot: int, count: int, high: int, low: int,
    pixels: NDArray[np.int64], area_high: NDArray[np.int64], area_low: NDArray[np.int64],
) -> None:  # fmt: skip
    pixels[slot] += count
    area_high[slot] += count * high
    area_low[slot] += count * low
