"""A figure of docs/science: a title, a description, a drawing, always the same bytes."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import format_html

from indicators.charts.canvas import Canvas

MARGIN = 16
"""Pixels of white around a drawing."""


@dataclass(frozen=True)
class Drawing:
    """What is drawn, how wide, and what is read out to those who do not see it."""

    name: str
    title: str
    description: str
    width: float
    draw: Callable[[Canvas], None]

    def svg(self) -> str:
        """The file, on white so that it can be read on any page, an element a line."""
        canvas = Canvas(self.width, name=self.name)
        self.draw(canvas)
        size = f"{canvas.width + 2 * MARGIN:g}", f"{canvas.height + 2 * MARGIN:g}"
        ground = '<rect x="-{}" y="-{}" width="{}" height="{}" fill="#fff"/>'
        canvas.parts.insert(0, format_html(ground, MARGIN, MARGIN, *size))
        drawn = str(canvas.svg(self.title, self.description)).replace("><", ">\n<")
        inner = f'viewBox="0 0 {canvas.width:g} {canvas.height:g}"'
        outer = f'viewBox="-{MARGIN} -{MARGIN} {size[0]} {size[1]}"'
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn.replace(inner, outer, 1)}\n'
