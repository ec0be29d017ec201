"""CSV that came back: its tables, found by the cell that each starts with."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from django.utils.translation import gettext as _

from countries.sandbox import Refusal
from countries.spreadsheet_text import plain
from indicators.baseline.record import SECTIONS, Record
from indicators.offline.arrival import Arrival, Unread
from indicators.offline.bounds import CELLS, FileProblem
from indicators.offline.matrices import Matrix, matrices, report_name
from indicators.offline.texts import as_decimal

TABLES = "tables"
_MARK = re.compile(
    r"^((?:[a-z]*:[^/#@]*/)?[a-z_]+\.[a-z_0-9-]+\.[\w-]+)#(\d{1,9})@([A-Z]{3}-\d{4})$"
)


@dataclass(frozen=True)
class Line:
    """A line of the file with its number, as people count."""

    number: int
    cells: list[str]


Known = dict[str, tuple[Record, Matrix]]


def read_tables(records: Sequence[Record], path: Path) -> Arrival:
    """Read the tables of a CSV file, each for the record of its part of the country.

    Raises Refusal where it holds none of this report's.
    """
    text = _text(path)
    delimiter = _delimiter(text)
    sign = "," if delimiter == ";" else "."
    known = {
        record.scope.prefix + matrix.path: (record, matrix)
        for record in records
        for section in SECTIONS
        for matrix in matrices(section, record.frame)
    }
    name = report_name(records[0])
    arrival = Arrival(TABLES)
    tables = 0
    for (record, matrix), lines in _tables(name, list(_lines(text, delimiter)), known, arrival):
        tables += 1
        part = Arrival(TABLES)
        _table(record, part, matrix, lines, sign)
        arrival.join(part, record.scope.prefix)
    if not tables:
        example = next(iter(known), "")
        raise Refusal(FileProblem.NO_TABLE, expected=f"{example}#0@{name}")
    return arrival


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what older spreadsheets write


def _delimiter(text: str) -> str:
    """The sign after the first cell of a table: spreadsheets put their language's own."""
    found = re.search(r'@[A-Z]{3}-\d{4}"?([,;\t])', text)
    return found.group(1) if found else ","


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    cells = 0
    try:
        for row in reader:
            cells += len(row)
            if cells > CELLS:
                raise Refusal(FileProblem.TOO_MUCH, found=cells, limit=CELLS)
            yield Line(reader.line_num, [plain(cell.strip()) for cell in row])
    except csv.Error as error:
        raise Refusal(FileProblem.UNKNOWN) from error


def _tables(
    expected: str, lines: list[Line], known: Known, arrival: Arrival
) -> Iterator[tuple[tuple[Record, Matrix], list[Line]]]:
    starts = [n for n, line in enumerate(lines) if line.cells and _MARK.match(line.cells[0])]
    for start, end in pairwise([*starts, len(lines)]):
        found = _MARK.match(lines[start].cells[0])
        assert found is not None
        path, version, name = found.groups()
        if name != expected:
            raise Refusal(FileProblem.FOREIGN, found=name, expected=expected)
        if path in known:
            record, matrix = known[path]
            section = record.scope.prefix + matrix.indicator
            oldest = min(int(version), arrival.versions.get(section, int(version)))
            arrival.versions[section] = oldest
            yield known[path], lines[start:end]


def _table(record: Record, arrival: Arrival, matrix: Matrix, lines: list[Line], sign: str) -> None:
    head = lines[0].cells[1:]
    for line in lines[1:]:
        if not any(line.cells):
            continue
        if line.cells[0] not in matrix.rows:
            arrival.unread.append(_unknown(f"{line.number}", line.cells[0], matrix.rows))
            continue
        for number, text in enumerate(line.cells[1:], 1):
            _cell(record, arrival, matrix, line, (number, text, head), sign)


def _cell(
    record: Record,
    arrival: Arrival,
    matrix: Matrix,
    line: Line,
    cell: tuple[int, str, list[str]],
    sign: str,
) -> None:
    number, text, head = cell
    column = head[number - 1] if number <= len(head) else ""
    place = _("line %(line)s, column %(column)s") % {"line": line.number, "column": number + 1}
    if column not in matrix.columns:
        if text:
            arrival.unread.append(_unknown(place, column, matrix.columns))
        return
    key = matrix.key(line.cells[0], column)
    if text or not record.unread(key.path):
        # A program writes a point whatever the file's separator is.
        own = "." if as_decimal(text) is not None and "," not in text else sign
        arrival.offer(key, place, "s", text, own)


def _unknown(place: str, found: str, expected: tuple[str, ...]) -> Unread:
    words = _("“%(found)s” is not one of its keys, which are %(expected)s.")
    return Unread(place, found, words % {"found": found, "expected": ", ".join(expected)})
