"""Write a region's summary to a file, in any of its formats."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from countries.models import Region
from indicators.models import Cycle
from ldnportal.exports.pdf_file import PdfUnavailable
from ldnportal.exports.region_files import FILES
from ldnportal.regions.facts import cycles_with_facts
from ldnportal.regions.scope import CHOSEN, WORLD, NoSuchScope, Scope, find_scope
from ldnportal.regions.summary import Summary, summarise


class Command(BaseCommand):
    help = "Write the summary of a region, of all Parties or of some to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("region", help="the slug of a region, such as annex-i; world; or set")
        parser.add_argument("file", choices=list(FILES), help="which file")
        parser.add_argument("--parties", nargs="+", default=[], help="ISO codes, with set")
        parser.add_argument("--cycle", type=int, help="by default the newest with published data")
        parser.add_argument("--output", type=Path, help="by default REGION-CYCLE-FILE here")

    def handle(self, *args: Any, **options: Any) -> None:
        scope = _scope(options["region"], options["parties"])
        summary = summarise(scope, _cycle(options["cycle"]))
        name = f"{summary.region.slug}-{summary.cycle.year}-{options['file']}"
        target = options["output"] or Path(name)
        size = _write(target, options["file"], summary)
        self.stdout.write(f"{target}: {size} bytes, {summary.coverage.count} Parties with data.")


def _scope(slug: str, parties: list[str]) -> Scope:
    try:
        return find_scope(slug, parties)
    except NoSuchScope as error:
        if slug == CHOSEN:
            raise CommandError("Name the Parties: --parties XAA XBB, all of them known.") from error
        known = ", ".join(Region.objects.order_by("slug").values_list("slug", flat=True))
        raise CommandError(
            f"There is no region {slug!r}. Known are: {known or 'none'}, {WORLD}, {CHOSEN}."
        ) from error


def _cycle(year: int | None) -> Cycle:
    cycles = cycles_with_facts()
    if year is None:
        if not cycles:
            raise CommandError("Nothing has been published yet.")
        return cycles[0]
    found = [cycle for cycle in cycles if cycle.year == year]
    if not found:
        known = ", ".join(str(cycle.year) for cycle in cycles) or "none"
        raise CommandError(f"Nothing was published for {year}. Cycles with data: {known}.")
    return found[0]


def _write(target: Path, name: str, summary: Summary) -> int:
    """Write beside the target and rename: whoever reads it sees a whole file."""
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with unfinished.open("wb") as file:
            for piece in FILES[name].chunks(summary):
                file.write(piece)
        unfinished.replace(target)
    except PdfUnavailable as error:
        raise CommandError(str(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size
