"""Looking a manifest's files over and making the plan of a run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from indicators.science import outlines
from indicators.science.digest import digests
from indicators.science.errors import InputError, ManifestError
from indicators.science.grid import Grid
from indicators.science.inputs import fitted
from indicators.science.layers import cell_areas
from indicators.science.manifest import Manifest, ProductivityInput
from indicators.science.periods import planned_periods
from indicators.science.plan import (
    DEFAULT_CHUNK_PIXELS,
    TILE,
    InputDigest,
    Plan,
    ShapeSet,
    cut_into_chunks,
)
from indicators.science.sources import Kind, RasterSource, describe, gdal_environment

REFERENCES = ("land_cover.years.", "productivity.", "lpd.", "carbon.soc")
"""The grid is that of the first input found in this order."""


@dataclass
class _Survey:
    """Input rasters as they are found."""

    manifest: Manifest
    sources: dict[str, RasterSource] = field(default_factory=dict)

    def add(self, entry: str, name: str, kind: Kind) -> RasterSource:
        shown = self.manifest.shown(name)
        source = describe(entry, shown, self.manifest.location(name), kind)
        self.sources[entry] = source
        return source


def plan_run(
    manifest: Manifest,
    *,
    chunk_pixels: int = DEFAULT_CHUNK_PIXELS,
    block: int = TILE,
    known_digests: tuple[InputDigest, ...] | None = None,
) -> Plan:
    """Open every input, check it, fix the grid and cut it into chunks.

    `block` is the side of the output's tiles, a multiple of 16. `known_digests` saves reading
    every file for its digest (`()`: they are added later). Raises ManifestError or InputError
    with one sentence naming the entry or the file.
    """
    with gdal_environment(remote=manifest.base.startswith("s3://")):
        survey = _Survey(manifest)
        series_years, bands = _survey_rasters(survey)
        reference = _reference(survey.sources)
        grid = _cut(reference.grid, outlines.boundary(manifest, reference.grid))
        sources = {entry: fitted(source, grid) for entry, source in survey.sources.items()}
    _check_areas(grid, reference)
    periods, left_out = planned_periods(manifest, series_years)
    corrections, recodes = outlines.corrections(manifest, grid)
    plan = Plan(
        manifest=manifest,
        grid=grid,
        block=block,
        chunk_pixels=chunk_pixels,
        chunks=(),
        sources=sources,
        series_years=series_years,
        series_bands=bands,
        periods=periods,
        left_out=left_out,
        digests=known_digests or (),
        boundary=outlines.boundary(manifest, grid),
        regions=outlines.regions(manifest, grid),
        zones=outlines.zones(manifest, grid),
        corrections=corrections,
        recodes=recodes,
    )
    if known_digests is None:
        plan = replace(plan, digests=digests(input_files(plan)))
    return _with_chunks(plan)


def _check_areas(grid: Grid, reference: RasterSource) -> None:
    """Raises InputError where the grid's place and coordinate system cannot both be right."""
    try:
        cell_areas(grid)
    except ValueError as error:
        raise InputError(f"{reference.entry}: {reference.name}: {error}") from error


def _with_chunks(plan: Plan) -> Plan:
    boundary = plan.boundary.on_pixels if plan.boundary.shapes else None
    chunks = cut_into_chunks(
        plan.grid, plan.block, plan.chunk_pixels, boundary, full_width=_in_strips(plan)
    )
    return plan.with_chunks(chunks)


def _survey_rasters(survey: _Survey) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...]]:
    manifest = survey.manifest
    if manifest.land_cover is not None:
        for year, name in manifest.land_cover.years.items():
            survey.add(f"land_cover.years.{year}", name, "codes")
    for key, name in manifest.lpd.items():
        survey.add(f"lpd.{key}", name, "codes")
    if manifest.units is not None:
        for part in ("soil", "cover", "units"):
            if getattr(manifest.units, part) is not None:
                survey.add(f"ecological_units.{part}", getattr(manifest.units, part), "codes")
    if manifest.carbon is not None:
        survey.add("carbon.soc", manifest.carbon.soc, "values")
        if manifest.carbon.climate_zone is not None:
            survey.add("carbon.climate_zone", manifest.carbon.climate_zone, "codes")
    if manifest.productivity is None:
        return (), ()
    return _survey_series(survey, manifest.productivity)


def _survey_series(
    survey: _Survey, productivity: ProductivityInput
) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...]]:
    if productivity.calibration is not None:
        for year, name in productivity.calibration.years.items():
            survey.add(f"productivity.calibration.years.{year}", name, "values")
    first, (name, band) = next(iter(productivity.bands.items()))
    if band == 0:
        stack = survey.add("productivity.stack", name, "values")
        years = tuple(range(first, first + len(stack.bands)))
        return years, tuple(("productivity.stack", number) for number in stack.bands)
    for year, (file, _) in productivity.bands.items():
        survey.add(f"productivity.years.{year}", file, "values")
    years = tuple(productivity.bands)
    return years, tuple((f"productivity.years.{year}", 1) for year in years)


def _reference(sources: dict[str, RasterSource]) -> RasterSource:
    for prefix in REFERENCES:
        for entry, source in sources.items():
            if entry.startswith(prefix) and ".calibration." not in entry:
                return source
    raise ManifestError("", "no raster is given that could set the grid.")


def _cut(grid: Grid, outline: ShapeSet) -> Grid:
    """The grid cut to the boundary's bounding box. Raises InputError where they do not meet."""
    if not outline.shapes:
        return grid
    shapes = outline.on_pixels
    if all(shape.is_empty for shape in shapes.shapes):
        raise InputError(
            "boundary: the polygon lies outside the land-cover raster; check the coordinate "
            "systems of both."
        )
    left, top, right, bottom = shapes.bounds()
    return grid.cut((top, bottom), (left, right))


def _in_strips(plan: Plan) -> bool:
    """Whether the file that costs most to decode is stored in full-width strips."""

    def cost(source: RasterSource) -> int:
        return len(source.bands)

    direct = [source for source in plan.sources.values() if source.method == "none"]
    if not direct:
        return False
    costly = max(direct, key=cost)
    return costly.block[1] >= costly.grid.width > 2 * plan.block


def input_files(plan: Plan) -> dict[str, tuple[str, str]]:
    """Every file that a run reads: {manifest entry: (name, location)}."""
    files = {entry: (source.name, source.location) for entry, source in plan.sources.items()}
    for entry, name in outlines.files(plan.manifest):
        files[entry] = (plan.manifest.shown(name), plan.manifest.location(name))
    return dict(sorted(files.items()))
