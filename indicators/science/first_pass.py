"""The first pass over a chunk: the annual series is decoded once, and only here.

Left behind: trend under every rule, state and the mean of each period for each pixel, and the
histograms of the means by ecological unit that the whole country's percentiles are made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.science import at_once, calibration, performance, state, trend
from indicators.science.bundle import Bundle, write_bundle
from indicators.science.crew import Cancel
from indicators.science.errors import Cancelled, InputError
from indicators.science.grid import Window
from indicators.science.inputs import AnnualSeries, Inputs
from indicators.science.packing import pack
from indicators.science.performance import MEAN_NODATA, UNIT_NODATA, MeanHistogram
from indicators.science.plan import Chunk, PeriodPlan, Plan
from indicators.science.planes import Plane, Planes
from indicators.science.profiles import PRAIS4, TRENDS_EARTH, StateMethod, TrendRule, as_fraction
from indicators.science.sources import RasterSource
from indicators.science.storage import Storage
from indicators.science.units import UnitNumbers, numbered_histogram

PIECE_BYTES = 40 << 20
Computed = tuple[NDArray[np.uint8], NDArray[np.int32]]
CANONICAL_UNIT = 1e-4
"""Means are counted in bins of this much productivity: 1e-4 NDVI."""


@dataclass(frozen=True)
class SeriesUse:
    """The years of the series that any period needs, and each period's place among them."""

    series: AnnualSeries
    climate: AnnualSeries | None
    spans: dict[str, tuple[int, int]]


def series_use(plan: Plan) -> SeriesUse | None:
    """What of the series has to be decoded; None if no period uses it."""
    spans = {p.key: p.series for p in plan.periods if p.series is not None}
    if not spans or plan.series is None:
        return None
    first, last = min(a for a, _ in spans.values()), max(b for _, b in spans.values())
    used = AnnualSeries(plan.series.sources[first:last], plan.series.fill)
    climate = None
    if plan.manifest.productivity is not None and plan.manifest.productivity.calibration:
        entries = [plan.climate_entry(year) for year in plan.series_years[first:last]]
        climate = AnnualSeries(tuple((plan.sources[entry], 1) for entry in entries), ())
    return SeriesUse(used, climate, {key: (a - first, b - first) for key, (a, b) in spans.items()})


def planes_of(plan: Plan, window: Window) -> Planes:
    """Layout of the file that the first pass leaves for a chunk."""
    use = series_use(plan)
    mean = "<i2" if use is not None and use.series.dtype == np.int16 else "<i4"
    planes = []
    for period in plan.periods:
        if period.series is not None:
            planes.append(Plane(f"{period.key}.classes", "|u1"))
            if period.performance:
                planes.append(Plane(f"{period.key}.mean", mean))
    if any(period.performance for period in plan.periods):
        planes.append(Plane("unit", "<i4"))
    return Planes(window, tuple(planes))


def planes_name(chunk: Chunk) -> str:
    """Name of a chunk's intermediate planes in the scratch folder."""
    return f"first-{chunk.index}.planes"


def histograms_name(chunk: Chunk) -> str:
    """Name of a chunk's histograms in the scratch folder; its presence means the chunk is done."""
    return f"first-{chunk.index}.histograms"


def run_first_pass(
    plan: Plan, chunk: Chunk, scratch: Storage, inputs: Inputs, cancelled: Cancel
) -> None:
    """Compute a chunk and publish its planes and histograms, whole or not at all."""
    use = series_use(plan)
    if use is None:
        return
    layout = planes_of(plan, chunk.window)
    sink = _Sink(layout, UnitNumbers(), {key: [] for key in use.spans})
    with scratch.writing(planes_name(chunk)) as path:
        with path.open("wb") as file:
            file.truncate(layout.size)
        for piece in pieces(plan, use, chunk.window):
            if cancelled():
                raise Cancelled
            layout.write(path, piece, _run_piece(plan, use, inputs, piece, sink))
    with scratch.writing(histograms_name(chunk)) as path:
        write_bundle(path, sink.arrays())


def read_histograms(path: Path, key: str) -> MeanHistogram:
    """A period's histogram from a chunk's file."""
    bundle = Bundle(path)
    return MeanHistogram(bundle.read(f"{key}.keys"), bundle.read(f"{key}.counts").astype(np.int64))


def pieces(plan: Plan, use: SeriesUse, window: Window) -> Iterator[Window]:
    """Windows small enough for memory, along the blocks of the series' files."""
    years = len(use.series.sources) * use.series.dtype.itemsize
    if use.climate is not None:
        years += len(use.climate.sources) * 8
    pixels = max(1 << 14, PIECE_BYTES // years)
    source = use.series.sources[0][0]
    rows, cols = source.block
    if source.method == "none" and cols >= source.grid.width:
        high = max(rows, pixels // window.width // rows * rows)
        return window.pieces(high, window.width)
    side = 1024 if pixels >= 1 << 20 else 512
    return window.pieces(side if pixels >= 1 << 18 else 256, side)


def read_unit_codes(path: Path) -> NDArray[np.int32]:
    """Unit code of each unit number of a chunk, from its file of histograms."""
    return Bundle(path).read("units")


@dataclass(frozen=True)
class _Sink:
    """What the pieces of a chunk add to: unit numbers, and histograms by period."""

    layout: Planes
    units: UnitNumbers
    histograms: dict[str, list[MeanHistogram]]

    def arrays(self) -> dict[str, NDArray[Any]]:
        arrays: dict[str, NDArray[Any]] = {"units": self.units.codes}
        for key, parts in self.histograms.items():
            merged = parts[0] if len(parts) == 1 else performance.merge_histograms(parts)
            narrow = np.min_scalar_type(int(merged.counts.max(initial=0)))
            arrays[f"{key}.keys"], arrays[f"{key}.counts"] = (
                merged.keys,
                merged.counts.astype(narrow),
            )
        return arrays


def _run_piece(
    plan: Plan, use: SeriesUse, inputs: Inputs, piece: Window, sink: _Sink
) -> dict[str, NDArray[Any]]:
    """Planes of one piece; its means are added to the histograms."""
    values = inputs.series(use.series, piece)
    climate = None if use.climate is None else inputs.series(use.climate, piece)
    units = _units(plan, inputs, piece)
    planes: dict[str, NDArray[Any]] = {}
    if units is not None:
        planes["unit"] = sink.units.number(units)
    counted = None if units is None else _inside_only(plan, planes["unit"], piece)
    for key, (classes, means) in _computed(plan, use, values, climate).items():
        planes[f"{key}.classes"] = classes
        if counted is not None:
            sink.histograms[key].append(numbered_histogram(means, counted, sink.units.codes))
            planes[f"{key}.mean"] = _stored(means, sink.layout.dtype(f"{key}.mean"))
    return planes


def _computed(
    plan: Plan, use: SeriesUse, values: NDArray[Any], climate: NDArray[Any] | None
) -> dict[str, Computed]:
    """Packed classes and means of every period: all at once where that is possible."""
    productivity = plan.manifest.productivity
    assert productivity is not None
    periods = [period for period in plan.periods if period.key in use.spans]
    spans = [at_once.Span(*use.spans[p.key], p.recent_years) for p in periods]
    plain = productivity.missing == "nodata" and climate is None
    by_percentiles = plan.profile.state_method is StateMethod.PERCENTILES
    if plain and by_percentiles and at_once.possible(values.dtype, spans):
        scale, floor = productivity.scale, productivity.state_floor
        found = at_once.classes_and_means(
            values,
            spans,
            trend_rules(plan, scale),
            plan.profile.stored_state_floor(scale, floor),
            nodata=use.series.nodata,
        )
        rows = zip(found.classes, found.means, strict=True)
        return {period.key: row for period, row in zip(periods, rows, strict=True)}
    computed = {}
    for period, (first, last, _) in zip(periods, spans, strict=True):
        part = None if climate is None else climate[first:last]
        classes = _classes(plan, period, use, values[first:last], part)
        computed[period.key] = classes, _means(plan, use, values[first:last])
    return computed


def _classes(
    plan: Plan, period: PeriodPlan, use: SeriesUse, values: NDArray[Any],
    climate: NDArray[Any] | None,
) -> NDArray[np.uint8]:  # fmt: skip
    """Trend of the profile, both threshold variants and the state, two bits each."""
    productivity = plan.manifest.productivity
    assert productivity is not None
    nodata = use.series.nodata
    history = state.state(
        values,
        plan.profile.state_method,
        recent_years=period.recent_years,
        floor=plan.profile.stored_state_floor(productivity.scale, productivity.state_floor),
        nodata=nodata,
        missing=productivity.missing,
    )
    scale = as_fraction(productivity.scale)
    if climate is not None and productivity.calibration is not None:
        floor = trend_rules(plan, scale)[0].slope_floor or PRAIS4.trend_rule(scale).slope_floor
        assert floor is not None
        units = calibration.units_for(floor)
        values = calibration.calibrated(
            values, climate, productivity.calibration.method, nodata=nodata, units=units
        )
        nodata, scale = calibration.CALIBRATED_NODATA, scale / units
    rules = trend_rules(plan, scale)
    distinct = list(dict.fromkeys(rules))
    levels = trend.trend_levels(values, distinct, nodata=nodata, missing=productivity.missing)
    found = dict(zip(distinct, map(trend.trend_change, levels), strict=True))
    return pack([*(found[rule] for rule in rules), history])


def trend_rules(plan: Plan, scale: float | Fraction) -> Sequence[TrendRule]:
    """The profile's rule, then Trends.Earth's and the exact threshold with the same slope floor."""
    productivity = plan.manifest.productivity
    floor = None if productivity is None else productivity.slope_floor
    own = plan.profile.trend_rule(scale, floor)
    return (
        own,
        TrendRule(TRENDS_EARTH.significance, own.slope_floor),
        TrendRule(PRAIS4.significance, own.slope_floor),
    )


def _means(plan: Plan, use: SeriesUse, values: NDArray[Any]) -> NDArray[np.int32]:
    productivity = plan.manifest.productivity
    assert productivity is not None
    whole = use.series.dtype.kind in "iu"
    return performance.period_means(
        values,
        bin_width=1.0 if whole else CANONICAL_UNIT / productivity.scale,
        nodata=use.series.nodata,
        missing=productivity.missing,
    )


def _stored(means: NDArray[np.int32], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Means in the planes' type; int16 series have int16 means and its lowest value for none."""
    if dtype.itemsize == 4:
        return means
    return np.maximum(means, np.iinfo(np.int16).min).astype(np.int16)


def restored_means(stored: NDArray[Any]) -> NDArray[np.int32]:
    """Means as the kernels want them, from the planes' type."""
    if stored.dtype == np.int32:
        return stored
    means = stored.astype(np.int32)
    means[stored == np.iinfo(np.int16).min] = MEAN_NODATA
    return means


def _units(plan: Plan, inputs: Inputs, piece: Window) -> NDArray[np.int32] | None:
    if plan.manifest.units is None:
        return None
    entries = [f"ecological_units.{name}" for name in ("soil", "cover", "units")]
    given = [entry for entry in entries if entry in plan.sources]
    parts = [_unit_codes(inputs, plan.sources[entry], piece) for entry in given]
    for entry, codes in zip(given, parts, strict=True):
        _check_unit_codes(plan.sources[entry], codes, len(parts))
    if len(parts) == 2:
        return performance.ecological_units(parts[0], parts[1])
    return np.maximum(parts[0].astype(np.int32), UNIT_NODATA)


def _check_unit_codes(source: RasterSource, codes: NDArray[Any], parts: int) -> None:
    """Raises InputError for a code that has no place in a unit's number."""
    highest = performance.HIGHEST_UNIT
    if parts == 2:
        cover = source.entry.endswith(".cover")
        highest = performance.HIGHEST_COVER if cover else performance.HIGHEST_SOIL
    found = int(codes.max(initial=0))
    if found > highest:
        raise InputError(
            f"{source.entry}: {source.name} holds the code {found}; codes up to {highest} can be "
            "told apart. Number the units anew and upload the raster again."
        )


def _unit_codes(inputs: Inputs, source: RasterSource, piece: Window) -> NDArray[Any]:
    """Codes with UNIT_NODATA where there are none; left in the file's type where all are known."""
    codes, known = inputs.codes(source, piece)
    if known is None or known.all():
        return codes.ravel()
    whole = codes.astype(np.int32)
    whole[~known] = UNIT_NODATA
    return whole.ravel()


def _inside_only(plan: Plan, units: NDArray[np.int32], piece: Window) -> NDArray[np.int32]:
    if not plan.boundary.shapes:
        return units
    inside = plan.boundary.on_pixels.labels(piece).ravel() > 0
    return np.where(inside, units, np.int32(UNIT_NODATA))
