"""Parts that every workbook has: lists to choose from, hidden sheets, locked cells, a guide."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from countries.spreadsheet_text import safe
from indicators.offline.keys_sheet import TITLE
from indicators.offline.sheet_looks import WRAPPED

_LISTS = "_lists"
_GUIDE_WIDTH = 100


class Lists:
    """The choices of questions, each kept once in a hidden sheet that validations point at."""

    def __init__(self, book: Workbook) -> None:
        self.sheet = book.create_sheet(_LISTS)
        self.columns: dict[tuple[str, ...], str] = {}

    def validation(self, labels: tuple[str, ...]) -> DataValidation:
        """A list of these labels; empty stays allowed."""
        return DataValidation(
            type="list",
            formula1=self._range(labels),
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=_("Choose from the list"),
            error=_("This cell takes one of the answers in its list."),
        )

    def _range(self, labels: tuple[str, ...]) -> str:
        if labels not in self.columns:
            column = get_column_letter(len(self.columns) + 1)
            for number, label in enumerate(labels, 1):
                cell = self.sheet[f"{column}{number}"]
                cell.value = label
                cell.quotePrefix = True  # a label may start with a plus
            self.columns[labels] = f"'{_LISTS}'!${column}$1:${column}${len(labels)}"
        return self.columns[labels]

    def hide(self) -> None:
        """Put the sheet out of sight, once all lists are in it."""
        _seal(self.sheet)


def hide_keys(book: Workbook, rows: Iterable[list[Any]]) -> None:
    """Write the hidden sheet that says what is what."""
    sheet = book.create_sheet(TITLE)
    for row in rows:
        sheet.append(row)
    _seal(sheet)


def _seal(sheet: Worksheet) -> None:
    sheet.sheet_state = "veryHidden"
    sheet.protection.enable()


def protect(sheet: Worksheet) -> None:
    """Lock what is not open, and keep rows and columns where they are."""
    sheet.sheet_view.rightToLeft = get_language_bidi()
    protection = sheet.protection
    protection.enable()
    protection.formatColumns = protection.formatRows = protection.formatCells = False


def begin_guide(sheet: Worksheet) -> None:
    """Turn a sheet into the guide: one wide column of sentences."""
    sheet.title = _("How to fill this in")[:31]
    protect(sheet)
    sheet.column_dimensions["A"].width = _GUIDE_WIDTH


def guide_line(sheet: Worksheet, text: str, font: Any = None) -> None:
    """Add a line to the guide."""
    cell = sheet.cell(row=sheet.max_row + 1 if sheet["A1"].value else 1, column=1)
    cell.value = safe(text)
    cell.alignment = WRAPPED
    if font is not None:
        cell.font = font


def downloaded_words() -> str:
    """When the workbook was made."""
    day = date_format(timezone.localtime(), "DATETIME_FORMAT")
    return _("Downloaded on %(day)s.") % {"day": day}
