"""Give the review of a version to somebody: compare-and-set, audited, told."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from countries.actions.messages import tell
from countries.audit import record
from countries.languages import worded
from countries.models import Party, User
from indicators.models import Report
from targets.actions.transitions import newest_version, people_of
from targets.models import Submission
from targets.policies import (
    ASSIGN_STATES,
    Refusal,
    Refused,
    may_assign,
    state_refused,
)
from targets.workflow import Audience


def candidates(submission: Submission) -> list[User]:
    """Who can review a version: reviewers of its region who are not of its Party, by name."""
    party = submission.report.party
    people = people_of(Audience.REVIEWERS, party).exclude(pk=submission.submitted_by_id)
    # As is_independent has it, in one query for everybody.
    return list(people.exclude(memberships__party=party).order_by("full_name", "pk"))


@transaction.atomic
def assign(submission: Submission, reviewer: User, *, by: User) -> None:
    """Make `reviewer` the reviewer of a version, and tell them.

    Raises PermissionDenied, or Refused when the version is not to be reviewed now, somebody else
    was quicker, or `reviewer` cannot review it. Who is the reviewer already stays so.
    """
    report = Report.objects.select_for_update(of=("self",)).get(pk=submission.report_id)
    party = submission.report.party
    if not may_assign(by, party):
        raise PermissionDenied
    if report.state not in ASSIGN_STATES:
        raise state_refused(Refusal.WRONG_STATE, report)
    if newest_version(report) != submission.version:
        raise Refused(Refusal.NEWER_VERSION, version=submission.version)
    if reviewer not in candidates(submission):
        raise Refused(Refusal.NOT_A_REVIEWER, person=reviewer, party=party)
    if reviewer.pk != submission.reviewer_id:
        _set_reviewer(submission, reviewer, by)


def _set_reviewer(submission: Submission, reviewer: User, by: User) -> None:
    unchanged = Submission.objects.filter(
        pk=submission.pk, reviewer=submission.reviewer_id, recalled_at__isnull=True
    )
    if unchanged.update(reviewer=reviewer) != 1:
        raise Refused(Refusal.ASSIGNED_MEANWHILE)
    report = submission.report
    record(
        "review.assigned",
        by=by,
        party=report.party,
        target=submission,
        report=report.pk,
        cycle=report.cycle.year,
        version=submission.version,
        reviewer=reviewer.full_name,
    )
    _tell(submission, report.party, reviewer, by)


def _tell(submission: Submission, party: Party, reviewer: User, by: User) -> None:
    names = {"party": party, "cycle": submission.report.cycle.year}
    tell(
        [] if reviewer.pk == by.pk else [reviewer],
        subject=worded(_("The review of the report of %(party)s for %(cycle)s is yours"), **names),
        body=worded(
            _(
                "%(person)s gave you the review of version %(version)s of the report of %(party)s"
                " for %(cycle)s."
            ),
            **names,
            person=by.full_name,
            version=submission.version,
        ),
        path=submission.get_absolute_url(),
    )
