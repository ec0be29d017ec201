"""A workbook of targets, measures and lists: a sheet each, to be filled in without a network.

The first rows of a sheet hold the keys of its columns (hidden), their labels and what belongs in
them; then a row each, then empty rows for new ones. The first three columns are hidden: the id of
the row, its version, and a mark of what each open cell held.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from countries.models import Party
from countries.spreadsheet_text import safe
from indicators.models import Report
from indicators.offline.book import (
    Lists,
    begin_guide,
    downloaded_words,
    guide_line,
    hide_keys,
    protect,
)
from indicators.offline.sheet_looks import BOLD, BOX, GREY, HEADING, OPEN, QUIET, WRAPPED
from targets.offline.cell_text import LONGEST, cell_value, digest
from targets.offline.sheets import NUMBER, OF, PromiseSheet, SheetRow, is_long, sheets_in
from targets.promises.fields import Field, Sort

MARK, FORMAT = "ldn-promises", "1"
ID, VERSION, HELD = "id", "version", "held"
HIDDEN = (ID, VERSION, HELD)
KEY_ROW, LABEL_ROW, HELP_ROW, FIRST_ROW = 1, 2, 3, 4
SPARE_ROWS = 40
"""Empty rows for new entries."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_TITLE = 31
_NARROW, _WIDE = 16, 40


def workbook_bytes(report: Report, book_key: str) -> bytes:
    """Write the workbook of everything, or of one list. Raises KeyError for an unknown one."""
    sheets, party = sheets_in(book_key), report.party
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)
    lists = Lists(book)
    titles = {sheet.key: _title(sheet) for sheet in sheets}
    for sheet in sheets:
        page = book.create_sheet(titles[sheet.key])
        protect(page)
        _SheetWriter(page, sheet, lists).write(party)
    _write_guide(guide, report, sheets)
    lists.hide()
    heads = [MARK, FORMAT, party.iso3, str(report.cycle.year), get_language() or "en"]
    hide_keys(book, [heads, *(["sheet", key, title] for key, title in titles.items())])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _title(sheet: PromiseSheet) -> str:
    return str(sheet.title).translate(_FORBIDDEN)[:_LONGEST_TITLE].strip()


class _SheetWriter:
    """Writes one sheet, column by column known by its key."""

    def __init__(self, page: Worksheet, sheet: PromiseSheet, lists: Lists) -> None:
        self.page, self.sheet, self.lists = page, sheet, lists
        owner = [OF] if sheet.owner else []
        shown = [one.path for one in sheet.shown]
        self.keys = [*HIDDEN, NUMBER, *owner, *(f.path for f in sheet.fields), *shown]

    def write(self, party: Party) -> None:
        """Write heads, rows, empty rows and lists to choose from."""
        self._heads()
        line = FIRST_ROW
        for row in self.sheet.rows(party):
            self._row(line, row)
            line += 1
        last = line - 1
        if self.sheet.takes_rows:
            last += SPARE_ROWS
            for spare in range(line, last + 1):
                self._spare(spare)
        self._choices(max(last, FIRST_ROW))
        self.page.freeze_panes = f"{get_column_letter(len(HIDDEN) + 2)}{FIRST_ROW}"

    def _heads(self) -> None:
        labels, helps = self._labels(), self._helps()
        for number, key in enumerate(self.keys, 1):
            column = get_column_letter(number)
            self.page.cell(row=KEY_ROW, column=number, value=key)
            self._head(LABEL_ROW, number, labels.get(key, ""), BOLD)
            self._head(HELP_ROW, number, helps.get(key, ""), QUIET)
            known = self.sheet.by_path.get(key)
            is_wide = key == "statement" or (known is not None and is_long(known))
            self.page.column_dimensions[column].width = _WIDE if is_wide else _NARROW
            self.page.column_dimensions[column].hidden = key in HIDDEN
        self.page.row_dimensions[KEY_ROW].hidden = True

    def _head(self, row: int, column: int, text: str, font: Any) -> None:
        cell: Any = self.page.cell(row=row, column=column, value=safe(text))
        cell.font, cell.fill, cell.alignment = font, GREY, WRAPPED

    def _labels(self) -> dict[str, str]:
        found = {NUMBER: _("Number"), OF: str(self.sheet.owner_words)}
        found |= {one.path: str(one.label) for one in self.sheet.fields}
        return found | {one.path: str(one.label) for one in self.sheet.shown}

    def _helps(self) -> dict[str, str]:
        found = {
            NUMBER: _(
                "Leave it empty in a new row, or write one that is free, to name it elsewhere"
            ),
            OF: _("Its number"),
        }
        if not self.sheet.takes_rows or self.sheet.owner:
            found[NUMBER] = ""
        return found | {one.path: _help(one) for one in self.sheet.fields}

    def _row(self, line: int, row: SheetRow) -> None:
        marks = " ".join(digest(one, row.texts.get(one.path, "")) for one in self.sheet.fields)
        values: dict[str, Any] = {ID: row.id, VERSION: row.version, HELD: marks}
        values |= {NUMBER: row.number, OF: row.of}
        values |= {path: _locked_value(value) for path, value in row.shown.items()}
        for one in self.sheet.fields:
            values[one.path] = cell_value(one, row.texts.get(one.path, ""))
        for number, key in enumerate(self.keys, 1):
            one_field = self.sheet.by_path.get(key)
            is_open = row.is_open and one_field is not None
            is_open = is_open and len(row.texts.get(key, "")) < LONGEST
            self._cell(line, number, values.get(key), one_field, is_open=is_open)

    def _spare(self, line: int) -> None:
        for number, key in enumerate(self.keys, 1):
            one_field = self.sheet.by_path.get(key)
            is_name = key == OF or (key == NUMBER and not self.sheet.owner)
            self._cell(line, number, None, one_field, is_open=is_name or one_field is not None)

    def _cell(
        self, line: int, column: int, value: Any, one_field: Field | None, *, is_open: bool
    ) -> None:
        cell = self.page.cell(row=line, column=column, value=value)
        cell.alignment = WRAPPED
        if one_field is not None and one_field.sort == Sort.DAY:
            cell.number_format = "yyyy-mm-dd"
        elif isinstance(value, str):
            cell.number_format = "@"
        if is_open:
            cell.border, cell.protection = BOX, OPEN
        else:
            cell.fill = GREY

    def _choices(self, last: int) -> None:
        """Give each column with one answer its list."""
        for number, key in enumerate(self.keys, 1):
            one = self.sheet.by_path.get(key)
            if one is not None and one.sort == Sort.CHOICE:
                validation = self.lists.validation(tuple(str(label) for _k, label in one.choices))
                letter = get_column_letter(number)
                validation.add(f"{letter}{FIRST_ROW}:{letter}{last}")
                self.page.add_data_validation(validation)


def _locked_value(value: Any) -> Any:
    return safe(value[:LONGEST]) if isinstance(value, str) else value


def _help(one: Field) -> str:
    """What belongs into a column: its help, and the answers where it takes several."""
    words = [str(one.help)] if one.help else []
    if one.of:
        words.append(_("Numbers, with a semicolon between"))
    elif one.sort == Sort.SEVERAL:
        labels = "; ".join(str(label) for _key, label in one.choices)
        words.append(_("Any of these, with a semicolon between: %(labels)s") % {"labels": labels})
    return " ".join(words)


def _write_guide(guide: Worksheet, report: Report, sheets: Sequence[PromiseSheet]) -> None:
    begin_guide(guide)
    title = f"{report.party.name}: {_('Report %(year)s') % {'year': report.cycle.year}}"
    guide_line(guide, title, HEADING)
    for text in (
        downloaded_words(),
        _(
            "Fill in the white cells with a border; grey cells are worked out by the portal. Write "
            "new entries into the empty rows at the end of a sheet. Areas have their unit beside "
            "them."
        ),
        _(
            "Then upload the workbook under “Work offline”. Nothing changes before you have seen "
            "every change and confirmed it. What others saved meanwhile is shown beside."
        ),
        _(
            "A row that you delete here stays in the portal: entries are removed on their page. "
            "Polygons are drawn or uploaded there, too."
        ),
    ):
        guide_line(guide, text)
    for sheet in sheets:
        guide_line(guide, str(sheet.title), BOLD)
        guide_line(guide, str(sheet.why))
