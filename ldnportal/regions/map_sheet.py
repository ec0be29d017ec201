"""Outlines on a sheet: an equal-area projection turned to a region, as paths of an SVG.

Edges that neighbours share stay shared when detail is dropped, and each border is one line. No
line is drawn along an area of undetermined status, as far as the default outlines tell of it.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import shapely
from django.core.cache import cache
from pyproj import Transformer
from shapely.affinity import translate
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from countries.models import Boundary
from countries.world_outlines import undetermined_areas

_DETAIL = 1.0  # pixels: triangles smaller than its square are dropped
_TALLEST = 0.85  # of the width,
_ALWAYS_TALL = 460.0  # but on a phone this many pixels
_SMALLEST = 5.0  # pixels: what is smaller across is shown by a dot
_TRACE = 0.0005  # of an outline's area
_NEXT_TO = 0.05  # degrees
_KEPT_SECONDS = 24 * 3600
_VERSION = 2  # raised when the drawing changes, so that kept sheets are drawn anew


@dataclass(frozen=True)
class Sheet:
    """Paths in pixels, by the key of the Party; `dots` stand for what is too small to see."""

    width: float
    height: float
    paths: Mapping[int, str]
    dots: Mapping[int, tuple[float, float]]
    borders: str
    undetermined: str


@dataclass(frozen=True)
class Outlines:
    """Which outlines there are of some Parties, their sources, and what they were drawn from."""

    keys: tuple[int, ...]
    sources: tuple[str, ...]
    digest: str
    has_default: bool

    def sheet(self, width: float) -> Sheet:
        """Draw them `width` pixels wide, or take the sheet that was drawn before."""
        key = f"map-sheet-{_VERSION}-{width:.0f}-{self.digest}"
        sheet: Sheet | None = cache.get(key)
        if sheet is None:
            sheet = self._drawn(width)
            cache.set(key, sheet, _KEPT_SECONDS)
        return sheet

    def _drawn(self, width: float) -> Sheet:
        rows = Boundary.objects.filter(party__in=self.keys).order_by("party")
        shapes = {pk: shape(geometry) for pk, geometry in rows.values_list("party", "geometry")}
        return draw(shapes, width, undetermined_areas() if self.has_default else shapely.Polygon())


def outlines_of(parties: Iterable[int]) -> Outlines:
    """Look up which outlines there are (one query, without the outlines themselves)."""
    rows = list(
        Boundary.objects.filter(party__in=list(parties))
        .order_by("party")
        .values_list("party", "updated_at", "source", "origin")
    )
    return Outlines(
        keys=tuple(row[0] for row in rows),
        sources=tuple(sorted({row[2] for row in rows})),
        digest=sha256(repr([row[:2] for row in rows]).encode()).hexdigest()[:16],
        has_default=any(row[3] == Boundary.Origin.DEFAULT for row in rows),
    )


def draw(outlines: Mapping[int, BaseGeometry], width: float, undetermined: BaseGeometry) -> Sheet:
    """Project outlines (degrees) onto a sheet `width` pixels wide, or less where it gets tall."""
    keys = list(outlines)
    beside = _beside(undetermined, list(outlines.values()))
    pixels, size = _on_sheet(_projected([*outlines.values(), beside]), width)
    *shapes, apart = shapely.coverage_simplify(pixels, _DETAIL)
    small = {k for k, whole in zip(keys, pixels, strict=False) if _span(whole) < _SMALLEST}
    lines = shapely.union_all(shapely.boundary(shapes))
    return Sheet(
        width=round(size[0], 1),
        height=round(size[1], 1),
        paths={k: _polygons(s) for k, s in zip(keys, shapes, strict=True) if k not in small},
        dots={k: _middle(whole) for k, whole in zip(keys, pixels, strict=False) if k in small},
        borders=_lines(lines.difference(apart.buffer(_DETAIL)) if beside else lines),
        undetermined=_polygons(apart),
    )


def _on_sheet(placed: np.ndarray, width: float) -> tuple[np.ndarray, tuple[float, float]]:
    """Scale to pixels, and leave out remote islands that would leave no room for the others."""
    west, south, east, north = shapely.total_bounds([_main(one) for one in placed[:-1]])
    tallest = max(width * _TALLEST, _ALWAYS_TALL)
    scale = min(width / (east - west), tallest / (north - south))
    size = ((east - west) * scale, (north - south) * scale)
    moved = shapely.transform(placed, lambda p: (p - (west, north)) * (scale, -scale))
    sheet = shapely.box(-1, -1, size[0] + 1, size[1] + 1)
    return np.array([_inside(one, sheet) for one in moved], dtype=object), size


def _main(one: BaseGeometry) -> BaseGeometry:
    """The parts of an outline that make up more than a trace of it."""
    return shapely.MultiPolygon([p for p in shapely.get_parts(one) if p.area > one.area * _TRACE])


def _inside(one: BaseGeometry, sheet: BaseGeometry) -> BaseGeometry:
    return shapely.MultiPolygon([p for p in shapely.get_parts(one) if p.intersects(sheet)])


def _beside(areas: BaseGeometry, shapes: list[BaseGeometry]) -> BaseGeometry:
    """The areas that touch one of the shapes."""
    tree = shapely.STRtree(shapes)
    near = [p for p in shapely.get_parts(areas) if len(tree.query(p, "dwithin", _NEXT_TO))]
    return shapely.MultiPolygon(near)


def _projected(shapes: list[BaseGeometry]) -> np.ndarray:
    """Project onto Equal Earth with the region's middle meridian in the middle of the sheet."""
    first = _first_meridian(shapes)
    turned = [_turned(one, first) for one in shapes]
    west, _south, east, _north = shapely.total_bounds(turned)
    middle = (west + east) / 2
    to_plane = Transformer.from_pipeline("+proj=pipeline +step +proj=eqearth +over")
    radians = math.pi / 180

    def project(points: np.ndarray) -> np.ndarray:
        x, y = to_plane.transform((points[:, 0] - middle) * radians, points[:, 1] * radians)
        return np.column_stack([x, y])

    return np.asarray(shapely.transform(np.array(turned, dtype=object), project))


def _first_meridian(shapes: list[BaseGeometry]) -> float:
    """The eastern end of the widest stretch of longitudes without any of the shapes."""
    parts = [part for one in shapes for part in shapely.get_parts(one) if not part.is_empty]
    spans = sorted((part.bounds[0], part.bounds[2]) for part in parts)
    widest, start = 0.0, -180.0
    reached = max(east for _west, east in spans) - 360
    for west, east in spans:
        if west - reached > widest:
            widest, start = west - reached, west
        reached = max(reached, east)
    return start


def _turned(one: BaseGeometry, first: float) -> BaseGeometry:
    """Move the parts west of the first meridian to the eastern end of the sheet."""
    parts = shapely.get_parts(one)
    return shapely.MultiPolygon(
        [translate(part, 360) if part.bounds[0] < first else part for part in parts]
    )


def _span(one: BaseGeometry) -> float:
    west, south, east, north = one.bounds
    return float(max(east - west, north - south)) if one.area >= _SMALLEST else 0.0


def _middle(one: BaseGeometry) -> tuple[float, float]:
    """A place on the largest part, in pixels."""
    point = max(shapely.get_parts(one), key=lambda part: part.area).representative_point()
    return round(point.x, 1), round(point.y, 1)


def _polygons(one: BaseGeometry) -> str:
    rings = shapely.get_rings(shapely.get_parts(one))
    return "".join(f"{_line(ring)}Z" for ring in rings if shapely.Polygon(ring).area >= 1)


def _lines(lines: BaseGeometry) -> str:
    merged = shapely.get_parts(shapely.line_merge(lines))
    return "".join(_line(line) for line in merged if line.length >= 2)


def _line(line: BaseGeometry) -> str:
    """A line as steps from its start, in tenths of pixels: shorter than places are."""
    places = np.rint(shapely.get_coordinates(line) * 10).astype(int)
    steps = np.diff(places, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    start = f"M{places[0, 0] / 10:g} {places[0, 1] / 10:g}"
    return start + "".join(f"l{x / 10:g} {y / 10:g}" for x, y in steps)
