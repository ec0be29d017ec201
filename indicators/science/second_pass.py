"""The second pass over a chunk: performance, all indicators, rasters' tiles and counts.

Reads what the first pass left and the inputs that are cheap to decode (land cover, carbon,
ready-made LPD), each once. The series is never opened again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indicators.science import status
from indicators.science.bundle import Bundle, write_bundle
from indicators.science.cells import Grouping
from indicators.science.classes import NODATA, ClassArray
from indicators.science.counting import ChunkCounts
from indicators.science.crew import Cancel
from indicators.science.errors import Cancelled
from indicators.science.first_pass import (
    histograms_name,
    planes_name,
    planes_of,
    read_unit_codes,
)
from indicators.science.grid import Window
from indicators.science.inputs import Inputs
from indicators.science.layers import Layers, Reading, read_layers
from indicators.science.outcome import Outcome
from indicators.science.performance import UnitPercentiles
from indicators.science.plan import Chunk, PeriodPlan, Plan
from indicators.science.storage import Storage
from indicators.science.tiles import RasterTiles

THRESHOLDS = "thresholds"
PIECE = 1024
FROM_SERIES = ("trend", "state", "performance")
FROM_CELLS = ("land_cover", "lpd", "carbon", "sdg")


def result_name(chunk: Chunk) -> str:
    """Name of a chunk's results in the scratch folder; its presence means the chunk is done."""
    return f"second-{chunk.index}.results"


def raster_names(plan: Plan) -> list[str]:
    """All rasters of a run, without their suffix."""
    names = [f"{period.key}_{name}" for period in plan.periods for name in period.rasters]
    if "sdg" in plan.baseline.rasters:
        names += [f"{p.key}_status" for p in plan.reports if "sdg" in p.rasters]
    return names


def run_second_pass(
    plan: Plan, chunk: Chunk, scratch: Storage, inputs: Inputs, cancelled: Cancel
) -> None:
    """Compute a chunk and publish its tiles and counts, whole or not at all."""
    drawing = _Drawing(plan, RasterTiles(plan.grid, plan.block, raster_names(plan)))
    counts = ChunkCounts(plan)
    unit = 2 * plan.block
    side = max(unit, PIECE // unit * unit)
    with _planes(plan, chunk, scratch) as planes:
        codes = _unit_codes(plan, chunk, scratch)
        reading = Reading(plan, chunk, inputs, planes, codes, _thresholds(plan, scratch))
        for piece in chunk.window.pieces(side, side):
            if cancelled():
                raise Cancelled
            layers = read_layers(reading, piece)
            drawing.draw_series(layers)
            for last, grouping in counts.add(layers).items():
                drawing.draw_pair(piece, last, grouping)
    with scratch.writing(result_name(chunk)) as path:
        write_bundle(path, counts.arrays() | drawing.tiles.arrays())


class _Drawing:
    """Draws a chunk's rasters from maps, and from what combinations come to."""

    def __init__(self, plan: Plan, tiles: RasterTiles) -> None:
        self.plan, self.tiles = plan, tiles
        self.names = set(raster_names(plan))

    def draw_series(self, layers: Layers) -> None:
        """Trend, state and performance, with no data outside the area of interest."""
        outside = None if layers.inside.all() else ~layers.inside
        for period in self.plan.periods:
            for name in FROM_SERIES:
                if name in period.rasters:
                    codes = layers.maps[f"{period.key}.{name}"]
                    if outside is not None:
                        codes[outside] = NODATA
                    pixels = codes.reshape(layers.window.shape)
                    self.tiles.draw(f"{period.key}_{name}", pixels, layers.window)

    def draw_pair(self, window: Window, last: str, grouping: Grouping) -> None:
        """Everything that is worked out on combinations; the baseline with the first pair only."""
        pair = next(pair for pair in self.plan.pairs if pair[-1].key == last)
        outcomes = [Outcome(self.plan, period, grouping.cells) for period in pair]
        for outcome in outcomes:
            if outcome.period == self.plan.baseline and pair != self.plan.pairs[0]:
                continue
            for name in FROM_CELLS:
                if name in outcome.period.rasters:
                    raster = f"{outcome.period.key}_{name}"
                    self._draw_cells(window, raster, grouping, outcome.indicator(name))
        if f"{last}_status" in self.names:
            baseline, report = outcomes[0].sdg, outcomes[-1].sdg
            assert baseline is not None
            assert report is not None
            self._draw_cells(window, f"{last}_status", grouping, status.status(baseline, report))

    def _draw_cells(
        self, window: Window, name: str, grouping: Grouping, codes: ClassArray | None
    ) -> None:
        assert codes is not None
        self.tiles.draw(name, grouping.spread(codes).reshape(window.shape), window)


@contextmanager
def _planes(plan: Plan, chunk: Chunk, scratch: Storage) -> Iterator[Path | None]:
    if not planes_of(plan, chunk.window).planes:
        yield None
        return
    with scratch.reading(planes_name(chunk)) as path:
        yield path


def _unit_codes(plan: Plan, chunk: Chunk, scratch: Storage) -> NDArray[np.int32]:
    if not any(period.performance for period in plan.periods):
        return np.empty(0, np.int32)
    with scratch.reading(histograms_name(chunk)) as path:
        return read_unit_codes(path)


def _thresholds(plan: Plan, scratch: Storage) -> dict[str, UnitPercentiles]:
    periods: list[PeriodPlan] = [period for period in plan.periods if period.performance]
    if not periods:
        return {}
    with scratch.reading(THRESHOLDS) as path:
        bundle = Bundle(path)
        return {
            p.key: UnitPercentiles(bundle.read(f"{p.key}.units"), bundle.read(f"{p.key}.p90"))
            for p in periods
        }
