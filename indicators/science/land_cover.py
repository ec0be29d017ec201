"""Land cover: own legends to seven classes, and degradation by transition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indicators.science import tables
from indicators.science.classes import NODATA, Change, ClassArray, LandCover
from indicators.science.compiled import kernel
from indicators.science.lookup import look_up_pair, pair_table

MAX_REGIONS = 5
"""Regional degradation matrices besides the national one (PRAIS 4 reporting manual)."""


@dataclass(frozen=True, eq=False)
class Legend:
    """A legend as a dense table: class 1..7 of every code from ``first`` on, or NODATA."""

    first: int
    table: ClassArray

    @property
    def codes(self) -> dict[int, int]:
        """The mapping again, code to class."""
        return {self.first + i: int(c) for i, c in enumerate(self.table) if c != NODATA}


def make_legend(mapping: str | Mapping[int, int]) -> Legend:
    """Legend from a built-in name (``unccd7``, ``esa_cci``, ``igbp``) or own codes to classes.

    Codes may be any integers, 0 and negative ones included. Raises ValueError for an unknown
    name, an empty mapping, a class that is not 1..7, or codes further apart than 65 536.
    """
    entries = tables.legend(mapping) if isinstance(mapping, str) else dict(mapping)
    _check_legend(entries)
    first = min(entries)
    table = np.full(max(entries) - first + 1, NODATA, np.int8)
    for code, land_cover in entries.items():
        table[code - first] = land_cover
    return Legend(first, table)


def _check_legend(entries: Mapping[int, int]) -> None:
    if not entries:
        msg = "The legend has no codes; map each code to one of the classes 1 to 7."
        raise ValueError(msg)
    wrong = {code: c for code, c in entries.items() if c not in range(1, tables.N_LAND_COVER + 1)}
    if wrong:
        msg = f"The legend maps {wrong} to classes that do not exist; classes are 1 to 7."
        raise ValueError(msg)
    if max(entries) - min(entries) > 0xFFFF:
        msg = f"Legend codes {min(entries)} to {max(entries)} lie more than 65536 apart."
        raise ValueError(msg)


def land_cover_classes(codes: NDArray[Any], legend: Legend) -> ClassArray:
    """UNCCD classes 1..7 of *codes* ``(n_pixels,)``, any integer dtype; other codes are NODATA."""
    out = np.empty(codes.shape, np.int8)
    _classes(codes, legend.first, legend.table, out)
    return out


def unmapped_codes(codes: NDArray[Any], legend: Legend) -> dict[int, int]:
    """Codes without a class among *codes*, and the number of pixels of each."""
    values, counts = np.unique(
        codes[land_cover_classes(codes, legend) == NODATA], return_counts=True
    )
    return {int(v): int(n) for v, n in zip(values, counts, strict=True)}


@kernel
def _classes(codes: NDArray[Any], first: int, table: ClassArray, out: ClassArray) -> None:
    for p in range(codes.size):
        place = np.int64(codes[p]) - first
        out[p] = table[place] if 0 <= place < table.size else NODATA


def degradation(
    initial: ClassArray, final: ClassArray, matrix: NDArray[np.int8] | None = None
) -> ClassArray:
    """-1, 0, +1 by initial and final class 1..7; NODATA if either is.

    *matrix* ``(7, 7)`` replaces the default one. Every transition from or to water is 0 whatever
    the matrix says. Source: PRAIS 4 reporting manual, land-cover degradation matrix.
    """
    return look_up_pair(initial, final, _degradation_table(matrix))


def regional_degradation(
    initial: ClassArray,
    final: ClassArray,
    region: ClassArray,
    matrices: Sequence[NDArray[np.int8] | None],
) -> ClassArray:
    """Degradation where each pixel's *region* 0..5 picks one of *matrices*.

    Region 0 is the land outside every regional polygon; None stands for the default matrix. A
    region that has no matrix is NODATA. Raises ValueError for more than 1 + 5 matrices.
    """
    if len(matrices) > 1 + MAX_REGIONS:
        msg = f"{len(matrices) - 1} regional matrices were given; at most {MAX_REGIONS} may be."
        raise ValueError(msg)
    out = np.full(initial.shape, NODATA, np.int8)
    for index, matrix in enumerate(matrices):
        here = region == index
        out[here] = degradation(initial[here], final[here], matrix)
    return out


def _degradation_table(matrix: NDArray[np.int8] | None) -> NDArray[np.int8]:
    values = tables.land_cover_degradation() if matrix is None else np.asarray(matrix)
    check_matrix(values)
    return pair_table(
        {
            (i, f): 0 if LandCover.WATER in (i, f) else int(values[i - 1, f - 1])
            for i in LandCover
            for f in LandCover
        }
    )


def check_matrix(matrix: NDArray[Any]) -> None:
    """Raise ValueError unless *matrix* is 7 x 7 of -1, 0, +1."""
    if matrix.shape != (7, 7) or not np.isin(matrix, list(Change)).all():
        msg = "A degradation matrix has 7 rows and 7 columns of -1, 0 and 1."
        raise ValueError(msg)


def transitions(initial: ClassArray, final: ClassArray) -> ClassArray:
    """Transition codes 10 x initial + final (11..77); NODATA if either class is."""
    return look_up_pair(
        initial, final, pair_table({(i, f): 10 * i + f for i in LandCover for f in LandCover})
    )


class ChangeAreas(NamedTuple):
    """Areas of the three classes, in the unit of the input."""

    degraded: float
    stable: float
    improved: float


def areas_from_change_matrix(
    areas: NDArray[np.float64], matrix: NDArray[np.int8] | None = None
) -> ChangeAreas:
    """Degraded, stable and improved area of a ``(7, 7)`` table of areas by initial, final class.

    Transitions from and to water count as stable; leave row and column 7 at 0 for land only.
    """
    table = _degradation_table(matrix)[1:8, 1:8]
    degraded, stable, improved = (float(areas[table == c].sum()) for c in Change)
    return ChangeAreas(degraded, stable, improved)
