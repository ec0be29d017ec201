"""A workbook of a report: its tables as the pages show them, to be filled in without a network.

Entered cells are open; all else is locked by sheet protection (without a password: it guards
against slips, not against people). Choices are lists. A hidden sheet says which cell is which.
"""

from collections.abc import Sequence
from io import BytesIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.baseline.page import SectionPage
from indicators.baseline.record import Record
from indicators.models import Report
from indicators.offline.book import (
    Lists,
    begin_guide,
    downloaded_words,
    guide_line,
    hide_keys,
    protect,
)
from indicators.offline.keys_sheet import Keys
from indicators.offline.section_sheet import SectionSheet, sheet_title
from indicators.offline.sheet_looks import BOLD, HEADING
from indicators.offline.texts import OFFLINE
from indicators.sections import SECTIONS


def workbook_bytes(
    report: Report, sections: Sequence[str], records: Sequence[Record] = ()
) -> bytes:
    """Write the workbook of some sections, or of all: of the whole country, or of some parts."""
    keys = Keys(report.party.iso3, str(report.cycle.year), get_language() or "en")
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)
    lists = Lists(book)
    for record in records or [Record.load(report)]:
        pages = [SectionPage(record, section, OFFLINE) for section in sections]
        for page in pages[1:]:
            page.share(pages[0])
        for page in pages:
            keys.versions[record.scope.prefix + page.key] = page.section.version
            sheet = book.create_sheet(sheet_title(page.key, record.scope))
            protect(sheet)
            SectionSheet(sheet, page, keys, lists.validation).write()
    _write_guide(guide, report, list(sections))
    lists.hide()
    hide_keys(book, keys.rows())
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_guide(sheet: Worksheet, report: Report, sections: list[str]) -> None:
    begin_guide(sheet)
    title = f"{report.party.name}: {_('Report %(year)s') % {'year': report.cycle.year}}"
    guide_line(sheet, title, HEADING)
    for text in _guide_texts():
        guide_line(sheet, text)
    for section in sections:
        info = SECTIONS[section]
        guide_line(sheet, str(info.title), BOLD)
        guide_line(sheet, str(info.why))
        for paragraph in str(info.guidance).split("\n\n"):
            guide_line(sheet, paragraph)


def _guide_texts() -> list[str]:
    return [
        downloaded_words(),
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
