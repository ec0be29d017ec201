"""Remind people of what waits for them: safe to run at any time and as often as one likes.

Each reminder has a key of what it is about and of its stage, and a person is told once under a
key. A day that was missed is made up for the next time, with the days that are then left.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from countries.actions.messages import tell
from countries.languages import worded
from countries.models import Message, Party, User
from countries.roles import RoleKey
from indicators.models import EDITABLE_STATES, Cycle, Report, ReportState, Section
from targets.actions.transitions import people_of
from targets.models import Measure, Submission, Target
from targets.workflow import Audience

STAGES = (1, 7, 30)
"""Days before a deadline; a reminder names the days that are really left."""

A_WEEK = timedelta(days=7)
_day = lazy(date_format, str)


@dataclass(frozen=True)
class Reminder:
    """What is said to whom; `key` keeps it from being said twice."""

    key: str
    recipients: QuerySet[User]
    subject: Promise
    body: Promise
    path: str


def remind(at: datetime | None = None) -> int:
    """Send the reminders that are due at a moment and were not sent yet; return how many."""
    now = at or timezone.now()
    due = [*_deadlines(timezone.localdate(now)), *_unreviewed(now), *_untouched(now)]
    keys = [reminder.key for reminder in due]
    told = set(Message.objects.filter(key__in=keys).values_list("recipient", "key"))
    return sum(_send(reminder, told) for reminder in due)


def _send(reminder: Reminder, told: set[tuple[int, str]]) -> int:
    waiting = [p for p in reminder.recipients if (p.pk, reminder.key) not in told]
    if waiting:
        tell(
            waiting,
            subject=reminder.subject,
            body=reminder.body,
            path=reminder.path,
            key=reminder.key,
        )
    return len(waiting)


# ---- Deadlines ----


def _deadlines(today: date) -> Iterator[Reminder]:
    for cycle in Cycle.objects.filter(opens_on__lte=today, due_on__gte=today):
        left = (cycle.due_on - today).days
        stage = next((days for days in STAGES if left <= days), None)
        if stage is not None:
            yield from map(partial(_deadline, cycle, left, stage), _not_handed_in(cycle))


def _not_handed_in(cycle: Cycle) -> Iterable[Party]:
    """Parties with a focal point whose report is not written, or is theirs to go on with."""
    handed_in = Report.objects.filter(party=OuterRef("pk"), cycle=cycle).exclude(
        state__in=EDITABLE_STATES
    )
    parties = Party.objects.filter(memberships__role=RoleKey.FOCAL_POINT).distinct()
    return parties.exclude(Exists(handed_in))


def _deadline(cycle: Cycle, left: int, stage: int, party: Party) -> Reminder:
    names = {"party": party, "cycle": cycle.year, "day": _day(cycle.due_on, "DATE_FORMAT")}
    return Reminder(
        key=f"due:{cycle.year}:{cycle.due_on}:{stage}:{party.iso3}",
        recipients=_focal_points(party),
        subject=worded(_("The report of %(party)s for %(cycle)s is due on %(day)s"), **names),
        body=worded(
            _(
                "The report of %(party)s for %(cycle)s is due on %(day)s and has not been"
                " submitted. Days left: %(left)s."
            ),
            **names,
            left=left,
        ),
        path=reverse("report_home", args=[party.iso3, cycle.year]),
    )


def _focal_points(party: Party) -> QuerySet[User]:
    return User.objects.filter(
        is_active=True, memberships__party=party, memberships__role=RoleKey.FOCAL_POINT
    ).distinct()


# ---- Reviews that nobody has taken up ----


def _unreviewed(now: datetime) -> Iterator[Reminder]:
    """Submitted a week ago and without a reviewer: the reviewers and the secretariat."""
    newest = Submission.objects.filter(report=OuterRef("report")).order_by("-version")
    waiting = (
        Submission.objects.without_snapshot()
        .filter(
            report__state=ReportState.SUBMITTED,
            submitted_at__lte=now - A_WEEK,
            reviewer=None,
            pk=newest.values("pk")[:1],
        )
        .select_related("report__party", "report__cycle")
    )
    for submission in waiting:
        weeks = (now - submission.submitted_at) // A_WEEK
        yield from (
            _unreviewed_reminder(submission, weeks, audience)
            for audience in (Audience.REVIEWERS, Audience.SECRETARIAT)
        )


def _unreviewed_reminder(submission: Submission, weeks: int, audience: Audience) -> Reminder:
    report = submission.report
    names = {"party": report.party, "cycle": report.cycle.year}
    return Reminder(
        key=f"unreviewed:{submission.pk}:{weeks}",
        recipients=people_of(audience, report.party),
        subject=worded(_("The report of %(party)s for %(cycle)s waits for a reviewer"), **names),
        body=worded(
            _(
                "The report of %(party)s for %(cycle)s was submitted on %(day)s, and nobody has"
                " taken up its review."
            ),
            **names,
            day=_day(timezone.localtime(submission.submitted_at), "DATE_FORMAT"),
        ),
        path=submission.get_absolute_url(),
    )


# ---- Reports that were returned and left ----


def _untouched(now: datetime) -> Iterator[Reminder]:
    """Returned a week ago and not touched since: the people of the Party."""
    saved = {"updated_at__gt": OuterRef("state_changed_at")}
    returned = (
        Report.objects.filter(state=ReportState.RETURNED, state_changed_at__lte=now - A_WEEK)
        .exclude(Exists(Section.objects.filter(report=OuterRef("pk"), **saved)))
        .exclude(Exists(Target.objects.filter(party=OuterRef("party"), **saved)))
        .exclude(Exists(Measure.objects.filter(party=OuterRef("party"), **saved)))
        .select_related("party", "cycle")
    )
    yield from (_untouched_reminder(report, now) for report in returned)


def _untouched_reminder(report: Report, now: datetime) -> Reminder:
    weeks = (now - report.state_changed_at) // A_WEEK
    names = {"party": report.party, "cycle": report.cycle.year}
    return Reminder(
        key=f"untouched:{report.pk}:{report.state_changed_at:%Y%m%d%H%M%S}:{weeks}",
        recipients=people_of(Audience.PARTY, report.party),
        subject=worded(
            _("The report of %(party)s for %(cycle)s was returned and waits for you"), **names
        ),
        body=worded(
            _(
                "The report of %(party)s for %(cycle)s was returned on %(day)s and has not been"
                " changed since. Read the reviewer's reason and comments, change what is needed"
                " and submit again."
            ),
            **names,
            day=_day(timezone.localtime(report.state_changed_at), "DATE_FORMAT"),
        ),
        path=report.get_absolute_url(),
    )
