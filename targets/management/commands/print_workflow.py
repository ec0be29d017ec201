"""`manage.py print_workflow`: the states of a report and the steps between them."""

from typing import Any

from django.core.management.base import BaseCommand

from targets.workflow_text import workflow_text


class Command(BaseCommand):
    help = "Print the workflow of a report as a diagram and a table, as in docs/workflow.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(workflow_text())
