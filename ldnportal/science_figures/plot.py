"""A plot with two axes: ink, dashes and marks that can be told apart in black and white."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.charts.canvas import Canvas
from indicators.charts.lettering import SMALL
from indicators.charts.palette import INK, INK_SOFT, LINE

Point = tuple[float, float]
TICK = 5.0
MARK = 3.6


@dataclass(frozen=True)
class Style:
    """How a line looks: colour, dashes, and the mark on its points (circle, square, triangle)."""

    colour: str = INK
    dash: str = ""
    mark: str = ""
    width: float = 2.0


SOLID = Style(INK, "", "circle")
DASHED = Style("#9b2779", "8 4", "square")
DOTTED = Style("#0b6e6e", "2 3", "triangle")
THIN = Style(INK_SOFT, "", "", 1.0)


@dataclass(frozen=True)
class Axis:
    """The values that an axis spans, where it is marked, and what it says."""

    low: float
    high: float
    ticks: Sequence[float]
    title: str
    places: int = 0

    def part(self, value: float) -> float:
        """How far along the axis a value lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Box:
    """The rectangle between the axes, in pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True)
class Plot:
    """Two axes on a canvas."""

    canvas: Canvas
    box: Box
    x: Axis
    y: Axis

    def place(self, point: Point) -> Point:
        """Pixels of a pair of values."""
        across, up = self.x.part(point[0]), self.y.part(point[1])
        return self.box.left + across * self.box.width, self.box.bottom - up * self.box.height

    def axes(self) -> None:
        """Draw both axes with grid lines across, ticks, numbers and titles."""
        box, canvas = self.box, self.canvas
        for value in self.y.ticks:
            _, y = self.place((self.x.low, value))
            canvas.line(box.left, y, box.right, y, colour=LINE)
            label = number(value, self.y.places)
            canvas.text(box.left - 8, y + 4, label, anchor="end", size=SMALL)
        for value in self.x.ticks:
            x, _ = self.place((value, self.y.low))
            canvas.line(x, box.bottom, x, box.bottom + TICK)
            label = number(value, self.x.places)
            canvas.text(x, box.bottom + 19, label, anchor="middle", size=SMALL)
        canvas.line(box.left, box.bottom, box.right, box.bottom)
        middle = box.left + box.width / 2
        canvas.text(middle, box.bottom + 40, self.x.title, anchor="middle")
        canvas.text(box.left - 40, box.top - 14, self.y.title)

    def curve(self, points: Sequence[Point], style: Style) -> None:
        """A line through points, with a mark on each if the style has one."""
        placed = [self.place(point) for point in points]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed)
        template = '<path d="{}" fill="none" stroke="{}" stroke-width="{}"{}/>'
        dash = format_html(' stroke-dasharray="{}"', style.dash) if style.dash else ""
        self.canvas.parts.append(format_html(template, path, style.colour, style.width, dash))
        for point in points if style.mark else ():
            self.mark(point, style)

    def mark(self, point: Point, style: Style) -> None:
        """One mark."""
        x, y = self.place(point)
        self.canvas.parts.append(_SHAPES[style.mark](x, y, style.colour))

    def note(
        self, point: Point, words: str, *, dx: float = 0, dy: float = 0, anchor: str = "start"
    ) -> None:
        """Words beside a point."""
        x, y = self.place(point)
        self.canvas.text(x + dx, y + dy, words, anchor=anchor, size=SMALL)


def key(canvas: Canvas, x: float, y: float, style: Style, words: str) -> None:
    """A short piece of a line with its mark, and what it stands for."""
    template = '<path d="M{} {}h34" fill="none" stroke="{}" stroke-width="{}"{}/>'
    dash = format_html(' stroke-dasharray="{}"', style.dash) if style.dash else ""
    place = (f"{x:.1f}", f"{y:.1f}")
    canvas.parts.append(format_html(template, *place, style.colour, style.width, dash))
    if style.mark:
        canvas.parts.append(_SHAPES[style.mark](x + 17, y, style.colour))
    canvas.text(x + 42, y + 4, words, size=SMALL)


def number(value: float, places: int = 0) -> str:
    """A number with a true minus sign."""
    return f"{value:.{places}f}".replace("-", "−")


def _circle(x: float, y: float, colour: str) -> SafeString:
    template = '<circle cx="{}" cy="{}" r="{}" fill="{}"/>'
    return format_html(template, f"{x:.1f}", f"{y:.1f}", MARK, colour)


def _square(x: float, y: float, colour: str) -> SafeString:
    template = '<rect x="{}" y="{}" width="{}" height="{}" fill="#fff" stroke="{}"/>'
    place = (f"{x - MARK:.1f}", f"{y - MARK:.1f}")
    return format_html(template, *place, 2 * MARK, 2 * MARK, colour)


def _triangle(x: float, y: float, colour: str) -> SafeString:
    place = (f"{x:.1f}", f"{y - MARK - 1:.1f}", f"{x + MARK + 1:.1f}", f"{y + MARK:.1f}")
    template = '<path d="M{} {}L{} {}H{}Z" fill="{}"/>'
    return format_html(template, *place, f"{x - MARK - 1:.1f}", colour)


_SHAPES: dict[str, Callable[[float, float, str], SafeString]] = {
    "circle": _circle,
    "square": _square,
    "triangle": _triangle,
}
