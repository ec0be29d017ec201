"""What every chart is: an answer, a description, a drawing for a width, a table."""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Protocol

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from indicators import quantity_text
from indicators.charts.canvas import Canvas
from indicators.charts.table import Table

WIDE = 760
NARROW = 360


class Chart(Protocol):
    """A chart answers one question: its title is the answer in a sentence."""

    @property
    def title(self) -> str:
        """The answer, such as "Cropland gained 20 km², mostly from grassland"."""

    @property
    def description(self) -> str:
        """What is drawn, for those who do not see it."""

    def draw(self, canvas: Canvas) -> None:
        """Draw onto a canvas of given width and set its height."""

    def table(self) -> Table:
        """Give the same numbers as a table."""


@dataclass(frozen=True)
class Scale:
    """The unit of a chart's numbers and their decimals (None: about four figures)."""

    unit: str
    places: int | None = None

    def write(self, value: Decimal | None, *, sign: bool = False) -> str:
        """Write a number with its unit; a missing one reads "not reported"."""
        if value is None:
            return quantity_text.not_reported()
        return f"{self.bare(value, sign=sign)}{quantity_text.NBSP}{self.unit}"

    def bare(self, value: Decimal | None, *, sign: bool = False) -> str:
        """Write a number alone, for a table whose caption names the unit."""
        return quantity_text.number(value, self.places, sign=sign)


def render(chart: Chart, width: int = WIDE) -> SafeString:
    """Draw a chart as SVG for a width in pixels, in the reader's language and direction."""
    digest = sha256(f"{width}{chart!r}".encode()).hexdigest()[:10]
    canvas = Canvas(width, rtl=get_language_bidi(), name=f"c{digest}")
    chart.draw(canvas)
    return canvas.svg(chart.title, chart.description)


def standalone(chart: Chart, width: int = WIDE) -> str:
    """Give a chart as an SVG file to download."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{render(chart, width)}\n'


def proportion(value: Decimal, whole: Decimal, pixels: float) -> float:
    """Turn a value into pixels, nought where the whole is nought."""
    return float(value / whole) * pixels if whole else 0.0
