"""Background work of the indicators: each task is one call; the rows tell the rest."""

from celery import shared_task

from indicators import sweeper
from indicators.datasets import examination
from indicators.models import Dataset, Revision, RunChunk
from indicators.runs import revising, steps


@shared_task
def compute_step(pk: int) -> None:
    """Do one step of a run, if it still waits."""
    steps.perform(pk)


@shared_task
def examine_dataset(pk: str) -> None:
    """Examine one uploaded raster, if it still waits."""
    examination.perform(pk)


@shared_task
def revise_run(pk: str) -> None:
    """Work out one revision of a run, if it still waits."""
    revising.perform(pk)


@shared_task
def sweep_jobs(at_start: bool = False) -> None:
    """Take back dead work and ring for work that waits."""
    bells = {RunChunk: compute_step, Dataset: examine_dataset, Revision: revise_run}
    sweeper.sweep(bells, at_start=at_start)
