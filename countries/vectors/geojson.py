"""GeoJSON, read by hand: nothing in the text is followed, fetched or evaluated."""

import json
from typing import Any, NoReturn

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from countries.sandbox.refusal import Refusal
from countries.vectors.limits import VectorLimits
from countries.vectors.problems import VectorProblem
from countries.vectors.shapes import Shape, Shapes, plain_value

_GEOMETRIES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}
    | {"GeometryCollection"}
)


def read_geojson(text: str | bytes, limits: VectorLimits) -> Shapes:
    """Read a FeatureCollection, a Feature or a bare geometry. Raises `Refusal`."""
    document = _parsed(text)
    crs = _crs(document.get("crs"))
    features = _features(document)
    if len(features) > limits.features:
        raise Refusal(VectorProblem.TOO_MANY_FEATURES, count=len(features), limit=limits.features)
    shapes = [_shape(number, feature, limits) for number, feature in enumerate(features, start=1)]
    return Shapes("GeoJSON", crs, shapes)


def _parsed(text: str | bytes) -> dict[str, Any]:
    def refuse_constant(name: str) -> NoReturn:
        raise ValueError(f"{name} is not a number")

    try:
        document = json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refusal(VectorProblem.JSON_BROKEN, detail=str(error)[:120]) from error
    if not isinstance(document, dict):
        raise Refusal(VectorProblem.JSON_NOT_GEOJSON, found=type(document).__name__)
    return document


def _crs(member: Any) -> str | None:
    """The name in an old-style `crs` member; RFC 7946 has none and means WGS 84."""
    if member is None:
        return "OGC:CRS84"
    properties = member.get("properties") if isinstance(member, dict) else None
    if not isinstance(properties, dict) or member.get("type") != "name":
        # A link would be a request to an address that the file chose.
        raise Refusal(VectorProblem.CRS_LINK)
    return str(properties.get("name", ""))[:200]


def _features(document: dict[str, Any]) -> list[Any]:
    kind = document.get("type")
    if kind == "FeatureCollection" and isinstance(document.get("features"), list):
        return list(document["features"])
    if kind == "Feature":
        return [document]
    if kind in _GEOMETRIES:
        return [{"type": "Feature", "properties": {}, "geometry": document}]
    raise Refusal(VectorProblem.JSON_NOT_GEOJSON, found=str(kind)[:40])


def _shape(number: int, feature: Any, limits: VectorLimits) -> Shape:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Refusal(VectorProblem.JSON_NOT_GEOJSON, found=str(feature)[:40])
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        properties = {}
    kept = {
        str(name)[:60]: plain_value(value, limits.text_length)
        for name, value in list(properties.items())[: limits.properties]
    }
    return Shape(number, kept, _geometry(number, feature.get("geometry")))


def _geometry(number: int, member: Any) -> BaseGeometry | None:
    if member is None:
        return None
    if not isinstance(member, dict) or member.get("type") not in _GEOMETRIES:
        raise Refusal(VectorProblem.WRONG_GEOMETRY, number=number, found=str(member)[:40])
    try:
        return shapely.force_2d(shape(member))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        detail = str(error)[:120]
        raise Refusal(VectorProblem.JSON_BROKEN, detail=detail) from error
