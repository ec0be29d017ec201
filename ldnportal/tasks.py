"""Background work that belongs to no single application: each task is one call."""

from celery import shared_task

from indicators import sweeper
from ldnportal.exports import work
from ldnportal.models import Export


@shared_task
def make_export(pk: str) -> None:
    """Make one export, if it still waits."""
    work.perform(pk)


@shared_task
def sweep_exports(at_start: bool = False) -> None:
    """Take back exports whose worker died, ring for those that wait, remove old files."""
    sweeper.take_back(Export)
    sweeper.ring_again(Export, make_export, at_start=at_start)
    work.clear_old()
