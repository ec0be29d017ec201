"""One bar a row, cut into the shares of a whole: degraded, stable, improved, no data."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.charts.canvas import Canvas
from indicators.charts.figure import Scale, proportion
from indicators.charts.layout import ROW_GAP, bar_words, keys, label_column, row_label
from indicators.charts.palette import Fill, fill
from indicators.charts.table import Row, Table

_BAR = 30.0


@dataclass(frozen=True)
class Share:
    """A part of a whole: the key of its colour, its word, its size."""

    key: str
    label: str
    value: Decimal


@dataclass(frozen=True)
class ShareRow:
    """A whole and its parts; no parts means that nothing was reported."""

    label: str
    shares: tuple[Share, ...]

    @property
    def whole(self) -> Decimal:
        """Sum of the parts."""
        return sum((share.value for share in self.shares), Decimal(0))

    def percent(self, share: Share) -> Decimal:
        """Share of the whole in percent."""
        return share.value * 100 / self.whole if self.whole else Decimal(0)


@dataclass(frozen=True)
class ShareBars:
    """Rows of shares, every bar as long as the next: what counts is the share."""

    title: str
    description: str
    rows: tuple[ShareRow, ...]
    scale: Scale
    value_header: str = ""

    def draw(self, canvas: Canvas) -> None:
        """Draw a bar a row, with the words of small parts beneath."""
        y = 2.0
        for row in self.rows:
            y = self._row(canvas, row, y) + ROW_GAP
        canvas.height = y

    def _row(self, canvas: Canvas, row: ShareRow, y: float) -> float:
        from_x = label_column(canvas)
        top = row_label(canvas, row.label, y, _BAR)
        width = canvas.width - from_x - 1
        if not row.whole:
            empty = Fill("#ffffff", "#75828a", "hatch")
            canvas.rect(from_x, top, width, _BAR, empty)
            bar_words(canvas, (from_x, top, width, _BAR), quantity_text.not_reported(), empty)
            return top + _BAR
        small = self._parts(canvas, row, (from_x, top, width, _BAR))
        bottom = top + _BAR + 7
        return keys(canvas, small, from_x, bottom) if small else bottom

    def _parts(
        self, canvas: Canvas, row: ShareRow, box: tuple[float, float, float, float]
    ) -> list[tuple[Fill, str]]:
        """Draw the parts of a bar; give those whose words did not fit inside."""
        x, y, width, height = box
        outside = []
        for share in row.shares:
            if not share.value:
                continue
            part = (x, y, proportion(share.value, row.whole, width), height)
            look = fill(share.key)
            canvas.rect(*part, look)
            words = f"{share.label} {quantity_text.percent(row.percent(share))}"
            if not bar_words(canvas, part, words, look):
                outside.append((look, words))
            x += part[2]
        return outside

    def table(self) -> Table:
        """Give a row for every part of every whole: its size and its share."""
        rows = [
            Row(
                head=f"{row.label}: {share.label}",
                cells=(self.scale.bare(share.value), quantity_text.percent(row.percent(share))),
                key=share.key,
            )
            for row in self.rows
            for share in row.shares
        ]
        missing = quantity_text.not_reported()
        rows += [Row(row.label, (missing, missing)) for row in self.rows if not row.shares]
        headers = (_("Part"), self.value_header or _("Area"), _("Share"))
        return Table(self.title, headers, tuple(rows), self.scale.unit)
