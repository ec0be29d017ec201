"""Tiles and point values: the right pixel in the right colour at the right place."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile
from rasterio.transform import from_origin

from indicators.tiles import Classes, Ramp, encode_png, render_tile, value_at

THREE = Classes({-1: "#9b2779", 0: "#f3f0d7", 1: "#00652e"})


def write(path: Path, pixels: Any, *, crs: str = "EPSG:4326", nodata: float | None = None) -> str:
    height, width = pixels.shape
    with rasterio.open(
        path, "w", driver="GTiff", height=height, width=width, count=1, dtype=pixels.dtype,
        crs=crs, transform=from_origin(0, 45, 45 / width, 45 / height), nodata=nodata,
    ) as file:  # fmt: skip
        file.write(pixels, 1)
    return str(path)


def read_png(content: bytes) -> Any:
    """Red, green, blue and alpha of each pixel, shape (rows, columns, 4)."""
    with MemoryFile(content) as memory, warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with memory.open() as picture:
            return np.moveaxis(picture.read(), 0, -1)


def colour_at(picture: Any, row: int, column: int) -> tuple[int, ...] | None:
    """The colour of a pixel, None where it is transparent."""
    *colour, alpha = (int(channel) for channel in picture[row, column])
    return tuple(colour) if alpha else None


def test_a_picture_holds_each_pixel_with_its_colour() -> None:
    indices = np.array([[0, 1], [2, 0]], np.uint8)

    found = read_png(encode_png(indices, [(1, 2, 3), (4, 5, 6)]))

    assert [[colour_at(found, row, col) for col in (0, 1)] for row in (0, 1)] == [
        [None, (1, 2, 3)],
        [(4, 5, 6), None],
    ]


def test_a_tile_shows_classes_where_they_are_and_nothing_where_there_is_nothing(
    tmp_path: Path,
) -> None:
    # Tile 2/2/1 spans 0 to 90 degrees east and 0 to 66.5 north; the raster its lower left.
    place = write(tmp_path / "a.tif", np.array([[-1, 1], [-128, 0]], np.int8), nodata=-128)

    found = read_png(render_tile(place, 2, 2, 1, THREE))

    assert colour_at(found, 250, 120) == (243, 240, 215)  # south-east quarter: stable
    assert colour_at(found, 250, 5) is None  # south-west: no data
    assert colour_at(found, 150, 5) == (155, 39, 121)
    assert colour_at(found, 150, 120) == (0, 101, 46)
    assert colour_at(found, 5, 250) is None  # outside


def test_a_raster_without_a_nodata_value_is_clear_outside_its_grid(tmp_path: Path) -> None:
    place = write(tmp_path / "a.tif", np.zeros((4, 4), np.int8))

    found = read_png(render_tile(place, 2, 2, 1, THREE))

    assert colour_at(found, 250, 5) == (243, 240, 215)
    assert colour_at(found, 5, 250) is None


def test_a_ramp_runs_from_low_to_high_and_leaves_nan_clear(tmp_path: Path) -> None:
    pixels = np.array([[0.0, 10.0], [np.nan, 25.0]], np.float32)
    place = write(tmp_path / "a.tif", pixels, nodata=float("nan"))

    found = read_png(render_tile(place, 2, 2, 1, Ramp(0, 10, ["#000000", "#ffffff"])))

    assert colour_at(found, 150, 5) == (0, 0, 0)
    assert colour_at(found, 150, 120) == (255, 255, 255)
    assert colour_at(found, 250, 120) == (255, 255, 255)  # beyond the end stays at the end
    assert colour_at(found, 250, 5) is None


@pytest.mark.parametrize(("z", "x", "y"), [(-1, 0, 0), (2, 4, 0), (2, 0, -1), (40, 0, 0)])
def test_there_are_no_tiles_outside_the_world(z: int, x: int, y: int) -> None:
    with pytest.raises(ValueError, match="no tile"):
        render_tile("nowhere.tif", z, x, y, THREE)


def test_a_file_that_is_gone_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be read"):
        render_tile(str(tmp_path / "gone.tif"), 0, 0, 0, THREE)
    with pytest.raises(OSError, match="cannot be read"):
        value_at(str(tmp_path / "gone.tif"), 0, 0)


def test_the_value_at_a_place_is_the_pixels_own(tmp_path: Path) -> None:
    place = write(tmp_path / "a.tif", np.array([[-1, 1], [-128, 0]], np.int8), nodata=-128)

    assert value_at(place, 10, 40) == -1
    assert value_at(place, 40, 40) == 1
    assert value_at(place, 10, 10) is None  # no data
    assert value_at(place, -10, 10) is None  # outside
