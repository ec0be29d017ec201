"""The stable names of published entries."""

from targets.models import PublishedEntry


def entry_identifier(row: PublishedEntry) -> str:
    """The stable name of a published entry: Party, cycle, list, number."""
    return f"{row.party.iso3}-{row.cycle.year}-{row.kind}-{row.number}"
