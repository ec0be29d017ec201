"""May anyone do this now? Answered from the state of a report, without a request.

Whether this person may at all is asked of countries.permissions; what they may see, of the
querysets.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from countries.languages import worded
from countries.models import Party, User
from countries.permissions import may, memberships_of, require
from countries.roles import Permission
from indicators.models import Report, ReportState
from targets.models import Submission, Thread
from targets.workflow import Transition, leaving


class Refusal(StrEnum):
    """Why something cannot be done now."""

    WRONG_STATE = "wrong_state"
    NEWER_VERSION = "newer_version"
    OWN_PARTY = "own_party"
    COMMENT_MISSING = "comment_missing"
    OPEN_THREADS = "open_threads"
    ERRORS_OPEN = "errors_open"
    THREADS_CLOSED = "threads_closed"
    NOT_YOURS = "not_yours"
    NOT_A_REVIEWER = "not_a_reviewer"
    ASSIGNED_MEANWHILE = "assigned_meanwhile"


REFUSALS: dict[Refusal, Promise] = {
    Refusal.WRONG_STATE: _(
        "This cannot be done now: the report is %(state)s. Somebody else may have been quicker;"
        " look at the page again."
    ),
    Refusal.NEWER_VERSION: _(
        "This is version %(version)s, and a newer one has been submitted. Open the newest version."
    ),
    Refusal.OWN_PARTY: _(
        "You belong to %(party)s or submitted this report yourself. Nobody reviews or publishes"
        " a report of their own; ask another reviewer."
    ),
    Refusal.COMMENT_MISSING: _("Write the reason. The Party needs to know what to change."),
    Refusal.OPEN_THREADS: _(
        "Threads still open: %(count)s. Resolve them all before you accept the report."
    ),
    Refusal.ERRORS_OPEN: _(
        "Errors still open: %(count)s. Put them right before you submit the report."
    ),
    Refusal.THREADS_CLOSED: _(
        "Comments can be written while a report is submitted, in review or returned."
        " This report is %(state)s."
    ),
    Refusal.NOT_YOURS: _("Only reviewers, or the person who opened a thread, can resolve it."),
    Refusal.NOT_A_REVIEWER: _(
        "%(person)s cannot review the report of %(party)s: it takes a reviewer of its region who"
        " does not belong to the Party. Choose somebody else."
    ),
    Refusal.ASSIGNED_MEANWHILE: _(
        "Somebody else gave this review to a reviewer meanwhile. Look at the page again."
    ),
}


class Refused(Exception):  # noqa: N818 - it says what happened
    """An act was refused. `message` says why, and what to do, to the person who asked."""

    def __init__(self, refusal: Refusal, **params: object) -> None:
        self.refusal = refusal
        self.message = worded(REFUSALS[refusal], **params)
        super().__init__(refusal.value)


def state_refused(refusal: Refusal, report: Report) -> Refused:
    """Make a refusal that names the state of `report`."""
    return Refused(refusal, state=report.get_state_display())


def is_of_party(user: User, report: Report) -> bool:
    """Return whether `user` holds a role for the Party of `report`."""
    return any(m.party_id == report.party_id for m in memberships_of(user))


def is_independent(user: User, report: Report, submission: Submission | None) -> bool:
    """Return whether `user` neither belongs to the Party nor submitted the version."""
    submitted_it = submission is not None and submission.submitted_by_id == user.pk
    return not submitted_it and not is_of_party(user, report)


def check_transition(
    row: Transition, *, by: User, report: Report, submission: Submission | None, comment: str
) -> None:
    """Raise PermissionDenied or Refused unless `by` may take this step now."""
    require(by, row.permission, report.party)
    if report.state not in row.sources:
        raise state_refused(Refusal.WRONG_STATE, report)
    if row.independent and not is_independent(by, report, submission):
        raise Refused(Refusal.OWN_PARTY, party=report.party)
    if row.comment_needed and not comment.strip():
        raise Refused(Refusal.COMMENT_MISSING)


def possible_transitions(
    user: User, report: Report, submission: Submission | None
) -> list[Transition]:
    """The steps that `user` can take now: what there are buttons for."""
    return [
        row
        for row in leaving(report.state)
        if may(user, row.permission, report.party)
        and not (row.independent and not is_independent(user, report, submission))
    ]


ASSIGN_STATES = (ReportState.SUBMITTED, ReportState.IN_REVIEW)


def may_assign(user: User, party: Party) -> bool:
    """Return whether `user` gives reviews of the Party's reports to reviewers.

    Reviewers do among themselves, and who appoints reviewers does.
    """
    return may(user, Permission.REVIEW, party) or may(user, Permission.APPOINT, party)


COMMENT_STATES = (ReportState.SUBMITTED, ReportState.IN_REVIEW, ReportState.RETURNED)


def can_comment(user: User, report: Report) -> bool:
    """Return whether `user` can open a thread or answer in one now."""
    return report.state in COMMENT_STATES and may(user, Permission.COMMENT, report.party)


def check_comment(user: User, report: Report) -> None:
    """Raise PermissionDenied or Refused unless `user` can write a comment now."""
    require(user, Permission.COMMENT, report.party)
    if report.state not in COMMENT_STATES:
        raise state_refused(Refusal.THREADS_CLOSED, report)


def can_resolve(user: User, thread: Thread, report: Report) -> bool:
    """Return whether `user` can resolve or reopen `thread` now."""
    return can_comment(user, report) and _may_resolve(user, thread, report)


def check_resolve(user: User, thread: Thread, report: Report) -> None:
    """Raise PermissionDenied or Refused unless `user` can resolve or reopen `thread` now."""
    check_comment(user, report)
    if not _may_resolve(user, thread, report):
        raise Refused(Refusal.NOT_YOURS)


def _may_resolve(user: User, thread: Thread, report: Report) -> bool:
    if thread.created_by_id == user.pk:
        return True
    return may(user, Permission.REVIEW, report.party) and not is_of_party(user, report)


@dataclass(frozen=True)
class Powers:
    """What a reader of a version can do on its page."""

    transitions: tuple[Transition, ...]
    can_comment: bool
    can_assign: bool = False


def powers(user: User, submission: Submission, *, is_newest: bool) -> Powers:
    """What `user` can do with a version; nothing but reading where there is a newer one."""
    if not is_newest:
        return Powers((), can_comment=False)
    report = submission.report
    return Powers(
        tuple(possible_transitions(user, report, submission)),
        can_comment=can_comment(user, report),
        can_assign=report.state in ASSIGN_STATES and may_assign(user, report.party),
    )
