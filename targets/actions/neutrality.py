"""What a Party does with its balance sheet: assume, justify, enter planned losses."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from countries import audit
from countries.models import User
from indicators import drafts
from indicators.locks import hold_section, require_editable
from indicators.models import Report, Section
from targets.models import PlannedLoss
from targets.neutrality.said import PATHS
from targets.promises.quantities import in_km2
from targets.sections import BALANCE


@dataclass(frozen=True)
class Loss:
    """A planned loss as it was entered."""

    land_type: str
    area: Decimal
    unit: str
    reason: str
    source: str = ""


@transaction.atomic
def say(report: Report, answers: Mapping[str, str], *, version: int, by: User | None) -> Section:
    """Save assumptions, or an exception with its reason, by their paths.

    Raises LockedError when the report cannot be edited, SavedMeanwhileError when somebody else
    changed the same ones after `version`.
    """
    require_editable(report)
    row = hold_section(report, BALANCE)
    shown = {path: str(row.answers.get(path, "")) for path in PATHS}
    changed = drafts.changes(row, shown, answers, version)
    if not changed:
        return row
    row.answers = {**row.answers, **changed}
    _touch(row, changed, by)
    changes = {path: [shown[path], text] for path, text in changed.items()}
    audit.record("balance.said", by=by, party=report.party, target=row, changes=changes)
    return row


def _touch(row: Section, paths: Mapping[str, str], by: User | None) -> None:
    """A section that was complete is a draft again once something in it changes."""
    row.state = Section.State.DRAFT
    drafts.stamp(row, paths, by=by)


@transaction.atomic
def plan_loss(report: Report, loss: Loss, *, by: User | None) -> PlannedLoss:
    """Enter a planned loss with the report's next number. Raises LockedError."""
    require_editable(report)
    section = hold_section(report, BALANCE)  # one number at a time
    last = PlannedLoss.objects.filter(report=report).aggregate(last=Max("number"))["last"]
    row = PlannedLoss.objects.create(
        report=report,
        number=(last or 0) + 1,
        land_type=loss.land_type,
        area_km2=in_km2(loss.area, loss.unit),
        entered_area=loss.area,
        entered_unit=loss.unit,
        reason=loss.reason,
        source=loss.source,
        created_by=by,
    )
    _touch(section, {}, by)
    _tell("planned", row, report, by)
    return row


@transaction.atomic
def drop_loss(loss: PlannedLoss, report: Report, *, by: User | None) -> bool:
    """Take a planned loss out; False when it was out already. Its number is not given again."""
    require_editable(report)
    section = hold_section(report, BALANCE)
    standing = PlannedLoss.objects.filter(pk=loss.pk, removed_at__isnull=True)
    if not standing.update(removed_at=timezone.now()):
        return False
    _touch(section, {}, by)
    _tell("unplanned", loss, report, by)
    return True


def _tell(what: str, loss: PlannedLoss, report: Report, by: User | None) -> None:
    audit.record(
        f"balance.{what}",
        by=by,
        party=report.party,
        target=loss,
        number=loss.number,
        land_type=loss.land_type,
        area_km2=f"{loss.area_km2.normalize():f}",
        reason=loss.reason,
    )
