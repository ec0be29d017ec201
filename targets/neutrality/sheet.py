"""A report's balance sheet, put together: what was observed, what is planned, what is said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.db.models import F

from indicators.arithmetic import Areas
from indicators.baseline.derived import Derived, derive
from indicators.baseline.fields import CHANGE, SDG
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.models import Report
from targets.models import Measure, PlannedLoss, Target
from targets.neutrality.lines import Line, Sheet
from targets.neutrality.observed import Observed, observe
from targets.neutrality.planned import Plans, plans_of
from targets.neutrality.said import Said
from targets.sections import BALANCE

ROUNDING_KM2 = Decimal("0.05")


@dataclass(frozen=True)
class Neutrality:
    """Everything that the page, the snapshot and the facts say about a report's balance."""

    observed: Observed
    plans: Plans
    said: Said

    @property
    def record(self) -> Record:
        return self.observed.record

    @cached_property
    def sheet(self) -> Sheet:
        lines = tuple(self._planned(line) for line in self.observed.lines)
        return Sheet(lines, self.observed.years, self.said.assumed)

    def _planned(self, line: Line) -> Line:
        return replace(
            line,
            planned_gains=self.plans.gains(line.land_type),
            planned_losses=self.plans.lost(line.land_type),
            avoided=self.plans.avoided(line.land_type),
        )

    @cached_property
    def derived(self) -> Derived:
        return derive(self.record)

    @cached_property
    def side_by_side(self) -> "SideBySide | None":
        """The balance and 15.3.1 of the period; None where one of them is missing."""
        period, baseline = self.observed.period, self.record.frame.baseline
        if period is None or baseline is None:
            return None
        cells = self.record.matrix(SDG, CHANGE, period.key)
        shares = [
            self.derived.get(Key(SDG, "reported_share", p.key, "degraded"))
            for p in (baseline, period)
        ]
        if not cells:
            return None
        return SideBySide(cells, shares[0], shares[1])

    @property
    def strays(self) -> Decimal | None:
        """How far the record's balance is from the run's, km2: somebody replaced numbers."""
        both, net = self.side_by_side, self.sheet.net
        if both is None or net is None or abs(both.balance - net) <= ROUNDING_KM2:
            return None
        return both.balance - net


@dataclass(frozen=True)
class SideBySide:
    """15.3.1 in baseline and period, percent, and the areas that both answers rest on, km2."""

    cells: Areas
    before: Decimal | None
    after: Decimal | None

    def _area(self, *pairs: tuple[str, str]) -> Decimal:
        return sum((self.cells.get(pair, Decimal(0)) for pair in pairs), Decimal(0))

    @property
    def newly_degraded(self) -> Decimal:
        return self._area(("stable", "degraded"), ("improved", "degraded"))

    @property
    def recovered(self) -> Decimal:
        return self._area(("degraded", "improved"))

    @property
    def still_degraded(self) -> Decimal:
        """A loss of the balance; 15.3.1 held it before and holds it now."""
        return self._area(("degraded", "degraded"))

    @property
    def only_improved(self) -> Decimal:
        """A gain of the balance on land that was not degraded; 15.3.1 does not see it."""
        return self._area(("stable", "improved"), ("improved", "improved"))

    @property
    def degraded_change(self) -> Decimal:
        """What 15.3.1 gained or lost in area: land degraded in the baseline counts on."""
        return self.newly_degraded - self.recovered

    @property
    def gains(self) -> Decimal:
        return self.recovered + self.only_improved

    @property
    def losses(self) -> Decimal:
        return self.newly_degraded + self.still_degraded

    @property
    def balance(self) -> Decimal:
        return self.gains - self.losses

    @property
    def disagree(self) -> bool:
        """Whether one speaks of getting better and the other of getting worse."""
        return (self.balance >= 0) != (self.degraded_change <= 0)


def neutrality_of(
    record: Record,
    targets: Sequence[Target],
    measures: Sequence[Measure],
    losses: Sequence[PlannedLoss],
    served: Mapping[int, Collection[int]],
    period: str = "",
) -> Neutrality:
    """Work out the balance from what has been read (one query, for the run)."""
    said = Said.of(record.section(BALANCE))
    plans = plans_of(targets, measures, losses, said.assumed.until, served)
    return Neutrality(observe(record, period), plans, said)


def read_neutrality(report: Report, period: str = "") -> Neutrality:
    """Read everything that a report's balance rests on."""
    targets = Target.objects.filter(party=report.party).current().order_by("number")
    rows = list(targets.defer("geometry", "sketch").prefetch_related("quantities"))
    measures, served = _measures_with_targets(report)
    for row in (*rows, *measures):
        row.party = report.party
    losses = standing_losses(report)
    return neutrality_of(Record.load(report), rows, measures, losses, served, period)


def _measures_with_targets(report: Report) -> tuple[list[Measure], dict[int, set[int]]]:
    """The Party's measures, and the keys of the targets that each serves, in one query."""
    rows = Measure.objects.filter(party=report.party).current().order_by("number")
    measures: dict[int, Measure] = {}
    served: dict[int, set[int]] = {}
    for row in rows.defer("geometry", "sketch").annotate(serves=F("targets")):
        measures[row.pk] = row
        served.setdefault(row.pk, set()).update(filter(None, [row.serves]))
    return list(measures.values()), served


def standing_losses(report: Report) -> list[PlannedLoss]:
    """The planned losses that have not been taken out again."""
    return list(PlannedLoss.objects.filter(report=report, removed_at__isnull=True))
