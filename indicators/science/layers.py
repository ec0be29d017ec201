"""One piece of a chunk as maps of class codes, ready to be counted and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rasterio.crs import CRS

from indicators.science import carbon, land_cover, lpd
from indicators.science.area import RowAreas, row_areas_km2
from indicators.science.carbon import Stock
from indicators.science.classes import NODATA, ClassArray
from indicators.science.first_pass import planes_of, restored_means
from indicators.science.grid import Grid, Window
from indicators.science.inputs import Inputs
from indicators.science.lookup import look_up
from indicators.science.outcome import class_table, own_codes, recode_numbers, recode_tables
from indicators.science.packing import unpack
from indicators.science.performance import UnitPercentiles
from indicators.science.plan import Chunk, PeriodPlan, Plan
from indicators.science.sdg import water_of_period
from indicators.science.units import numbered_performance

OWN_TREND, TRENDS_EARTH_TREND, EXACT_TREND, STATE = range(4)


@dataclass
class Layers:
    """Maps of one piece ``(n_pixels,)`` by name: `cover.2015`, `baseline.lpd` and so on."""

    window: Window
    inside: NDArray[np.bool_]
    zone: NDArray[np.uint16]
    place: NDArray[np.uint16]
    areas_km2: NDArray[np.float64]
    maps: dict[str, ClassArray] = field(default_factory=dict)
    stocks: dict[tuple[str, int], Stock] = field(default_factory=dict)
    unmapped: dict[int, dict[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What pieces of one chunk are read from."""

    plan: Plan
    chunk: Chunk
    inputs: Inputs
    planes: Path | None
    unit_codes: NDArray[np.int32]
    thresholds: Mapping[str, UnitPercentiles]


def read_layers(reading: Reading, window: Window) -> Layers:
    """Read a piece and work out every map that needs no neighbour and no table."""
    plan = reading.plan
    inside = _inside(plan, window)
    zone = _labels(plan, "zones", window)
    region = _labels(plan, "regions", window)
    layers = Layers(
        window=window,
        inside=inside,
        zone=zone,
        place=zone * np.uint16(len(plan.regions.names) + 1) + region,
        areas_km2=cell_areas(plan.grid).window(
            window.row0, window.col0, window.height, window.width
        ),
    )
    for year in cover_years(plan):
        _read_cover(reading, layers, year)
    for period in plan.periods:
        _read_productivity(reading, layers, period)
        _correction_layer(plan, layers, period)
    _read_carbon(reading, layers)
    return layers


def cover_years(plan: Plan) -> tuple[int, ...]:
    """Land-cover years that are needed: inside the periods' windows, and in carbon chains."""
    if plan.manifest.land_cover is None:
        return ()
    needed = {year for period in plan.periods for year in period.carbon_years}
    for period in plan.periods:
        needed.update(listed_years(plan, period))
    return tuple(sorted(needed))


def listed_years(plan: Plan, period: PeriodPlan) -> tuple[int, ...]:
    """The given land-cover years from the period's first to its last."""
    if period.land_cover is None or plan.manifest.land_cover is None:
        return ()
    first, last = period.land_cover
    return tuple(year for year in plan.manifest.land_cover.years if first <= year <= last)


@lru_cache(maxsize=8)
def cell_areas(grid: Grid) -> RowAreas:
    """True areas of the grid's cells, worked out once."""
    return row_areas_km2(CRS.from_wkt(grid.crs_wkt), grid.affine, grid.width, grid.height)


def _inside(plan: Plan, window: Window) -> NDArray[np.bool_]:
    if not plan.boundary.shapes:
        return np.ones(window.pixels, np.bool_)
    return plan.boundary.on_pixels.labels(window).ravel() > 0


def _labels(plan: Plan, name: str, window: Window) -> NDArray[np.uint16]:
    shapes = getattr(plan, name)
    if not shapes.shapes:
        return np.zeros(window.pixels, np.uint16)
    labels: NDArray[np.uint16] = shapes.on_pixels.labels(window).ravel()
    return labels


def _read_cover(reading: Reading, layers: Layers, year: int) -> None:
    source = reading.plan.sources[f"land_cover.years.{year}"]
    codes, known = reading.inputs.codes(source, layers.window)
    flat = codes.ravel()
    legend = own_codes(reading.plan)
    numbers = land_cover.land_cover_classes(flat, legend)
    strange = layers.inside & (numbers == NODATA)
    if known is not None:
        numbers[~known.ravel()] = NODATA
        strange &= known.ravel()
    if strange.any():
        layers.unmapped[year] = land_cover.unmapped_codes(flat[strange], legend)
    layers.maps[f"cover.{year}"] = numbers


def _read_productivity(reading: Reading, layers: Layers, period: PeriodPlan) -> None:
    key, maps = period.key, layers.maps
    if period.ready_lpd:
        codes, known = reading.inputs.codes(reading.plan.sources[f"lpd.{key}"], layers.window)
        if known is not None:
            codes = np.where(known, codes, codes.dtype.type(0))
        maps[f"{key}.lpd"], maps[f"{key}.productivity"] = lpd.ready_made(codes.ravel())
    elif period.series is not None and reading.planes is not None:
        _unpack_series(reading, layers, period)
        if period.performance:
            maps[f"{key}.lpd"], maps[f"{key}.productivity"] = lpd.combine(
                maps[f"{key}.trend"],
                maps[f"{key}.state"],
                maps[f"{key}.performance"],
                reading.plan.profile.lpd_table,
            )


def _unpack_series(reading: Reading, layers: Layers, period: PeriodPlan) -> None:
    assert reading.planes is not None
    key, maps = period.key, layers.maps
    layout = planes_of(reading.plan, reading.chunk.window)
    names = [f"{key}.classes", *((f"{key}.mean", "unit") if period.performance else ())]
    planes = layout.read(reading.planes, layers.window, names)
    packed = planes[f"{key}.classes"]
    maps[f"{key}.trend"] = unpack(packed, OWN_TREND)
    maps[f"{key}.trend_trends_earth"] = unpack(packed, TRENDS_EARTH_TREND)
    maps[f"{key}.trend_exact"] = unpack(packed, EXACT_TREND)
    maps[f"{key}.state"] = unpack(packed, STATE)
    if period.performance:
        maps[f"{key}.performance"] = numbered_performance(
            restored_means(planes[f"{key}.mean"]),
            planes["unit"],
            reading.unit_codes,
            reading.thresholds[key],
        )


def _correction_layer(plan: Plan, layers: Layers, period: PeriodPlan) -> None:
    numbers = recode_numbers(plan, period)
    if len(recode_tables(plan, period)) == 1:
        return
    labels = plan.period_corrections(period.key).on_pixels.labels(layers.window).ravel()
    number = np.array([0, *numbers], np.int8)[labels]
    layers.maps[f"{period.key}.correction"] = number


def _read_carbon(reading: Reading, layers: Layers) -> None:
    plan, given = reading.plan, reading.plan.manifest.carbon
    periods = [period for period in plan.periods if period.carbon is not None]
    if given is None or not periods:
        return
    soc = reading.inputs.values(plan.sources["carbon.soc"], layers.window).ravel()
    zones = None if given.f is not None else _climate_zones(reading, layers.window)
    table = class_table(plan)
    years = sorted({year for period in periods for year in period.carbon_years})
    classes = {year: look_up(layers.maps[f"cover.{year}"], table) for year in years}
    for chain in _longest_chains(periods):
        covers = np.stack([classes[year] for year in chain])
        if given.chain == "annual":
            stocks = carbon.annual_chain(soc, covers, zones=zones, f=given.f)
        else:
            stocks = carbon.two_date_chain(soc, covers, chain, zones=zones, f=given.f)
        by_year = dict(zip(chain, stocks, strict=True))
        for period in periods:
            if period.carbon_years == chain[: len(period.carbon_years)]:
                _carbon_period(plan, layers, period, by_year, classes)


def _carbon_period(
    plan: Plan,
    layers: Layers,
    period: PeriodPlan,
    stocks: dict[int, Stock],
    classes: dict[int, ClassArray],
) -> None:
    assert period.carbon is not None
    first, last = period.carbon
    water = water_of_period(classes[last])
    percent = carbon.percent_change(stocks[first], stocks[last])
    layers.maps[f"{period.key}.carbon"] = carbon.carbon_change(
        percent, water, strict=plan.profile.carbon_strict
    )
    for year in period.carbon:
        layers.stocks[period.key, year] = stocks[year]
        layers.maps[f"class.{year}"] = classes[year]


def _longest_chains(periods: list[PeriodPlan]) -> list[tuple[int, ...]]:
    """Chains that are not the beginning of another one: stocks never depend on later years."""
    chains = {period.carbon_years for period in periods}
    return sorted(
        chain
        for chain in chains
        if not any(other != chain and other[: len(chain)] == chain for other in chains)
    )


def _climate_zones(reading: Reading, window: Window) -> NDArray[np.uint8]:
    codes, known = reading.inputs.codes(reading.plan.sources["carbon.climate_zone"], window)
    usable = (codes >= 0) & (codes <= 255)
    if known is not None:
        usable &= known
    return np.where(usable, codes, 0).astype(np.uint8).ravel()
