"""Background work of reports, their review, and measures: each task is one call."""

from celery import shared_task

from indicators import sweeper
from targets.actions import reminders
from targets.models import MeasureEffect, ResponseMap
from targets.neutrality import effect
from targets.where import work


@shared_task
def send_reminders() -> None:
    """Remind people of what waits for them; safe to run twice, and rung every hour."""
    reminders.remind()


@shared_task
def work_out_effect(pk: int) -> None:
    """Work out the effect of one measure, if it still waits."""
    effect.perform(pk)


@shared_task
def work_out_responses(pk: int) -> None:
    """Draw one map of where to act, if it still waits."""
    work.perform(pk)


@shared_task
def sweep_effects() -> None:
    """Take back effects and maps whose worker died, and ring for those that wait."""
    for model, task in ((MeasureEffect, work_out_effect), (ResponseMap, work_out_responses)):
        sweeper.take_back(model)
        sweeper.ring_again(model, task, at_start=False)
