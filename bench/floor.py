"""The I/O floor: read the same inputs and write the same outputs, and nothing between.

Reading goes through the engine's own reader, chunk by chunk, every input once; writing compresses
the same tiles of the same rasters and lays them out as the same files. So the ratio of a run to
its floor is the price of the computation alone.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray

from indicators.science.bundle import write_bundle
from indicators.science.plan import Chunk, Plan
from indicators.science.rasters import write_raster
from indicators.science.second_pass import raster_names
from indicators.science.sources import Readers, gdal_environment, read_file
from indicators.science.storage import open_storage
from indicators.science.tiles import RasterTiles

Drawn = dict[str, NDArray[np.int8]]


def read_inputs(plan: Plan, workers: int) -> None:
    """Decode every block of every input once, in threads."""
    with Readers() as readers, ThreadPoolExecutor(workers) as pool:
        for future in [pool.submit(_read_chunk, plan, chunk, readers) for chunk in plan.chunks]:
            future.result()


def load_outputs(plan: Plan, out: Path) -> list[Drawn]:
    """The pixels of every raster of an earlier run, by chunk (not part of the floor's time)."""
    return [
        {name: _window(out / f"{name}.tif", chunk) for name in raster_names(plan)}
        for chunk in plan.chunks
    ]


def write_outputs(plan: Plan, drawn: list[Drawn], scratch: Path, out: Path, workers: int) -> None:
    """Compress and lay out the same rasters, in threads."""
    target = open_storage(out)
    with ThreadPoolExecutor(workers) as pool:
        paths = list(pool.map(partial(_write_chunk, plan, scratch), plan.chunks, drawn))
        for future in [
            pool.submit(write_raster, plan, name, paths, target, {}) for name in raster_names(plan)
        ]:
            future.result()


def _read_chunk(plan: Plan, chunk: Chunk, readers: Readers) -> None:
    with gdal_environment():
        for source in plan.sources.values():
            read_file(readers, source, chunk.window, source.bands)


def _window(path: Path, chunk: Chunk) -> NDArray[np.int8]:
    rows, cols = (chunk.row0, chunk.row1), (chunk.col0, chunk.col1)
    with rasterio.open(path) as dataset:
        return dataset.read(1, window=(rows, cols))


def _write_chunk(plan: Plan, scratch: Path, chunk: Chunk, drawn: Drawn) -> Path:
    tiles = RasterTiles(plan.grid, plan.block, list(drawn))
    for name, pixels in drawn.items():
        tiles.draw(name, pixels, chunk.window)
    path = scratch / f"floor-{chunk.index}"
    write_bundle(path, tiles.arrays())
    return path
