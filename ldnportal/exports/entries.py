"""Sheets of the lists of supporting information, and the stable names of published entries."""

from collections.abc import Iterable

from ldnportal.exports.sheets import Column, Sheet
from targets.models import Entry, PublishedEntry
from targets.records.declaration import RecordType
from targets.records.sheets import columns_of, value_in


def entries_sheet(kind: RecordType, rows: Iterable[Entry]) -> Sheet[Entry]:
    """A list as it is filled in: download, change, upload."""
    columns = tuple(
        Column[Entry](key, meaning, lambda entry, key=key: value_in(entry, key))  # type: ignore[misc]
        for key, meaning in columns_of(kind)
    )
    return Sheet(kind.key, kind.title, columns, rows)


def entry_identifier(row: PublishedEntry) -> str:
    """The stable name of a published entry: Party, cycle, list, number."""
    return f"{row.party.iso3}-{row.cycle.year}-{row.kind}-{row.number}"
