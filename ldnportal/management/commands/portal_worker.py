"""Run the background worker and the clock, and start them again when they die."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ldnportal.supervisor import Supervisor


class Command(BaseCommand):
    help = "Run the background worker and its clock; start them again when they die."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, help="processes; one a core by default")
        parser.add_argument("--loglevel", default="info")
        parser.add_argument(
            "--grace", type=float, default=60, help="seconds to finish in when told to stop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "ldnportal"]
        level = ["--loglevel", options["loglevel"]]
        worker = [*celery, "worker", "--without-gossip", "--without-mingle", *level]
        if options["concurrency"]:
            worker += ["--concurrency", str(options["concurrency"])]
        Supervisor([worker, [*celery, "beat", *level]], grace_seconds=options["grace"]).run()
