"""Verify that no audit event was altered, removed or slipped in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from countries.audit import first_broken_event
from countries.models import AuditEvent


class Command(BaseCommand):
    help = "Walk the chain of audit events and name the first that does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = first_broken_event()
        if broken is not None:
            raise CommandError(
                f"The chain breaks at event {broken.pk} ({broken.kind}, {broken.at.isoformat()}). "
                "It, or an event before it, was altered or removed after it was written."
            )
        self.stdout.write(f"{AuditEvent.objects.count()} events, all as they were written.")
