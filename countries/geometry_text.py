"""Polygons as people hand them in: GeoJSON text, or corners typed line by line.

Only the form is judged here (types, numbers, closed rings within the world); whether rings cross
themselves, lie inside the Party or overlap is a question for whoever owns the polygon.
"""

import json
import math
import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Position = tuple[float, float]
Ring = list[Position]
Polygon = list[Ring]

LONGEST_TEXT = 5_000_000
_FEWEST_CORNERS = 3
_CORNER = re.compile(r"^\s*(-?\d+(?:[.,]\d+)?)\s*[,;\s]\s*(-?\d+(?:[.,]\d+)?)\s*$")


class GeometryTextError(ValueError):
    """The text holds no usable polygon; the message says what to do."""


def read_geojson(text: str) -> dict[str, Any]:
    """Read GeoJSON text into a Polygon or MultiPolygon geometry with its holes kept.

    Features and collections give their polygons. Raises GeometryTextError.
    """
    if len(text) > LONGEST_TEXT:
        raise GeometryTextError(
            _("The polygon is longer than 5 million characters. Simplify or upload it.")
        )
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise GeometryTextError(
            _(
                "This is not GeoJSON. Expected a text that begins with {"
                '"type": "Polygon". Draw the area on the map, or type its corners instead.'
            )
        ) from None
    polygons = [_polygon(rings) for rings in _rings_of(content)]
    if not polygons:
        raise GeometryTextError(_("The GeoJSON holds no polygon. Points and lines have no area."))
    return _geometry(polygons)


def read_corners(text: str) -> dict[str, Any]:
    """Read corners, one "latitude, longitude" a line, into a Polygon. Raises GeometryTextError."""
    ring: Ring = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _CORNER.match(line)
        if not found:
            raise GeometryTextError(
                _(
                    "Line %(number)s of the corners is “%(line)s”. Expected latitude and longitude "
                    "in degrees, such as 14.25, -9.5."
                )
                % {"number": number, "line": line.strip()[:60]}
            )
        latitude, longitude = (float(part.replace(",", ".")) for part in found.groups())
        ring.append(_position([longitude, latitude]))
    return _geometry([[_closed(ring)]])


def _geometry(polygons: list[Polygon]) -> dict[str, Any]:
    lists = [[[list(position) for position in ring] for ring in rings] for rings in polygons]
    if len(lists) == 1:
        return {"type": "Polygon", "coordinates": lists[0]}
    return {"type": "MultiPolygon", "coordinates": lists}


def _rings_of(content: Any) -> list[Any]:
    """Collect the coordinates of all polygons in a GeoJSON object, one level of nesting deep."""
    kind = content.get("type") if isinstance(content, dict) else None
    members = {"FeatureCollection": "features", "GeometryCollection": "geometries"}
    if kind in members:
        inner = content.get(members[kind])
        objects = inner if isinstance(inner, list) else []
        return [rings for item in objects for rings in _rings_of_one(item)]
    return _rings_of_one(content)


def _rings_of_one(content: Any) -> list[Any]:
    if isinstance(content, dict) and content.get("type") == "Feature":
        content = content.get("geometry")
    if not isinstance(content, dict):
        return []
    coordinates = content.get("coordinates")
    if content.get("type") == "Polygon":
        return [coordinates]
    if content.get("type") == "MultiPolygon":
        return coordinates if isinstance(coordinates, list) else [coordinates]
    return []


def _polygon(rings: Any) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise GeometryTextError(_("A polygon of the GeoJSON has no rings. Draw it again."))
    return [_ring(ring) for ring in rings]


def _ring(positions: Any) -> Ring:
    if not isinstance(positions, list):
        raise GeometryTextError(_("A ring of the GeoJSON is not a list of positions."))
    return _closed([_position(position) for position in positions])


def _closed(ring: Ring) -> Ring:
    corners = ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring
    if len(set(corners)) < _FEWEST_CORNERS:
        raise GeometryTextError(
            ngettext(
                "An area has %(count)s corner. Expected at least three different ones.",
                "An area has %(count)s corners. Expected at least three different ones.",
                len(set(corners)),
            )
            % {"count": len(set(corners))}
        )
    return [*corners, corners[0]]


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)


def _position(value: Any) -> Position:
    pair = value[:2] if isinstance(value, list) else []
    if len(pair) < 2 or not all(map(_is_number, pair)):
        raise GeometryTextError(
            _("A corner is “%(found)s”. Expected longitude and latitude in degrees.")
            % {"found": str(value)[:60]}
        )
    longitude, latitude = float(pair[0]), float(pair[1])
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise GeometryTextError(
            _(
                "A corner lies at longitude %(longitude)s, latitude %(latitude)s, outside the "
                "world. Expected degrees (WGS 84), longitude from -180 to 180 and latitude from "
                "-90 to 90; metres of a map projection have to be converted first."
            )
            % {"longitude": longitude, "latitude": latitude}
        )
    return longitude, latitude
