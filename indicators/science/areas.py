"""Tables of exact areas: nested dictionaries of fixed-point integers, rounded to km2 once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.science.cells import Cells
from indicators.science.classes import NODATA, SDG_WATER, Change, ClassArray
from indicators.science.fixed_point import as_km2

CHANGES = {"degraded": Change.DEGRADED, "stable": Change.STABLE, "improved": Change.IMPROVED}


class Area(int):
    """An area in fixed point; `in_km2` turns it into a float."""


def area_of(cells: Cells, chosen: NDArray[np.bool_] | None = None) -> Area:
    """Area of the chosen combinations."""
    return Area(cells.units(chosen))


def by_key(cells: Cells, codes: ClassArray, keys: Mapping[str, int]) -> dict[str, Area]:
    """Area of each key's code; NODATA is listed under `no_data` if the keys do not."""
    listed = dict(keys) if "no_data" in keys else {**keys, "no_data": NODATA}
    return {key: area_of(cells, codes == code) for key, code in listed.items()}


def changes(cells: Cells, codes: ClassArray, *, water: bool = False) -> dict[str, Area]:
    """Degraded, stable, improved, no data, and water where the map has it."""
    extra = {"water": SDG_WATER} if water else {}
    return by_key(cells, codes, {**CHANGES, "no_data": NODATA, **extra})


def crossed(
    cells: Cells, rows: ClassArray, columns: ClassArray, row_codes: Iterable[int],
    column_codes: Iterable[int],
) -> list[list[Area]]:  # fmt: skip
    """Area by row and column code."""
    listed = list(column_codes)
    return [[area_of(cells, (rows == r) & (columns == c)) for c in listed] for r in row_codes]


def total(table: Any) -> int:
    """Sum of all areas in a nested table."""
    if isinstance(table, Area):
        return int(table)
    if isinstance(table, Mapping):
        return sum(total(value) for value in table.values())
    if isinstance(table, list):
        return sum(total(value) for value in table)
    return 0


def in_km2(table: Any) -> Any:
    """The same nested table with areas as km2."""
    if isinstance(table, Area):
        return as_km2(int(table))
    if isinstance(table, Mapping):
        return {key: in_km2(value) for key, value in table.items()}
    if isinstance(table, list):
        return [in_km2(value) for value in table]
    return table
