"""Write and verify the audit trail.

Each event's hash is SHA-256 over the canonical JSON of its fields and of the hash before it.
`previous_hash` is unique, so that two writers cannot both follow the same event.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django.utils import timezone

from countries.models import AuditEvent

if TYPE_CHECKING:
    from countries.models import Party, User

GENESIS = "0" * 64
_LOCK_KEY = 1_531_001  # one number for pg_advisory_xact_lock
_HASHED = ("kind", "actor_id", "actor", "party", "target_model", "target_id", "data", "at")


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys and no spaces, the same for the same value everywhere."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def event_hash(event: AuditEvent) -> str:
    """Return the SHA-256 of the event's fields and of the hash before it."""
    fields: dict[str, Any] = {name: getattr(event, name) for name in _HASHED}
    at: datetime = fields["at"]
    fields["at"] = at.astimezone(UTC).isoformat()
    fields["previous_hash"] = event.previous_hash
    return hashlib.sha256(canonical_json(fields).encode()).hexdigest()


def record(
    kind: str,
    /,
    *,
    by: "User | None",
    party: "Party | None" = None,
    target: models.Model | None = None,
    **data: Any,
) -> AuditEvent:
    """Append one event, in the transaction of the act it records."""
    with transaction.atomic():
        _take_turn()
        last = AuditEvent.objects.order_by("-pk").values_list("hash", flat=True).first()
        event = AuditEvent(
            kind=kind,
            actor_id=str(by.pk) if by else "",
            actor=by.email if by else "",
            party=party.iso3 if party else "",
            target_model=target._meta.label_lower if target else "",
            target_id=str(target.pk) if target else "",
            data=json.loads(canonical_json(data)),
            at=timezone.now(),
            previous_hash=last or GENESIS,
        )
        event.hash = event_hash(event)
        event.save(force_insert=True)
    return event


def _take_turn() -> None:
    """Let one writer at a time append; SQLite's immediate transactions do so already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_KEY])


def first_broken_event() -> AuditEvent | None:
    """Walk the chain and return the first event that does not fit, or None."""
    previous = GENESIS
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=2000):
        if event.previous_hash != previous or event.hash != event_hash(event):
            return event
        previous = event.hash
    return None
