"""What makes the background work heal by itself: called every few seconds, and at worker start."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from countries import bell
from indicators import jobs
from indicators.models import ENDED_STATES, Job, JobState, Revision, Run
from indicators.runs import steps
from indicators.storage import remove_folder

RINGS_WHILE_BUSY = 20
CLEARED_A_SWEEP = 50


def sweep(bells: Mapping[type[Job], Any], *, at_start: bool = False) -> None:
    """Take back what died, carry on what stopped between two stages, ring for what waits.

    `bells` gives for each kind of job the task that does it. `at_start` rings for everything:
    the bells that an earlier worker had fetched died with it.
    """
    for model in bells:
        take_back(model)
    for pk in Run.objects.unfinished().values_list("pk", flat=True):
        steps.advance(pk)
    for model, task in bells.items():
        ring_again(model, task, at_start=at_start)
    clear_scratch()


def take_back(model: type[Job]) -> None:
    """Take back what dead or silent workers held."""
    jobs.take_back_orphans(model)
    jobs.take_back_stale(model)


def ring_again(model: type[Job], task: Any, *, at_start: bool) -> None:
    """Ring for rows that nobody took, unless workers are still busy taking their like."""
    patience = 0 if at_start else 2 * settings.JOB_HEARTBEAT_SECONDS
    rows = model._default_manager
    recently = timezone.now() - timedelta(seconds=patience)
    if not at_start and rows.filter(started_at__gt=recently).exists():
        return
    # While long pieces run their followers just wait; a few bells too many do no harm.
    busy = not at_start and rows.filter(job_state=JobState.RUNNING).exists()
    waiting = jobs.waiting(model, seconds=patience).order_by("queued_at", "pk")
    keys = list(waiting.values_list("pk", flat=True)[: RINGS_WHILE_BUSY if busy else None])
    rows.filter(pk__in=keys, job_state=JobState.QUEUED).update(queued_at=timezone.now())
    for pk in keys:
        bell.ring(task, pk)


def clear_scratch() -> None:
    """Remove what ended runs left, once no late worker can write to it any more."""
    now = timezone.now()
    late = Q(
        job_state__in=ENDED_STATES,
        finished_at__lt=now - timedelta(seconds=settings.JOB_STALE_SECONDS),
        scratch_cleared_at__isnull=True,
    )
    kept = Q(job_state=JobState.SUCCEEDED, kept_until__gte=now)
    shares = Q(revises__isnull=False)
    for run in Run.objects.filter(late).exclude(kept | shares).light()[:CLEARED_A_SWEEP]:
        steps.clear_scratch(run, also_outputs=run.job_state != JobState.SUCCEEDED)
        Run.objects.filter(pk=run.pk).update(scratch_cleared_at=now)
    for revision in Revision.objects.filter(late).light()[:CLEARED_A_SWEEP]:
        remove_folder(revision.scratch_key)
        if revision.job_state != JobState.SUCCEEDED:
            remove_folder(revision.results_key)
        Revision.objects.filter(pk=revision.pk).update(scratch_cleared_at=now)
