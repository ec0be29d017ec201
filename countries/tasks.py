"""Background work of people and Parties: each task is claim, one call, record."""

from celery import shared_task

from countries.actions import mail


@shared_task
def deliver_messages() -> None:
    """Send the mail that waits; safe to run twice, and rung again every minute."""
    mail.deliver_waiting()
