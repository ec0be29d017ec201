"""Comment on a version: open a thread on a field, answer, resolve, open again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.actions.messages import tell
from countries.audit import record
from countries.languages import worded
from countries.models import User
from indicators.models import Report
from targets.actions.transitions import newest_version, people_of
from targets.mentions import mentionable, mentioned_in
from targets.models import Comment, Submission, Thread, ThreadSeen
from targets.policies import Refusal, Refused, check_comment, check_resolve
from targets.workflow import Audience

_WROTE = _("%(person)s wrote:\n\n%(text)s")


@transaction.atomic
def open_thread(submission: Submission, *, by: User, field: str, label: str, text: str) -> Thread:
    """Open a thread on `field`, a path of the snapshot; `label` is its name in words."""
    report = _hold(submission.report_id)
    check_comment(by, report)
    if newest_version(report) != submission.version:
        raise Refused(Refusal.NEWER_VERSION, version=submission.version)
    thread = Thread.objects.create(
        report=report, submission=submission, field=field, label=label, created_by=by
    )
    _add(thread, by, text)
    _record("opened", thread, report, by)
    return thread


@transaction.atomic
def reply(thread: Thread, *, by: User, text: str) -> Comment:
    """Add a comment to a thread; an answer to a resolved thread opens it again."""
    report = _hold(thread.report_id)
    check_comment(by, report)
    _set_resolved(thread, None)
    comment = _add(thread, by, text)
    _record("answered", thread, report, by)
    return comment


@transaction.atomic
def resolve(thread: Thread, *, by: User) -> None:
    """Close a thread. Reviewers close any, others only what they opened themselves."""
    report = _hold(thread.report_id)
    check_resolve(by, thread, report)
    _set_resolved(thread, by)
    _record("resolved", thread, report, by)


@transaction.atomic
def reopen(thread: Thread, *, by: User) -> None:
    """Open a resolved thread again."""
    report = _hold(thread.report_id)
    check_resolve(by, thread, report)
    _set_resolved(thread, None)
    _record("reopened", thread, report, by)


def _hold(report_id: int) -> Report:
    """Keep the report's state as it is until the comment is written: see take_step."""
    held = Report.objects.select_for_update(of=("self",)).select_related("party", "cycle")
    return held.get(pk=report_id)


def _record(what: str, thread: Thread, report: Report, by: User) -> None:
    record(f"thread.{what}", by=by, party=report.party, target=thread, field=thread.field)


def _set_resolved(thread: Thread, by: User | None) -> None:
    at = timezone.now() if by else None
    Thread.objects.filter(pk=thread.pk).update(resolved_at=at, resolved_by=by)
    thread.resolved_at, thread.resolved_by = at, by


def _add(thread: Thread, by: User, text: str) -> Comment:
    comment = Comment.objects.create(thread=thread, text=text.strip(), created_by=by)
    people = mentioned_in(comment.text, mentionable(thread.report, by))
    comment.mentions.set(people)
    mark_seen([thread], by=by)
    _tell_mentioned(thread, by, comment, people)
    _tell_others(thread, by, comment, {person.pk for person in people})
    return comment


def mark_seen(threads: Iterable[Thread], *, by: User) -> None:
    """Remember that a person has looked at these threads now (one query)."""
    now = timezone.now()
    ThreadSeen.objects.bulk_create(
        [ThreadSeen(thread=thread, user=by, seen_at=now) for thread in threads],
        update_conflicts=True,
        unique_fields=["thread", "user"],
        update_fields=["seen_at"],
    )


def _newest(thread: Thread) -> Submission:
    """The version to answer on: the last that was submitted."""
    versions = thread.report.submissions.without_snapshot()
    return versions.order_by("-version").first() or thread.submission


def _tell_mentioned(thread: Thread, by: User, comment: Comment, people: list[User]) -> None:
    tell(
        people,
        subject=worded(
            _("%(person)s mentioned you on the report of %(party)s: %(label)s"),
            person=by.full_name,
            party=thread.report.party,
            label=thread.label,
        ),
        body=worded(_WROTE, person=by.full_name, text=comment.text),
        path=_path(thread),
    )


def _tell_others(thread: Thread, by: User, comment: Comment, told: set[int]) -> None:
    """Tell the other side: reviewers hear the Party, the Party hears reviewers; nobody twice."""
    party = thread.report.party
    in_party = by.memberships.filter(party=party).exists()
    audience = Audience.REVIEWERS if in_party else Audience.PARTY
    tell(
        people_of(audience, party).exclude(pk__in={by.pk, *told}),
        subject=worded(
            _("Comment on the report of %(party)s: %(label)s"), party=party, label=thread.label
        ),
        body=worded(_WROTE, person=by.full_name, text=comment.text),
        path=_path(thread),
    )


def _path(thread: Thread) -> str:
    return f"{_newest(thread).get_absolute_url()}#thread-{thread.pk}"
