"""What a submitted version freezes of the lists, and the rows that are published of it."""

from collections.abc import Iterable
from typing import Any

from targets.bounds import bounds_columns
from targets.models import Entry, PublishedEntry, Submission
from targets.records.registry import RECORD_TYPES


def counts(entry: Entry) -> bool:
    """Return whether an entry is part of the report: confirmed, where its list asks for that."""
    return entry.confirmed_at is not None or not RECORD_TYPES[entry.kind].needs_confirming


def records_content(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return the entries of all lists that count, in the order of the lists."""
    order = list(RECORD_TYPES)
    rows = sorted(filter(counts, entries), key=lambda row: (order.index(row.kind), row.number))
    return {"records": [_entry(row) for row in rows]}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "path": f"{entry.kind}.{entry.number}",
        "kind": entry.kind,
        "number": entry.number,
        "answers": entry.answers,
        "geometry": entry.geometry,
        "geometry_area_km2": entry.geometry_area_km2,
        "confirmed_at": entry.confirmed_at,
        "explanations": entry.explanations,
    }


def entries_of(submission: Submission) -> list[PublishedEntry]:
    """Return the entries that the snapshot of `submission` states, not yet saved."""
    report = submission.report
    return [
        PublishedEntry(
            submission=submission,
            party_id=report.party_id,
            cycle_id=report.cycle_id,
            version=submission.version,
            kind=row["kind"],
            number=row["number"],
            answers=row["answers"],
            geometry=row.get("geometry"),
            geometry_area_km2=row.get("geometry_area_km2"),
            **bounds_columns(row.get("geometry")),
        )
        for row in submission.content.get("records", [])
    ]
