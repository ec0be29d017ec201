"""How one number becomes another, step by step: each bar starts where the last one ended."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext as _

from indicators.charts.canvas import Canvas
from indicators.charts.figure import Scale
from indicators.charts.layout import ROW_GAP, label_column, row_label
from indicators.charts.lettering import SMALL, text_width
from indicators.charts.palette import INK, Fill, fill
from indicators.charts.table import Row, Table

_BAR = 24.0


@dataclass(frozen=True)
class Step:
    """A change by a signed amount."""

    label: str
    change: Decimal


@dataclass(frozen=True)
class Waterfall:
    """From `start` (nought for a balance) over the steps to the end, which is worked out."""

    title: str
    description: str
    steps: tuple[Step, ...]
    end_label: str
    scale: Scale
    start: Decimal = Decimal(0)
    start_label: str = ""

    @property
    def levels(self) -> tuple[Decimal, ...]:
        """The level before the first step and after each."""
        return tuple(accumulate((step.change for step in self.steps), initial=self.start))

    def _bars(self) -> list[tuple[str, Decimal, Decimal, Fill, str]]:
        """Label, from, to, fill and words of every bar, the first and last counted from zero."""
        bars = []
        if self.start_label:
            words = self.scale.write(self.start)
            bars.append((self.start_label, Decimal(0), self.start, fill("neutral"), words))
        for step, before, after in zip(self.steps, self.levels, self.levels[1:], strict=False):
            look = fill("improved" if step.change >= 0 else "degraded")
            words = self.scale.write(step.change, sign=True)
            bars.append((step.label, before, after, look, words))
        end = self.levels[-1]
        words = self.scale.write(end, sign=not self.start_label)
        bars.append((self.end_label, Decimal(0), end, fill("accent"), words))
        return bars

    def draw(self, canvas: Canvas) -> None:
        """Draw a row for every bar, tied to the next by a thin line, with the zero line."""
        bars = self._bars()
        low = min(Decimal(0), *self.levels)
        high = max(Decimal(0), *self.levels)
        room = max(text_width(bar[4], SMALL) for bar in bars) + 10
        left = label_column(canvas) + (room if low < 0 else 0)
        span = canvas.width - left - room
        whole = high - low or Decimal(1)

        def place(level: Decimal) -> float:
            return left + float((level - low) / whole) * span

        y = 2.0
        for index, bar in enumerate(bars):
            top = row_label(canvas, bar[0], y, _BAR)
            self._bar(canvas, bar, top, place)
            zero = place(Decimal(0))
            canvas.line(zero, top - 4, zero, top + _BAR + 4, colour=INK)
            y = top + _BAR + ROW_GAP
            if index < len(bars) - 1:
                at = place(bar[2])
                canvas.line(at, top + _BAR, at, y + _BAR / 2, colour="#7d8b8d", dash="2 2")
        canvas.height = y

    def _bar(self, canvas, bar, top, place) -> None:  # type: ignore[no-untyped-def]
        _label, before, after, look, words = bar
        from_x, to_x = sorted((place(before), place(after)))
        canvas.rect(from_x, top, to_x - from_x, _BAR, look)
        falls_below = after < before and after < 0
        x, anchor = (from_x - 6, "end") if falls_below else (to_x + 6, "start")
        canvas.text(x, top + _BAR / 2 + 4, words, anchor=anchor, size=SMALL)

    def table(self) -> Table:
        """Give every step with the change and the level after it."""
        rows = [
            Row(step.label, (self.scale.bare(step.change, sign=True), self.scale.bare(level)))
            for step, level in zip(self.steps, self.levels[1:], strict=True)
        ]
        if self.start_label:
            rows.insert(0, Row(self.start_label, ("", self.scale.bare(self.start))))
        end = Row(self.end_label, ("", self.scale.bare(self.levels[-1])), is_total=True)
        headers = (_("Step"), _("Change"), _("Level"))
        return Table(self.title, headers, (*rows, end), self.scale.unit)
