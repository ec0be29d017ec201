"""What differs between two versions as files to keep: CSV, and a workbook with two sheets."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from countries.spreadsheet_text import safe
from targets.comparison import Change
from targets.geometry_comparison import PlaceChange
from targets.pages import words
from targets.records.registry import RECORD_TYPES

Table = Iterator[Sequence[Any]]


def change_rows(found: Iterable[Change]) -> Table:
    """A head and a row for each field that differs, as on the page."""
    yield (_("Section"), _("Field"), _("Address of the field"), _("Before"), _("Now"))
    for change in found:
        title = RECORD_TYPES[change.page].title if change.page in RECORD_TYPES else None
        section = str(title or words.section_title(change.page))
        yield (section, change.label, change.path, change.before, change.after)


def place_rows(found: Iterable[PlaceChange]) -> Table:
    """A head and a row for each place that differs, areas in km2."""
    yield (
        _("Place"),
        _("Address of the field"),
        _("Before (km²)"),
        _("Now (km²)"),
        _("Difference (km²)"),
        _("Added (km²)"),
        _("Removed (km²)"),
        _("Kept (km²)"),
    )
    for place in found:
        yield (
            place.label,
            place.path,
            place.before_km2,
            place.after_km2,
            place.difference_km2,
            place.added_km2,
            place.removed_km2,
            place.kept_km2,
        )


def as_csv(found: Iterable[Change]) -> bytes:
    """All fields that differ; places stand among them in words."""
    text = io.StringIO()
    csv.writer(text).writerows([safe(value) for value in row] for row in change_rows(found))
    return text.getvalue().encode("utf-8-sig")


def as_workbook(found: Iterable[Change], places: Iterable[PlaceChange]) -> bytes:
    """A sheet of fields and a sheet of places."""
    book = Workbook(write_only=True)
    _sheet(book.create_sheet(_("Changes")), change_rows(found))
    _sheet(book.create_sheet(_("Places")), place_rows(places))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _sheet(sheet: WriteOnlyWorksheet, rows: Table) -> None:
    sheet.freeze_panes = "A2"
    sheet.append([_head(sheet, text) for text in next(rows)])
    for row in rows:
        sheet.append([_cell(value) for value in row])


def _head(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(value: Any) -> Any:
    """A number as it is, text as a workbook can hold it."""
    kept = safe(value)
    return ILLEGAL_CHARACTERS_RE.sub("", kept) if isinstance(kept, str) else kept
