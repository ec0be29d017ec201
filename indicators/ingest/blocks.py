"""Read a raster piece by piece in bounded memory; name the place of a broken block."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasterio.windows import Window

from countries.sandbox.refusal import Refusal
from indicators.ingest.place import Place, lonlat_of_pixel
from indicators.ingest.problems import RasterProblem

TILE = 512
_PIECE_BYTES = 64 * 1024 * 1024
Pixels = NDArray[Any]


@dataclass(frozen=True)
class Piece:
    """A part of the north-up grid: whole tiles of the clean copy, in pixels."""

    row: int
    column: int
    height: int
    width: int

    @property
    def window(self) -> Window:
        """The piece as rasterio's window."""
        return Window(self.column, self.row, self.width, self.height)


def pieces(width: int, height: int, bytes_per_pixel: int) -> Iterator[Piece]:
    """Cut a grid into rows of whole tiles that hold at most 64 MiB over all bands."""
    tiles = max(1, _PIECE_BYTES // (TILE * TILE * bytes_per_pixel))
    step = TILE * tiles
    for row in range(0, height, TILE):
        for column in range(0, width, step):
            yield Piece(row, column, min(TILE, height - row), min(step, width - column))


def read_piece(source: Any, place: Place, band: int, piece: Piece) -> Pixels:
    """Read one band of a piece, rows from north to south.

    Raises `Refusal` naming band, pixel and place where a block cannot be decoded.
    """
    try:
        pixels = source.read(band, window=_source_window(place, piece))
    except MemoryError:
        raise
    except Exception as error:
        # Some damage raises plain Exception subclasses, not RasterioError.
        raise _broken(source, place, band, piece) from error
    return np.ascontiguousarray(pixels[::-1]) if place.south_up else pixels


def _source_window(place: Place, piece: Piece) -> Window:
    row = place.height - piece.row - piece.height if place.south_up else piece.row
    return Window(piece.column, row, piece.width, piece.height)


def _broken(source: Any, place: Place, band: int, piece: Piece) -> Refusal:
    row, column = _first_broken_block(source, band, _source_window(place, piece))
    north_up_row = place.height - 1 - row if place.south_up else row
    lon, lat = lonlat_of_pixel(place, north_up_row, column)
    return Refusal(RasterProblem.BROKEN_BLOCK, band=band, row=row, column=column, lon=lon, lat=lat)


def _first_broken_block(source: Any, band: int, window: Window) -> tuple[int, int]:
    height, width = source.block_shapes[band - 1]
    first_row = window.row_off // height * height
    first_column = window.col_off // width * width
    last_row = math.ceil(window.row_off + window.height)
    last_column = math.ceil(window.col_off + window.width)
    for row in range(first_row, last_row, height):
        for column in range(first_column, last_column, width):
            if not _can_read_pixel(source, band, row, column):
                return int(row), int(column)
    return int(window.row_off), int(window.col_off)


def _can_read_pixel(source: Any, band: int, row: int, column: int) -> bool:
    try:
        source.read(band, window=Window(column, row, 1, 1))
    except Exception:  # noqa: BLE001 - whatever it raises, this block is the broken one
        return False
    return True
