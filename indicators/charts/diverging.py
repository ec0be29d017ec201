"""Losses to one side and gains to the other of a common zero: the balance sheet."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.charts.canvas import Canvas
from indicators.charts.figure import Scale, proportion
from indicators.charts.lettering import SMALL, text_width, wrap
from indicators.charts.palette import INK, fill
from indicators.charts.table import Row, Table

_BAR = 22.0
_LINE = 17.0


@dataclass(frozen=True)
class Balance:
    """A land type with its losses and gains, both as positive areas, and the verdict in words."""

    label: str
    losses: Decimal
    gains: Decimal
    verdict: str = ""

    @property
    def net(self) -> Decimal:
        """Gains minus losses."""
        return self.gains - self.losses


@dataclass(frozen=True)
class DivergingBars:
    """A row for each land type, on one scale for both sides."""

    title: str
    description: str
    rows: tuple[Balance, ...]
    scale: Scale
    row_header: str = ""

    def draw(self, canvas: Canvas) -> None:
        """Draw the rows: label and verdict above, losses before and gains after the zero line."""
        room = self._words_room()
        longest_loss = max((row.losses for row in self.rows), default=Decimal(0))
        longest_gain = max((row.gains for row in self.rows), default=Decimal(0))
        both = longest_loss + longest_gain
        span = canvas.width - 2 * room
        zero = room + proportion(longest_loss, both, span) if both else canvas.width / 2
        canvas.text(zero - 8, 14, _("Losses"), anchor="end", size=SMALL, bold=True)
        canvas.text(zero + 8, 14, _("Gains"), size=SMALL, bold=True)
        y = 24.0
        for row in self.rows:
            y = self._row(canvas, row, y, (zero, span, both))
        canvas.height = y

    def _words_room(self) -> float:
        values = [self.scale.write(v, sign=True) for row in self.rows for v in _signed(row)]
        return max((text_width(words, SMALL) for words in values), default=0) + 12

    def _row(
        self, canvas: Canvas, row: Balance, y: float, axis: tuple[float, float, Decimal]
    ) -> float:
        zero, span, both = axis
        y = self._heading(canvas, row, y)
        loss = proportion(row.losses, both, span)
        gain = proportion(row.gains, both, span)
        if row.losses:
            canvas.rect(zero - loss, y, loss, _BAR, fill("degraded"))
        if row.gains:
            canvas.rect(zero, y, gain, _BAR, fill("improved"))
        canvas.line(zero, y - 4, zero, y + _BAR + 4, colour=INK)
        baseline = y + _BAR / 2 + 4
        before, after = (self.scale.write(value, sign=True) for value in _signed(row))
        canvas.text(zero - loss - 6, baseline, before, anchor="end", size=SMALL)
        canvas.text(zero + gain + 6, baseline, after, size=SMALL)
        return y + _BAR + 16

    def _heading(self, canvas: Canvas, row: Balance, y: float) -> float:
        """Write land type and verdict on a line of their own, clear of the zero line."""
        words = f"{row.label}: {row.verdict}" if row.verdict else row.label
        for line in wrap(words, canvas.width):
            canvas.text(0, y + 12, line, bold=True)
            y += _LINE
        return y + 4

    def table(self) -> Table:
        """Give losses, gains, the difference and the verdict of every land type."""
        headers = (
            self.row_header or _("Land type"),
            _("Losses"),
            _("Gains"),
            _("Net"),
            _("Verdict"),
        )
        rows = tuple(
            Row(
                row.label,
                (
                    *(self.scale.bare(value, sign=True) for value in (*_signed(row), row.net)),
                    row.verdict,
                ),
            )
            for row in self.rows
        )
        return Table(self.title, headers, rows, self.scale.unit, words=(4,))


def _signed(row: Balance) -> tuple[Decimal, Decimal]:
    return -row.losses, row.gains
