"""The plan of a run: everything the passes need, frozen, and small enough to travel as JSON."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from indicators.science.grid import Grid, Window
from indicators.science.inputs import AnnualSeries
from indicators.science.manifest import Manifest
from indicators.science.parsing import load_manifest
from indicators.science.polygons import PixelShapes
from indicators.science.profiles import Profile, get_profile
from indicators.science.sources import RasterSource

TILE = 512
DEFAULT_CHUNK_PIXELS = 1 << 20
INDICATORS = ("land_cover", "productivity", "carbon")


@dataclass(frozen=True)
class Chunk:
    """One rectangle of the grid that is worked on, claimed and repeated by itself."""

    index: int
    row0: int
    row1: int
    col0: int
    col1: int

    @property
    def window(self) -> Window:
        """Its rows and columns."""
        return Window(self.row0, self.row1, self.col0, self.col1)


@dataclass(frozen=True)
class PeriodPlan:
    """What can be computed for one period; None or False where an input is missing.

    `series` are positions [first, last) in the years of the series, `carbon_years` the years of
    the chain that leads to the period's own two years.
    """

    key: str
    recent_years: int
    land_cover: tuple[int, int] | None
    series: tuple[int, int] | None
    ready_lpd: bool
    performance: bool
    carbon: tuple[int, int] | None
    carbon_years: tuple[int, ...]

    @property
    def water_year(self) -> int | None:
        """The year whose water is the period's: the last of land cover, else of carbon."""
        years = self.land_cover or self.carbon
        return None if years is None else years[1]

    @property
    def productivity(self) -> bool:
        """Whether land productivity dynamics can be given."""
        return self.ready_lpd or (self.series is not None and self.performance)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The parts of SDG 15.3.1 that are there."""
        there = (self.land_cover is not None, self.productivity, self.carbon is not None)
        return tuple(name for name, given in zip(INDICATORS, there, strict=True) if given)

    @property
    def rasters(self) -> tuple[str, ...]:
        """Names of the period's rasters, without status."""
        named = {
            "land_cover": self.land_cover is not None,
            "trend": self.series is not None,
            "state": self.series is not None,
            "performance": self.series is not None and self.performance,
            "lpd": self.productivity,
            "carbon": self.carbon is not None,
            "sdg": len(self.indicators) == len(INDICATORS),
        }
        return tuple(name for name, given in named.items() if given)


@dataclass(frozen=True)
class LeftOut:
    """An indicator that is missing from the results, and why."""

    period: str
    indicator: str
    reason: str


@dataclass(frozen=True)
class InputDigest:
    """An input file's identity: its name in the manifest, SHA-256 and size."""

    entry: str
    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class ShapeSet:
    """Polygons on the grid's pixels and a name for each."""

    names: tuple[str, ...] = ()
    shapes: tuple[BaseGeometry, ...] = ()

    @cached_property
    def on_pixels(self) -> PixelShapes:
        """The polygons ready to be laid."""
        for shape in self.shapes:
            shapely.prepare(shape)
        return PixelShapes(self.shapes)

    def as_json(self) -> dict[str, Any]:
        """Names, and polygons as base64 WKB."""
        coded = [base64.b64encode(shapely.to_wkb(shape)).decode() for shape in self.shapes]
        return {"names": list(self.names), "shapes": coded}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> ShapeSet:
        """The set that as_json described."""
        shapes = tuple(shapely.from_wkb(base64.b64decode(coded)) for coded in value["shapes"])
        return cls(tuple(value["names"]), shapes)


@dataclass(frozen=True)
class Recode:
    """A correction on the grid: which polygon, in which periods, what becomes what."""

    polygon: int
    periods: tuple[str, ...]
    table: dict[int, int]


@dataclass(frozen=True)
class Plan:
    """A run that has been looked over: grid, chunks, inputs, polygons, periods."""

    manifest: Manifest
    grid: Grid
    block: int
    chunk_pixels: int
    chunks: tuple[Chunk, ...]
    sources: dict[str, RasterSource]
    series_years: tuple[int, ...]
    series_bands: tuple[tuple[str, int], ...]
    periods: tuple[PeriodPlan, ...]
    left_out: tuple[LeftOut, ...]
    digests: tuple[InputDigest, ...]
    boundary: ShapeSet = field(default_factory=ShapeSet)
    regions: ShapeSet = field(default_factory=ShapeSet)
    zones: ShapeSet = field(default_factory=ShapeSet)
    corrections: ShapeSet = field(default_factory=ShapeSet)
    recodes: tuple[Recode, ...] = ()

    @property
    def profile(self) -> Profile:
        """The profile under which everything is computed."""
        return get_profile(self.manifest.profile)

    @property
    def series(self) -> AnnualSeries | None:
        """The productivity series, all its years."""
        if self.manifest.productivity is None or not self.series_bands:
            return None
        bands = tuple((self.sources[entry], band) for entry, band in self.series_bands)
        return AnnualSeries(bands, self.manifest.productivity.fill)

    @property
    def climate(self) -> AnnualSeries | None:
        """Annual rain or evapotranspiration, for the years of the series that have it."""
        years = [year for year in self.series_years if self.climate_entry(year) in self.sources]
        if not years:
            return None
        return AnnualSeries(tuple((self.sources[self.climate_entry(y)], 1) for y in years), ())

    @staticmethod
    def climate_entry(year: int) -> str:
        """Manifest entry of a year's climate raster."""
        return f"productivity.calibration.years.{year}"

    @property
    def baseline(self) -> PeriodPlan:
        """The period called `baseline`, or the first one."""
        named = [period for period in self.periods if period.key == "baseline"]
        return named[0] if named else self.periods[0]

    @property
    def reports(self) -> tuple[PeriodPlan, ...]:
        """The periods that are judged against the baseline."""
        return tuple(period for period in self.periods if period != self.baseline)

    @property
    def pairs(self) -> tuple[tuple[PeriodPlan, ...], ...]:
        """The baseline with each report, or the baseline alone."""
        pairs = tuple((self.baseline, report) for report in self.reports)
        return pairs or ((self.baseline,),)

    def period_corrections(self, key: str) -> ShapeSet:
        """The correction polygons of one period, in order."""
        chosen = [r.polygon for r in self.recodes if key in r.periods]
        return ShapeSet(
            tuple(self.corrections.names[n] for n in chosen),
            tuple(self.corrections.shapes[n] for n in chosen),
        )

    @property
    def remote(self) -> bool:
        """Whether an input is reached through the network."""
        return any(source.location.startswith("s3://") for source in self.sources.values())

    def to_json(self) -> str:
        """The plan as text."""
        return json.dumps(
            {
                "manifest": self.manifest.document,
                "base": self.manifest.base,
                "grid": self.grid.as_json(),
                "block": self.block,
                "chunk_pixels": self.chunk_pixels,
                "chunks": [[c.row0, c.row1, c.col0, c.col1] for c in self.chunks],
                "sources": {key: source.as_json() for key, source in self.sources.items()},
                "series_years": self.series_years,
                "series_bands": self.series_bands,
                "periods": [asdict(period) for period in self.periods],
                "left_out": [asdict(item) for item in self.left_out],
                "digests": [asdict(item) for item in self.digests],
                "polygons": {
                    name: getattr(self, name).as_json()
                    for name in ("boundary", "regions", "zones", "corrections")
                },
                "recodes": [
                    {"polygon": r.polygon, "periods": r.periods, "table": list(r.table.items())}
                    for r in self.recodes
                ],
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """The plan that to_json wrote."""
        value = json.loads(text)
        return cls(
            manifest=load_manifest(value["manifest"], value["base"]),
            grid=Grid.from_json(value["grid"]),
            block=value["block"],
            chunk_pixels=value["chunk_pixels"],
            chunks=tuple(Chunk(n, *corners) for n, corners in enumerate(value["chunks"])),
            sources={k: RasterSource.from_json(v) for k, v in value["sources"].items()},
            series_years=tuple(value["series_years"]),
            series_bands=tuple((entry, band) for entry, band in value["series_bands"]),
            periods=tuple(_period_from_json(period) for period in value["periods"]),
            left_out=tuple(LeftOut(**item) for item in value["left_out"]),
            digests=tuple(InputDigest(**item) for item in value["digests"]),
            recodes=tuple(
                Recode(r["polygon"], tuple(r["periods"]), dict(map(tuple, r["table"])))
                for r in value["recodes"]
            ),
            **{name: ShapeSet.from_json(v) for name, v in value["polygons"].items()},
        )

    def with_chunks(self, chunks: Sequence[Chunk]) -> Plan:
        """The same plan cut otherwise."""
        return replace(self, chunks=tuple(chunks))


def cut_into_chunks(
    grid: Grid, block: int, chunk_pixels: int, boundary: PixelShapes | None, *, full_width: bool
) -> tuple[Chunk, ...]:
    """Rectangles of about so many pixels on the lattice of two output tiles.

    Files in strips are cut into full-width chunks, so that no strip is decoded twice. Chunks that
    the boundary does not reach are left out: they are no data without looking.
    """
    unit = 2 * block
    if full_width:
        cols = grid.width
        rows = max(unit, chunk_pixels // cols // unit * unit)
    else:
        rows = cols = max(unit, math.isqrt(chunk_pixels) // unit * unit)
    windows = [
        window
        for window in grid.window.pieces(rows, cols)
        if boundary is None or boundary.touches(window)
    ]
    return tuple(Chunk(n, w.row0, w.row1, w.col0, w.col1) for n, w in enumerate(windows))


def _period_from_json(value: dict[str, Any]) -> PeriodPlan:
    pairs = {
        name: None if value[name] is None else (value[name][0], value[name][1])
        for name in ("land_cover", "series", "carbon")
    }
    return PeriodPlan(**{**value, **pairs, "carbon_years": tuple(value["carbon_years"])})
