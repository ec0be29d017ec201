"""Whether a report may be edited, and the sentence that says why not."""

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from countries.models import Party, User
from countries.section_roles import why_not_yours
from indicators import drafts
from indicators.baseline.scope import NATIONAL, Scope
from indicators.models import Cycle, Indicator, Report, ReportState, Section


class LockedError(Exception):
    """The report cannot be edited now; the message says why and what to do."""


class NotYoursError(LockedError):
    """The person's role is limited to other sections; the message says who may write this one."""


def why_closed(report: Report, user: User | None, section: str) -> str:
    """Say why `user` cannot change a section now: the report is locked, or it is not theirs."""
    locked = why_locked(report, Cycle.objects.current())
    return locked or why_not_yours(user, report.party, section)


def require_section(by: User | None, party: Party, section: str) -> None:
    """Raise NotYoursError with its sentence unless `by` may write a section of the Party's report.

    Every saving of a section, target, measure or entry comes through here: see drafts.stamp.
    """
    reason = why_not_yours(by, party, section)
    if reason:
        raise NotYoursError(reason)


def require_baseline(by: User | None, party: Party) -> None:
    """Raise NotYoursError unless `by` may write every section of the baseline: what zones,
    affected areas and the revision of a run change belongs to all of them.
    """
    for section in Indicator.values:
        require_section(by, party, section)


def current_report(party: Party) -> Report | None:
    """The Party's report of the current cycle, if it has been started."""
    cycle = Cycle.objects.current()
    return Report.objects.filter(party=party, cycle=cycle).select_related("cycle").first()


def why_locked(report: Report, current: Cycle | None) -> str:
    """Say why nothing in the report can be changed, or nothing if it can. `current`: the cycle."""
    if current is not None and report.cycle_id != current.pk:
        return _(
            "This is the report of the %(year)s cycle. Only the report of the current cycle, "
            "%(current)s, can be changed."
        ) % {"year": report.cycle.year, "current": current.year}
    if report.is_editable:
        return ""
    since = date_format(localtime(report.state_changed_at), "DATE_FORMAT")
    return _sentence(ReportState(report.state)) % {"day": since}


def _sentence(state: ReportState) -> str:
    if state == ReportState.SUBMITTED:
        return _(
            "The report was submitted on %(day)s. It can be changed again if the focal point "
            "recalls it or the reviewer returns it."
        )
    if state == ReportState.IN_REVIEW:
        return _(
            "The report has been in review since %(day)s. It can be changed again if the "
            "reviewer returns it."
        )
    if state == ReportState.ACCEPTED:
        return _("The report was accepted on %(day)s and waits to be published.")
    return _(
        "The report was published on %(day)s. To change it, the focal point starts a revision."
    )


def require_editable(report: Report) -> None:
    """Raise LockedError with its sentence unless the report may be edited now.

    Asks the row, not the page's copy of it, and holds it until the transaction ends: nothing is
    saved between the moment a report is submitted and the reading of its snapshot.
    """
    held = Report.objects.select_for_update().values_list("state", "state_changed_at")
    report.state, report.state_changed_at = held.get(pk=report.pk)
    reason = why_locked(report, Cycle.objects.current())
    if reason:
        raise LockedError(reason)


def why_party_locked(party: Party) -> str:
    """Say why the Party's targets and measures cannot be changed, or nothing if they can.

    They belong to the report of the current cycle, and are locked with it.
    """
    cycle = Cycle.objects.current()
    if cycle is None:
        return _("No cycle has been opened yet.")
    report = Report.objects.filter(party=party, cycle=cycle).select_related("cycle").first()
    if report is None:
        return _(
            "The report for %(year)s has not been started. Start it on the Party's home first."
        ) % {"year": cycle.year}
    return why_locked(report, cycle)


def editable_report(party: Party) -> Report:
    """The report that targets and measures are edited with. Raises LockedError with a sentence."""
    reason = why_party_locked(party)
    report = None if reason else current_report(party)
    if report is None:
        raise LockedError(reason)
    if transaction.get_connection().in_atomic_block:
        require_editable(report)  # holds the row: a snapshot misses no target saved beside it
    return report


def hold_section(report: Report, key: str, scope: Scope = NATIONAL) -> Section:
    """The row of a section, made if it is not there, held until the transaction ends."""
    row, _created = Section.objects.get_or_create(report=report, key=key, **scope.columns)
    held = drafts.locked(row)
    held.report = report
    return held
