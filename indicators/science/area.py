"""True areas of raster cells, whatever the coordinate system of the grid.

Every area is measured on an ellipsoid, by the closed form of the area between the equator and a
parallel. That form is also a map: longitude and ``slice_area / 2 pi a^2`` are the coordinates of
an equal-area cylinder, on which the area of any cell is the plane area of its outline.

The ellipsoid is the grid's own. A grid on a sphere (such as the MODIS sinusoidal grid) carries
geodetic latitudes all the same, so its cells are measured on WGS 84: official areas agree with
that, and not with the area on the sphere, which is 0.3 % off at 17 degrees north.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import numpy as np
import pyproj
from numpy.typing import NDArray

if TYPE_CHECKING:
    from affine import Affine

WGS84_A: Final = 6378137.0
WGS84_B: Final = 6356752.314245179

UNIFORM_TOLERANCE: Final = 1e-6
"""A projection whose cells are this close to their nominal area everywhere is equal-area."""

ROW_TOLERANCE: Final = 1e-7
"""Cells of a row that differ by less have one area."""

_SAMPLES: Final = 9
_EDGE_POINTS: Final = 4
_SMALLEST_CELL_M: Final = 200.0
_LATTICE_M: Final = 8000.0
_LATTICE_CELLS: Final = 32
_POLE: Final = np.pi / 2 + 1e-9

Floats = NDArray[np.float64]


class CoordinateSystem(Protocol):
    """What is needed of a coordinate system (``rasterio.crs.CRS`` has it)."""

    def to_wkt(self) -> str:
        """Well-known text."""
        ...


class Ellipsoid(NamedTuple):
    """Semi-axes in metres."""

    a: float = WGS84_A
    b: float = WGS84_B


WGS84: Final = Ellipsoid()


def slice_area_m2(latitude: Floats, ellipsoid: Ellipsoid = WGS84) -> Floats:
    """Area between the equator and *latitude* (radians), m2; negative to the south.

    With e^2 = 1 - (b/a)^2: pi b^2 [2 atanh(e sin phi)/(2e) + sin phi/((1+e sin phi)(1-e sin phi))]
    (closed form for an oblate ellipsoid; Snyder 1987, equations 3-11 and 3-12).
    """
    a, b = ellipsoid
    sine = np.sin(latitude)
    e = np.sqrt(1.0 - (b / a) ** 2)
    if e == 0:
        return np.asarray(2.0 * np.pi * a**2 * sine)
    curved = np.arctanh(e * sine) / e + sine / ((1.0 + e * sine) * (1.0 - e * sine))
    return np.asarray(np.pi * b**2 * curved)


def cell_areas_km2(latitude_edges: Floats, width: float, ellipsoid: Ellipsoid = WGS84) -> Floats:
    """Areas of cells between successive *latitude_edges* and *width* apart (radians), km2."""
    slices = slice_area_m2(np.clip(latitude_edges, -np.pi / 2, np.pi / 2), ellipsoid)
    return np.asarray(np.abs(np.diff(slices)) * abs(width) / (2.0 * np.pi) / 1e6)


@dataclass(frozen=True, eq=False)
class RowAreas:
    """Cell areas of a grid, km2.

    ``km2`` is ``(height,)``, one cell area per row, unless ``per_pixel`` is True: then it is
    empty and ``window`` must be asked for the areas of each part of the grid.
    """

    km2: Floats
    per_pixel: bool = False
    lattice: Lattice | None = None

    def window(self, row: int, column: int, height: int, width: int) -> Floats:
        """Areas of a part of the grid: ``(height,)`` or, per pixel, ``(height x width,)``."""
        if self.lattice is None:
            return self.km2[row : row + height]
        return self.lattice.areas_km2(row, column, height, width)


def row_areas_km2(
    crs: CoordinateSystem | None, transform: Affine, width: int, height: int
) -> RowAreas:
    """Cell areas of a grid in any coordinate system, orientation and place.

    One area a row for unrotated geographic grids, equal-area projections (the pixel's nominal
    area) and projections with parallels along the rows; otherwise an area for every pixel, from
    a lattice of true areas. Cells outside the projected globe have area 0. Raises ValueError
    without a coordinate system, or with one that is neither geographic nor projected.
    """
    system = _known(crs)
    ellipsoid = _ellipsoid(system)
    straight = transform.b == 0 and transform.d == 0
    if system.is_geographic and straight:
        unit = _unit(system)
        edges: Floats = (transform.f + transform.e * np.arange(height + 1.0)) * unit
        return RowAreas(cell_areas_km2(edges, transform.a * unit, ellipsoid))
    outline = _Outline(system, ellipsoid, transform)
    rows, columns = (np.linspace(0, size - 1, _SAMPLES).round() for size in (height, width))
    grid = outline.cells_km2(*np.meshgrid(rows, columns, indexing="ij"))
    nominal = abs(transform.determinant) * _unit(system) ** 2 / 1e6
    if not np.isfinite(grid).any():
        msg = "No part of the grid lies on the globe; its place and coordinate system disagree."
        raise ValueError(msg)
    if system.is_projected and np.nanmax(np.abs(grid / nominal - 1.0)) < UNIFORM_TOLERANCE:
        return RowAreas(np.full(height, nominal))
    if straight and _constant_along_rows(grid):
        return RowAreas(outline.row_cells_km2(height, width))
    return RowAreas(np.empty(0), per_pixel=True, lattice=Lattice(outline))


def _known(crs: CoordinateSystem | None) -> pyproj.CRS:
    if crs is None or not crs.to_wkt():
        msg = "The grid has no coordinate system; cell areas need one."
        raise ValueError(msg)
    system = pyproj.CRS.from_wkt(crs.to_wkt())
    if system.is_bound:
        system = system.source_crs or system
    if not (system.is_geographic or system.is_projected):
        msg = f"The coordinate system {system.name!r} is neither geographic nor projected."
        raise ValueError(msg)
    return system


def _ellipsoid(system: pyproj.CRS) -> Ellipsoid:
    """The system's own ellipsoid; WGS 84 in place of a sphere."""
    own = system.ellipsoid
    if own is None or own.semi_major_metre == own.semi_minor_metre:
        return WGS84
    return Ellipsoid(own.semi_major_metre, own.semi_minor_metre)


def _unit(system: pyproj.CRS) -> float:
    """Radians or metres to a unit of the coordinates."""
    return float(system.axis_info[0].unit_conversion_factor)


def _constant_along_rows(samples: Floats) -> bool:
    """Whether the cells ``(rows, columns)`` of each row that lie on the globe are alike."""
    some = np.isfinite(samples).any(axis=1)
    rows = samples[some]
    spread = np.nanmax(rows, axis=1) - np.nanmin(rows, axis=1)
    return bool((spread <= ROW_TOLERANCE * np.nanmax(rows, axis=1)).all())


class _Outline:
    """True areas of single cells, by their outline on the equal-area cylinder."""

    def __init__(self, system: pyproj.CRS, ellipsoid: Ellipsoid, transform: Affine) -> None:
        self.ellipsoid = ellipsoid
        self.transform = transform
        self.to_radians = _unit(system)
        self.projection = None if system.is_geographic else system.to_wkt()
        size = abs(transform.determinant) ** 0.5 * _unit(system)
        metres = size * (ellipsoid.a if system.is_geographic else 1.0)
        self.enlarged = max(1.0, _SMALLEST_CELL_M / metres)
        self.lattice_step = int(np.clip(_LATTICE_M // metres, 1, _LATTICE_CELLS))

    def cells_km2(self, rows: Any, columns: Any) -> Floats:
        """Areas of the cells at *rows* and *columns*; NaN off the globe.

        Cells below 200 m are measured on a larger cell around the same centre, which is smooth
        where a tiny one would drown in the rounding of the projection.
        """
        shape = np.broadcast(rows, columns).shape
        down, right = _unit_outline()
        y = np.ravel(rows)[:, None] + 0.5 + down * self.enlarged
        x = np.ravel(columns)[:, None] + 0.5 + right * self.enlarged
        t = self.transform
        areas = self._outline_areas(x * t.a + y * t.b + t.c, x * t.d + y * t.e + t.f)
        return np.asarray(areas / self.enlarged**2).reshape(shape)

    def _outline_areas(self, x: Floats, y: Floats) -> Floats:
        """Areas of outlines ``(cells, points)`` in the grid's coordinates, NaN off the globe."""
        longitude, latitude = self._on_globe(x, y)
        on_globe = np.isfinite(longitude) & (np.abs(latitude) <= _POLE)
        lost = np.asarray(~on_globe.all(axis=1, keepdims=True))
        longitude, latitude = (np.where(lost, 0.0, part) for part in (longitude, latitude))
        height: Floats = slice_area_m2(latitude, self.ellipsoid) / (2.0 * np.pi)
        steps = np.roll(longitude, -1, axis=1) - longitude
        steps -= 2.0 * np.pi * np.round(steps / (2.0 * np.pi))
        enclosed = np.abs((0.5 * (height + np.roll(height, -1, axis=1)) * steps).sum(axis=1))
        around_pole = np.abs(steps.sum(axis=1)) > np.pi
        pole = float(slice_area_m2(np.array(np.pi / 2), self.ellipsoid))
        areas = np.where(around_pole, pole - enclosed, enclosed) / 1e6
        return np.where(lost[:, 0], np.nan, areas)

    def _on_globe(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Longitude and latitude in radians, infinite where there are none."""
        if self.projection is None:
            return x * self.to_radians, np.clip(y * self.to_radians, -np.pi / 2, np.pi / 2)
        longitude, latitude = _inverse(self.projection).transform(x, y, radians=True)
        return np.asarray(longitude), np.asarray(latitude)

    def row_cells_km2(self, height: int, width: int) -> Floats:
        """Area of a cell of each row, at the first of some columns that is on the globe."""
        out = np.full(height, np.nan)
        for column in np.linspace(0, width - 1, _SAMPLES).round():
            rows = np.flatnonzero(np.isnan(out))
            if not rows.size:
                break
            out[rows] = self.cells_km2(rows, np.full(rows.size, column))
        return np.asarray(np.nan_to_num(out, nan=0.0))


_transformers = threading.local()


def _inverse(projection: str) -> pyproj.Transformer:
    """From projected to geodetic coordinates; one object per thread, as pyproj asks."""
    known: dict[str, pyproj.Transformer] = _transformers.__dict__
    if projection not in known:
        system = pyproj.CRS.from_wkt(projection)
        known[projection] = pyproj.Transformer.from_crs(system, system.geodetic_crs, always_xy=True)
    return known[projection]


def _unit_outline() -> tuple[Floats, Floats]:
    """Offsets down and right of points around a cell from its centre, in cells."""
    along = np.arange(_EDGE_POINTS) / _EDGE_POINTS - 0.5
    half = np.full(_EDGE_POINTS, 0.5)
    down = np.concatenate([-half, along, half, -along])
    right = np.concatenate([along, half, -along, -half])
    return down, right


class Lattice:
    """Cell areas between measured cells, which stand at most 8 km and 32 cells apart.

    Bilinear between nodes that belong to the grid and not to the window, so that a pixel has the
    same area in every window.
    """

    def __init__(self, outline: _Outline) -> None:
        self._outline = outline
        self.step = outline.lattice_step

    def areas_km2(self, row: int, column: int, height: int, width: int) -> Floats:
        """Areas of a window of the grid, ``(height x width,)``, 0 for cells off the globe."""
        first_row, row_part = self._places(row, height)
        first_column, column_part = self._places(column, width)
        rows = np.arange(first_row[0], first_row[-1] + 2)
        columns = np.arange(first_column[0], first_column[-1] + 2)
        nodes = self._outline.cells_km2(
            *np.meshgrid(rows * self.step, columns * self.step, indexing="ij")
        )
        down = _between(nodes, first_row - rows[0], row_part)
        across = _between(down.T, first_column - columns[0], column_part).T
        return np.asarray(np.nan_to_num(across, nan=0.0)).ravel()

    def _places(self, first: int, size: int) -> tuple[NDArray[np.int64], Floats]:
        """Node before each cell, and how far towards the next one the cell lies."""
        cells = np.arange(first, first + size)
        return cells // self.step, (cells % self.step) / self.step


def _between(nodes: Floats, first: NDArray[np.int64], part: Floats) -> Floats:
    """Rows *part* of the way from row *first* to the next; a whole row takes nothing from it."""
    later = np.where(part[:, None] > 0, nodes[first + 1], nodes[first])
    return np.asarray(nodes[first] * (1.0 - part[:, None]) + later * part[:, None])
