"""What was observed: the balance of the run that the report's numbers come from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count

from indicators.baseline.classes import LAND
from indicators.baseline.fields import AREA, LAND_COVER, SDG
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.models import Observation, Period, Report, Run
from indicators.quantity_text import as_decimal
from targets.neutrality.lines import Line, Years

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Observed:
    """The run, the period that it is judged in, and its table for each land type."""

    record: Record
    run: Run | None
    period: Period | None
    table: Table

    @property
    def periods(self) -> list[Period]:
        """The periods that the run has a balance for."""
        found = balances_of(self.run)
        return [p for p in self.record.frame.reporting if p.key in found]

    @property
    def years(self) -> Years:
        """From the end of the baseline to the end of the period."""
        baseline = self.record.frame.baseline
        last = self.period.last_year if self.period else 0
        return Years(baseline.last_year if baseline else last, last)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every land type with what is known of it, without plans."""
        return tuple(self._line(land_type) for land_type in LAND)

    def _line(self, land_type: str) -> Line:
        row = self.table.get("land_types", {}).get(land_type)
        cells = self.table.get("crosstab", {}).get(land_type)
        return Line(
            land_type,
            area=self._area(land_type),
            degraded=sum(map(as_decimal, cells[0]), Decimal(0)) if cells else None,
            gains=as_decimal(row["gains"]) if row else None,
            losses=as_decimal(row["losses"]) if row else None,
        )

    def _area(self, land_type: str) -> Decimal | None:
        """The area of a land type at the end of the baseline, from the record."""
        baseline = self.record.frame.baseline
        if baseline is None:
            return None
        return self.record.value(Key(LAND_COVER, AREA, str(baseline.land_cover_last), land_type))


def observe(record: Record, period: str = "") -> Observed:
    """Read the balance behind a record, of the period named or the newest (one query)."""
    run = _run_of(record)
    found = balances_of(run)
    judged = [p for p in record.frame.reporting if p.key in found]
    chosen = next((p for p in judged if p.key == period), judged[-1] if judged else None)
    table = found[chosen.key] if chosen else {}
    reporting = record.frame.reporting
    return Observed(record, run, chosen or (reporting[-1] if reporting else None), table)


def balances_of(run: Run | None) -> Table:
    """The balances of a run by the key of their period."""
    found: Table = run.summary.get("balance", {}) if run else {}
    return found


def _run_of(record: Record) -> Run | None:
    """The run that most of the report's numbers on 15.3.1 come from, else most of all."""
    counted = Counter(
        (key.indicator == SDG, row.run_id)
        for key, row in record.observations.items()
        if row.run_id is not None
    )
    pk = _weightiest(counted)
    return Run.objects.defer("plan", "manifest").get(pk=pk) if pk else None


def run_behind(report: Report) -> Any:
    """The key of the same run, without reading the record; None where there is none (one query)."""
    rows = Observation.objects.filter(report=report, run__isnull=False)
    counts = rows.values_list("indicator", "run_id").annotate(count=Count("pk")).order_by()
    counted: Counter[tuple[bool, Any]] = Counter()
    for indicator, run_id, count in counts:
        counted[indicator == SDG, run_id] += count
    return _weightiest(counted)


def _weightiest(counted: Counter[tuple[bool, Any]]) -> Any:
    """Of runs counted by whether they give numbers on 15.3.1, the one that most come from."""
    if not counted:
        return None
    (_is_sdg, pk), _count = max(counted.items(), key=lambda item: (item[0][0], item[1]))
    return pk
