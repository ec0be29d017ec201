"""One section as a sheet of the workbook: the blocks of its page, one below the other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from countries.spreadsheet_text import safe
from indicators.baseline.cells import Ask, Block, Cell, Grid, Row, Table
from indicators.baseline.keys import Key
from indicators.baseline.page import SectionPage
from indicators.baseline.reading import UnreadableError, read_number
from indicators.baseline.scope import NATIONAL, Scope
from indicators.offline.keys_sheet import Keys, Place
from indicators.offline.sheet_looks import BOLD, BOX, GREY, HEADING, OPEN, PLACES, QUIET, TOP
from indicators.offline.texts import answer_label, as_decimal, choice_label
from indicators.sections import SECTIONS

HEAD_WIDTH, CELL_WIDTH = 42, 15
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDTH_COLUMNS = 14

Lists = Callable[[tuple[str, ...]], DataValidation]


def sheet_title(section: str, scope: Scope = NATIONAL) -> str:
    """The title of a section's sheet, as spreadsheets allow it."""
    title = str(SECTIONS[section].title)
    words = title if scope.is_national else f"{title[:14]} {scope.label}"
    return words.translate(_FORBIDDEN)[:31]


@dataclass
class SectionSheet:
    """Writes one section and notes in `keys` where each open cell is."""

    sheet: Worksheet
    page: SectionPage
    keys: Keys
    lists: Lists
    row: int = 1
    _validations: dict[tuple[str, ...], DataValidation] = field(default_factory=dict)

    def write(self) -> None:
        """Write every block of the section."""
        self._widths()
        info = SECTIONS[self.page.key]
        scope = self.page.record.scope
        title = str(info.title) if scope.is_national else f"{info.title}: {scope.label}"
        self._put(1, title).font = HEADING
        self._put(2, str(info.why)).font = QUIET
        self.row = 4
        for block in self.page.blocks:
            self._block(block)
        for validation in self._validations.values():
            self.sheet.add_data_validation(validation)
        self.sheet.freeze_panes = "B1"

    def _widths(self) -> None:
        for number in range(1, _WIDTH_COLUMNS):
            width = HEAD_WIDTH if number == 1 else CELL_WIDTH
            self.sheet.column_dimensions[get_column_letter(number)].width = width

    def _put(self, row: int, text: str, column: int = 1) -> Any:
        cell = self.sheet.cell(row=row, column=column)
        cell.value = safe(text)
        cell.alignment = TOP
        return cell

    # ---- Blocks ----

    def _block(self, block: Block) -> None:
        if block.title:
            self._line(block.title, BOLD)
        if block.intro:
            self._line(block.intro, QUIET)
        for table in block.tables:
            self._table(table)
        if block.grid is not None:
            self._grid(block.grid)
        for ask in block.questions:
            self._ask_line(ask)
        self.row += 1

    def _line(self, text: object, font: Any) -> None:
        self._put(self.row, str(text)).font = font
        self.row += 1

    def _table(self, table: Table) -> None:
        self._line(f"{table.caption} ({table.unit})", BOLD)
        heads = [str(column.head) for column in table.columns]
        self._heads([str(table.corner), *heads])
        if any(column.question for column in table.columns):
            self._head_cell(_("Actual year of the data, if another"))
            for number, column in enumerate(table.columns, 2):
                if column.question is not None:
                    self._ask_cell(column.question, number)
            self.row += 1
        for row in table.rows:
            self._row(row, len(heads) + 2)
        self._formulas(table)
        self.row += 1

    def _heads(self, texts: Iterable[str]) -> None:
        for number, text in enumerate(texts, 1):
            cell = self._put(self.row, text, number)
            cell.font, cell.fill = BOLD, GREY
        self.row += 1

    def _head_cell(self, text: object) -> None:
        self._put(self.row, str(text)).fill = GREY

    def _row(self, row: Row, guidance: int) -> None:
        self._head_cell(row.head)
        for number, cell in enumerate(row.cells, 2):
            if cell.is_input:
                self._number(cell, number)
            else:
                self._derived(cell, number)
        if row.formula:
            worked_out = _("Worked out:")
            self._put(self.row, f"{worked_out} {row.formula}", guidance).font = QUIET
        self.row += 1

    def _formulas(self, table: Table) -> None:
        for column in table.columns:
            if column.formula:
                self._line(f"{column.head}: {column.formula}", QUIET)

    # ---- Cells ----

    def _number(self, cell: Cell, column: int) -> None:
        """An open cell for a number; a text that could not be read stands as it was typed."""
        number = None if cell.problem else as_decimal(cell.text)
        put = self._open(cell.path, column, cell.text)
        put.value = safe(cell.text) if number is None and cell.text else number
        put.number_format = PLACES
        if cell.problem:
            put.value = safe(cell.text)

    def _derived(self, cell: Cell, column: int) -> None:
        put = self._put(self.row, cell.text, column)
        number = self._derived_number(cell)
        if number is not None:
            put.value, put.number_format = number, PLACES
        put.fill = GREY

    def _derived_number(self, cell: Cell) -> Decimal | None:
        """The number as the page shows it; shares, which carry a sign, from where they stem."""
        try:
            return read_number(cell.text, negative=True)
        except UnreadableError:
            pass
        try:
            return self.page.derived.get(Key.from_path(cell.value_key))
        except ValueError:
            return None

    def _open(self, path: str, column: int, held: str) -> Any:
        cell = self.sheet.cell(row=self.row, column=column)
        cell.protection, cell.border = OPEN, BOX
        place = f"{get_column_letter(column)}{self.row}"
        head = str(self.sheet.cell(row=self.row, column=1).value or "")
        scoped = self.page.record.scope.prefix + path
        self.keys.places.append(Place(scoped, self.sheet.title, place, held, head))
        return cell

    # ---- Questions ----

    def _ask_line(self, ask: Ask) -> None:
        self._head_cell(ask.label)
        self._ask_cell(ask, 2)
        self.row += 1

    def _ask_cell(self, ask: Ask, column: int) -> None:
        question = self.page.record.questions(self.page.key)[ask.path]
        cell = self._open(ask.path, column, ask.text)
        cell.value = safe(answer_label(question, ask.text)) or None
        cell.alignment = TOP
        if ask.choices:
            # Labels are ours; the prefix keeps "+ improvement" a text without an apostrophe.
            cell.value, cell.quotePrefix = answer_label(question, ask.text) or None, True
            labels = tuple(choice_label(key, label) for key, label in question.choices)
            self._validation(labels).add(cell)

    def _validation(self, labels: tuple[str, ...]) -> DataValidation:
        if labels not in self._validations:
            self._validations[labels] = self.lists(labels)
        return self._validations[labels]

    def _grid(self, grid: Grid) -> None:
        self._line(grid.caption, BOLD)
        self._heads([str(grid.corner), *map(str, grid.columns)])
        for head, _colour, asks in grid.rows:
            self._head_cell(head)
            for number, ask in enumerate(asks, 2):
                if ask is not None:
                    self._ask_cell(ask, number)
            self.row += 1
