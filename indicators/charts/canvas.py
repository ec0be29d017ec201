"""A drawing in SVG: escaped, without inline styles, mirrored as a whole for Arabic.

Positions are given as if for a left-to-right reader; a canvas with `rtl` mirrors them, and the
`direction` of its text makes "start" mean the right-hand side.
"""

from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from indicators.charts.lettering import LINE_HEIGHT, SIZE
from indicators.charts.palette import INK, Fill

_PATTERNS = {
    "stripes": (
        '<pattern id="{}-stripes" width="7" height="7" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="1.5" height="7" fill="#fff"'
        ' fill-opacity=".55"/></pattern>'
    ),
    "dots": (
        '<pattern id="{}-dots" width="7" height="7" patternUnits="userSpaceOnUse">'
        '<circle cx="2" cy="2" r="1.1" fill="#fff" fill-opacity=".6"/></pattern>'
    ),
    "hatch": (
        '<pattern id="{}-hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="1.2" height="6" fill="#75828a"/></pattern>'
    ),
}

_RIM = ' stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'


def _n(value: float) -> str:
    """Write a coordinate shortly, always with a point."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


@dataclass
class Canvas:
    """Collects shapes and words; `name` makes the ids of patterns unique within a page."""

    width: float
    rtl: bool = False
    name: str = "c"
    height: float = 0.0
    role: str = "img"  # "group" where the drawing holds links
    parts: list[SafeString] = field(default_factory=list)
    words: list[SafeString] = field(default_factory=list)
    patterns: set[str] = field(default_factory=set)

    def _x(self, x: float, span: float = 0.0) -> float:
        return self.width - x - span if self.rtl else x

    def rect(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """Draw a filled rectangle with its edge, and its pattern on top."""
        box = (_n(self._x(x, width)), _n(y), _n(max(width, 0)), _n(height))
        template = (
            '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="1"/>'
        )
        self.parts.append(format_html(template, *box, fill.colour, fill.edge))
        if fill.pattern:
            self.patterns.add(fill.pattern)
            pattern = f"url(#{self.name}-{fill.pattern})"
            template = '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>'
            self.parts.append(format_html(template, *box, pattern))

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, colour: str = INK, dash: str = ""
    ) -> None:
        """Draw a thin line."""
        template = '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1"{}/>'
        dashes = format_html(' stroke-dasharray="{}"', dash) if dash else ""
        ends = (_n(self._x(x1)), _n(y1), _n(self._x(x2)), _n(y2))
        self.parts.append(format_html(template, *ends, colour, dashes))

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: str = "start",
        colour: str = INK,
        size: float = SIZE,
        bold: bool = False,
        halo: bool = True,
    ) -> None:
        """Write a line of text with its base line at y, above all shapes.

        Dark text has a white rim, so that a line behind it never crosses a letter.
        """
        weight = mark_safe(' font-weight="600"') if bold else ""
        rim = mark_safe(_RIM) if halo else ""  # noqa: S308 - our own constant
        template = '<text x="{}" y="{}" text-anchor="{}" font-size="{}" fill="{}"{}{}>{}</text>'
        place = (_n(self._x(x)), _n(y), anchor, _n(size))
        self.words.append(format_html(template, *place, colour, weight, rim, text))

    def lines(self, x: float, y: float, lines: list[str], *, size: float = SIZE) -> None:
        """Write several lines of text, the block centred on y."""
        step = size * LINE_HEIGHT
        first = y - step * (len(lines) - 1) / 2 + size * 0.35
        for index, text in enumerate(lines):
            self.text(x, first + index * step, text, size=size)

    def ribbon(
        self, start: tuple[float, float, float], end: tuple[float, float, float], fill: Fill
    ) -> None:
        """Draw a band that flows from (x, top, bottom) to (x, top, bottom)."""
        x1, x2 = self._x(start[0]), self._x(end[0])
        middle = (x1 + x2) / 2
        there = (x1, start[1], middle, start[1], middle, end[1], x2, end[1])
        back = (x2, end[2], middle, end[2], middle, start[2], x1, start[2])
        template = '<path d="M{} {}C{} {} {} {} {} {}L{} {}C{} {} {} {} {} {}Z"'
        body = format_html(template, *map(_n, there + back))
        style = ' fill="{}" fill-opacity=".65" stroke="{}" stroke-width=".6"/>'
        self.parts.append(body + format_html(style, fill.colour, fill.edge))

    def _definitions(self) -> SafeString:
        used = sorted(self.patterns)
        if not used:
            return SafeString("")
        drawn = format_html_join("", "{}", ((format_html(_PATTERNS[p], self.name),) for p in used))
        return format_html("<defs>{}</defs>", drawn)

    def svg(self, title: str, description: str) -> SafeString:
        """Put the drawing together, with the title and description that are read out."""
        head = format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="{}"'
            ' aria-labelledby="{}-title {}-desc" direction="{}" font-family="system-ui,'
            ' Segoe UI, Noto Sans, Liberation Sans, Arial, sans-serif">',
            _n(self.width),
            _n(self.height),
            self.role,
            self.name,
            self.name,
            "rtl" if self.rtl else "ltr",
        )
        words = format_html(
            '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>',
            self.name,
            title,
            self.name,
            description,
        )
        body = format_html_join("", "{}", ((part,) for part in [*self.parts, *self.words]))
        return format_html("{}{}{}{}</svg>", head, words, self._definitions(), body)
