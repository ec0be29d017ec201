"""Load the Parties to the Convention, their annexes and regions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from countries.actions import parties


class Command(BaseCommand):
    help = (
        "Add the Parties and regions that are missing. What differs from the list is reported, "
        "and changed only with --update."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=parties.PARTIES_FILE)
        parser.add_argument("--update", action="store_true", help="let the list win")

    @transaction.atomic
    def handle(self, *args: Any, file: Path, update: bool, **options: Any) -> None:
        rows = self._rows(file)
        regions = parties.load_regions(parties.read_csv(parties.REGIONS_FILE), update=update)
        self._report("regions", regions, update)
        self._report("Parties", parties.load_parties(rows, update=update), update)

    def _rows(self, file: Path) -> list[dict[str, str]]:
        if not file.exists():
            raise CommandError(f"There is no file {file}.")
        rows = parties.read_csv(file)
        missing = set(parties.PARTY_COLUMNS) - set(rows[0] if rows else ())
        if missing:
            raise CommandError(
                f"{file} lacks the columns {', '.join(sorted(missing))}. "
                f"The columns are those of {parties.PARTIES_FILE.name}."
            )
        return rows

    def _report(self, what: str, loaded: parties.Loaded, update: bool) -> None:
        self.stdout.write(
            f"{what}: {len(loaded.created)} added, {len(loaded.differences)} differences, "
            f"{loaded.unchanged} as listed."
        )
        for difference in loaded.differences:
            verb = "changed to" if update else "stays; the list says"
            self.stdout.write(
                f"  {difference.row} {difference.field}: {difference.here!r} "
                f"{verb} {difference.listed!r}"
            )
        if loaded.differences and not update:
            self.stdout.write("  With --update the list wins.")
