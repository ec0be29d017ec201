"""Comment on a version: open a thread on a field, answer, resolve, open again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.actions.messages import tell
from countries.audit import record
from countries.languages import worded
from countries.models import User
from indicators.models import Report
from targets.actions.transitions import newest_version, people_of
from targets.models import Comment, Submission, Thread
from targets.policies import Refusal, Refused, check_comment, check_resolve
from targets.workflow import Audience


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
    _tell_others(thread, by, comment)
    return comment


def _newest(thread: Thread) -> Submission:
    """The version to answer on: the last that was submitted."""
    versions = thread.report.submissions.without_snapshot()
    return versions.order_by("-version").first() or thread.submission


def _tell_others(thread: Thread, by: User, comment: Comment) -> None:
    """Tell the other side: reviewers hear the Party, the Party hears reviewers."""
    party = thread.report.party
    in_party = by.memberships.filter(party=party).exists()
    audience = Audience.REVIEWERS if in_party else Audience.PARTY
    tell(
        people_of(audience, party).exclude(pk=by.pk),
        subject=worded(
            _("Comment on the report of %(party)s: %(label)s"), party=party, label=thread.label
        ),
        body=worded(_("%(person)s wrote:\n\n%(text)s"), person=by.full_name, text=comment.text),
        path=f"{_newest(thread).get_absolute_url()}#thread-{thread.pk}",
    )
