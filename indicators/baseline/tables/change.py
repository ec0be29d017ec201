"""Change matrices: entered ones, the sum of those of the regions, and in the seven classes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.arithmetic import Areas, column_sums, row_sums
from indicators.baseline.answers import sign
from indicators.baseline.cells import Cell, Column, Row, Table
from indicators.baseline.classes import COVER
from indicators.baseline.fields import CHANGE, LAND_COVER
from indicators.baseline.frame import change_of
from indicators.baseline.keys import Key
from indicators.baseline.legend import UNCCD, CoverLegend
from indicators.baseline.sheet import DERIVED_PLACES, Sheet
from indicators.models import Period, Region
from indicators.quantity_text import number

SIGN_WORDS = {"-": "−", "0": "0", "+": "+"}


@dataclass(frozen=True)
class _Matrix:
    """A change matrix about to be drawn."""

    sheet: Sheet
    period: Period
    legend: CoverLegend
    measure: str
    cells: Areas
    name: str = ""

    def table(self, caption: str, rows: Iterable[Row]) -> Table:
        looks = [self.legend.look(c) for c in self.legend.keys]
        years = {"first": self.period.land_cover_first, "last": self.period.land_cover_last}
        return Table(
            key=f"{self.name or self.measure}-{self.period.key}",
            caption=caption,
            unit=self.sheet.unit,
            corner=_("%(first)s (rows) to %(last)s (columns)") % years,
            columns=(
                *(Column(look.label, key=look.colour) for look in looks),
                Column(str(self.period.land_cover_first), formula=_("Sum of the row")),
            ),
            rows=(*rows, self._total()),
        )

    def row(self, first: str, cells: Sequence[Cell], sums: dict[str, Decimal]) -> Row:
        look = self.legend.look(first)
        total = self._sum(sums.get(first), f"{self._path}.{first}")
        return Row(head=look.label, key=look.colour, cells=(*cells, total))

    def key(self, first: str, last: str) -> Key:
        return Key(LAND_COVER, self.measure, self.period.key, first, last)

    @property
    def _path(self) -> str:
        return f"{LAND_COVER}.{self.name or self.measure}.{self.period.key}"

    def _total(self) -> Row:
        sums = column_sums(self.cells)
        whole = sum(sums.values(), Decimal(0)) if sums else None
        values = [*(sums.get(c) for c in self.legend.keys), whole]
        paths = [f"{self._path}.to.{cover}" for cover in (*self.legend.keys, "all")]
        return Row(
            head=str(self.period.land_cover_last),
            cells=tuple(map(self._sum, values, paths)),
            is_total=True,
            formula=_("Sum of the column"),
        )

    def _sum(self, value: Decimal | None, path: str) -> Cell:
        text = "–" if value is None else number(self.sheet.scaled(value), DERIVED_PLACES)
        return Cell(text=text, value_key=path)


def entered(sheet: Sheet, period: Period, region: Region | None) -> Table:
    """The matrix that is typed: of the whole country, or of one region."""
    measure = change_of(region.key) if region else CHANGE
    cells = sheet.record.matrix(LAND_COVER, measure, period.key)
    matrix = _Matrix(sheet, period, sheet.record.frame.legend, measure, cells)
    sums = row_sums(cells)
    rows = (
        matrix.row(first, _entries(matrix, first, region.key if region else ""), sums)
        for first in matrix.legend.keys
    )
    caption = f"{region.name}, {period.label}" if region else str(period.label)
    return sheet.finished(matrix.table(caption, rows))


def _entries(matrix: _Matrix, first: str, region: str) -> list[Cell]:
    meaning, water = matrix.sheet.record.meaning[region], matrix.legend.water
    cells, name_of_pair = [], _("%(first)s to %(last)s")
    for last in matrix.legend.keys:
        value = 0 if first in water or last in water else meaning[first, last]
        words = "" if first == last else SIGN_WORDS[sign(value)]
        looks = {"first": matrix.legend.look(first).label, "last": matrix.legend.look(last).label}
        name = name_of_pair % looks
        cells.append(matrix.sheet.entry(matrix.key(first, last), sign=words, name=name))
    return cells


def summed(sheet: Sheet, period: Period) -> Table:
    """The national matrix where it is the sum of those of the regions."""
    cells = sheet.record.matrix(LAND_COVER, CHANGE, period.key)
    matrix = _Matrix(sheet, period, sheet.record.frame.legend, CHANGE, cells)
    return sheet.finished(_derived(matrix, str(period.label)))


def in_seven(sheet: Sheet, period: Period) -> list[Table]:
    """The national matrix in the seven classes, beside one in own classes."""
    if not sheet.record.frame.legend.is_own:
        return []
    cells = {
        (key.category, key.category_to): value
        for key, value in sheet.record.sums.items()
        if (key.indicator, key.measure, key.when) == (LAND_COVER, CHANGE, period.key)
        and key.category in COVER
    }
    matrix = _Matrix(sheet, period, UNCCD, CHANGE, cells, "seven")
    caption = _("%(period)s, in the seven classes of the Convention") % {"period": period.label}
    return [_derived(matrix, caption)]


def _derived(matrix: _Matrix, caption: str) -> Table:
    sums = row_sums(matrix.cells)
    keys = matrix.legend.keys
    rows = (
        matrix.row(first, [matrix.sheet.area(matrix.key(first, last)) for last in keys], sums)
        for first in keys
    )
    return matrix.table(caption, rows)
