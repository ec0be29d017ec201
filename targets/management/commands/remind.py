"""`manage.py remind`: send the reminders that are due. The scheduler does the same each hour."""

from typing import Any

from django.core.management.base import BaseCommand

from targets.actions.reminders import remind


class Command(BaseCommand):
    help = (
        "Remind focal points of deadlines (30, 7 and 1 days), reviewers and the secretariat of"
        " reports without a reviewer for a week, Parties of returned reports left for a week."
        " Nobody is told the same twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remind()} reminders sent.")
