"""Add, change and remove the periods of a cycle. docs/decisions/0049 says what may change when."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from countries import audit
from countries.actions.messages import tell
from countries.languages import worded
from countries.models import User
from countries.permissions import require
from countries.roles import Permission
from indicators.models import Cycle, Observation, Period, Report
from indicators.periods import Use, Window, use_of

JUDGED = _(
    "Reports that have been submitted with these years: %(count)s. Reviewers judge them by these "
    "years, so they stay as they are; add another period, or open another cycle."
)
TOUCHED = _(
    "Numbers recorded for this period: %(numbers)s (Parties: %(parties)s). They stay with it; "
    "those of years that are no longer asked for are kept, but no longer shown. Tick that this is "
    "meant."
)
RECORDED = _(
    "Numbers recorded for this period: %(numbers)s (Parties: %(parties)s). It cannot be removed."
)
LAST_BASELINE = _("Every period is compared with the baseline. It cannot be removed.")
MOVED = _("The years of %(period)s have changed")
MOVED_BODY = _(
    "The secretariat changed the years of %(period)s in the reporting cycle %(year)s. The numbers "
    "that you recorded are kept; look at your report and see which years are now asked for."
)


@transaction.atomic
def add_period(cycle: Cycle, values: Mapping[str, Any], *, by: User) -> Period:
    """Add a period. Every report of the cycle has room for it from then on.

    Raises ValidationError with a message for each field that cannot stand.
    """
    require(by, Permission.MANAGE_CYCLES)
    held = _hold(cycle)
    period = Period(cycle=held, key=_free_key(held, values), order=held.periods.count(), **values)
    period.full_clean()
    period.save()
    _put_in_order(held)
    audit.record(
        "period.added", by=by, target=period, cycle=held.year, period=period.key, **_told(period)
    )
    return period


@transaction.atomic
def change_period(
    period: Period, values: Mapping[str, Any], *, by: User, confirmed: bool = False
) -> Period:
    """Change the years of a period, and tell the Parties whose numbers rest on it.

    Raises ValidationError: with the code "judged" where reports have been submitted, with the code
    "touched" where numbers rest on it and the change is not `confirmed`, and with a message for
    each field that cannot stand.
    """
    require(by, Permission.MANAGE_CYCLES)
    cycle = _hold(period.cycle)
    held = Period.objects.select_related("cycle").get(pk=period.pk)
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    if not changed:
        return held
    use, before = use_of(held), _told(held)
    check_change(use, confirmed=confirmed)
    touched = list(_reports_with(held))
    for name in changed:
        setattr(held, name, values[name])
    held.full_clean()
    held.save(update_fields=changed)
    _put_in_order(cycle)
    after = _told(held)
    audit.record(
        "period.changed",
        by=by,
        target=held,
        cycle=cycle.year,
        period=held.key,
        fields=changed,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    for report in touched:
        _tell(report, held)
    return held


def check_change(use: Use, *, confirmed: bool) -> None:
    """Raise ValidationError where the years of a period may not change, or not unasked."""
    if use.handed_in:
        raise ValidationError(JUDGED, code="judged", params={"count": use.handed_in})
    if use.numbers and not confirmed:
        numbers = {"numbers": use.numbers, "parties": use.parties}
        raise ValidationError(TOUCHED, code="touched", params=numbers)


@transaction.atomic
def remove_period(period: Period, *, by: User) -> None:
    """Take a period out of its cycle. Raises ValidationError where anything rests on it."""
    require(by, Permission.MANAGE_CYCLES)
    cycle = _hold(period.cycle)
    held = Period.objects.select_related("cycle").get(pk=period.pk)
    check_removal(held, use_of(held))
    told, key = _told(held), held.key
    audit.record("period.removed", by=by, target=held, cycle=cycle.year, period=key, **told)
    held.delete()
    _put_in_order(cycle)


def check_removal(period: Period, use: Use) -> None:
    """Raise ValidationError with the reason why a period may not be removed."""
    if use.handed_in:
        raise ValidationError(JUDGED, code="judged", params={"count": use.handed_in})
    if use.numbers:
        numbers = {"numbers": use.numbers, "parties": use.parties}
        raise ValidationError(RECORDED, code="recorded", params=numbers)
    if period.is_baseline:
        raise ValidationError(LAST_BASELINE, code="baseline")


def _hold(cycle: Cycle) -> Cycle:
    """The cycle, held until the transaction ends: one change of its periods at a time."""
    return Cycle.objects.select_for_update().get(pk=cycle.pk)


def _free_key(cycle: Cycle, values: Mapping[str, Any]) -> str:
    """The name under which numbers of the new period are kept; it never changes."""
    taken = set(cycle.periods.values_list("key", flat=True))
    if values.get("is_baseline") and "baseline" not in taken:
        return "baseline"
    return next(key for n in range(1, len(taken) + 2) if (key := f"report_{n}") not in taken)


def _put_in_order(cycle: Cycle) -> None:
    """The baseline first, then by the year in which periods end."""
    rows = sorted(cycle.periods.all(), key=lambda p: (not p.is_baseline, p.last_year, p.first_year))
    for order, row in enumerate(rows):
        row.order = order
    Period.objects.bulk_update(rows, ["order"])


def _told(period: Period) -> dict[str, Any]:
    """What the audit trail keeps of a period's years."""
    fields = Window.of(period).fields
    del fields["key"]
    return fields


def _reports_with(period: Period) -> list[Report]:
    numbers = Observation.objects.filter(period=period).values("report")
    return list(Report.objects.filter(pk__in=numbers).select_related("party", "cycle"))


def _tell(report: Report, period: Period) -> None:
    people = User.objects.filter(memberships__party=report.party_id).distinct()
    names = {"period": period, "year": report.cycle.year}
    tell(
        people,
        subject=worded(MOVED, **names),
        body=worded(MOVED_BODY, **names),
        path=report.get_absolute_url(),
    )
