"""What each combination of classes comes to: the indicators, 15.3.1 and status.

The same functions that would work on pixels work here on the few combinations that occur; pixels
then look their result up. So a changed matrix or correction needs no pixel at all for its tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indicators.science import land_cover, sdg, status
from indicators.science.cells import Cells, Field
from indicators.science.classes import NODATA, SDG_WATER, ClassArray
from indicators.science.lookup import code_table, look_up
from indicators.science.plan import PeriodPlan, Plan, Recode

CHANGE_FIELD = (-1, 0, 1, NODATA)
LPD_FIELD = (1, 2, 3, 4, 5, NODATA)
MOST_TOLD_APART = 100
"""So many corrections of a period are counted one by one; of more, those alike count as one."""


def place_field(plan: Plan) -> Field:
    """Zone and region together: zone x (number of regions + 1) + region."""
    size = (len(plan.zones.names) + 1) * (len(plan.regions.names) + 1)
    return Field("place", tuple(range(size)))


def cover_field(plan: Plan, year: int) -> Field:
    """Own land-cover codes of a year, numbered from 1 in the legend's order."""
    own = len(plan.manifest.land_cover.legend) if plan.manifest.land_cover else 0
    return Field(f"cover.{year}", (*range(1, own + 1), NODATA))


def pair_fields(plan: Plan, pair: Sequence[PeriodPlan]) -> tuple[Field, ...]:
    """The fields of the combinations of a baseline and a report, or of a baseline alone."""
    years = {year for p in pair for year in (*(p.land_cover or ()), p.water_year)}
    listed = sorted(year for year in years if year is not None)
    fields = [place_field(plan), *(cover_field(plan, year) for year in listed)]
    for period in pair:
        if period.productivity:
            fields.append(Field(f"{period.key}.lpd", LPD_FIELD))
            fields.append(Field(f"{period.key}.productivity", CHANGE_FIELD))
        if period.carbon is not None:
            fields.append(Field(f"{period.key}.carbon", CHANGE_FIELD))
        tables = recode_tables(plan, period)
        if len(tables) > 1:
            numbers = tuple(range(len(tables)))
            fields.append(Field(f"{period.key}.correction", (*numbers, NODATA)))
    return tuple(fields)


def recode_tables(plan: Plan, period: PeriodPlan) -> tuple[status.Correction, ...]:
    """The corrections of a period by number; number 0 leaves everything as it is."""
    tables = [correction_of(recode.table) for recode in recodes_of(plan, period)]
    if len(tables) > MOST_TOLD_APART:
        tables = [table for table in dict.fromkeys(tables) if table != status.Correction()]
    return (status.Correction(), *tables)


def recodes_of(plan: Plan, period: PeriodPlan) -> list[Recode]:
    """The corrections that hold for a period, in their order."""
    return [recode for recode in plan.recodes if period.key in recode.periods]


def recode_numbers(plan: Plan, period: PeriodPlan) -> list[int]:
    """For each correction of a period its number among `recode_tables`."""
    own, tables = recodes_of(plan, period), recode_tables(plan, period)
    if len(own) <= MOST_TOLD_APART:
        return list(range(1, len(own) + 1))
    return [tables.index(correction_of(recode.table)) for recode in own]


def correction_of(table: Mapping[int, int]) -> status.Correction:
    """A recode table in the kernel's form."""
    return status.Correction(table.get(-1), table.get(0), table.get(1))


@dataclass(frozen=True, eq=False)
class Outcome:
    """Everything one period comes to, one value for each combination; None where left out."""

    plan: Plan
    period: PeriodPlan
    cells: Cells

    @cached_property
    def initial(self) -> ClassArray | None:
        """UNCCD class of the period's first land-cover year."""
        years = self.period.land_cover
        return None if years is None else self._unccd(years[0])

    @cached_property
    def final(self) -> ClassArray | None:
        """UNCCD class of the period's last land-cover year."""
        years = self.period.land_cover
        return None if years is None else self._unccd(years[1])

    @cached_property
    def water(self) -> NDArray[np.bool_]:
        """Water in the period's last year; nowhere where it has no year of land cover."""
        year = self.period.water_year
        if year is None:
            return np.zeros(self.cells.keys.size, np.bool_)
        return sdg.water_of_period(self._unccd(year))

    @cached_property
    def land_cover(self) -> ClassArray | None:
        """-1, 0, +1 of land cover."""
        if self.initial is None or self.final is None or self.plan.manifest.land_cover is None:
            return None
        matrices = [
            None if region.matrix is None else np.array(region.matrix, np.int8)
            for region in self.plan.manifest.land_cover.regions
        ]
        region = self.cells.codes("place") % (len(self.plan.regions.names) + 1)
        return land_cover.regional_degradation(
            self.initial, self.final, region.astype(np.int8), matrices
        )

    @cached_property
    def lpd(self) -> ClassArray | None:
        """LPD 1..5."""
        return self._classes("lpd") if self.period.productivity else None

    @cached_property
    def productivity(self) -> ClassArray | None:
        """-1, 0, +1 of productivity."""
        return self._classes("productivity") if self.period.productivity else None

    @cached_property
    def carbon(self) -> ClassArray | None:
        """-1, 0, +1 of carbon."""
        return self._classes("carbon") if self.period.carbon is not None else None

    @cached_property
    def sdg_computed(self) -> ClassArray | None:
        """SDG 15.3.1 before corrections: -1, 0, +1, water."""
        parts = (self.land_cover, self.productivity, self.carbon)
        given = [part for part in parts if part is not None]
        if len(given) < len(parts):
            return None
        rule = self.plan.manifest.nodata_rule
        return sdg.one_out_all_out(given, self.water, nodata="all" if rule == "all" else "any")

    @cached_property
    def sdg(self) -> ClassArray | None:
        """SDG 15.3.1 after corrections."""
        computed, tables = self.sdg_computed, recode_tables(self.plan, self.period)
        if computed is None or len(tables) == 1:
            return computed
        number = self.cells.codes(f"{self.period.key}.correction").astype(np.int16)
        return status.recode(computed, number, tables[1:])

    def indicator(self, name: str) -> ClassArray | None:
        """One of land_cover, productivity, carbon, sdg, water left as each has it."""
        found: ClassArray | None = getattr(self, name)
        return found

    def with_water(self, name: str) -> ClassArray | None:
        """The same with the water of the period as ``SDG_WATER``, apart from no data and land."""
        codes = self.indicator(name)
        return None if codes is None else np.where(self.water, np.int8(SDG_WATER), codes)

    def _classes(self, name: str) -> ClassArray:
        return self.cells.classes(f"{self.period.key}.{name}")

    def _unccd(self, year: int) -> ClassArray:
        return look_up(self.cells.classes(f"cover.{year}"), class_table(self.plan))


def class_table(plan: Plan) -> ClassArray:
    """UNCCD class by own code number."""
    legend = plan.manifest.land_cover.legend if plan.manifest.land_cover else {}
    return code_table(dict(enumerate(legend.values(), start=1)))


def own_codes(plan: Plan) -> land_cover.Legend:
    """Own code numbers 1, 2, ... by code in the raster, in the legend's order."""
    legend = plan.manifest.land_cover.legend if plan.manifest.land_cover else {}
    first = min(legend)
    table = np.full(max(legend) - first + 1, NODATA, np.int8)
    for number, code in enumerate(legend, start=1):
        table[code - first] = number
    return land_cover.Legend(first, table)
