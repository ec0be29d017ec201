"""Polygons of the boundary, regions, zones and corrections, laid onto the grid's pixels.

A pixel belongs to a polygon if its centre does (GDAL's rule with all_touched off), so that
neighbouring polygons share no pixel and leave none out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from indicators.science.errors import InputError
from indicators.science.grid import Grid, Window
from indicators.science.manifest import Geometry
from indicators.science.scanline import Edges, edges_of, lay

Points = NDArray[np.float64]

MAX_VERTICES = 5_000_000
LONGITUDE_LATITUDE = "OGC:CRS84"
SIGNATURES = {".gpkg": b"SQLite format 3", ".shp": b"\x00\x00\x27\x0a"}


@dataclass(frozen=True)
class Feature:
    """One polygon with its attributes, in the file's coordinate system."""

    geometry: BaseGeometry
    properties: dict[str, Any]


@dataclass(frozen=True)
class PixelShapes:
    """Polygons in pixel coordinates of a grid, in order; number n is laid as n + 1."""

    shapes: tuple[BaseGeometry, ...]

    def labels(self, window: Window) -> NDArray[np.uint16]:
        """Number (from 1) of the last polygon that holds each pixel's centre, 0 where none does."""
        out = np.zeros(window.shape, np.uint16)
        for number in self._near(window).tolist():
            lay(self._edges[number], window, number + 1, out)
        return out

    def touches(self, window: Window) -> bool:
        """Tell whether any polygon reaches into the window."""
        box = shapely.box(window.col0, window.row0, window.col1, window.row1)
        return any(self.shapes[number].intersects(box) for number in self._near(window).tolist())

    def bounds(self) -> tuple[float, float, float, float]:
        """Smallest column and row, largest column and row."""
        left, top, right, bottom = shapely.total_bounds(np.array(self.shapes, object))
        return left, top, right, bottom

    @cached_property
    def _edges(self) -> list[Edges]:
        return [edges_of(shape) for shape in self.shapes]

    @cached_property
    def _boxes(self) -> NDArray[np.float64]:
        return np.asarray(shapely.bounds(np.array(self.shapes, object)))

    def _near(self, window: Window) -> NDArray[np.int64]:
        """Numbers of the polygons whose bounding boxes reach into the window."""
        left, top, right, bottom = self._boxes.T
        across = (left < window.col1) & (right > window.col0)
        return np.flatnonzero(across & (top < window.row1) & (bottom > window.row0))


def read_features(source: str | Geometry, path: str | None = None) -> tuple[list[Feature], str]:
    """Read polygons from a GeoJSON value or a vector file, and their coordinate system.

    Raises InputError if the file cannot be read, is of an unknown kind, or holds no polygon.
    """
    if isinstance(source, dict):
        features, crs = (
            _geojson_features(source, "the polygon"),
            _geojson_crs(source, "the polygon"),
        )
        return _polygons_only(features, "the polygon"), crs
    location = path if path is not None else source
    suffix = Path(location).suffix.lower()
    if suffix in (".geojson", ".json"):
        value = _json_file(location)
        features, crs = _geojson_features(value, location), _geojson_crs(value, location)
    elif suffix in SIGNATURES:
        features, crs = _vector_file(location, SIGNATURES[suffix])
    else:
        raise InputError(f"{location}: a GeoJSON, GeoPackage or Shapefile was expected.")
    return _polygons_only(features, location), crs


def on_pixels(geometries: Sequence[BaseGeometry], crs: str, grid: Grid) -> PixelShapes:
    """Bring polygons into the grid's pixel coordinates.

    Edges are straight in the polygons' own system: long ones get more points first. On grids of
    longitude and latitude every polygon is also laid one turn to the east and to the west, so
    that grids across the antimeridian need no special files.
    """
    source = CRS.from_user_input(crs)
    shapes = []
    for geometry in geometries:
        moved = _reprojected(_valid(geometry), source, grid)
        turns = (-360, 0, 360) if grid.is_geographic else (0,)
        parts = [_to_pixels(moved, turn, grid) for turn in turns]
        kept = [part for part in parts if part.intersects(_box(grid))]
        shapes.append(shapely.union_all(kept) if kept else shapely.Polygon())
    for shape in shapes:
        shapely.prepare(shape)
    return PixelShapes(tuple(shapes))


def _box(grid: Grid) -> BaseGeometry:
    return shapely.box(0, 0, grid.width, grid.height)


def _reprojected(geometry: BaseGeometry, source: CRS, grid: Grid) -> BaseGeometry:
    if source.equals(grid.crs, ignore_axis_order=True) or (
        source.is_geographic and grid.is_geographic
    ):
        return geometry
    spacing = 0.02 if source.is_geographic else 2000.0
    dense = shapely.segmentize(geometry, spacing)
    transformer = Transformer.from_crs(source, grid.crs, always_xy=True)

    def moved(points: Points) -> Points:
        return np.stack(transformer.transform(points[:, 0], points[:, 1]), axis=1)

    there = shapely.transform(dense, moved)
    if not np.isfinite(shapely.bounds(there)).all():
        raise InputError("The polygon reaches beyond the part of the world that the grid can show.")
    return there


def _to_pixels(geometry: BaseGeometry, turn: float, grid: Grid) -> BaseGeometry:
    a, b, c, d, e, f = tuple(~grid.affine)[:6]

    def placed(points: Points) -> Points:
        x, y = points[:, 0] + turn, points[:, 1]
        return np.stack([a * x + b * y + c, d * x + e * y + f], axis=1)

    return shapely.transform(geometry, placed)


def _valid(geometry: BaseGeometry) -> BaseGeometry:
    if geometry.is_valid:
        return geometry
    return shapely.make_valid(geometry, method="structure", keep_collapsed=False)


def _json_file(location: str) -> dict[str, Any]:
    try:
        value = json.loads(Path(location).read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{location}: the file cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise InputError(f"{location}: the file is not valid GeoJSON ({error}).") from error
    if not isinstance(value, dict):
        raise InputError(f"{location}: the file is not GeoJSON.")
    return value


def _geojson_features(value: Geometry, name: str) -> list[Feature]:
    kind = value.get("type")
    if kind == "FeatureCollection":
        members = value.get("features") or []
        return [feature for member in members for feature in _geojson_features(member, name)]
    if kind == "Feature":
        geometry = value.get("geometry") or {}
        return [
            Feature(feature.geometry, value.get("properties") or {})
            for feature in _geojson_features(geometry, name)
        ]
    try:
        return [Feature(shapely.from_geojson(json.dumps(value)), {})]
    except (shapely.errors.ShapelyError, TypeError, ValueError) as error:
        raise InputError(f"{name}: not a GeoJSON geometry ({error}).") from error


def _geojson_crs(value: Geometry, name: str) -> str:
    """Longitude and latitude, unless the older `crs` member names another system."""
    member = value.get("crs")
    if member is None:
        return LONGITUDE_LATITUDE
    if not isinstance(member, dict) or member.get("type") != "name":
        raise InputError(f"{name}: a crs member that is a link is not followed; name the system.")
    try:
        return CRS.from_user_input(str(member["properties"]["name"])).to_wkt()
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise InputError(f"{name}: the crs member names no known system.") from error


def _vector_file(location: str, signature: bytes) -> tuple[list[Feature], str]:
    import pyogrio.errors
    import pyogrio.raw

    try:
        with Path(location).open("rb") as file:
            if not file.read(16).startswith(signature):
                raise InputError(f"{location}: the content is not what the file's name says.")
        meta, _, geometries, columns = pyogrio.raw.read(location)
    except OSError as error:
        raise InputError(f"{location}: the file cannot be read ({error.strerror}).") from error
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise InputError(f"{location}: the file cannot be read ({error}).") from error
    names = [str(name) for name in meta["fields"]]
    rows = zip(*columns, strict=True) if columns else [()] * len(geometries)
    features = [
        Feature(shapely.from_wkb(bytes(wkb)), dict(zip(names, row, strict=True)))
        for wkb, row in zip(geometries, rows, strict=True)
        if wkb is not None
    ]
    return features, str(meta["crs"] or LONGITUDE_LATITUDE)


def _polygons_only(features: list[Feature], name: str) -> list[Feature]:
    kept = [
        feature
        for feature in features
        if feature.geometry.geom_type in ("Polygon", "MultiPolygon")
        and not feature.geometry.is_empty
    ]
    if not kept:
        raise InputError(f"{name}: no polygon was found.")
    if sum(shapely.get_num_coordinates(feature.geometry) for feature in kept) > MAX_VERTICES:
        raise InputError(f"{name}: more than {MAX_VERTICES:,} vertices; simplify the polygons.")
    return kept
