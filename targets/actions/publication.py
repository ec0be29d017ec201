"""Publish an accepted version: it becomes public, the one before steps back, facts appear."""

from django.db import transaction
from django.utils import timezone

from countries.models import User
from indicators.actions.observations import mark_published
from targets.actions.transitions import conclude, take_step
from targets.facts import facts_of
from targets.models import Fact, PublishedEntry, PublishedPromise, Submission
from targets.published import promises_of
from targets.records.content import entries_of
from targets.workflow import Action


@transaction.atomic
def publish(submission: Submission, *, by: User) -> int:
    """Make a version public and return the number of its facts.

    Everything happens in one transaction, so that readers see the old version or the new one.
    Raises PermissionDenied, or Refused for a version that has not been accepted.
    """
    take_step(Action.PUBLISH, submission.report, by=by, submission=submission)
    now = timezone.now()
    versions = Submission.objects.filter(report=submission.report_id)
    versions.published().update(superseded_at=now)
    versions.filter(pk=submission.pk).update(published_at=now, published_by=by)
    count = write_facts(submission)
    write_promises(submission)
    write_entries(submission)
    # Rule R13 compares later changes with what the public has read.
    mark_published(submission.report)
    conclude(Action.PUBLISH, submission, by=by, facts=count)
    return count


def write_facts(submission: Submission) -> int:
    """Write the facts of a version from its snapshot, once; return how many there are."""
    existing = submission.facts.count()
    if existing:
        return existing
    return len(Fact.objects.bulk_create(facts_of(submission), batch_size=500))


def write_promises(submission: Submission) -> int:
    """Write the targets and measures of a version as rows, once; return how many there are."""
    existing = PublishedPromise.objects.filter(submission=submission).count()
    if existing:
        return existing
    return len(PublishedPromise.objects.bulk_create(promises_of(submission), batch_size=100))


def write_entries(submission: Submission) -> int:
    """Write the entries of the lists of a version as rows, once; return how many there are."""
    existing = PublishedEntry.objects.filter(submission=submission).count()
    if existing:
        return existing
    return len(PublishedEntry.objects.bulk_create(entries_of(submission), batch_size=200))
