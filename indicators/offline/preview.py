"""What a pending import would change, cell by cell, beside what stands there now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.baseline.answers import Question
from indicators.baseline.keys import Key
from indicators.baseline.labels import label
from indicators.baseline.reading import write_number
from indicators.baseline.record import Record
from indicators.baseline.texts import shown_texts
from indicators.models import Observation, Origin
from indicators.offline.arrival import Arrival, Field, Offered, known_fields
from indicators.offline.texts import OFFLINE, answer_label, as_decimal, same_number
from indicators.sections import SECTIONS

UNITS = _("km², t/ha")


@dataclass(frozen=True)
class Change:
    """One field that would change. `crossed`: somebody changed it since the file was made."""

    path: str
    label: str
    place: str
    now: str
    text: str
    now_words: str
    words: str
    origin: str
    difference: Decimal | None
    crossed: bool
    taken: bool
    """Whether it is ticked before anybody has looked."""
    is_text: bool = False
    """Whether it reads from the start of its cell, and not as a number from the end."""


@dataclass(frozen=True)
class SectionChanges:
    """The changes of one section, and the versions of its rows as this preview saw them."""

    key: str
    title: str | Promise
    versions: Mapping[str, int]
    changes: list[Change]
    same: int
    unit: str | Promise = ""

    @property
    def crossed(self) -> int:
        return sum(change.crossed for change in self.changes)


def preview(record: Record, arrival: Arrival) -> list[SectionChanges]:
    """Set what a file offers beside what the record holds, section by section."""
    known = known_fields(record)
    offered = [o for o in arrival.offered if o.path in known]
    groups = []
    for key, info in SECTIONS.items():
        own = [o for o in offered if o.path.partition(".")[0] == key]
        if own:
            changes = list(_changes(record, arrival, key, own, known))
            versions = {key: record.section(key).version}
            same = len(own) - len(changes)
            groups.append(SectionChanges(key, info.title, versions, changes, same, UNITS))
    return groups


def _changes(
    record: Record,
    arrival: Arrival,
    section: str,
    offered: Iterable[Offered],
    known: dict[str, Field],
) -> Iterable[Change]:
    shown = shown_texts(record, section, OFFLINE)
    changed = record.section(section).changed
    made_from = arrival.versions.get(section)
    for one in offered:
        if not _is_same(record, known[one.path], shown[one.path], one.text):
            crossed = made_from is not None and changed.get(one.path, 0) > made_from
            yield _change(record, known[one.path], shown[one.path], one, crossed, arrival)


def _is_same(record: Record, field: Field, now: str, text: str) -> bool:
    if isinstance(field, Question):
        return now == text
    row = record.observations.get(field)
    exact = row is not None and row.value is not None and row.value == as_decimal(text)
    return same_number(now, text) or (exact and not record.unread(field.path))


def _change(
    record: Record, field: Field, now: str, one: Offered, crossed: bool, arrival: Arrival
) -> Change:
    row = record.observations.get(field) if isinstance(field, Key) else None
    return Change(
        path=one.path,
        label=_label(record, field),
        place=one.place,
        now=now,
        text=one.text,
        now_words=_words(field, now),
        words=_words(field, one.text),
        origin=row.origin if row else "",
        difference=_difference(now, one.text) if isinstance(field, Key) else None,
        crossed=crossed,
        taken=not crossed and not (_replaces_national(row, now) and not arrival.versions),
    )


def _replaces_national(row: Observation | None, now: str) -> bool:
    """A file that was not made from this record is not believed over what a person entered."""
    return bool(now) and (row is None or row.origin == Origin.NATIONAL)


def _label(record: Record, field: Field) -> str:
    return label(field, record.frame) if isinstance(field, Key) else str(field.label)


def _words(field: Field, text: str) -> str:
    """A text as people read it: answers in words, numbers with the reader's decimal sign."""
    if isinstance(field, Question):
        return answer_label(field, text)
    number = as_decimal(text)
    return text if number is None else write_number(number)


def _difference(now: str, text: str) -> Decimal | None:
    before, after = as_decimal(now), as_decimal(text)
    return None if before is None or after is None else after - before
