"""Background work of the indicators: each task is one call; the rows tell the rest."""

from celery import shared_task

from indicators import sweeper
from indicators.datasets import examination
from indicators.models import Dataset, RunChunk
from indicators.runs import steps


@shared_task
def compute_step(pk: int) -> None:
    """Do one step of a run, if it still waits."""
    steps.perform(pk)


@shared_task
def examine_dataset(pk: str) -> None:
    """Examine one uploaded raster, if it still waits."""
    examination.perform(pk)


@shared_task
def sweep_jobs(at_start: bool = False) -> None:
    """Take back dead work and ring for work that waits."""
    sweeper.sweep({RunChunk: compute_step, Dataset: examine_dataset}, at_start=at_start)
