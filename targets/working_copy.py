"""A Party's working copy, read once: what rules check and snapshots freeze is the same reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet

from countries.models import Party
from indicators.baseline.frame import marked
from indicators.baseline.record import Record
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
    def load(
        cls, report: Report, before: Sequence[Report] | None = None, *, with_zones: bool = True
    ) -> "WorkingCopy":
        """Read everything that a report says, and what the reports before it published.

        `before` are the Party's reports of earlier cycles, if they have been read already. Of a
        `marked_whole` report only what there is is asked for.
        """
        targets = Target.objects.filter(party=report.party).current().order_by("number")
        measures = Measure.objects.filter(party=report.party).current().order_by("number")
        entries = Entry.objects.filter(party=report.party).current().order_by("kind", "number")
        before = reports_before(report) if before is None else before
        return cls(
            report,
            Record.load_all_beside(report, before, with_zones=with_zones),
            list(report.zones.light()) if has(report, "zones") and with_zones else [],
            list(targets.prefetch_related("quantities")) if has(report, "targets") else [],
            list(measures.prefetch_related("targets", standing_progress()))
            if has(report, "measures")
            else [],
            standing_losses(report) if has(report, "losses") else [],
            list(entries) if has(report, "entries") else [],
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

    @cached_property
    def neutrality(self) -> Neutrality:
        """The balance sheet of this reading (one query, for the run)."""
        served = {m.pk: {target.pk for target in m.targets.all()} for m in self.measures}
        return neutrality_of(self.record, self.targets, self.measures, self.planned_losses, served)

    @property
    def party(self) -> Party:
        return self.report.party


def marked_whole(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Let reports know what a working copy has to ask for besides their numbers."""
    party = {"party": OuterRef("party")}
    return marked(reports).annotate(
        has_targets=Exists(Target.objects.filter(**party).current()),
        has_measures=Exists(Measure.objects.filter(**party).current()),
        has_entries=Exists(Entry.objects.filter(**party).current()),
        has_losses=Exists(
            PlannedLoss.objects.filter(report=OuterRef("pk"), removed_at__isnull=True)
        ),
    )


def has(report: Report, name: str) -> bool:
    """Whether a marked report has any of these; of one that is not marked it may."""
    return bool(getattr(report, f"has_{name}", True))


def reports_before(report: Report) -> list[Report]:
    """The Party's reports of earlier cycles (one query)."""
    if not has(report, "earlier"):
        return []
    earlier = Report.objects.filter(party=report.party, cycle__year__lt=report.cycle.year)
    return list(marked(earlier).select_related("cycle"))
