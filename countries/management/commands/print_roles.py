"""Print who may do what."""

from typing import Any

from django.core.management.base import BaseCommand

from countries.role_matrix import role_matrix


class Command(BaseCommand):
    help = "Print the matrix of roles and permissions as Markdown. `make docs` puts it in docs."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(role_matrix(), ending="")
