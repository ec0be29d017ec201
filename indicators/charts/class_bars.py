"""Horizontal bars by class, beside each other (years) or end to end (parts of a class)."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from indicators.charts.canvas import Canvas
from indicators.charts.figure import Scale, proportion
from indicators.charts.layout import ROW_GAP, bar_words, keys, label_column, row_label
from indicators.charts.lettering import SMALL, text_width
from indicators.charts.palette import LINE, fill
from indicators.charts.table import Row, Table

_BAR = 18.0
_STACKED_BAR = 26.0


@dataclass(frozen=True)
class Series:
    """What the bars of a class tell apart: a year, or a part; `key` is its colour."""

    label: str
    key: str


@dataclass(frozen=True)
class ClassRow:
    """A class with one value for each series; None was not reported."""

    label: str
    values: tuple[Decimal | None, ...]
    key: str = ""


@dataclass(frozen=True)
class ClassBars:
    """Bars by class from a common zero; one series takes the colours of the classes."""

    title: str
    description: str
    rows: tuple[ClassRow, ...]
    series: tuple[Series, ...]
    scale: Scale
    stacked: bool = False
    class_header: str = ""

    def draw(self, canvas: Canvas) -> None:
        """Draw the rows, with a line of keys on top where bars are stacked."""
        y = 2.0
        if self.stacked:
            y = keys(canvas, ((fill(s.key), s.label) for s in self.series), 0, y) + 4
        top = y
        span, draw = self._span(canvas), self._stack if self.stacked else self._group
        for row in self.rows:
            y = draw(canvas, row, y, span) + ROW_GAP
        zero = label_column(canvas)
        canvas.line(zero, top, zero, y - ROW_GAP, colour=LINE if not zero else "#7d8b8d")
        canvas.height = y

    def _end_words(self, row: ClassRow) -> list[str]:
        if self.stacked:
            return [self.scale.write(_total(row))]
        named = len(self.series) > 1
        return [
            f"{series.label}: {self.scale.write(value)}" if named else self.scale.write(value)
            for series, value in zip(self.series, row.values, strict=True)
        ]

    def _span(self, canvas: Canvas) -> float:
        """Pixels for the longest bar, leaving room for the words at its end."""
        words = [text for row in self.rows for text in self._end_words(row)]
        room = max((text_width(text, SMALL) for text in words), default=0) + 10
        return max(canvas.width - label_column(canvas) - room, 40.0)

    @cached_property
    def _longest(self) -> Decimal:
        if self.stacked:
            return max((_total(row) or Decimal(0) for row in self.rows), default=Decimal(0))
        return max(
            (v for row in self.rows for v in row.values if v is not None), default=Decimal(0)
        )

    def _group(self, canvas: Canvas, row: ClassRow, y: float, span: float) -> float:
        height = _BAR * len(self.series)
        top, x = row_label(canvas, row.label, y, height), label_column(canvas)
        words, longest = self._end_words(row), self._longest
        for index, (series, value) in enumerate(zip(self.series, row.values, strict=True)):
            bar_top = top + index * _BAR
            look = fill(row.key if len(self.series) == 1 and row.key else series.key)
            width = proportion(value or Decimal(0), longest, span)
            if value:
                canvas.rect(x, bar_top, width, _BAR - 2, look)
            canvas.text(x + width + 6, bar_top + _BAR - 5, words[index], size=SMALL)
        return top + height

    def _stack(self, canvas: Canvas, row: ClassRow, y: float, span: float) -> float:
        top, x = row_label(canvas, row.label, y, _STACKED_BAR), label_column(canvas)
        longest = self._longest
        for series, value in zip(self.series, row.values, strict=True):
            width = proportion(value or Decimal(0), longest, span)
            if value:
                box = (x, top, width, _STACKED_BAR)
                canvas.rect(*box, fill(series.key))
                bar_words(canvas, box, self.scale.bare(value), fill(series.key))
            x += width
        canvas.text(x + 6, top + _STACKED_BAR / 2 + 4, self._end_words(row)[0], size=SMALL)
        return top + _STACKED_BAR

    def table(self) -> Table:
        """Give the classes as rows and the series as columns, with the total where stacked."""
        total = (_("Total"),) if self.stacked else ()
        headers = (self.class_header or _("Class"), *(s.label for s in self.series), *total)
        rows = tuple(
            Row(row.label, tuple(self.scale.bare(v) for v in self._cells(row)), key=row.key)
            for row in self.rows
        )
        return Table(self.title, headers, rows, self.scale.unit)

    def _cells(self, row: ClassRow) -> tuple[Decimal | None, ...]:
        return (*row.values, _total(row)) if self.stacked else row.values


def _total(row: ClassRow) -> Decimal | None:
    reported = [value for value in row.values if value is not None]
    return sum(reported, Decimal(0)) if reported else None
