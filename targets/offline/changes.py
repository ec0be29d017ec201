"""What a workbook of targets, measures and lists would change, beside what is saved now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from countries.models import Party
from indicators.baseline.reading import UnreadableError
from indicators.offline.arrival import Arrival, Offered
from indicators.offline.preview import Change, SectionChanges
from indicators.offline.texts import as_decimal
from targets.models import Entry, Measure, Target
from targets.offline.cell_text import is_same
from targets.offline.sheets import (
    PROGRESS,
    QUANTITIES,
    SHEETS,
    entries_of,
    measures_of,
    targets_of,
    texts_of,
)
from targets.promises.field_words import field_words
from targets.promises.fields import Field, Sort, answers
from targets.records.registry import RECORD_TYPES
from targets.records.words import entry_name
from targets.sections import MEASURES, TARGETS

Row = Target | Measure | Entry


@dataclass(frozen=True)
class Address:
    """The address of a cell: its list, the number or token of its row, the path of its field."""

    key: str
    token: str
    rest: str

    @classmethod
    def of(cls, path: str) -> "Address":
        key, token, rest = path.split(".", 2)
        return cls(key, token, rest)

    @property
    def is_new(self) -> bool:
        """Whether its row is a new one of the file."""
        return self.token.startswith("+")

    @property
    def row(self) -> str:
        return f"{self.key}.{self.token}"

    @property
    def sheet(self) -> str:
        """The sheet that it stands on."""
        is_quantity = self.key == TARGETS and self.rest.startswith(f"{QUANTITIES}.")
        return QUANTITIES if is_quantity else self.key

    @property
    def field(self) -> Field:
        """The field. Raises KeyError for one that is gone."""
        own = SHEETS[self.sheet].by_path
        return own[self.rest] if self.rest in own else own[self.rest.rpartition(".")[2]]


class Saved:
    """The rows that a workbook speaks of, read once for each list."""

    def __init__(self, party: Party) -> None:
        self.party = party
        self._rows: dict[str, dict[str, Row]] = {}

    def row(self, address: Address) -> Row | None:
        """The row of an address; None for a new one, or one that is gone."""
        key = MEASURES if address.key == PROGRESS else address.key
        return self.rows(key).get(address.token)

    def rows(self, key: str) -> Mapping[str, Row]:
        """The rows of a list by their number as text."""
        if key not in self._rows:
            self._rows[key] = {str(row.number): row for row in self._read(key)}
        return self._rows[key]

    def _read(self, key: str) -> Sequence[Row]:
        if key == TARGETS:
            return list(targets_of(self.party))
        return list(measures_of(self.party) if key == MEASURES else entries_of(self.party, key))


@dataclass(frozen=True)
class Preview:
    """An arrival beside what is saved."""

    party: Party
    arrival: Arrival

    @cached_property
    def saved(self) -> Saved:
        return Saved(self.party)

    @cached_property
    def _texts(self) -> dict[str, dict[str, str]]:
        """What the form of each row shows now, by the row."""
        wanted: dict[str, list[str]] = {}
        for offered in self.arrival.offered:
            address = Address.of(offered.path)
            wanted.setdefault(address.row, []).append(address.rest)
        found: dict[str, dict[str, str]] = {}
        for row_id, paths in wanted.items():
            address = Address.of(f"{row_id}.")
            row = None if address.key == PROGRESS else self.saved.row(address)
            found[row_id] = {} if row is None else texts_of(row, paths)
        return found

    @property
    def groups(self) -> list[SectionChanges]:
        """The changes of each sheet, in their order."""
        by_sheet: dict[str, list[Offered]] = {key: [] for key in SHEETS}
        for offered in self.arrival.offered:
            address = Address.of(offered.path)
            if address.sheet in by_sheet and self._is_there(address):
                by_sheet[address.sheet].append(offered)
        return [self._group(key, rows) for key, rows in by_sheet.items() if rows]

    def _is_there(self, address: Address) -> bool:
        return address.is_new or self.saved.row(address) is not None

    def _group(self, key: str, offered: Sequence[Offered]) -> SectionChanges:
        changes = list(self._changes(offered))
        versions = {}
        for change in changes:
            row = self.saved.row(Address.of(change.path))
            if row is not None:
                versions[Address.of(change.path).row] = row.version
        same = len(offered) - len(changes)
        return SectionChanges(key, SHEETS[key].title, versions, changes, same)

    def _changes(self, offered: Sequence[Offered]) -> Iterator[Change]:
        for one in offered:
            address = Address.of(one.path)
            now = self._texts[address.row].get(address.rest, "")
            if not is_same(address.field, now, one.text):
                yield self._change(address, one, now)

    def _change(self, address: Address, one: Offered, now: str) -> Change:
        row, known = self.saved.row(address), address.field
        made_from = self.arrival.versions.get(address.row)
        is_crossed = row is not None and made_from is not None
        is_crossed = is_crossed and row.changed.get(address.rest, 0) > made_from  # type: ignore[union-attr]
        return Change(
            path=one.path,
            label=f"{self._name(address, row)}: {known.label}",
            place=one.place,
            now=now,
            text=one.text,
            now_words=_words(known, now),
            words=_words(known, one.text),
            origin="",
            difference=_difference(known, now, one.text),
            crossed=is_crossed,
            taken=not is_crossed,
            is_text=known.sort != Sort.NUMBER,
        )

    def _name(self, address: Address, row: Row | None) -> str:
        """What the row of a cell is called."""
        if row is None:
            name = _("New, line %(line)s") % {"line": address.token.lstrip("+")}
        elif isinstance(row, Entry):
            name = entry_name(RECORD_TYPES[row.kind], row.answers, row.number)
        else:
            name = str(row)
        if address.sheet == QUANTITIES:
            return f"{name}, {_quantity_name(address.rest.split('.')[1])}"
        if address.key == PROGRESS:
            line = address.rest.split(".")[0].lstrip("+")
            return _("%(measure)s, new report in line %(line)s") % {"measure": name, "line": line}
        return name


def _quantity_name(token: str) -> str:
    if token.startswith("+"):
        return _("new quantity in line %(line)s") % {"line": token.lstrip("+")}
    return _("quantity %(number)s") % {"number": int(token) + 1}


def _words(known: Field, text: str) -> str:
    """A text as people read it; one that cannot be read stays as it is."""
    if known.of:
        return ", ".join(_numbered(known, part) for part in answers(text))
    try:
        return field_words(known, known.read(text, "."))
    except UnreadableError:
        return text


def _numbered(known: Field, token: str) -> str:
    if token.startswith("+"):
        return _("New, line %(line)s") % {"line": token.lstrip("+")}
    return field_words(known, [token])


def _difference(known: Field, now: str, text: str) -> Decimal | None:
    if known.sort != Sort.NUMBER:
        return None
    before, after = as_decimal(now), as_decimal(text)
    return None if before is None or after is None else after - before
