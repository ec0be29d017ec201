"""A workbook of a report: its tables as the pages show them, to be filled in without a network.

Entered cells are open; all else is locked by sheet protection (without a password: it guards
against slips, not against people). Choices are lists. A hidden sheet says which cell is which.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from countries.spreadsheet_text import safe
from indicators.baseline.page import SectionPage
from indicators.baseline.record import Record
from indicators.models import Report
from indicators.offline.keys_sheet import TITLE, Keys
from indicators.offline.section_sheet import SectionSheet, sheet_title
from indicators.offline.sheet_looks import BOLD, HEADING, WRAPPED
from indicators.offline.texts import OFFLINE
from indicators.sections import SECTIONS

_LISTS = "_lists"
_GUIDE_WIDTH = 100


def workbook_bytes(report: Report, sections: Iterable[str]) -> bytes:
    """Write the workbook of some sections of a report, or of all."""
    record = Record.load(report)
    keys = Keys(report.party.iso3, str(report.cycle.year), get_language() or "en")
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)
    lists = _Lists(book)
    pages = [SectionPage(record, section, OFFLINE) for section in sections]
    for page in pages[1:]:
        page.share(pages[0])
    for page in pages:
        section = page.key
        keys.versions[section] = page.section.version
        sheet = book.create_sheet(sheet_title(section))
        _protect(sheet)
        SectionSheet(sheet, page, keys, lists.validation).write()
    _write_guide(guide, report, list(keys.versions))
    lists.hide()
    _hide(book, keys)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Lists:
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
        _seal(self.sheet)


def _hide(book: Workbook, keys: Keys) -> None:
    sheet = book.create_sheet(TITLE)
    for row in keys.rows():
        sheet.append(row)
    _seal(sheet)


def _seal(sheet: Worksheet) -> None:
    sheet.sheet_state = "veryHidden"
    sheet.protection.enable()


def _protect(sheet: Worksheet) -> None:
    """Lock what is not open, and keep rows and columns where the keys say they are."""
    sheet.sheet_view.rightToLeft = get_language_bidi()
    protection = sheet.protection
    protection.enable()
    protection.formatColumns = protection.formatRows = protection.formatCells = False


def _write_guide(sheet: Worksheet, report: Report, sections: list[str]) -> None:
    sheet.title = _("How to fill this in")[:31]
    _protect(sheet)
    sheet.column_dimensions["A"].width = _GUIDE_WIDTH
    title = f"{report.party.name}: {_('Report %(year)s') % {'year': report.cycle.year}}"
    _line(sheet, title, HEADING)
    for text in _guide_texts():
        _line(sheet, text, None)
    for section in sections:
        info = SECTIONS[section]
        _line(sheet, str(info.title), BOLD)
        _line(sheet, str(info.why), None)
        for paragraph in str(info.guidance).split("\n\n"):
            _line(sheet, paragraph, None)


def _guide_texts() -> list[str]:
    day = date_format(timezone.localtime(), "DATETIME_FORMAT")
    return [
        _("Downloaded on %(day)s.") % {"day": day},
        _(
            "Fill in the white cells with a border; grey cells are worked out by the portal and "
            "are as they were on the day of the download. Areas are in km², carbon in t/ha."
        ),
        _(
            "Then upload the workbook on the page it came from. Nothing changes before you have "
            "seen every change and confirmed it. What others saved meanwhile is shown beside."
        ),
        _(
            "A number you enter is national: it needs a source and a comment before the report "
            "can be submitted."
        ),
    ]


def _line(sheet: Worksheet, text: str, font: Any) -> None:
    cell = sheet.cell(row=sheet.max_row + 1 if sheet["A1"].value else 1, column=1)
    cell.value = safe(text)
    cell.alignment = WRAPPED
    if font is not None:
        cell.font = font
