"""The two-way tables of a section as CSV, out and in.

Tables stand one below the other. The first cell of a table has its address, the version of its
section and its report ("land_cover.change.baseline#7@XAA-2026"); the row beside it has the
columns' keys and the first column the rows'. Keys are words that are never translated.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from indicators.baseline.classes import LPD, STATES
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


SECTIONS_WITH_MATRICES = (LAND_COVER, PRODUCTIVITY, SDG)


def matrices(section: str, frame: Frame) -> list[Matrix]:
    """The matrices of a section, one a period (and region); none for a section without."""
    legend = frame.legend
    kinds = {
        LAND_COVER: (frame.change_measures, legend.keys, legend.keys),
        PRODUCTIVITY: ((LPD_AREA,), LPD, legend.land),
        SDG: ((CHANGE,), STATES, STATES),
    }
    if section not in kinds:
        return []
    measures, rows, columns = kinds[section]
    periods: Iterable[Period] = frame.reporting if section == SDG else frame.periods
    return [
        Matrix(section, measure, period.key, rows, columns)
        for measure, period in product(measures, periods)
    ]


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
    return f"{record.scope.prefix}{matrix.path}#{version}@{report_name(record)}"


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
