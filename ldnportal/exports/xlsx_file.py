"""XLSX: one sheet a topic and a data dictionary, numbers as numbers, written row by row.

Written as the plain XML that the format is: a library that makes an object of every cell takes
four times as long (docs/performance.md). Tests read the files back with openpyxl and pandas.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from io import RawIOBase
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext_lazy as _

from ldnportal.exports.sheets import Column, Sheet, Value

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME = 31  # what Excel allows
_MOST_WIDE = 60
_PIECE = 1 << 16
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BOLD = 1  # the second of the formats in _STYLES
_FONT = '<sz val="11"/><name val="Calibri"/>'
_PLAIN = 'numFmtId="0" fillId="0" borderId="0"'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font>{_FONT}</font>'
    f"<font><b/>{_FONT}</font></fonts>"
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf {_PLAIN} fontId="0"/></cellStyleXfs>'
    f'<cellXfs count="2"><xf {_PLAIN} fontId="0" xfId="0"/>'
    f'<xf {_PLAIN} fontId="1" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def xlsx_bytes(sheets: Iterable[Sheet[Any]]) -> bytes:
    """Write sheets, with a dictionary of all their columns at the end."""
    return b"".join(xlsx_chunks(sheets))


def xlsx_chunks(sheets: Iterable[Sheet[Any]]) -> Iterator[bytes]:
    """Yield the workbook piece by piece, while its rows are read: a long one needs no memory."""
    kept = list(sheets)
    kept.append(dictionary(kept))
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as book:
        for name, text in _parts([_name(sheet) for sheet in kept]):
            book.writestr(name, text)
        for number, sheet in enumerate(kept, 1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w") as page:
                for text in _page(sheet):
                    page.write(text.encode())
                    if len(sink.waiting) > _PIECE:
                        yield sink.taken()
    yield sink.taken()


class _Sink(RawIOBase):
    """What the archive is written into: keeps what nobody has taken yet."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        piece = bytes(self.waiting)
        self.waiting.clear()
        return piece


def _name(sheet: Sheet[Any]) -> str:
    return str(sheet.key)[:_LONGEST_NAME]


def _parts(names: list[str]) -> Iterator[tuple[str, str]]:
    """The parts of the package that say what is in it."""
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    types = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f"{overrides}</Types>"
    )
    yield "[Content_Types].xml", types
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    pages = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*pages, ("styles", "styles.xml")])
    sheets = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    book = (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/>'
        f"</bookViews><sheets>{sheets}</sheets></workbook>"
    )
    yield "xl/workbook.xml", book
    yield "xl/styles.xml", _STYLES


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _page(sheet: Sheet[Any]) -> Iterator[str]:
    """A worksheet: column widths, a header that stays in view, then the rows."""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{_width(column)}" customWidth="1"/>'
        for n, column in enumerate(sheet.columns, 1)
    )
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane'
        ' ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f"</sheetViews><cols>{columns}</cols><sheetData>"
    )
    letters = [_letters(n) for n in range(1, len(sheet.columns) + 1)]
    yield _row(1, letters, sheet.header, _BOLD)
    for number, cells in enumerate(sheet.cells(), 2):
        yield _row(number, letters, cells)
    yield "</sheetData></worksheet>"


def _width(column: Column[Any]) -> int:
    return min(max(len(column.key) + 2, 12), _MOST_WIDE)


def _letters(number: int) -> str:
    """The name of a column: A, B, ... Z, AA ..."""
    rest, letter = divmod(number - 1, 26)
    return (_letters(rest) if rest else "") + chr(ord("A") + letter)


def _row(number: int, letters: list[str], cells: Iterable[Value], style: int = 0) -> str:
    look = f' s="{style}"' if style else ""
    written = [
        f'<c r="{letter}{number}"{look}{_cell(cell)}</c>'
        for letter, cell in zip(letters, cells, strict=True)
        if cell is not None and cell != ""
    ]
    return f'<row r="{number}">{"".join(written)}</row>'


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return _text(value)
    return f"><v>{value:f}</v>" if isinstance(value, Decimal) else f"><v>{value}</v>"


@lru_cache(maxsize=4096)
def _text(value: str) -> str:
    """A text, which no program takes for a number or a formula."""
    plain = escape(_NOT_IN_XML.sub("", value))
    return f' t="inlineStr"><is><t xml:space="preserve">{plain}</t></is>'


def dictionary(sheets: Iterable[Sheet[Any]]) -> Sheet[tuple[Sheet[Any], Column[Any]]]:
    """The data dictionary: what each column of each sheet means."""
    return Sheet(
        "dictionary",
        _("Data dictionary"),
        (
            Column("sheet", _("The sheet that the column is in"), lambda row: row[0].key),
            Column("title", _("What the sheet is about"), lambda row: row[0].title),
            Column("column", _("The column"), lambda row: row[1].key),
            Column("unit", _("Its unit"), lambda row: row[1].unit),
            Column("meaning", _("What it means"), lambda row: row[1].meaning),
        ),
        list(_columns(sheets)),
    )


def _columns(sheets: Iterable[Sheet[Any]]) -> Iterator[tuple[Sheet[Any], Column[Any]]]:
    for sheet in sheets:
        for column in sheet.columns:
            yield sheet, column
