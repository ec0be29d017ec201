"""Make the default outlines of the world from the TopoJSON of `world-atlas`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from countries import world_outlines
from countries.actions.parties import PARTIES_FILE, read_csv


class Command(BaseCommand):
    help = "Write countries/data/outlines.geojson from countries-50m.json of world-atlas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        codes = {row["m49"]: row["iso3"] for row in read_csv(PARTIES_FILE) if row["m49"]}
        try:
            topology = json.loads(file.read_text(encoding="utf-8"))
            collection = world_outlines.compiled(topology, codes)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"Expected countries-50m.json of world-atlas: {error}") from error
        world_outlines.FILE.write_text(world_outlines.written(collection), encoding="utf-8")
        size = world_outlines.FILE.stat().st_size
        self.stdout.write(f"{len(collection['features'])} outlines, {size} bytes.")
