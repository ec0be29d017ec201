"""Write the parts of the documents that come from the code, or check that they are up to date."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ldnportal.documents import GENERATED


class Command(BaseCommand):
    help = "Write the generated parts of docs/, or with --check fail when they are out of date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        stale = [name for name in GENERATED if self._write(name, check=check)]
        if check and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. Run `make docs`.")
        self.stdout.write(f"{len(GENERATED)} documents, {len(stale)} changed.")

    def _write(self, name: str, *, check: bool) -> bool:
        path = Path(settings.BASE_DIR) / "docs" / name
        before = path.read_text("utf-8") if path.exists() else ""
        after = GENERATED[name](before)
        if not check and after != before:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(after, "utf-8")
        return after != before
