"""What a reviewer does with a version as a whole: start, return, accept."""

from django.db import transaction
from django.utils import timezone

from countries.models import User
from targets.actions.transitions import conclude, take_step
from targets.models import Submission
from targets.policies import Refusal, Refused
from targets.workflow import Action


@transaction.atomic
def start_review(submission: Submission, *, by: User) -> None:
    """Take a submitted version into review; the Party can no longer recall it."""
    take_step(Action.START_REVIEW, submission.report, by=by, submission=submission)
    Submission.objects.filter(pk=submission.pk).update(
        reviewer=by, review_started_at=timezone.now()
    )
    conclude(Action.START_REVIEW, submission, by=by)


@transaction.atomic
def return_to_party(submission: Submission, *, by: User, reason: str) -> None:
    """Give a version back to its Party, with the reason, and unlock the working copy."""
    reason = reason.strip()
    take_step(Action.RETURN, submission.report, by=by, submission=submission, comment=reason)
    Submission.objects.filter(pk=submission.pk).update(
        returned_at=timezone.now(), returned_by=by, return_reason=reason
    )
    conclude(Action.RETURN, submission, by=by, comment=reason)


@transaction.atomic
def accept(submission: Submission, *, by: User) -> None:
    """Accept a version. Raises Refused while a thread of the report is open."""
    take_step(Action.ACCEPT, submission.report, by=by, submission=submission)
    unresolved = submission.report.threads.filter(resolved_at__isnull=True).count()
    if unresolved:
        raise Refused(Refusal.OPEN_THREADS, count=unresolved)
    Submission.objects.filter(pk=submission.pk).update(accepted_at=timezone.now(), accepted_by=by)
    conclude(Action.ACCEPT, submission, by=by)
