"""Take a step of the workflow: compare-and-set, audit event and messages in one transaction."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from countries.actions.messages import tell
from countries.audiences import holders_of, people_of_party
from countries.audit import record
from countries.languages import worded
from countries.models import Party, User
from countries.roles import Permission
from indicators.models import Report
from targets.models import Submission
from targets.policies import Refusal, Refused, check_transition, state_refused
from targets.workflow import TRANSITIONS, Action, Audience, Transition


def take_step(
    action: Action,
    report: Report,
    *,
    by: User,
    submission: Submission | None = None,
    comment: str = "",
) -> None:
    """Move `report` along `action`. Called inside the transaction of the act.

    Holds the report's row until that transaction ends, so that whatever is checked afterwards
    stays true. Raises PermissionDenied or Refused; of many callers exactly one gets through.
    """
    row = TRANSITIONS[action]
    check_transition(row, by=by, report=report, submission=submission, comment=comment)
    now = timezone.now()
    moved = Report.objects.filter(pk=report.pk, state__in=row.sources).update(
        state=row.target, state_changed_at=now
    )
    if moved != 1:
        report.refresh_from_db(fields=["state", "state_changed_at"])
        raise state_refused(Refusal.WRONG_STATE, report)
    report.state, report.state_changed_at = row.target, now
    if submission is not None and newest_version(report) != submission.version:
        raise Refused(Refusal.NEWER_VERSION, version=submission.version)


def newest_version(report: Report) -> int:
    """The number of the last version that was submitted, 0 before the first."""
    versions = report.submissions.order_by("-version").values_list("version", flat=True)
    return versions.first() or 0


def conclude(
    action: Action, submission: Submission, *, by: User, comment: str = "", **data: Any
) -> None:
    """Write the audit event of a step and tell those whom the table names."""
    row, report = TRANSITIONS[action], submission.report
    record(
        row.audit_kind,
        by=by,
        party=report.party,
        target=submission,
        report=report.pk,
        cycle=report.cycle.year,
        version=submission.version,
        sha256=submission.sha256,
        **({"comment": comment} if comment else {}),
        **data,
    )
    for audience in row.tells:
        _tell(audience, row, submission, by, comment)


def _tell(
    audience: Audience, row: Transition, submission: Submission, by: User, comment: str
) -> None:
    report = submission.report
    tell(
        people_of(audience, report.party).exclude(pk=by.pk),
        subject=worded(row.subject, party=report.party, cycle=report.cycle.year),
        body=_body(row, submission, by, comment),
        path=_path(audience, row, submission),
    )


def _body(row: Transition, submission: Submission, by: User, comment: str) -> Promise:
    report = submission.report
    text = (
        _("%(subject)s: version %(version)s, by %(person)s.\n\n%(comment)s")
        if comment
        else _("%(subject)s: version %(version)s, by %(person)s.")
    )
    subject = worded(row.subject, party=report.party, cycle=report.cycle.year)
    return worded(
        text, subject=subject, version=submission.version, person=by.full_name, comment=comment
    )


def _path(audience: Audience, row: Transition, submission: Submission) -> str:
    """Where a message leads: a version that was recalled is no longer shown to reviewers."""
    if row.action == Action.RECALL and audience != Audience.PARTY:
        return reverse("review_board")
    return submission.get_absolute_url()


def people_of(audience: Audience, party: Party) -> QuerySet[User]:
    """The people of an audience, as far as their roles cover `party`."""
    if audience == Audience.PARTY:
        return people_of_party(party)
    needed = Permission.REVIEW if audience == Audience.REVIEWERS else Permission.PUBLISH
    return holders_of(needed, party)
