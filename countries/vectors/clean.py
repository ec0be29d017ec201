"""Clean shapes: WGS 84, two dimensions, polygons only, valid, inside the world, counted."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely import MultiPolygon, Polygon
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from countries.sandbox.refusal import Refusal
from countries.vectors.geodesy import WGS84, as_geometry, within_one_world
from countries.vectors.limits import VectorLimits
from countries.vectors.problems import VectorProblem
from countries.vectors.shapes import MAX_DECIMALS, Shape, Shapes

# One turn to either side: a shape drawn across the antimeridian has longitudes beyond 180.
_FARTHEST_LONGITUDE = 540.0
_REASON = re.compile(r"^(?P<reason>[^\[]+)(?:\[(?P<x>[^ ]+) (?P<y>[^\]]+)\])?$")
_CROSSING = ("Self-intersection", "Ring Self-intersection")
_Move = Callable[[np.ndarray], np.ndarray]


def clean_collection(shapes: Shapes, limits: VectorLimits) -> dict[str, Any]:
    """Turn shapes into a GeoJSON FeatureCollection of valid polygons in WGS 84.

    Holes are kept, heights dropped, features without a geometry left out. Coordinates are rounded
    to a centimetre before validity is judged. Raises `Refusal` naming the feature, the reason and
    the place of the first geometry that is not valid.
    """
    present = [shape for shape in shapes.features if shape.geometry is not None and shape.geometry]
    if not present:
        raise Refusal(VectorProblem.NO_FEATURES)
    _check_vertices(present, limits)
    move = _mover(shapes.crs)
    features = [_feature(shape, move) for shape in present]
    return {"type": "FeatureCollection", "features": features}


def _is_empty(shape: Shape) -> bool:
    return shape.geometry is None or shape.geometry.is_empty


def united(collection: dict[str, Any]) -> dict[str, Any]:
    """All features of a cleaned collection as one GeoJSON Polygon or MultiPolygon."""
    geometry: dict[str, Any] = mapping(shapely.orient_polygons(as_geometry(collection)))
    return geometry


def _check_vertices(shapes: Iterable[Shape], limits: VectorLimits) -> None:
    count = int(sum(shapely.get_num_coordinates(shape.geometry) for shape in shapes))
    if count > limits.vertices:
        raise Refusal(VectorProblem.TOO_MANY_VERTICES, count=count, limit=limits.vertices)


def _mover(crs_name: str | None) -> _Move:
    if crs_name is None:
        raise Refusal(VectorProblem.CRS_MISSING)
    try:
        crs = CRS.from_user_input(crs_name)
        transformer = Transformer.from_crs(crs, WGS84, always_xy=True)
    except (CRSError, ProjError) as error:
        raise Refusal(VectorProblem.CRS_BROKEN, name=crs_name[:60]) from error

    def move(points: np.ndarray) -> np.ndarray:
        lon, lat = transformer.transform(points[:, 0], points[:, 1])
        return np.round(np.column_stack([lon, lat]), MAX_DECIMALS)

    return move


def _feature(shape: Shape, move: _Move) -> dict[str, Any]:
    polygons = _polygons(shape)
    moved = shapely.transform(polygons, move)
    _check_world(shape, polygons, moved)
    moved = shapely.remove_repeated_points(moved)
    check_valid(moved, shape.number)
    clean = shapely.orient_polygons(within_one_world(moved))
    return {
        "type": "Feature",
        "properties": shape.properties,
        "geometry": mapping(clean),
    }


def _polygons(shape: Shape) -> BaseGeometry:
    geometry = shapely.force_2d(shape.geometry or Polygon())
    parts = [part for part in shapely.get_parts(geometry) if not part.is_empty]
    if geometry.geom_type == "GeometryCollection":
        parts = [inner for part in parts for inner in shapely.get_parts(part)]
    wrong = [part.geom_type for part in parts if part.geom_type != "Polygon"]
    if wrong or not parts:
        found = wrong[0] if wrong else geometry.geom_type
        raise Refusal(VectorProblem.WRONG_GEOMETRY, number=shape.number, found=found)
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _check_world(shape: Shape, before: BaseGeometry, after: BaseGeometry) -> None:
    points = shapely.get_coordinates(after)
    inside = (np.abs(points[:, 0]) <= _FARTHEST_LONGITUDE) & (np.abs(points[:, 1]) <= 90.0)
    if not inside.all():  # also where a coordinate is not finite
        x, y = (float(value) for value in shapely.get_coordinates(before)[~inside][0])
        facts: dict[str, Any] = {"x": _finite(x), "y": _finite(y)}
        raise Refusal(VectorProblem.OUTSIDE_WORLD, number=shape.number, **facts)


def _finite(value: float) -> float | str:
    return round(value, 4) if np.isfinite(value) else str(value)


def check_valid(geometry: Polygon | MultiPolygon | BaseGeometry, number: int) -> None:
    """Refuse a geometry that crosses itself or is otherwise not valid, with the place and why.

    Nothing is repaired here: repairing a tangle of 400 vertices took 77 s, and a repair may
    change what was meant.
    """
    if geometry.is_valid:
        return
    match = _REASON.match(shapely.is_valid_reason(geometry))
    reason = match["reason"] if match else ""
    if match is None or match["x"] is None:
        raise Refusal(VectorProblem.NOT_VALID, number=number, reason=reason, lon="", lat="")
    lon, lat = round(float(match["x"]), 5), round(float(match["y"]), 5)
    crossing = reason in _CROSSING
    problem = VectorProblem.SELF_CROSSING if crossing else VectorProblem.NOT_VALID
    raise Refusal(problem, number=number, reason=reason, lon=lon, lat=lat)
