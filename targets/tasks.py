"""Background work of reports, their review, and measures: each task is one call."""

from celery import shared_task

from indicators import sweeper
from targets.actions import reminders
from targets.models import MeasureEffect
from targets.neutrality import effect


@shared_task
def send_reminders() -> None:
    """Remind people of what waits for them; safe to run twice, and rung every hour."""
    reminders.remind()


@shared_task
def work_out_effect(pk: int) -> None:
    """Work out the effect of one measure, if it still waits."""
    effect.perform(pk)


@shared_task
def sweep_effects() -> None:
    """Take back effects whose worker died, and ring for those that wait."""
    sweeper.take_back(MeasureEffect)
    sweeper.ring_again(MeasureEffect, work_out_effect, at_start=False)
