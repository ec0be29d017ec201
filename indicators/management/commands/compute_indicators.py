"""Compute the indicators of a manifest from the command line; no database is asked."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from indicators.science.engine import compute
from indicators.science.errors import EngineError


class Command(BaseCommand):
    """`manage.py compute_indicators MANIFEST.json --out DIR`."""

    help = "Compute land cover, productivity, carbon and SDG 15.3.1 from a manifest of rasters."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Manifest, output folder, and how to share the work."""
        parser.add_argument("manifest", type=Path, help="the manifest, a JSON file")
        parser.add_argument("--out", required=True, help="folder (or s3:// address) for results")
        parser.add_argument("--workers", type=int, help="threads; by default one for each core")
        parser.add_argument("--chunk-pixels", type=int, help="pixels that are worked on together")
        parser.add_argument("--scratch", help="keep the intermediate files in this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the engine; its sentence becomes the command's error."""
        try:
            summary = compute(
                options["manifest"],
                options["out"],
                workers=options["workers"],
                chunk_pixels=options["chunk_pixels"],
                scratch=options["scratch"],
                progress=self._report if options["verbosity"] > 1 else None,
            )
        except EngineError as error:
            raise CommandError(str(error)) from error
        area = summary["grid"]["area_of_interest_km2"]
        self.stdout.write(
            _("Computed %(area).2f km2; the results are in %(out)s.")
            % {"area": area, "out": options["out"]}
        )

    def _report(self, done: int, total: int, stage: str) -> None:
        self.stderr.write(f"{stage}: {done}/{total}")
