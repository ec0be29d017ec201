"""The tables of one period of a Trends.Earth summary, as numbers of our classes.

Areas in km2. Everything in the file is doubted: what does not have the shape of the schema is
passed over, and a class that nobody knows is named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from countries.sandbox import Refusal
from indicators.arithmetic import HECTARES_PER_KM2, Pair
from indicators.offline.bounds import FileProblem
from indicators.offline.summary_names import CoverNames, lpd_class, state_of

_KM2 = ("sq km", "km sq", "km2", "km²", "sqkm")
TONNES = ("tonnes", "tons", "t")
NEAR = 2
"""How many years the data may lie from the year that is asked."""

Amounts = dict[str, Decimal]


@dataclass(frozen=True)
class Crossed:
    """A two-way table between two years."""

    name: str
    first: int
    last: int
    cells: Mapping[Pair, Decimal]


@dataclass
class PeriodTables:
    """One period of a file; `strangers` collects class names that nobody knows."""

    name: str
    assessment: Mapping[str, Any]
    change: Mapping[str, Any]
    strangers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.covers = CoverNames(_dict(self.assessment.get("land_cover")))

    # ---- Areas by state ----

    def states(self, part: str) -> Amounts:
        """Area by state, of "sdg", "land_cover" or "soil_organic_carbon" (there without water)."""
        content = _dict(self.assessment.get(part))
        several = _dict(content.get("summaries"))
        summary = _dict(
            several.get("non_water") or several.get("all_cover_types") or content.get("summary")
        )
        factor = to_km2(summary)
        found: Amounts = {}
        for row in _list(summary.get("areas")):
            state, area = state_of(row.get("name")), decimal(row.get("area"))
            if state and area is not None:
                found[state] = found.get(state, Decimal(0)) + area * factor
        return found

    def against_baseline(self) -> Mapping[Pair, Decimal]:
        """Area by baseline state and state of the period."""
        table = self._crossed(self.change, state_of)
        return table.cells if table else {}

    # ---- By year and class ----

    def areas_by_year(self) -> dict[int, Amounts]:
        """Land cover areas, km2, with "no-data"."""
        table = _dict(_dict(self.assessment.get("land_cover")).get("land_cover_areas_by_year"))
        factor = to_km2(table)
        return {
            year: {key: area * factor for key, area in amounts.items()}
            for year, amounts in self._by_year(table, "land_cover_areas_by_year")
        }

    def tonnes_by_year(self) -> tuple[str, dict[int, Amounts]]:
        """The unit that stocks are in, and the stocks."""
        table = _dict(_dict(self.assessment.get("soil_organic_carbon")).get("soc_stock_by_year"))
        return str(table.get("unit", "")), dict(self._by_year(table, "soc_stock_by_year"))

    def _by_year(self, table: Mapping[str, Any], name: str) -> Iterator[tuple[int, Amounts]]:
        for year, values in _dict(table.get("values")).items():
            if not str(year).isdigit():
                continue
            amounts: Amounts = {}
            for label, value in _dict(values).items():
                key, amount = self._cover(label, f"{name}.{year}"), decimal(value)
                if key and amount is not None:
                    amounts[key] = amounts.get(key, Decimal(0)) + amount
            yield int(year), amounts

    # ---- Two-way tables ----

    def changes(self) -> list[Crossed]:
        """Land cover change between pairs of years."""
        tables = _list(
            _dict(self.assessment.get("land_cover")).get("crosstabs_by_land_cover_class")
        )
        found = (self._crossed(table, self._crossed_cover) for table in tables)
        return [table for table in found if table]

    def productivity(self) -> tuple[dict[Pair, Decimal], set[int]]:
        """Area by productivity class and by land cover of the last year; and the last years."""
        content = _dict(self.assessment.get("productivity"))
        areas: dict[Pair, Decimal] = {}
        years = set()
        for table in _list(content.get("crosstabs_by_productivity_class")):
            crossed = self._crossed(table, self._crossed_cover)
            lpd = lpd_class(table.get("name"))
            if crossed is None or not lpd:
                continue
            years.add(crossed.last)
            for (_first, cover), area in crossed.cells.items():
                areas[lpd, cover] = areas.get((lpd, cover), Decimal(0)) + area
        return areas, years

    def _crossed(self, table: Mapping[str, Any], key: Any) -> Crossed | None:
        first, last = table.get("initial_year"), table.get("final_year")
        if not isinstance(first, int) or not isinstance(last, int):
            return None
        factor = to_km2(table)
        cells: dict[Pair, Decimal] = {}
        for row in _list(table.get("values")):
            pair = key(row.get("initial_label")), key(row.get("final_label"))
            value = decimal(row.get("value"))
            if all(pair) and value is not None:
                cells[pair] = cells.get(pair, Decimal(0)) + value * factor
        return Crossed(str(table.get("name", "")), first, last, cells)

    def _crossed_cover(self, label: object) -> str:
        return self._cover(label, "crosstabs")

    def _cover(self, label: object, place: str) -> str:
        key = self.covers.key(label)
        if not key:
            self.strangers.setdefault(str(label)[:100], f"{self.name}: {place}")
        return key

    def last_years(self) -> set[int]:
        """Every year that some table of the period ends in."""
        return {table.last for table in self.changes()} | self.productivity()[1]


def nearest(years: Mapping[int, Any], wanted: int) -> int | None:
    """The year of `years` that is nearest to the one that is asked, at most NEAR away."""
    near = [year for year in years if abs(year - wanted) <= NEAR]
    return min(near, key=lambda year: (abs(year - wanted), year), default=None)


def decimal(value: object) -> Decimal | None:
    """A number of the file by its shortest decimal form; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def to_km2(table: Mapping[str, Any]) -> Decimal:
    """What areas of a table are multiplied with. Raises Refusal for a unit that nobody knows."""
    unit = str(table.get("unit", "sq km")).strip().casefold()
    if unit in _KM2:
        return Decimal(1)
    if unit in ("ha", "hectares"):
        return 1 / HECTARES_PER_KM2
    raise Refusal(FileProblem.UNIT, found=unit[:40])


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
