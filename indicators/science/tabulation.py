"""The tables of one place (the country or a zone): every period, status, balance, checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from indicators.science import by_code, planning, status
from indicators.science.areas import Area, area_of, by_key, changes, crossed, in_km2, total
from indicators.science.balance import balance_by_land_type
from indicators.science.carbon import tonnes
from indicators.science.cells import Cells
from indicators.science.classes import (
    NODATA,
    RESPONSE_WATER,
    SDG_WATER,
    STATUS_WATER,
    Change,
    ClassArray,
    LandCover,
    Lpd,
    Response,
    StatusClass,
)
from indicators.science.fixed_point import as_km2
from indicators.science.layers import listed_years
from indicators.science.lookup import look_up
from indicators.science.outcome import MOST_TOLD_APART, Outcome, class_table, recodes_of
from indicators.science.plan import PeriodPlan, Plan
from indicators.science.profiles import Denominator
from indicators.science.weighted import WeightedSums

COVER_KEYS = {cover.key: int(cover) for cover in LandCover}
LPD_KEYS = {lpd.key: int(lpd) for lpd in Lpd}
STATUS_KEYS = {s.key: int(s) for s in StatusClass} | {"water": STATUS_WATER}
RESPONSE_KEYS = {r.name.lower(): int(r) for r in Response} | {"water": RESPONSE_WATER}


@dataclass(frozen=True)
class Counted:
    """What was counted in one place: combinations by name, carbon sums by (period, year)."""

    cells: Mapping[str, Cells]
    carbon: Mapping[tuple[str, int], WeightedSums]

    def with_field(self, name: str) -> Cells:
        """The first counts that tell the codes of a field apart."""
        return next(c for c in self.cells.values() if name in {f.name for f in c.fields})

    def of_zone(
        self, plan: Plan, zone: int, carbon: Mapping[tuple[str, int], WeightedSums]
    ) -> Counted:
        """Only the pixels of one zone."""
        parts = len(plan.regions.names) + 1
        chosen = {
            name: cells.chosen(cells.codes("place") // parts == zone)
            for name, cells in self.cells.items()
        }
        return Counted(chosen, carbon)


@dataclass
class Tables:
    """The tables of one place, and what the sums of each must be."""

    plan: Plan
    counted: Counted
    area: int
    checks: list[dict[str, Any]] = field(default_factory=list)

    def all(self) -> dict[str, Any]:
        """Tables by period, status by report, balance by report."""
        periods = {p.key: self._period(p) for p in self.plan.periods}
        judged = {p.key: self._status(p) for p in self.plan.reports if self._has_status(p)}
        balances = {p.key: self._balance(p) for p in self.plan.reports if self._has_status(p)}
        for key, table in judged.items():
            periods[key] |= {"status": table, "balance": balances[key]}
        return {
            "periods": in_km2(periods),
            "status": in_km2(judged),
            "balance": in_km2(balances),
        }

    def _period(self, period: PeriodPlan) -> dict[str, Any]:
        outcome = self._outcome(period)
        tables: dict[str, Any] = {}
        if period.land_cover is not None:
            tables |= self._land_cover(period, outcome)
        if outcome.productivity is not None and outcome.lpd is not None:
            tables |= self._productivity(period, outcome)
        if outcome.carbon is not None:
            tables |= self._carbon(period, outcome)
        if outcome.sdg is not None:
            tables |= self._sdg(period, outcome)
        if period.series is not None:
            tables["sensitivity"] = self._sensitivity(period)
        return {"land": area_of(outcome.cells, ~outcome.water), **tables}

    def _land_cover(self, period: PeriodPlan, outcome: Outcome) -> dict[str, Any]:
        cells, initial, final = outcome.cells, outcome.initial, outcome.final
        assert initial is not None
        assert final is not None
        change = self._states(outcome, "land_cover")
        by_year = {str(year): self._cover(year) for year in listed_years(self.plan, period)}
        crosstab = crossed(cells, initial, final, COVER_KEYS.values(), COVER_KEYS.values())
        for year, areas in by_year.items():
            self._check(period, f"land_cover_by_year.{year}", areas)
        unknown = area_of(cells, (initial == NODATA) | (final == NODATA))
        self._check(period, "land_cover_change", [crosstab, unknown])
        return {
            "land_cover": change,
            "land_cover_by_year": by_year,
            "land_cover_change": crosstab,
            **self._land_cover_codes(period, by_year, crosstab),
        }

    def _land_cover_codes(
        self, period: PeriodPlan, by_year: Mapping[str, Any], crosstab: list[list[Area]]
    ) -> dict[str, Any]:
        """Areas and changes by own code; nothing where codes are those of the seven classes."""
        keys, plan = self._codes, self.plan
        if not keys or period.land_cover is None:
            return {}
        areas = {
            year: by_code.areas_by_code(self._counted_in(int(year)), int(year), keys)
            for year in by_year
        }
        change = by_code.changes_by_code(self._outcome(period).cells, *period.land_cover, keys)
        for year, table in areas.items():
            same = by_code.summed(plan, table) == by_year[year]
            self._check(period, f"land_cover_by_year_codes.{year}", table, same=same)
        same = by_code.summed_changes(plan, change) == crosstab
        self._check(period, "land_cover_change_codes", change, same=same)
        return {"land_cover_by_year_codes": areas, "land_cover_change_codes": change}

    def _productivity(self, period: PeriodPlan, outcome: Outcome) -> dict[str, Any]:
        cells, land = outcome.cells, ~outcome.water
        assert outcome.lpd is not None
        tables: dict[str, Any] = {
            "lpd": by_key(cells.chosen(land), outcome.lpd[land], LPD_KEYS)
            | {"water": area_of(cells, outcome.water)},
        }
        if outcome.final is not None:
            tables["lpd_by_cover"] = {
                key: by_key(cells.chosen(here), outcome.lpd[here], LPD_KEYS)
                for key, here in self._covers(outcome.final)
            }
        for name, table in tables.items():
            self._check(period, name, table)
        tables |= self._lpd_codes(period, outcome, tables)
        return {"productivity": self._states(outcome, "productivity"), **tables}

    def _lpd_codes(
        self, period: PeriodPlan, outcome: Outcome, tables: Mapping[str, Any]
    ) -> dict[str, Any]:
        """LPD by own code of the last year; nothing where codes are those of the seven classes."""
        if not self._codes or period.land_cover is None or outcome.lpd is None:
            return {}
        last = period.land_cover[1]
        found = by_code.lpd_by_code(outcome.cells, last, outcome.lpd, self._codes, LPD_KEYS)
        columns = [*LPD_KEYS, by_code.NO_DATA]
        same = by_code.summed_rows(self.plan, found, columns) == tables["lpd_by_cover"]
        self._check(period, "lpd_by_cover_codes", found, same=same)
        return {"lpd_by_cover_codes": found}

    def _carbon(self, period: PeriodPlan, outcome: Outcome) -> dict[str, Any]:
        assert period.carbon is not None
        change = self._states(outcome, "carbon")
        means, masses = {}, {}
        for year in period.carbon:
            sums = self.counted.carbon.get((period.key, year))
            mean = sums.means() if sums else {}
            mass = sums.totals() if sums else {}
            means[str(year)] = {key: mean.get(code) for key, code in COVER_KEYS.items()}
            masses[str(year)] = {
                key: tonnes(mass.get(code, 0.0), 1.0) for key, code in COVER_KEYS.items()
            }
        return {"carbon": change, "carbon_by_cover": means, "carbon_tonnes_by_cover": masses}

    def _sdg(self, period: PeriodPlan, outcome: Outcome) -> dict[str, Any]:
        cells = outcome.cells
        assert outcome.sdg is not None
        areas = self._states(outcome, "sdg")
        tables: dict[str, Any] = {"sdg": areas, "sdg_share_of_land": self._share(areas)}
        if outcome.sdg_computed is not None and outcome.sdg_computed is not outcome.sdg:
            tables["sdg_before_corrections"] = changes(cells, outcome.sdg_computed, water=True)
            tables["corrections"] = self._corrections(period, outcome)
        if outcome.lpd is not None:
            response = planning.responses(outcome.sdg, outcome.lpd)
            tables["response"] = by_key(cells, response, RESPONSE_KEYS)
            self._check(period, "response", tables["response"])
        return tables

    def _corrections(self, period: PeriodPlan, outcome: Outcome) -> list[dict[str, Any]]:
        """What each polygon changes, where it is the last one; nothing where they are too many."""
        recodes = recodes_of(self.plan, period)
        if len(recodes) > MOST_TOLD_APART:
            return []
        numbers = outcome.cells.codes(f"{period.key}.correction")
        changed = outcome.sdg != outcome.sdg_computed
        return [
            {
                "name": self.plan.corrections.names[recode.polygon],
                "changed": area_of(outcome.cells, changed & (numbers == number)),
            }
            for number, recode in enumerate(recodes, start=1)
        ]

    def _sensitivity(self, period: PeriodPlan) -> dict[str, Any]:
        """The trend's classes on land under Trends.Earth's critical S and the exact one."""
        cells = self.counted.cells[f"trend.{period.key}"]
        water = Outcome(self.plan, period, cells).water
        found = {}
        for name in ("trends_earth", "exact"):
            codes = cells.classes(f"{period.key}.trend_{name}")
            on_land = np.where(water, np.int8(SDG_WATER), codes)
            found[f"{name}_threshold"] = changes(cells, on_land, water=True)
        for name, table in found.items():
            self._check(period, f"sensitivity.{name}", table)
        return found

    def _states(self, outcome: Outcome, name: str) -> dict[str, Area]:
        """Degraded, stable, improved and no data of an indicator on land, and water apart."""
        codes = outcome.with_water(name)
        assert codes is not None
        areas = changes(outcome.cells, codes, water=True)
        self._check(outcome.period, name, areas)
        return areas

    def _status(self, period: PeriodPlan) -> dict[str, Any]:
        """Status of 15.3.1, and of each of its parts, against the baseline."""
        tables = self._status_of(period, "sdg")
        tables["parts"] = {
            name: self._status_of(period, name) for name in ("land_cover", "productivity", "carbon")
        }
        return tables

    def _status_of(self, period: PeriodPlan, name: str) -> dict[str, Any]:
        baseline, report = self._outcome(self.plan.baseline, period), self._outcome(period)
        before, after = baseline.with_water(name), report.with_water(name)
        assert before is not None
        assert after is not None
        cells = report.cells
        seven = status.status(before, after)
        three = status.status_change(seven)
        codes = [int(change) for change in Change]
        tables: dict[str, Any] = {
            "seven_class": by_key(cells, seven, STATUS_KEYS),
            "three_class": changes(cells, three, water=True),
            "crosstab": crossed(cells, before, after, codes, codes),
        }
        for part in ("seven_class", "three_class"):
            self._check(period, f"status.{name}.{part}", tables[part])
        shares = {"degraded_share_of_land": self._share(tables["three_class"])}
        return {**tables, **(shares if name == "sdg" else {})}

    def _balance(self, period: PeriodPlan) -> dict[str, Any]:
        """Gains and losses by the land type of the period's first year, like for like.

        `crosstab` holds for each land type the areas by state in the baseline (rows) and in the
        period (columns), degraded, stable, improved.
        """
        baseline, report = self._outcome(self.plan.baseline, period), self._outcome(period)
        assert baseline.sdg is not None
        assert report.sdg is not None
        assert report.initial is not None
        seven = status.status(baseline.sdg, report.sdg)
        areas = {
            key: [
                as_km2(report.cells.units((report.initial == code) & (seven == int(s))))
                for s in StatusClass
            ]
            for key, code in COVER_KEYS.items()
            if code != LandCover.WATER
        }
        sheet = balance_by_land_type(areas)
        classes = [int(change) for change in Change]
        return {
            "crosstab": {
                key: crossed(
                    report.cells,
                    np.where(report.initial == code, baseline.sdg, np.int8(NODATA)),
                    report.sdg,
                    classes,
                    classes,
                )
                for key, code in COVER_KEYS.items()
                if code != LandCover.WATER
            },
            "land_types": {
                name: {"gains": b.gains, "losses": b.losses, "delta": b.delta, "neutral": b.neutral}
                for name, b in sheet.land_types.items()
            },
            "total": {
                "gains": sheet.total.gains,
                "losses": sheet.total.losses,
                "delta": sheet.total.delta,
            },
            "neutral": sheet.neutral,
            "not_neutral": list(sheet.not_neutral),
        }

    def _cover(self, year: int) -> dict[str, Area]:
        cells = self._counted_in(year)
        classes = look_up(cells.classes(f"cover.{year}"), class_table(self.plan))
        return by_key(cells, classes, COVER_KEYS)

    def _counted_in(self, year: int) -> Cells:
        """The counts that tell the codes of a year apart."""
        return self.counted.with_field(f"cover.{year}")

    @cached_property
    def _codes(self) -> dict[str, int]:
        return by_code.code_keys(self.plan)

    def _covers(self, cover: ClassArray) -> list[tuple[str, Any]]:
        listed = {**COVER_KEYS, "no_data": NODATA}
        return [(key, cover == code) for key, code in listed.items()]

    def _has_status(self, period: PeriodPlan) -> bool:
        return "sdg" in period.rasters and "sdg" in self.plan.baseline.rasters

    def _outcome(self, period: PeriodPlan, report: PeriodPlan | None = None) -> Outcome:
        """A period's outcome on the combinations of its pair (the baseline: of any report's)."""
        last = period if report is None else report
        if last == self.plan.baseline:
            last = self.plan.pairs[0][-1]
        return Outcome(self.plan, period, self.counted.cells[f"pair.{last.key}"])

    def _share(self, areas: Mapping[str, Area]) -> float | None:
        """Degraded area as a share of land without water (or of the area computed)."""
        names = ["degraded", "stable", "improved"]
        if self.plan.profile.denominator is Denominator.LAND:
            names.append("no_data")
        land = sum(int(areas[name]) for name in names)
        return float(Fraction(int(areas["degraded"]), land)) if land else None

    def _check(self, period: PeriodPlan, name: str, table: Any, *, same: bool = True) -> None:
        """Note whether a table sums to the area; `same`: and is the table that it must be."""
        found = total(table)
        self.checks.append(
            {
                "table": f"{period.key}.{name}",
                "sum_km2": as_km2(found),
                "area_of_interest_km2": as_km2(self.area),
                "equal": same and found == self.area,
            }
        )


def area_of_interest(counted: Counted) -> tuple[int, int]:
    """Pixels and area (fixed point) of the place, from any of its counts: all count every pixel."""
    cells = next(iter(counted.cells.values()))
    return int(cells.pixels.sum()), cells.units()


def strange_areas(table: Mapping[int, Mapping[int, int]]) -> dict[str, dict[str, int]]:
    """Pixels by land-cover year and code that the legend does not list."""
    return {
        str(year): {str(code): pixels for code, pixels in sorted(codes.items())}
        for year, codes in sorted(table.items())
        if codes
    }
