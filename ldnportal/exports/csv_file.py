"""CSV: UTF-8 with a mark that spreadsheets need, written row by row."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ldnportal.exports.sheets import Sheet, Value
from targets.canonical import decimal_text

CONTENT_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """What csv.writer writes to: gives each line back at once."""

    def write(self, line: str) -> str:
        return line


def csv_lines(sheet: Sheet[Any]) -> Iterator[str]:
    """Yield a sheet line by line, so that a long one needs no memory."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + str(writer.writerow(sheet.header))
    for cells in sheet.cells():
        yield str(writer.writerow([_plain(cell) for cell in cells]))


def _plain(cell: Value) -> str | int:
    if cell is None:
        return ""
    return decimal_text(cell) if isinstance(cell, Decimal) else cell
