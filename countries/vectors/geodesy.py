"""Areas on the WGS 84 ellipsoid, bounds, overlaps and shares of GeoJSON geometries.

An edge is a straight line in longitude and latitude, as GeoJSON (RFC 7946) and the web map draw
it, and as the rows of a raster in degrees run. It is cut into pieces of at most 0.02 degrees,
whose areas pyproj measures along geodesics (for a cell of one degree at 45 degrees north the
result is within 1e-8 of the cell's exact area).
"""

import math
from collections.abc import Mapping
from typing import Any

import shapely
from pyproj import Geod
from shapely import Polygon
from shapely.affinity import translate
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

WGS84 = "OGC:CRS84"
_ELLIPSOID = Geod(ellps="WGS84")
_LONGEST_EDGE_DEGREES = 0.02
_M2_PER_KM2 = 1e6
GeoJSON = Mapping[str, Any]
Bounds = tuple[float, float, float, float]


def geodesic_area_km2(geometry: GeoJSON | BaseGeometry) -> float:
    """Area of a polygon or multipolygon in WGS 84, holes taken out, km2."""
    return sum(_polygon_km2(part) for part in _polygons(as_geometry(geometry)))


def bounds_of(geometry: GeoJSON | BaseGeometry) -> Bounds:
    """West, south, east and north in degrees."""
    west, south, east, north = as_geometry(geometry).bounds
    return west, south, east, north


def overlap_km2(one: GeoJSON | BaseGeometry, other: GeoJSON | BaseGeometry) -> float:
    """Area that two geometries share, km2."""
    return geodesic_area_km2(as_geometry(one).intersection(as_geometry(other)))


def inside_share(geometry: GeoJSON | BaseGeometry, outline: GeoJSON | BaseGeometry) -> float:
    """The share (0 to 1) of a geometry's area that lies inside a Party's outline."""
    inner = as_geometry(geometry)
    whole = geodesic_area_km2(inner)
    if whole == 0:
        return 0.0
    return min(1.0, overlap_km2(inner, outline) / whole)


def within_one_world(geometry: BaseGeometry) -> BaseGeometry:
    """Cut at the antimeridian and bring every part between -180 and 180 degrees."""
    west, _, east, _ = geometry.bounds
    if west >= -180.0 and east <= 180.0:
        return geometry
    parts = []
    for turn in range(math.floor((west + 180) / 360), math.ceil((east + 180) / 360)):
        world = shapely.box(-180 + 360 * turn, -90, 180 + 360 * turn, 90)
        parts += [translate(p, -360 * turn) for p in _polygons(geometry.intersection(world))]
    return shapely.union_all(parts)


def as_geometry(geometry: GeoJSON | BaseGeometry) -> BaseGeometry:
    """A shapely geometry of a GeoJSON geometry, Feature or FeatureCollection."""
    if isinstance(geometry, BaseGeometry):
        return geometry
    if geometry.get("type") == "FeatureCollection":
        return shapely.union_all([shape(f["geometry"]) for f in geometry["features"]])
    if geometry.get("type") == "Feature":
        return shape(geometry["geometry"])
    return shape(dict(geometry))


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]


def _polygon_km2(polygon: Polygon) -> float:
    rings = [polygon.exterior, *polygon.interiors]
    areas = [abs(_ring_m2(ring)) for ring in rings if not ring.is_empty]
    return (areas[0] - sum(areas[1:])) / _M2_PER_KM2 if areas else 0.0


def _ring_m2(ring: BaseGeometry) -> float:
    points = shapely.get_coordinates(shapely.segmentize(ring, _LONGEST_EDGE_DEGREES))
    area, _ = _ELLIPSOID.polygon_area_perimeter(points[:, 0], points[:, 1])
    return float(area)
