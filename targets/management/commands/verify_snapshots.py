"""`manage.py verify_snapshots`: prove that every submitted version is still what was signed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from targets.models import Submission
from targets.snapshots import broken_versions


class Command(BaseCommand):
    help = (
        "Recompute the SHA-256 of every submitted version, check its canonical form and its link"
        " to the version before. Ends with an error, and names each version that fails."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = list(broken_versions())
        for found in broken:
            self.stderr.write(f"{found.submission}: {found.reason}")
        if broken:
            raise CommandError(f"{len(broken)} versions are not what was submitted.")
        count = Submission.objects.count()
        self.stdout.write(f"All {count} submitted versions are what was submitted.")
