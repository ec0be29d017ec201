"""Load outlines of Parties: from a vector file, or the replaceable default."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from countries import world_outlines
from countries.actions import outlines
from countries.models import Boundary, Party
from countries.sandbox import Refusal
from countries.vectors.sentences import refusal_sentence
from countries.vectors.upload import read_vector

_FROM_FILE = "A file needs --source: title, year and licence of the data."


class Command(BaseCommand):
    help = (
        "Load outlines from a GeoJSON, GeoPackage or zipped Shapefile with a column of ISO 3166-1 "
        "alpha-3 codes; without a file, the default outlines (Natural Earth, de facto borders). "
        "A Party's own outline is kept unless --replace-national is given, and a default never "
        "replaces one of the United Nations."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--source", help="title, year and licence of the data")
        parser.add_argument(
            "--origin",
            choices=[Boundary.Origin.UNITED_NATIONS, Boundary.Origin.DEFAULT],
            help="whose outlines the file holds; the United Nations', unless said otherwise",
        )
        parser.add_argument("--replace-national", action="store_true")

    def handle(
        self,
        *args: Any,
        file: Path | None,
        source: str | None,
        origin: str | None,
        replace_national: bool,
        **options: Any,
    ) -> None:
        if file is None:
            collection, source = world_outlines.default_collection(), world_outlines.SOURCE
            origin = Boundary.Origin.DEFAULT
        else:
            collection, origin = _collection(file), origin or Boundary.Origin.UNITED_NATIONS
        if not source:
            raise CommandError(_FROM_FILE)
        found = outlines.load_boundaries(
            outlines.outlines_of(collection),
            origin=origin,
            source=source,
            replace_national=replace_national,
        )
        self._report(found)

    def _report(self, found: outlines.LoadedOutlines) -> None:
        if not found.of_parties:
            raise CommandError(
                "No outline belongs to a Party. Expected a column iso3 with three-letter codes, "
                "and the Parties loaded before (manage.py load_parties)."
            )
        self.stdout.write(f"{len(found.loaded)} outlines loaded.")
        self._list("As loaded before", found.unchanged)
        self._list("Kept, given by the Party", found.national)
        self._list("Kept, of the United Nations", found.united_nations)
        self._list("Codes of no Party", found.unknown)
        self._list("Parties without an outline", sorted(_without_outline()))

    def _list(self, title: str, codes: list[str]) -> None:
        if codes:
            self.stdout.write(f"{title}: {', '.join(codes)}")


def _collection(file: Path) -> dict[str, Any]:
    if not file.exists():
        raise CommandError(f"There is no file {file}.")
    try:
        return read_vector(file).collection
    except Refusal as refusal:
        raise CommandError(str(refusal_sentence(refusal))) from refusal


def _without_outline() -> list[str]:
    return list(Party.objects.filter(boundary=None).values_list("iso3", flat=True))
