"""Load default numbers from a table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.actions.defaults import NEEDED, OPTIONAL, BadTableError, load_defaults, read_table

_SHOWN = 20


class Command(BaseCommand):
    help = (
        f"Load default numbers from a CSV file with the columns {', '.join(NEEDED)}, and "
        f"optionally {', '.join(OPTIONAL)}. Areas are in km2, carbon in t/ha. All or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            loaded = load_defaults(read_table(file), by=None)
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not UTF-8: {error.reason}.") from error
        except BadTableError as error:
            shown = error.problems[:_SHOWN]
            more = len(error.problems) - len(shown)
            rest = [f"... and {more} more."] if more else []
            raise CommandError("\n".join(["Nothing was loaded.", *shown, *rest])) from error
        self.stdout.write(
            f"{loaded.added} numbers added, {loaded.changed} changed, {loaded.same} as they were."
        )
