"""The life of a report, as one table.

Buttons, checks, audit events, messages and docs/workflow.md all follow from TRANSITIONS.
`targets.policies` answers whether a transition may happen now, `targets.actions` does it.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from countries.roles import Permission
from indicators.models import ReportState


class Action(models.TextChoices):
    """What can be done with a report as a whole."""

    SUBMIT = "submit", _("Submit the report")
    RECALL = "recall", _("Recall the report")
    START_REVIEW = "start-review", _("Start the review")
    RETURN = "return", _("Return to the Party")
    ACCEPT = "accept", _("Accept the report")
    PUBLISH = "publish", _("Publish the report")
    REVISE = "revise", _("Start a revision")


class Audience(StrEnum):
    """Who is told of an act. The one who acts is never told of it."""

    PARTY = "party"
    REVIEWERS = "reviewers"
    SECRETARIAT = "secretariat"


AUDIENCE_LABELS: dict[Audience, Promise] = {
    Audience.PARTY: _("the people of the Party"),
    Audience.REVIEWERS: _("the reviewers of the Party"),
    Audience.SECRETARIAT: _("the secretariat"),
}


@dataclass(frozen=True)
class Transition:
    """One row of the table."""

    action: Action
    sources: tuple[ReportState, ...]
    target: ReportState
    permission: Permission
    tells: tuple[Audience, ...]
    subject: Promise
    explains: Promise
    comment_needed: bool = False
    comment_label: str | Promise = ""
    # Nobody does this to a report of their own Party, whatever other role they hold.
    independent: bool = False

    @property
    def audit_kind(self) -> str:
        return f"report.{self.action.value}"


TRANSITIONS: dict[Action, Transition] = {
    row.action: row
    for row in (
        Transition(
            Action.SUBMIT,
            (ReportState.DRAFT, ReportState.RETURNED),
            ReportState.SUBMITTED,
            Permission.SUBMIT,
            (Audience.PARTY, Audience.REVIEWERS),
            _("%(party)s submitted its report for %(cycle)s"),
            _("The report is frozen as a new version, and the reviewers are told."),
        ),
        Transition(
            Action.RECALL,
            (ReportState.SUBMITTED,),
            ReportState.DRAFT,
            Permission.RECALL,
            (Audience.PARTY, Audience.REVIEWERS),
            _("%(party)s recalled its report for %(cycle)s"),
            _("The report goes back to your Party, and can be changed and submitted again."),
        ),
        Transition(
            Action.START_REVIEW,
            (ReportState.SUBMITTED,),
            ReportState.IN_REVIEW,
            Permission.REVIEW,
            (Audience.PARTY,),
            _("The review of the report of %(party)s for %(cycle)s has started"),
            _("From now on the Party can no longer recall this version."),
            independent=True,
        ),
        Transition(
            Action.RETURN,
            (ReportState.IN_REVIEW,),
            ReportState.RETURNED,
            Permission.REVIEW,
            (Audience.PARTY,),
            _("The report of %(party)s for %(cycle)s was returned"),
            _("The Party reads your reason and comments, changes its report and submits again."),
            comment_needed=True,
            comment_label=_("Reason for the return"),
            independent=True,
        ),
        Transition(
            Action.ACCEPT,
            (ReportState.IN_REVIEW,),
            ReportState.ACCEPTED,
            Permission.REVIEW,
            (Audience.PARTY, Audience.SECRETARIAT),
            _("The report of %(party)s for %(cycle)s was accepted"),
            _("The secretariat can publish this version. It needs all threads to be resolved."),
            independent=True,
        ),
        Transition(
            Action.PUBLISH,
            (ReportState.ACCEPTED,),
            ReportState.PUBLISHED,
            Permission.PUBLISH,
            (Audience.PARTY, Audience.REVIEWERS),
            _("The report of %(party)s for %(cycle)s was published"),
            _("Everybody can read this version. A version published before is superseded."),
            independent=True,
        ),
        Transition(
            Action.REVISE,
            (ReportState.PUBLISHED,),
            ReportState.DRAFT,
            Permission.REVISE,
            (Audience.PARTY, Audience.SECRETARIAT),
            _("%(party)s started a revision of its report for %(cycle)s"),
            _("The published version stays public until a new one is published."),
        ),
    )
}


class Owner(StrEnum):
    """Who has the next word in a state."""

    PARTY = "party"
    REVIEWERS = "reviewers"
    SECRETARIAT = "secretariat"


STATE_OWNERS: dict[ReportState, Owner] = {
    ReportState.DRAFT: Owner.PARTY,
    ReportState.SUBMITTED: Owner.REVIEWERS,
    ReportState.IN_REVIEW: Owner.REVIEWERS,
    ReportState.RETURNED: Owner.PARTY,
    ReportState.ACCEPTED: Owner.SECRETARIAT,
    ReportState.PUBLISHED: Owner.PARTY,
}


def leaving(state: str) -> list[Transition]:
    """Return the transitions that start from `state`, in the order of the table."""
    return [row for row in TRANSITIONS.values() if state in row.sources]
