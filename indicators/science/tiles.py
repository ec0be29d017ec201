"""Compressed tiles of an output raster: made chunk by chunk, later laid into one file as they are.

A chunk gives whole tiles of full and of half resolution, and every fourth pixel of every fourth
row for the smaller overviews. Overviews take the first pixel of each square: codes are never mixed.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.science.classes import NODATA, ClassArray
from indicators.science.grid import Grid, Window

LEVEL, MEMORY = 1, 9
"""zlib's fastest level; with its run-length strategy, which suits maps of classes: measured both
faster and smaller than the default strategy at this level."""


@dataclass
class TileRun:
    """Compressed tiles in the order of making: their numbers in the level, sizes and bytes."""

    numbers: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    data: list[bytes] = field(default_factory=list)

    def add(self, codes: ClassArray, at: Window, block: int, level_width: int) -> None:
        """Compress the tiles of a part of a level whose corner lies on a tile's corner."""
        across = -(-level_width // block)
        for tile in Window(0, at.height, 0, at.width).pieces(block, block):
            pixels = codes[tile.row0 : tile.row1, tile.col0 : tile.col1]
            self.numbers.append(
                (at.row0 + tile.row0) // block * across + (at.col0 + tile.col0) // block
            )
            self.data.append(compressed_tile(pixels, block))
            self.sizes.append(len(self.data[-1]))

    def bytes_array(self) -> NDArray[np.uint8]:
        """All tiles' bytes one after the other."""
        return np.frombuffer(b"".join(self.data), np.uint8)


class RasterTiles:
    """The tiles of all rasters of one chunk, drawn piece by piece."""

    def __init__(self, grid: Grid, block: int, names: Sequence[str]) -> None:
        self.grid, self.block = grid, block
        self.levels = len(level_sizes(grid.width, grid.height, block))
        self._runs = {name: (TileRun(), TileRun()) for name in names}
        self._small: dict[str, list[NDArray[np.int8]]] = {name: [] for name in names}
        self._windows: list[Window] = []

    def draw(self, name: str, pixels: ClassArray, window: Window) -> None:
        """Compress a piece ``(rows, columns)`` of a raster; all rasters share the pieces."""
        if window not in self._windows:
            self._windows.append(window)
        full, half = self._runs[name]
        full.add(pixels, window, self.block, self.grid.width)
        if self.levels > 1:
            width = -(-self.grid.width // 2)
            half.add(pixels[::2, ::2], reduced_window(window, 2), self.block, width)
        if self.levels > 2:
            self._small[name].append(np.ascontiguousarray(pixels[::4, ::4]).ravel())

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as arrays for one file."""
        corners = [_corners(reduced_window(window, 4)) for window in self._windows]
        arrays: dict[str, NDArray[Any]] = {"corners": np.array(corners, np.int64)}
        for name, runs in self._runs.items():
            for level, run in enumerate(runs):
                arrays[f"{name}/{level}/numbers"] = np.array(run.numbers, np.int64)
                arrays[f"{name}/{level}/sizes"] = np.array(run.sizes, np.int64)
                arrays[f"{name}/{level}/data"] = run.bytes_array()
            if self.levels > 2:
                arrays[f"{name}/small"] = np.concatenate(self._small[name])
        return arrays


def _corners(window: Window) -> tuple[int, int, int, int]:
    return window.row0, window.row1, window.col0, window.col1


def compressed_tile(pixels: ClassArray, block: int) -> bytes:
    """One tile of block x block codes as a zlib stream, filled up with no data at the edges."""
    if pixels.shape != (block, block):
        full = np.full((block, block), NODATA, np.int8)
        full[: pixels.shape[0], : pixels.shape[1]] = pixels
        pixels = full
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS, MEMORY, zlib.Z_RLE)
    return packer.compress(np.ascontiguousarray(pixels).data) + packer.flush()


def reduced_window(window: Window, factor: int) -> Window:
    """The window in a level that keeps one pixel of factor x factor."""
    return Window(
        -(-window.row0 // factor),
        -(-window.row1 // factor),
        -(-window.col0 // factor),
        -(-window.col1 // factor),
    )


def level_sizes(width: int, height: int, block: int) -> list[tuple[int, int]]:
    """(width, height) of full resolution and of each overview, down to a single tile."""
    sizes = [(width, height)]
    while max(sizes[-1]) > block:
        factor = 2 ** len(sizes)
        sizes.append((-(-width // factor), -(-height // factor)))
    return sizes
