"""A Party's outline as a small drawing: SVG paths, drawn on the server, printed as they are."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from countries.maps import Bounds
from countries.models import Boundary

WIDTH = 400
_DETAIL = 500
"""Corners closer together than this part of the width cannot be seen."""


@dataclass(frozen=True)
class Place:
    """A polygon on the outline: a target's or a measure's."""

    label: str
    url: str
    geometry: Mapping[str, Any]
    look: str


@dataclass(frozen=True)
class Shape:
    """A path of the drawing."""

    path: str
    label: str = ""
    url: str = ""
    look: str = "outline"


@dataclass(frozen=True)
class Outline:
    """A drawing of `width` by `height`: the Party, and places in it."""

    height: int
    party: Shape
    places: tuple[Shape, ...]
    source: str
    width: int = WIDTH

    @property
    def view_width(self) -> int:
        """Width with a margin for the line's own thickness."""
        return self.width + 8

    @property
    def view_height(self) -> int:
        return self.height + 8


def draw(boundary: Boundary, places: list[Place]) -> Outline:
    """Draw a boundary and places on it, north up, true to scale at its middle latitude."""
    frame = Frame(boundary.bounds)
    return Outline(
        height=frame.height,
        party=Shape(frame.path(shape(boundary.geometry))),
        places=tuple(
            Shape(frame.path(shape(dict(p.geometry))), p.label, p.url, p.look) for p in places
        ),
        source=boundary.source,
    )


class Frame:
    """Turns degrees into pixels."""

    width = WIDTH

    def __init__(self, bounds: Bounds) -> None:
        self.west, south, east, self.north = bounds
        self.narrowing = max(math.cos(math.radians((south + self.north) / 2)), 0.05)
        span = max((east - self.west) * self.narrowing, 1e-6)
        self.scale = WIDTH / span
        tall = max((self.north - south) * self.scale, 1.0)
        if tall > WIDTH:
            self.scale *= WIDTH / tall
            tall = WIDTH
        self.height = math.ceil(tall)

    def path(self, geometry: BaseGeometry) -> str:
        simple = geometry.simplify(WIDTH / _DETAIL / self.scale)
        return "".join(self._ring(ring) for ring in _rings(simple))

    def _ring(self, ring: BaseGeometry) -> str:
        points = (
            f"{(x - self.west) * self.narrowing * self.scale:.1f},"
            f"{(self.north - y) * self.scale:.1f}"
            for x, y in shapely.get_coordinates(ring)
        )
        return f"M{'L'.join(points)}Z"


def _rings(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon" and not part.is_empty:
            yield part.exterior
            yield from part.interiors
