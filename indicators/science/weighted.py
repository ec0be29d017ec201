"""Area-weighted sums and means by class, such as t/ha of carbon by land cover, exactly.

Values are summed as integers for each row of a chunk and class, and multiplied by the row's cell
area in fixed point, again integers, so that sums are exact and the order of chunks, workers and
merges changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import ClassArray
from indicators.science.compiled import kernel, same_pixels
from indicators.science.fixed_point import LOW_BITS, FixedAreas, as_km2, fixed_areas

VALUE_BITS = 16
"""Values count to 2^-16 of their unit."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A named legend: the class codes that sums tell apart.

    Codes that are not listed are summed under the last code of the list, so end it with NODATA.
    """

    name: str
    codes: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class WeightedSums:
    """Exact sums of value x area and of area by class, mergeable with ``+``.

    Both are Python integers in fixed point, one per code of the axis.
    """

    axis: Axis
    weighted: tuple[int, ...]
    area: tuple[int, ...]

    def __add__(self, other: WeightedSums) -> WeightedSums:
        """The sums over both sets of pixels. Raises ValueError if the axes differ."""
        if self.axis != other.axis:
            msg = "Sums over different axes cannot be added."
            raise ValueError(msg)
        return WeightedSums(
            self.axis,
            tuple(a + b for a, b in zip(self.weighted, other.weighted, strict=True)),
            tuple(a + b for a, b in zip(self.area, other.area, strict=True)),
        )

    def means(self) -> dict[int, float | None]:
        """Area-weighted mean by class code, None for a class without area."""
        rows = zip(self.axis.codes, self.weighted, self.area, strict=True)
        return {code: w / (a << VALUE_BITS) if a else None for code, w, a in rows}

    def totals(self) -> dict[int, float]:
        """Sum of value x km2 by class code (tonnes of carbon are 100 times that)."""
        rows = zip(self.axis.codes, self.weighted, strict=True)
        return {code: as_km2(w) / 2**VALUE_BITS for code, w in rows}


def weighted_sums(
    axis: Axis,
    codes: ClassArray,
    values: NDArray[Any],
    inside: NDArray[np.bool_],
    areas_km2: NDArray[np.float64],
) -> WeightedSums:
    """Sums of value x area by class over the pixels *inside* of a chunk.

    *codes*, *values* (floats; NaN is left out) and *inside* are ``(n_pixels,)``. *areas_km2* is
    ``(n_rows,)`` where each row of the chunk has one cell area (n_pixels is then n_rows x width),
    or ``(n_pixels,)`` where every pixel has its own. Raises ValueError if they do not fit.
    """
    same_pixels(codes=codes, values=values, inside=inside)
    rows = areas_km2.size
    if not rows or inside.size % rows:
        msg = f"{rows} cell areas were given for {inside.size} pixels; expected is one a row."
        raise ValueError(msg)
    areas, table = fixed_areas(areas_km2), _places(axis)
    if rows == inside.size:
        return _sums_by_pixel(axis, table, codes, values, inside, areas)
    sums, counts = (np.zeros((rows, len(axis.codes)), np.int64) for _ in range(2))
    _row_sums(codes.view(np.uint8), table, values, inside, sums, counts)
    return WeightedSums(axis, _dot(areas, sums), _dot(areas, counts))


def _places(axis: Axis) -> NDArray[np.int64]:
    """Place of each code in the axis, by the code's byte."""
    table = np.full(256, len(axis.codes) - 1, np.int64)
    for place, code in enumerate(axis.codes):
        table[code & 0xFF] = place
    return table


def _dot(areas: FixedAreas, rows: NDArray[np.int64]) -> tuple[int, ...]:
    """Sum over rows of area x row, exactly: areas in digits of 12 bits, row sums in halves.

    Each product has at most 12 + 31 bits, so that sums over a million rows stay within int64.
    """
    digits = np.stack(
        [areas.low >> shift for shift in range(0, LOW_BITS, _DIGIT_BITS)]
        + [areas.high >> shift for shift in range(0, _DIGIT_BITS * _HIGH_DIGITS, _DIGIT_BITS)]
    )
    digits &= (1 << _DIGIT_BITS) - 1
    halves = (rows & ((1 << _HALF_BITS) - 1), rows >> _HALF_BITS)
    lower, upper = (_from_digits((digits @ half).T) for half in halves)
    return tuple(low + (high << _HALF_BITS) for low, high in zip(lower, upper, strict=True))


def _sums_by_pixel(
    axis: Axis,
    table: NDArray[np.int64],
    codes: ClassArray,
    values: NDArray[Any],
    inside: NDArray[np.bool_],
    cells: FixedAreas,
) -> WeightedSums:
    """The same where every pixel has its own area: areas are cut into digits of twelve bits."""
    sums, areas = (np.zeros((len(axis.codes), _DIGITS), np.int64) for _ in range(2))
    _digit_sums(codes.view(np.uint8), table, values, inside, *cells, sums, areas)
    return WeightedSums(axis, _from_digits(sums), _from_digits(areas))


_DIGIT_BITS = 12
_DIGITS = 6
_HIGH_DIGITS = _DIGITS - LOW_BITS // _DIGIT_BITS
_HALF_BITS = 24


def _from_digits(digits: NDArray[np.int64]) -> tuple[int, ...]:
    return tuple(
        sum(digit << (_DIGIT_BITS * k) for k, digit in enumerate(row)) for row in digits.tolist()
    )


@kernel
def _fixed_value(value: Any) -> Any:
    return np.int64(np.rint(np.float64(value) * 2.0**VALUE_BITS))


@kernel
def _row_sums(
    codes: NDArray[np.uint8],
    table: NDArray[np.int64],
    values: NDArray[Any],
    inside: NDArray[np.bool_],
    sums: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> None:
    width = codes.size // sums.shape[0]
    for r in range(sums.shape[0]):
        for p in range(r * width, (r + 1) * width):
            if inside[p] and not np.isnan(values[p]):
                c = table[codes[p]]
                sums[r, c] += _fixed_value(values[p])
                counts[r, c] += 1


@kernel
def _digit_sums(
    codes: NDArray[np.uint8],
    table: NDArray[np.int64],
    values: NDArray[Any],
    inside: NDArray[np.bool_],
    high: NDArray[np.int64],
    low: NDArray[np.int64],
    sums: NDArray[np.int64],
    areas: NDArray[np.int64],
) -> None:
    low_digits, digit_mask = LOW_BITS // _DIGIT_BITS, (1 << _DIGIT_BITS) - 1
    for p in range(codes.size):
        if inside[p] and not np.isnan(values[p]):
            c, value = table[codes[p]], _fixed_value(values[p])
            for k in range(_DIGITS):
                part = low[p] if k < low_digits else high[p]
                place = k if k < low_digits else k - low_digits
                digit = (part >> (_DIGIT_BITS * place)) & digit_mask
                sums[c, k] += value * digit
                areas[c, k] += digit
