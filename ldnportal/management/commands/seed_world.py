"""Fill a database with made-up reports of all Parties, to measure the portal with."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from countries.models import Party
from ldnportal.demo.people import load_real_parties
from ldnportal.demo.world import EMAIL, seed_world
from targets.models import Fact, Submission


class Command(BaseCommand):
    help = (
        "Publish made-up reports of all Parties for three cycles. Only with DEMO=1, or with "
        "--fictional-numbers; never beside reports that people have written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--parties", type=int, help="only the first so many")
        parser.add_argument(
            "--fictional-numbers",
            action="store_true",
            help="this database may hold made-up numbers of real Parties",
        )

    def handle(
        self,
        *args: Any,
        seed: int,
        parties: int | None,
        fictional_numbers: bool,
        **options: Any,
    ) -> None:
        if not settings.DEMO and not fictional_numbers:
            raise CommandError(
                "This publishes made-up numbers of real Parties: set DEMO=1 or give "
                "--fictional-numbers."
            )
        written = Submission.objects.exclude(submitted_by__email=EMAIL)
        if written.filter(report__party__is_fictional=False).exists():
            raise CommandError("This database holds reports of Parties. Use an empty one.")
        load_real_parties()
        started = time.monotonic()
        count = seed_world(seed, self.stdout.write, most=parties)
        self.stdout.write(
            f"{count} reports of {Party.objects.count()} Parties published,"
            f" {Fact.objects.count()} facts, {time.monotonic() - started:.0f} s."
        )
