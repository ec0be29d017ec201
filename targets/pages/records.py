"""Entries of the lists in a snapshot as cards of facts, one page a list."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from targets.pages.parts import Fact, FactList, Page
from targets.pages.words import area_text
from targets.records.registry import RECORD_TYPES
from targets.records.words import all_words, entry_name

Row = Mapping[str, Any]


def record_pages(content: Row) -> Iterator[Page]:
    """A page for each list that has entries; snapshots of schema 1 have none."""
    for key, rows in groupby(content.get("records", []), key=lambda row: str(row["kind"])):
        kind = RECORD_TYPES.get(key)
        yield Page(key, kind.title if kind else key, tuple(entry_card(row) for row in rows))


def entry_card(row: Row) -> FactList:
    """An entry as it was submitted; of a list that nobody knows any more, its bare answers."""
    path, kind, number = str(row["path"]), RECORD_TYPES.get(row["kind"]), row["number"]
    answers = row["answers"]
    if kind is None:
        facts = tuple(Fact(f"{path}.{key}", key, str(kept)) for key, kept in answers.items())
        return FactList(path, _("Entry %(number)s") % {"number": number}, facts)
    said = tuple(
        Fact(f"{path}.{fact.path}", fact.label, fact.text, url=fact.url)
        for fact in all_words(kind, answers)
        if fact.text
    )
    facts = (*said, *_place(path, row), *_confirmed(path, row))
    return FactList(path, entry_name(kind, answers, number), facts, row.get("geometry"))


def _place(path: str, row: Row) -> Iterator[Fact]:
    """The area of the polygon; versions from before entries had places have none."""
    if row.get("geometry"):
        area = area_text(row["geometry_area_km2"])
        yield Fact(f"{path}.geometry", _("Area of the polygon"), area)


def _confirmed(path: str, row: Row) -> Iterator[Fact]:
    at = parse_datetime(row["confirmed_at"]) if row["confirmed_at"] else None
    if at is not None:
        text = date_format(localtime(at), "DATE_FORMAT")
        yield Fact(f"{path}.confirmed_at", _("Confirmed by the focal point"), text)
