"""Where to avoid, reduce and reverse: a map of a finished run, its areas, and what it is made of.

Worked out from the run's own rasters, window by window, so that it needs no second run. The
classes are those of `planning.responses`; land types are those of the period's first year, as in
the balance sheet. Source of the hierarchy: Cowie et al. 2018, principle 12.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.windows import Window as FileWindow
from shapely.geometry import shape

from indicators.science import land_cover, planning, status
from indicators.science.classes import NODATA, ClassArray, LandCover, Lpd, Response
from indicators.science.errors import InputError
from indicators.science.grid import Grid, Window
from indicators.science.inputs import Inputs
from indicators.science.layers import cell_areas
from indicators.science.lookup import look_up
from indicators.science.outcome import class_table, own_codes
from indicators.science.patches import Patch, Sampled, patches_of, sampled
from indicators.science.plan import PeriodPlan, Plan
from indicators.science.polygons import LONGITUDE_LATITUDE, PixelShapes, on_pixels
from indicators.science.sources import Readers, gdal_environment
from indicators.science.storage import Storage, raster_path

PIECE: Final = 1024
RESPONSE_RASTER, LAND_TYPE_RASTER = "response.tif", "land_type.tif"
_RESPONSES: Final = len(Response) + 1
_TYPES: Final = len(LandCover) + 1
Areas = NDArray[np.float64]
"""km2 by land type (1..7, 0 not known) and response (1..3)."""


@dataclass(frozen=True)
class Candidates:
    """What a period's map comes to: areas by zone, areas inside polygons, the largest patches."""

    zones: Areas
    """(number of zones + 1, 8, 4): zone 0 is the land outside every zone."""
    inside: dict[str, Areas]
    """(8, 4) by the name of some polygons."""
    patches: tuple[Patch, ...]
    smallest_km2: float
    """Patches smaller than this went into their surroundings."""


@dataclass
class _Tally:
    """Areas as they are added up, window by window."""

    zones: Areas
    inside: dict[str, Areas] = field(default_factory=dict)

    def add(self, part: _Part, zone: NDArray[np.uint16], shapes: Mapping[str, PixelShapes]) -> None:
        cells = part.cells
        counted = np.bincount(
            zone.astype(np.int64) * (_TYPES * _RESPONSES) + cells, part.km2, self.zones.size
        )
        self.zones += counted.reshape(self.zones.shape)
        for name, polygons in shapes.items():
            if not polygons.touches(part.window):
                continue
            held = polygons.labels(part.window).ravel() > 0
            here = np.bincount(cells[held], part.km2[held], _TYPES * _RESPONSES)
            self.inside[name] += here.reshape(_TYPES, _RESPONSES)


@dataclass(frozen=True)
class _Part:
    """One window: the response and land type of its pixels, and their areas."""

    window: Window
    response: ClassArray
    land_type: ClassArray
    km2: NDArray[np.float64]

    @property
    def cells(self) -> NDArray[np.int64]:
        """Land type x 4 + response, 0 where there is nothing to do."""
        found = np.where(self.response > 0, self.response, 0).astype(np.int64)
        found[found >= _RESPONSES] = 0
        return np.where(self.land_type > 0, self.land_type, 0).astype(np.int64) * _RESPONSES + found


def map_candidates(
    plan: Plan,
    outputs: str,
    period_key: str,
    out: Storage,
    polygons: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    most: int = 100,
    floor_km2: float = 1.0,
) -> Candidates:
    """Draw the response classes of a period into `out`, and add up what they come to.

    `outputs` is where the run's rasters stand; `polygons` are GeoJSON geometries (WGS 84) by
    name, whose areas are added up apart. At most `most` patches of each response are given, the
    largest first, none smaller than `floor_km2` or a thousandth of the land, whichever is less.
    Raises InputError where the run has no map of 15.3.1 for the period, OSError for a file that
    cannot be read.
    """
    period = _period(plan, period_key)
    shapes = {name: _laid(geometries, plan.grid) for name, geometries in polygons.items()}
    tally = _Tally(np.zeros((len(plan.zones.names) + 1, _TYPES, _RESPONSES)))
    tally.inside = {name: np.zeros((_TYPES, _RESPONSES)) for name in shapes}
    small = sampled(plan.grid)
    with ExitStack() as stack:
        stack.enter_context(gdal_environment(remote=plan.remote or outputs.startswith("s3://")))
        maps = stack.enter_context(_Maps(plan, period, outputs))
        draws = [stack.enter_context(_drawing(out, n, plan.grid)) for n in _RASTERS]
        for part in maps.parts():
            zone = _zones(plan, part.window)
            tally.add(part, zone, shapes)
            small.put(part.window, part.response, part.land_type, zone)
            for draw, codes in zip(draws, (part.response, part.land_type), strict=True):
                draw.write(codes.reshape(part.window.shape), 1, window=_file(part.window))
    return _gathered(plan, tally, small, most, floor_km2)


_RASTERS = (RESPONSE_RASTER, LAND_TYPE_RASTER)


def _gathered(plan: Plan, tally: _Tally, small: Sampled, most: int, floor_km2: float) -> Candidates:
    land = float(tally.zones[:, :, 1:].sum())
    smallest = min(floor_km2, land / 1000)
    patches = patches_of(small, plan.grid, smallest_km2=smallest, land_km2=land, most=most)
    return Candidates(tally.zones, tally.inside, tuple(patches), smallest)


def _period(plan: Plan, key: str) -> PeriodPlan:
    found = next((period for period in plan.periods if period.key == key), None)
    if found is None or "sdg" not in found.rasters or found.land_cover is None:
        raise InputError("The run has no map of SDG indicator 15.3.1 for this period.")
    return found


def _laid(geometries: Sequence[Mapping[str, Any]], grid: Grid) -> PixelShapes:
    return on_pixels([shape(dict(geometry)) for geometry in geometries], LONGITUDE_LATITUDE, grid)


def _zones(plan: Plan, window: Window) -> NDArray[np.uint16]:
    if not plan.zones.shapes:
        return np.zeros(window.pixels, np.uint16)
    return plan.zones.on_pixels.labels(window).ravel()


def _file(window: Window) -> FileWindow:
    return FileWindow(window.col0, window.row0, window.width, window.height)


# --- Reading ------------------------------------------------------------------------------------


class _Maps:
    """The rasters of a run in one period, read window by window."""

    def __init__(self, plan: Plan, period: PeriodPlan, outputs: str) -> None:
        self.plan, self.period, self.outputs = plan, period, outputs
        self.has_status = period != plan.baseline and "sdg" in plan.baseline.rasters
        self._stack = ExitStack()

    def __enter__(self) -> _Maps:
        names = ["status" if self.has_status else "sdg", "lpd"]
        if "state" in self.period.rasters:
            names.append("state")
        self.files = {name: self._open(name) for name in names}
        self.readers = self._stack.enter_context(Readers())
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _open(self, name: str) -> Any:
        path = f"{self.outputs}/{self.period.key}_{name}.tif"
        return self._stack.enter_context(rasterio.open(raster_path(path), driver="GTiff"))

    def parts(self) -> Iterator[_Part]:
        areas = cell_areas(self.plan.grid)
        inputs = Inputs(self.plan.grid, self.readers)
        for window in self.plan.grid.window.pieces(PIECE, PIECE):
            km2 = areas.window(window.row0, window.col0, window.height, window.width)
            if km2.size != window.pixels:
                km2 = np.repeat(km2, window.width)
            yield _Part(window, self._response(window), self._land_type(inputs, window), km2)

    def _read(self, name: str, window: Window) -> ClassArray:
        codes: ClassArray = self.files[name].read(1, window=_file(window)).ravel()
        return codes

    def _response(self, window: Window) -> ClassArray:
        lpd = self._read("lpd", window)
        if self.has_status:
            degradation = status.status_change(self._read("status", window))
        else:
            degradation = self._read("sdg", window)
        state = self._read("state", window) if "state" in self.files else None
        return planning.responses(degradation, lpd, at_risk(lpd, state))

    def _land_type(self, inputs: Inputs, window: Window) -> ClassArray:
        assert self.period.land_cover is not None
        source = self.plan.sources[f"land_cover.years.{self.period.land_cover[0]}"]
        codes, known = inputs.codes(source, window)
        own = land_cover.land_cover_classes(codes.ravel(), own_codes(self.plan))
        if known is not None:
            own[~known.ravel()] = NODATA
        return look_up(own, class_table(self.plan))


def at_risk(lpd: ClassArray, state: ClassArray | None) -> NDArray[np.bool_]:
    """Land whose productivity falls without being counted as degraded (docs/decisions/0055).

    Its dynamics are declining although the profile lets that pass, or its last three years are
    lower than those before.
    """
    falling = (lpd == Lpd.DECLINING) | (lpd == Lpd.MODERATE_DECLINE)
    return np.asarray(falling if state is None else falling | (state == -1))


# --- Writing ------------------------------------------------------------------------------------


class _drawing:  # noqa: N801 - used as a function
    """A class raster on a grid, with overviews that never mix codes; whole or not at all."""

    def __init__(self, out: Storage, name: str, grid: Grid) -> None:
        self.grid = grid
        self._writing = out.writing(name)

    def __enter__(self) -> Any:
        self.path = self._writing.__enter__()
        self.file = rasterio.open(
            self.path, "w", driver="GTiff", width=self.grid.width, height=self.grid.height,
            count=1, dtype="int8", nodata=NODATA, crs=self.grid.crs_wkt,
            transform=self.grid.affine, tiled=True, blockxsize=256, blockysize=256,
            compress="deflate", bigtiff="if_safer",
        )  # fmt: skip
        return self.file

    def __exit__(self, *error: Any) -> None:
        self.file.close()
        if error[0] is None:
            self._build_overviews()
        self._writing.__exit__(*error)

    def _build_overviews(self) -> None:
        longest = max(self.grid.width, self.grid.height)
        levels = [2**n for n in range(1, max(1, math.ceil(math.log2(longest / 256)) + 1))]
        if longest > 256:
            with rasterio.open(self.path, "r+") as file:
                file.build_overviews(levels, Resampling.nearest)
