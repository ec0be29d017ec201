"""The summary of a run with names for its periods; every number a Decimal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.charts.figure import Scale
from indicators.models import Run

Areas = dict[str, Decimal]
INDICATORS = ("land_cover", "productivity", "carbon", "sdg")
STATES = ("degraded", "stable", "improved", "no_data")


@dataclass(frozen=True)
class PeriodResult:
    """One period's tables, with the windows that were computed."""

    key: str
    label: str
    is_baseline: bool
    windows: Mapping[str, Any]
    tables: Mapping[str, Any]

    def years(self, indicator: str) -> str:
        """First and last year of a window, such as "2010–2016"; empty where there is none."""
        pair = self.windows.get(indicator)
        return f"{pair[0]}–{pair[1]}" if pair else ""

    def pair(self, indicator: str) -> tuple[str, str]:
        """First and last year of an indicator's window as texts."""
        first, last = self.windows.get(indicator) or ("", "")
        return str(first), str(last)

    def table(self, name: str) -> Any:
        """A table of the summary as plain JSON, None where it was left out."""
        return self.tables.get(name)

    def areas(self, *names: str) -> Areas | None:
        """Areas by class in km2 under a path of names, None where it was left out."""
        found: Any = self.tables
        for name in names:
            found = found.get(name) if isinstance(found, Mapping) else None
        if not isinstance(found, Mapping):
            return None
        return {key: decimal(value) for key, value in found.items()}

    def within(self, zone: Mapping[str, Any]) -> "PeriodResult":
        """The same period's tables of a zone of the summary."""
        return replace(self, tables=zone["periods"][self.key])

    def on_land(self, indicator: str) -> Areas | None:
        """Degraded, stable, improved, no data of an indicator on land, km2."""
        found = self.areas(indicator)
        if indicator == "sdg":
            found = self.areas("status", "three_class") or found
        return None if found is None else {state: found[state] for state in STATES}


@dataclass(frozen=True)
class Results:
    """Everything that the page of a finished run speaks of."""

    run: Run
    summary: Mapping[str, Any]

    @cached_property
    def periods(self) -> list[PeriodResult]:
        """The periods in the order in which they were computed, the baseline first."""
        rows = {period.key: period for period in self.run.cycle.periods.all()}
        windows = {entry["key"]: entry for entry in self.run.manifest["periods"]}
        baseline = self.summary["method"]["parameters"]["baseline"]
        found = [
            PeriodResult(
                key=key,
                label=rows[key].label if key in rows else key,
                is_baseline=key == baseline,
                windows=windows.get(key, {}),
                tables=tables,
            )
            for key, tables in self.summary["periods"].items()
        ]
        order = {key: number for number, key in enumerate(windows)}
        return sorted(found, key=lambda p: (not p.is_baseline, order.get(p.key, 0)))

    @property
    def newest(self) -> PeriodResult:
        return self.periods[-1]

    def with_table(self, name: str) -> list[PeriodResult]:
        """The periods that have a table."""
        return [period for period in self.periods if period.table(name)]


def results_of(run: Run) -> Results | None:
    """The results of a run that has succeeded, else None."""
    return Results(run, run.summary) if run.summary.get("periods") else None


def decimal(value: Any) -> Decimal:
    """A number of the summary as a Decimal."""
    return quantity_text.as_decimal(value)


def share(part: Decimal, whole: Decimal | None) -> Decimal | None:
    """Percent of a whole, None without one."""
    return part * 100 / whole if whole else None


def km2_scale(values: Iterable[Decimal | None]) -> Scale:
    """The scale of a chart or table of areas: as many decimals as its largest needs."""
    return Scale(_("km²"), column_places(values))


def column_places(values: Iterable[Decimal | None]) -> int:
    """Decimals for a column: enough for its largest number to have four figures, no idle zeros."""
    known = [value for value in values if value is not None]
    largest = max((abs(value) for value in known), default=Decimal(0))
    most = min(quantity_text.places_for(largest), 3)
    shown = [quantity_text.rounded(value, most) for value in known]
    return next(
        places
        for places in range(most + 1)
        if places == most or all(round(value, places) == value for value in shown)
    )
