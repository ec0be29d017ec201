"""A list as CSV: its fields by their labels, the answers in words."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from countries.spreadsheet_text import safe
from targets.models import Entry
from targets.records.declaration import RecordType
from targets.records.words import all_words

BYTE_ORDER_MARK = "\ufeff"


def csv_of(kind: RecordType, entries: Iterable[Entry]) -> str:
    """The whole list, with a mark that spreadsheets need to read it as UTF-8."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(_heads(kind))
    for entry in entries:
        writer.writerow([safe(cell) for cell in _cells(kind, entry)])
    return out.getvalue()


def _heads(kind: RecordType) -> Iterator[str]:
    yield _("Number")
    yield from (str(said.label) for said in all_words(kind, {}))
    if kind.is_placed:
        yield _("Area of the polygon, km²")


def _cells(kind: RecordType, entry: Entry) -> Iterator[str]:
    yield str(entry.number)
    yield from (said.text for said in all_words(kind, entry.answers))
    if kind.is_placed:
        yield str(entry.geometry_area_km2 or "")
