"""Report how far a measure has come, or take a report back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from countries import audit
from countries.models import User
from indicators import drafts
from indicators.datasets.arriving import throw_away
from indicators.locks import editable_report, require_section
from targets.models import Measure, MeasureProgress
from targets.neutrality.evidence import Evidence
from targets.promises.quantities import in_km2
from targets.sections import MEASURES


@dataclass(frozen=True)
class Done:
    """What a progress report says."""

    date: date
    status: str
    area: Decimal | None
    unit: str
    comment: str = ""


@transaction.atomic
def report_progress(
    measure: Measure, done: Done, *, evidence: Evidence | None = None, by: User | None
) -> MeasureProgress:
    """Add a progress report with the measure's next number. Raises LockedError."""
    editable_report(measure.party)
    require_section(by, measure.party, MEASURES)
    held: Measure = drafts.locked(measure)  # one number at a time
    last = MeasureProgress.objects.filter(measure=held).aggregate(last=Max("number"))["last"]
    row = MeasureProgress.objects.create(
        measure=held,
        number=(last or 0) + 1,
        date=done.date,
        status=done.status,
        area_km2=None if done.area is None else in_km2(done.area, done.unit),
        entered_area=done.area,
        entered_unit=done.unit,
        comment=done.comment,
        created_by=by,
        **_columns(evidence),
    )
    _tell("reported", measure, row, by)
    return row


def _columns(evidence: Evidence | None) -> dict[str, object]:
    if evidence is None:
        return {}
    return {f"evidence_{name}": value for name, value in vars(evidence).items()}


@transaction.atomic
def take_back_progress(measure: Measure, row: MeasureProgress, *, by: User | None) -> bool:
    """Take a progress report out of the report; False when it was out. Raises LockedError.

    Its evidence stays in the storage: a submitted version may name it.
    """
    editable_report(measure.party)
    require_section(by, measure.party, MEASURES)
    standing = MeasureProgress.objects.current().filter(pk=row.pk)
    if not standing.update(removed_at=timezone.now()):
        return False
    _tell("taken_back", measure, row, by)
    return True


def forget_evidence(evidence: Evidence | None) -> None:
    """Throw away a file whose report could not be saved."""
    if evidence is not None:
        throw_away(evidence.key)


def _tell(what: str, measure: Measure, row: MeasureProgress, by: User | None) -> None:
    audit.record(
        f"progress.{what}",
        by=by,
        party=measure.party,
        target=row,
        measure=measure.number,
        number=row.number,
        date=row.date.isoformat(),
        status=row.status,
        area_km2=None if row.area_km2 is None else f"{row.area_km2.normalize():f}",
        evidence=row.evidence_sha256,
    )
