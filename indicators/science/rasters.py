"""The output rasters: cloud-optimised GeoTIFFs laid out from the tiles that the chunks made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.io import MemoryFile

from indicators.science.bundle import Bundle
from indicators.science.classes import NODATA
from indicators.science.grid import Grid
from indicators.science.palettes import palette_of
from indicators.science.plan import Plan
from indicators.science.storage import Storage
from indicators.science.tiff import (
    Tag,
    TileLevel,
    framed,
    palette_tag,
    read_first_directory,
    write_layout,
)
from indicators.science.tiles import compressed_tile, level_sizes


@dataclass(frozen=True)
class _Level:
    """A resolution's layout, and its tiles' bytes in row-major order."""

    layout: TileLevel
    tiles: Iterable[bytes]


def write_raster(
    plan: Plan, name: str, parts: Sequence[Path], out: Storage, tags: Mapping[str, str]
) -> None:
    """Lay one raster out from the chunks' result files; it appears in `out` whole or not at all."""
    palette = palette_of(name)
    levels = _levels(plan, name, [Bundle(path) for path in parts])
    place = place_tags(plan.grid, {**tags, **palette.tags(), "LAYER": name}, name)
    with out.writing(f"{name}.tif") as path, path.open("wb") as stream:
        layouts = [level.layout for level in levels]
        write_layout(stream, layouts, plan.block, palette_tag(palette.rgb()), place)
        for level in reversed(levels):
            stream.writelines(map(framed, level.tiles))


def place_tags(grid: Grid, items: Mapping[str, str], description: str) -> dict[int, Tag]:
    """Place, nodata and metadata tags of a raster on the grid, as GDAL writes them."""
    with rasterio.Env(GDAL_PAM_ENABLED="NO"), MemoryFile() as memory:
        with memory.open(
            driver="GTiff", width=1, height=1, count=1, dtype="int8", nodata=NODATA,
            crs=CRS.from_wkt(grid.crs_wkt), transform=grid.affine,
        ) as dataset:  # fmt: skip
            dataset.update_tags(**items)
            dataset.set_band_description(1, description)
        return read_first_directory(memory.read())


def _levels(plan: Plan, name: str, bundles: Sequence[Bundle]) -> list[_Level]:
    sizes = level_sizes(plan.grid.width, plan.grid.height, plan.block)
    levels = [
        _made_level(plan, name, number, size, bundles) for number, size in enumerate(sizes[:2])
    ]
    if len(sizes) > 2:
        pixels = _every_fourth(plan, name, bundles)
        for number, size in enumerate(sizes[2:]):
            levels.append(_small_level(pixels[:: 2**number, :: 2**number], size, plan.block))
    return levels


def _made_level(
    plan: Plan, name: str, number: int, size: tuple[int, int], bundles: Sequence[Bundle]
) -> _Level:
    """A level whose tiles the chunks compressed; tiles of chunks left out are all no data."""
    width, height = size
    count = -(-width // plan.block) * -(-height // plan.block)
    blank = compressed_tile(np.full((1, 1), NODATA, np.int8), plan.block)
    lengths, owner, starts = (np.full(count, v, np.int64) for v in (len(blank), -1, 0))
    for n, bundle in enumerate(bundles):
        numbers, sizes = (bundle.read(f"{name}/{number}/{part}") for part in ("numbers", "sizes"))
        lengths[numbers], owner[numbers] = sizes, n
        starts[numbers] = np.cumsum(sizes) - sizes

    def tiles() -> Iterator[bytes]:
        for n, at, length in zip(owner.tolist(), starts.tolist(), lengths.tolist(), strict=True):
            yield blank if n < 0 else bundles[n].read_bytes(f"{name}/{number}/data", at, length)

    return _Level(TileLevel(width, height, lengths.tolist()), tiles())


def _every_fourth(plan: Plan, name: str, bundles: Sequence[Bundle]) -> NDArray[np.int8]:
    """Every fourth pixel of every fourth row of the whole raster."""
    pixels = np.full((-(-plan.grid.height // 4), -(-plan.grid.width // 4)), NODATA, np.int8)
    for bundle in bundles:
        values, at = bundle.read(f"{name}/small"), 0
        for row0, row1, col0, col1 in bundle.read("corners").tolist():
            shape = row1 - row0, col1 - col0
            count = shape[0] * shape[1]
            pixels[row0:row1, col0:col1] = values[at : at + count].reshape(shape)
            at += count
    return pixels


def _small_level(pixels: NDArray[np.int8], size: tuple[int, int], block: int) -> _Level:
    width, height = size
    tiles = [
        compressed_tile(pixels[row : row + block, col : col + block], block)
        for row in range(0, height, block)
        for col in range(0, width, block)
    ]
    return _Level(TileLevel(width, height, [len(tile) for tile in tiles]), tiles)
