"""Take the rows of a filled-in sheet into a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from countries.models import Party, User
from indicators.drafts import SavedMeanwhileError
from targets.actions import promises as actions
from targets.models import Entry
from targets.records.declaration import RecordType
from targets.records.sheets import SheetRow


@dataclass
class Taken:
    """What became of the rows: numbers of entries, and of rows of the sheet without one."""

    added: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    same: int = 0
    crossed: list[int] = field(default_factory=list)
    """Entries that somebody changed after the download, which are left as they are."""
    unknown: list[int] = field(default_factory=list)
    unread: int = 0


@transaction.atomic
def take_rows(
    party: Party, kind: RecordType, rows: Sequence[SheetRow], *, by: User | None
) -> Taken:
    """Save every row as its form would: what cannot be read is kept as it was typed.

    Raises LockedError.
    """
    known = {entry.number: entry for entry in Entry.objects.filter(party=party, kind=kind.key)}
    taken = Taken()
    for row in rows:
        if row.number is None:
            _add(party, kind, row, taken, by)
        elif row.number in known and known[row.number].removed_at is None:
            entry = known[row.number]
            entry.party = party
            _change(entry, row, taken, by)
        else:
            taken.unknown.append(row.place)
    return taken


def _add(party: Party, kind: RecordType, row: SheetRow, taken: Taken, by: User | None) -> None:
    entry = actions.create(Entry, party, by=by, kind=kind.key)
    saved = actions.save(entry, row.texts, version=0, by=by)
    taken.added.append(entry.number)
    taken.unread += len(saved.problems)


def _change(entry: Entry, row: SheetRow, taken: Taken, by: User | None) -> None:
    try:
        saved = actions.save(entry, row.texts, version=row.version, by=by)
    except SavedMeanwhileError:
        taken.crossed.append(entry.number)
        return
    taken.unread += len(saved.problems)
    if saved.changed:
        taken.changed.append(entry.number)
    else:
        taken.same += 1
