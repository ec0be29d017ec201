"""A Party's working copy, read once: what rules check and snapshots freeze is the same reading."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from countries.models import Party
from indicators.baseline.record import Record, earlier_of_all
from indicators.baseline.scope import NATIONAL, Scope
from indicators.models import Report, Zone
from targets.models import Entry, Measure, PlannedLoss, Target
from targets.neutrality.reports import standing_progress
from targets.neutrality.sheet import Neutrality, neutrality_of, standing_losses


@dataclass(frozen=True)
class WorkingCopy:
    """A report with its records, and all that the Party promises and adds to it."""

    report: Report
    records: Mapping[Scope, Record]
    """The record of every scope: the whole country, the affected areas, each zone."""
    zones: list[Zone]
    targets: list[Target]
    measures: list[Measure]
    planned_losses: list[PlannedLoss]
    entries: list[Entry]

    @classmethod
    def load(cls, report: Report) -> "WorkingCopy":
        """Read everything that a report says, and what the report before it published."""
        targets = Target.objects.filter(party=report.party).current()
        measures = Measure.objects.filter(party=report.party).current()
        records = Record.load_all(report)
        earlier = earlier_of_all(report, records[NATIONAL].frame)
        for scope, record in records.items():
            record.earlier = earlier.get(scope, {})
        return cls(
            report,
            records,
            list(report.zones.light()) if getattr(report, "has_zones", True) else [],
            list(targets.order_by("number").prefetch_related("quantities")),
            list(measures.order_by("number").prefetch_related("targets", standing_progress())),
            standing_losses(report),
            list(Entry.objects.filter(party=report.party).current().order_by("kind", "number")),
        )

    @property
    def record(self) -> Record:
        """The national record."""
        return self.records[NATIONAL]

    @property
    def checked(self) -> dict[Scope, Record]:
        """The records that rules look at: not those of zones that are no longer in the file."""
        standing = {zone.name: Scope.of_zone(zone) for zone in self.zones if zone.in_file}
        return {
            standing.get(scope.zone, scope): record
            for scope, record in self.records.items()
            if not scope.zone or scope.zone in standing
        }

    def without_zones(self) -> "WorkingCopy":
        """The same without the numbers of zones; what has been worked out is kept."""
        light = replace(self, records={s: r for s, r in self.records.items() if not s.zone})
        light.__dict__["neutrality"] = self.neutrality
        return light

    @cached_property
    def neutrality(self) -> Neutrality:
        """The balance sheet of this reading (one query, for the run)."""
        served = {m.pk: {target.pk for target in m.targets.all()} for m in self.measures}
        return neutrality_of(self.record, self.targets, self.measures, self.planned_losses, served)

    @property
    def party(self) -> Party:
        return self.report.party
