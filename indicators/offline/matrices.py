"""The two-way tables of a section as CSV, out and in.

Tables stand one below the other. The first cell of a table has its address, the version of its
section and its report ("land_cover.change.baseline#7@XAA-2026"); the row beside it has the
columns' keys and the first column the rows'. Keys are words that are never translated.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indicators.baseline.classes import COVER, LAND, LPD, STATES
from indicators.baseline.fields import CHANGE, LAND_COVER, LPD_AREA, PRODUCTIVITY, SDG
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.baseline.texts import number_text
from indicators.models import Period
from indicators.offline.texts import OFFLINE


@dataclass(frozen=True)
class Matrix:
    """A two-way table: numbers by the classes of its rows and of its columns."""

    indicator: str
    measure: str
    when: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"{self.indicator}.{self.measure}.{self.when}"

    def key(self, row: str, column: str) -> Key:
        return Key(self.indicator, self.measure, self.when, row, column)


_COVERS = tuple(COVER)
_KINDS = {
    LAND_COVER: (CHANGE, _COVERS, _COVERS),
    PRODUCTIVITY: (LPD_AREA, LPD, LAND),
    SDG: (CHANGE, STATES, STATES),
}
SECTIONS_WITH_MATRICES = tuple(_KINDS)


def matrices(section: str, frame: Frame) -> list[Matrix]:
    """The matrices of a section, one a period; none for a section without."""
    if section not in _KINDS:
        return []
    measure, rows, columns = _KINDS[section]
    periods: Iterable[Period] = frame.reporting if section == SDG else frame.periods
    return [Matrix(section, measure, period.key, rows, columns) for period in periods]


def csv_text(record: Record, section: str) -> str:
    """Write the matrices of a section, in km2 with a point for decimals."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for number, matrix in enumerate(matrices(section, record.frame)):
        if number:
            writer.writerow([])
        writer.writerows(_rows(record, matrix))
    return buffer.getvalue()


def mark(record: Record, matrix: Matrix) -> str:
    """The first cell of a table."""
    version = record.section(matrix.indicator).version
    return f"{matrix.path}#{version}@{report_name(record)}"


def report_name(record: Record) -> str:
    """Which report a file is of: "XAA-2026"."""
    return f"{record.report.party.iso3}-{record.report.cycle.year}"


def _rows(record: Record, matrix: Matrix) -> Iterator[list[str]]:
    yield [mark(record, matrix), *matrix.columns]
    for row in matrix.rows:
        keys = [matrix.key(row, column) for column in matrix.columns]
        yield [row, *(_text(record, key) for key in keys)]


def _text(record: Record, key: Key) -> str:
    """A number; a text that could not be read stays out, so that it comes back untouched."""
    return "" if record.unread(key.path) else number_text(record, key, OFFLINE)
