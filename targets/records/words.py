"""Answers of an entry in words."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from indicators import quantity_text
from targets.promises.field_words import field_words
from targets.promises.fields import Sort, Words
from targets.records.declaration import AREA, AREA_KM2, AREA_UNIT, FieldGroup, RecordType


class Said(NamedTuple):
    """A field with its answer in words."""

    path: str
    label: Words
    text: str
    url: str = ""


def group_words(group: FieldGroup, answers: Mapping[str, Any]) -> Iterator[Said]:
    """Each field of a group with its answer; the unit of an area is told with the area."""
    for field in group.fields:
        if field.path == AREA_UNIT:
            continue
        kept = answers.get(field.path)
        if field.path == AREA:
            yield Said(AREA, field.label, _area(answers))
        else:
            url = str(kept or "") if field.sort == Sort.LINK else ""
            yield Said(field.path, field.label, field_words(field, kept), url)


def all_words(kind: RecordType, answers: Mapping[str, Any]) -> Iterator[Said]:
    """Every field of an entry with its answer."""
    for group in kind.groups:
        yield from group_words(group, answers)


def entry_name(kind: RecordType, answers: Mapping[str, Any], number: int) -> str:
    """What an entry is called: its name field in words, else its number."""
    named = field_words(kind.by_path[kind.name], answers.get(kind.name))
    return named or _("Entry %(number)s") % {"number": number}


def column_words(kind: RecordType, answers: Mapping[str, Any], path: str) -> str:
    """What a list shows of one field."""
    if path == AREA:
        return _area(answers)
    return field_words(kind.by_path[path], answers.get(path))


def _area(answers: Mapping[str, Any]) -> str:
    kept = answers.get(AREA_KM2)
    return "" if kept is None else quantity_text.area(Decimal(kept))
