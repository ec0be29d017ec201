"""Where a raster lies: its coordinate system, orientation, pixel size, and cover of the Party."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

from countries.sandbox.refusal import Refusal
from indicators.ingest.problems import RasterProblem

WGS84 = "OGC:CRS84"
# Semi-major axes of Earth models lie between 6 356 km (authalic and polar spheres) and 6 379 km.
_EARTH_RADII_M = (6_350_000.0, 6_400_000.0)
_SAMPLES = 64
_SHEAR = 1e-6
_NEARLY_DEGREES = 0.01
_BORDER_POINTS = 33
_Points = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """The grid of a raster, north up, and its place on Earth.

    `bounds` are west, south, east, north in degrees; east may exceed 180 where the raster
    crosses the antimeridian.
    """

    crs: CRS
    transform: Affine
    width: int
    height: int
    south_up: bool
    pixel_m: tuple[float, float]
    bounds: tuple[float, float, float, float]

    @property
    def crosses_antimeridian(self) -> bool:
        """Whether the raster lies on both sides of the 180th meridian."""
        return self.bounds[2] > 180.0 + _NEARLY_DEGREES and self.bounds[0] < 180.0


def find_place(source: Any, transform: Affine | None) -> Place:
    """Check and describe the georeference of an open raster. Raises `Refusal`."""
    located = _located(source, transform)
    crs = earth_crs(source.crs.to_wkt())
    north_up, south_up = _north_up(located, source.height)
    bounds = _bounds(crs, north_up, source.width, source.height)
    pixel = _pixel_metres(crs, north_up, source.width, source.height)
    return Place(crs, north_up, source.width, source.height, south_up, pixel, bounds)


def _located(source: Any, transform: Affine | None) -> Affine:
    if transform is None and source.gcps[0]:
        raise Refusal(RasterProblem.GCP_ONLY)
    if transform is None and source.rpcs is not None:
        raise Refusal(RasterProblem.RPC_ONLY)
    if not source.crs:
        raise Refusal(RasterProblem.CRS_MISSING)
    if transform is None:
        raise Refusal(RasterProblem.TRANSFORM_MISSING)
    return transform


def earth_crs(wkt: str) -> CRS:
    """The horizontal coordinate system of a text, refused unless it is one of the Earth's."""
    try:
        crs = CRS.from_wkt(wkt)
        horizontal = crs.sub_crs_list[0] if crs.is_compound else crs
        ellipsoid = horizontal.ellipsoid
    except CRSError as error:
        raise Refusal(RasterProblem.CRS_BROKEN, name=wkt[:60]) from error
    if not (horizontal.is_geographic or horizontal.is_projected) or ellipsoid is None:
        raise Refusal(RasterProblem.CRS_BROKEN, name=horizontal.name)
    low, high = _EARTH_RADII_M
    if not low <= ellipsoid.semi_major_metre <= high:
        radius = round(ellipsoid.semi_major_metre / 1000)
        raise Refusal(RasterProblem.CRS_NOT_EARTH, name=horizontal.name, radius=radius)
    return horizontal


def name_of(crs: CRS) -> str:
    """The name of a coordinate system; of a nameless one its projection and ellipsoid."""
    if not crs.name.lower().startswith(("unnamed", "unknown")):
        return str(crs.name)
    method = crs.coordinate_operation.method_name if crs.coordinate_operation else "geographic"
    radius = crs.ellipsoid.semi_major_metre / 1000 if crs.ellipsoid else 0.0
    return f"{method}, a = {radius:.3f} km"


def _north_up(transform: Affine, height: int) -> tuple[Affine, bool]:
    a, b, c, d, e, f = tuple(transform)[:6]
    if not all(map(math.isfinite, (a, b, c, d, e, f))) or a == 0 or e == 0:
        raise Refusal(RasterProblem.TRANSFORM_MISSING)
    if a < 0 or abs(b) > _SHEAR * abs(a) or abs(d) > _SHEAR * abs(e):
        raise Refusal(RasterProblem.ROTATED, degrees=round(math.degrees(math.atan2(d, a)), 2))
    if e > 0:
        return Affine(a, 0, c, 0, -e, f + e * height), True
    return Affine(a, 0, c, 0, e, f), False


def _to_lonlat(crs: CRS, x: _Points, y: _Points) -> tuple[_Points, _Points]:
    try:
        lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(x, y)
    except ProjError as error:
        raise Refusal(RasterProblem.CRS_BROKEN, name=crs.name) from error
    return np.asarray(lon, float), np.asarray(lat, float)


def _border(transform: Affine, width: int, height: int) -> tuple[_Points, _Points]:
    step = np.linspace(0.0, 1.0, _BORDER_POINTS)
    zero, one = np.zeros_like(step), np.ones_like(step)
    columns = np.concatenate([step, one, step[::-1], zero]) * width
    rows = np.concatenate([zero, step, one, step[::-1]]) * height
    return transform.c + columns * transform.a, transform.f + rows * transform.e


def _bounds(
    crs: CRS, transform: Affine, width: int, height: int
) -> tuple[float, float, float, float]:
    x, y = _border(transform, width, height)
    if crs.is_geographic:
        _check_degrees(crs, x, y)
    lon, lat = _to_lonlat(crs, x, y)
    seen = np.isfinite(lon) & np.isfinite(lat)
    if not seen.any():
        raise _impossible(crs, x, y)
    lon, lat = np.unwrap(lon[seen], period=360.0), lat[seen]
    west = float(lon.min())
    turns = 360.0 * math.floor((west + 180.0) / 360.0)
    return (
        west - turns,
        max(-90.0, float(lat.min())),
        min(float(lon.max()) - turns, west - turns + 360.0),
        min(90.0, float(lat.max())),
    )


def _check_degrees(crs: CRS, x: _Points, y: _Points) -> None:
    unit = crs.axis_info[0].unit_conversion_factor * 180.0 / math.pi
    wide, high = np.abs(x * unit).max(), np.abs(y * unit).max()
    if wide > 540.0 or high > 90.5:
        raise _impossible(crs, x, y)


def _impossible(crs: CRS, x: _Points, y: _Points) -> Refusal:
    corner = {"x": float(x[0]), "y": float(y[0])}
    return Refusal(RasterProblem.COORDINATES_IMPOSSIBLE, name=crs.name, **corner)


def _pixel_metres(crs: CRS, transform: Affine, width: int, height: int) -> tuple[float, float]:
    if crs.is_projected:
        factor = crs.axis_info[0].unit_conversion_factor
        return abs(transform.a) * factor, abs(transform.e) * factor
    x = transform.c + transform.a * (width / 2 + np.array([0.0, 1.0, 0.0]))
    y = transform.f + transform.e * (height / 2 + np.array([0.0, 0.0, 1.0]))
    lon, lat = _to_lonlat(crs, x, y)
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        return 0.0, 0.0
    _, _, metres = Geod(ellps="WGS84").inv([lon[0]] * 2, [lat[0]] * 2, lon[1:], lat[1:])
    return float(metres[0]), float(metres[1])


def covered_share(place: Place, outline: BaseGeometry) -> float:
    """The share of the Party's area that lies within the raster's grid, from sample points.

    Points of the outline are carried into the raster's own system, which holds for every
    projection, across the antimeridian and at the poles.
    """
    lon, lat = _points_inside(outline)
    weight = np.cos(np.radians(lat))
    inside = np.zeros(lon.shape, bool)
    for turns in (-1, 0, 1) if place.crs.is_geographic else (0,):
        inside |= _inside_grid(place, lon, lat, turns)
    return float((weight * inside).sum() / weight.sum())


def _points_inside(outline: BaseGeometry) -> tuple[_Points, _Points]:
    west, south, east, north = outline.bounds
    steps = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    lon, lat = np.meshgrid(west + steps * (east - west), south + steps * (north - south))
    inside = shapely.contains_xy(outline, lon.ravel(), lat.ravel())
    # Small islands fall between the points of the mesh; each part has at least one of its own.
    parts = [part.representative_point() for part in getattr(outline, "geoms", [outline])]
    extra = shapely.get_coordinates(parts)
    return (
        np.concatenate([lon.ravel()[inside], extra[:, 0]]),
        np.concatenate([lat.ravel()[inside], extra[:, 1]]),
    )


def _inside_grid(place: Place, lon: _Points, lat: _Points, turns: int) -> NDArray[np.bool_]:
    x, y = Transformer.from_crs(WGS84, place.crs, always_xy=True).transform(lon, lat)
    # A geographic grid may count its longitudes from 0 to 360.
    shift = turns * 2 * math.pi / place.crs.axis_info[0].unit_conversion_factor if turns else 0.0
    columns = (np.asarray(x) + shift - place.transform.c) / place.transform.a
    rows = (np.asarray(y) - place.transform.f) / place.transform.e
    return (columns >= 0) & (columns <= place.width) & (rows >= 0) & (rows <= place.height)


def lonlat_of_pixel(place: Place, row: int, column: int) -> tuple[float, float]:
    """Longitude and latitude of a pixel's centre, degrees to four decimals (about 10 m)."""
    x = np.array([place.transform.c + (column + 0.5) * place.transform.a])
    y = np.array([place.transform.f + (row + 0.5) * place.transform.e])
    lon, lat = _to_lonlat(place.crs, x, y)
    if not (np.isfinite(lon[0]) and np.isfinite(lat[0])):
        return 0.0, 0.0
    return round(float(lon[0]), 4), round(float(lat[0]), 4)
