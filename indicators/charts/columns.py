"""Columns over periods or years, from zero, each with its value on top."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.charts.canvas import Canvas
from indicators.charts.figure import Scale, proportion
from indicators.charts.lettering import LINE_HEIGHT, SIZE, SMALL, wrap
from indicators.charts.palette import INK, Fill, fill
from indicators.charts.table import Row, Table

_HEIGHT = 200.0
_MOST_WIDE = 96.0
_ROOM_ON_TOP = 22.0


@dataclass(frozen=True)
class Column:
    """A period with its value (None was not reported) and a note under its name."""

    label: str
    value: Decimal | None
    note: str = ""
    key: str = "accent"


@dataclass(frozen=True)
class Columns:
    """A number over periods; never negative, or it belongs into diverging bars."""

    title: str
    description: str
    columns: tuple[Column, ...]
    scale: Scale
    period_header: str = ""
    value_header: str = ""

    def __post_init__(self) -> None:
        if any(column.value is not None and column.value < 0 for column in self.columns):
            raise ValueError("columns start at zero and cannot show a negative number")

    def draw(self, canvas: Canvas) -> None:
        """Draw the columns side by side on their base line."""
        slot = canvas.width / max(len(self.columns), 1)
        if canvas.width >= 560:
            slot = min(slot, 180.0)
        highest = max((c.value for c in self.columns if c.value is not None), default=Decimal(0))
        base = _ROOM_ON_TOP + _HEIGHT
        deepest = base
        for index, column in enumerate(self.columns):
            middle = slot * (index + 0.5)
            self._column(canvas, column, (middle, base, min(slot * 0.62, _MOST_WIDE)), highest)
            deepest = max(deepest, self._words(canvas, column, middle, base, slot))
        canvas.line(0, base, slot * len(self.columns), base, colour=INK)
        canvas.height = deepest + 8

    def _column(
        self, canvas: Canvas, column: Column, place: tuple[float, float, float], highest: Decimal
    ) -> None:
        middle, base, width = place
        if column.value is None:
            canvas.rect(middle - width / 2, base - 40, width, 40, Fill("#fff", "#75828a", "hatch"))
            top = base - 40
        else:
            height = proportion(column.value, highest, _HEIGHT)
            canvas.rect(middle - width / 2, base - height, width, height, fill(column.key))
            top = base - height
        words = self.scale.write(column.value)
        missing = column.value is None
        size, bold = (SMALL, False) if missing else (SIZE, True)
        canvas.text(middle, top - 7, words, anchor="middle", size=size, bold=bold)

    def _words(
        self, canvas: Canvas, column: Column, middle: float, base: float, slot: float
    ) -> float:
        lines = wrap(column.label, slot - 8) + (wrap(column.note, slot - 8) if column.note else [])
        y = base
        for line in lines:
            y += SIZE * LINE_HEIGHT
            canvas.text(middle, y, line, anchor="middle", size=SMALL)
        return y

    def table(self) -> Table:
        """Give a row for every period."""
        rows = tuple(
            Row(_joined(column.label, column.note), (self.scale.bare(column.value),))
            for column in self.columns
        )
        headers = (self.period_header or _("Period"), self.value_header or _("Value"))
        return Table(self.title, headers, rows, self.scale.unit)


def _joined(label: str, note: str) -> str:
    return f"{label}, {note}" if note else label
