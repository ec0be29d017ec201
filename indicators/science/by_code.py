"""Tables of one place by the codes of its land-cover rasters, as the combinations hold them.

Areas by year, changes and LPD are there, exactly: combinations tell own codes apart. Means of
carbon are not: stocks are summed by the class of the Convention (`counting.COVER_AXIS`), so only a
class that is one code has the mean of that code, in `carbon_by_cover`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.science.areas import Area, area_of, by_key
from indicators.science.cells import Cells
from indicators.science.classes import NODATA, ClassArray, LandCover
from indicators.science.plan import Plan

NO_DATA = "no_data"
Keys = Mapping[str, int]
Table = dict[str, dict[str, Area]]


def code_keys(plan: Plan) -> dict[str, int]:
    """The number of each code in the counts, by the code as text, in the legend's order.

    Empty for a run without land cover, and where every code is that of its class (1 to 7): the
    tables by class are then those by code.
    """
    legend = plan.manifest.land_cover.legend if plan.manifest.land_cover else {}
    if all(code == cover for code, cover in legend.items()):
        return {}
    return {str(code): number for number, code in enumerate(legend, start=1)}


def areas_by_code(cells: Cells, year: int, keys: Keys) -> dict[str, Area]:
    """Area of every code in a year, and of no data."""
    return by_key(cells, cells.classes(f"cover.{year}"), keys)


def changes_by_code(cells: Cells, first: int, last: int, keys: Keys) -> Table:
    """Area by code in the first and in the last year; only pairs that occur, no data included."""
    before, after = cells.classes(f"cover.{first}"), cells.classes(f"cover.{last}")
    return {
        start: {
            end: area_of(cells.chosen(here), after[here] == number)
            for end, number in _occurring(after[here], keys)
        }
        for start, here in _places(before, keys)
    }


def lpd_by_code(cells: Cells, last: int, lpd: ClassArray, keys: Keys, lpd_keys: Keys) -> Table:
    """Area by code of the last year and class of LPD; only codes that occur, and no data."""
    return {
        code: by_key(cells.chosen(here), lpd[here], lpd_keys)
        for code, here in _places(cells.classes(f"cover.{last}"), keys)
    }


def folded(plan: Plan, table: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The entries of a table by code under the key of the class each code is mapped to."""
    legend = plan.manifest.land_cover.legend if plan.manifest.land_cover else {}
    keys = {int(cover): cover.key for cover in LandCover}
    classes = {str(code): keys[cover] for code, cover in legend.items()}
    found: dict[str, list[Any]] = {key: [] for key in keys.values()}
    found[NO_DATA] = []
    for code, entry in table.items():
        found[classes.get(code, NO_DATA)].append(entry)
    return found


def summed(plan: Plan, table: Mapping[str, Area]) -> dict[str, int]:
    """Areas by code as areas by class."""
    return {cover: sum(areas) for cover, areas in folded(plan, table).items()}


def summed_changes(plan: Plan, table: Table) -> list[list[int]]:
    """Changes by code as rows and columns of the seven classes."""
    rows = folded(plan, {code: summed(plan, row) for code, row in table.items()})
    return [
        [sum(row[last.key] for row in rows[first.key]) for last in LandCover] for first in LandCover
    ]


def summed_rows(plan: Plan, table: Table, columns: list[str]) -> dict[str, dict[str, int]]:
    """Rows by code as rows by class."""
    return {
        cover: {column: sum(row[column] for row in rows) for column in columns}
        for cover, rows in folded(plan, table).items()
    }


def _places(numbers: ClassArray, keys: Keys) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Each code that occurs, and where."""
    for code, number in _occurring(numbers, keys):
        yield code, numbers == number


def _occurring(numbers: ClassArray, keys: Keys) -> list[tuple[str, int]]:
    present = set(np.unique(numbers).tolist())
    listed = {**keys, NO_DATA: NODATA}
    return [(code, number) for code, number in listed.items() if number in present]
