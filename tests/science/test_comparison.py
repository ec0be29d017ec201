"""A polygon and its ring, on a map whose answer fits in the margin, and on a made-up country."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin

from indicators.science.comparison import Comparison, Tally, compare, effect_points
from indicators.science.errors import InputError


def write(path: Path, pixels: NDArray[np.int8]) -> str:
    height, width = pixels.shape
    place = {"crs": "EPSG:4326", "transform": from_origin(0, 20, 1, 1)}
    with rasterio.open(
        path, "w", driver="GTiff", count=1, dtype="int8", height=height, width=width, **place
    ) as file:
        file.write(pixels, 1)
    return str(path)


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_pixels_are_counted_inside_and_around_and_never_twice(tmp_path: Path) -> None:
    # Arrange: 4 x 4 improved pixels in the middle of 20 x 20 degraded ones.
    pixels = np.full((20, 20), -1, np.int8)
    pixels[8:12, 8:12] = 1

    # Act
    found = compare(write(tmp_path / "map.tif", pixels), box(8, 8, 12, 12))

    # Assert
    assert found.inside == Tally(degraded=0, stable=0, improved=16, other=0)
    assert found.ring.improved == 0
    assert 16 <= found.ring.degraded <= 48
    assert found.lead_points == 200


def test_water_and_no_data_are_no_class(tmp_path: Path) -> None:
    pixels = np.zeros((20, 20), np.int8)
    pixels[8, 8:12] = [2, -128, 1, -1]

    found = compare(write(tmp_path / "map.tif", pixels), box(8, 8, 12, 12))

    assert found.inside == Tally(degraded=1, stable=12, improved=1, other=2)
    assert found.inside.net_percent == 0


def test_the_effect_is_the_lead_gained() -> None:
    even = Comparison(Tally(5, 5, 0, 0), Tally(5, 5, 0, 0))
    ahead = Comparison(Tally(0, 5, 5, 0), Tally(5, 5, 0, 0))

    assert effect_points(even, ahead) == 100
    assert effect_points(ahead, ahead) == 0
    assert effect_points(even, Comparison(Tally(0, 0, 0, 9), Tally(5, 5, 0, 0))) is None


@pytest.mark.parametrize("place", [box(50, 50, 60, 60), box(8.1, 8.1, 8.2, 8.2)])
def test_a_polygon_without_a_pixel_is_refused(tmp_path: Path, place: dict[str, Any]) -> None:
    path = write(tmp_path / "map.tif", np.zeros((20, 20), np.int8))
    with pytest.raises(InputError):
        compare(path, place)


def test_the_ring_leaves_out_where_something_else_was_done(tmp_path: Path) -> None:
    # Arrange: improved inside; everything to the west of it is another measure's.
    pixels = np.full((20, 20), -1, np.int8)
    pixels[8:12, 8:12] = 1
    pixels[:, :8] = 0
    path = write(tmp_path / "map.tif", pixels)

    # Act
    found = compare(path, box(8, 8, 12, 12), others=[box(0, 0, 8, 20), box(9, 9, 10, 10)])

    # Assert: what overlaps the polygon itself takes nothing from it.
    assert found.inside == Tally(degraded=0, stable=0, improved=16, other=0)
    assert found.ring.stable == 0
    assert found.ring.degraded > 0
    assert found.ring.degraded < compare(path, box(8, 8, 12, 12)).ring.known


def test_the_ring_ends_where_the_country_does(tmp_path: Path) -> None:
    pixels = np.full((20, 20), -1, np.int8)
    pixels[:, 12:] = 1
    path = write(tmp_path / "map.tif", pixels)

    found = compare(path, box(8, 8, 12, 12), country=box(0, 0, 12, 20))

    assert found.ring.improved == 0
    assert found.ring.degraded > 0


def test_a_ring_of_which_nothing_is_left_gives_no_lead(tmp_path: Path) -> None:
    path = write(tmp_path / "map.tif", np.zeros((20, 20), np.int8))

    found = compare(path, box(8, 8, 12, 12), others=[box(0, 0, 20, 20)])

    assert found.ring == Tally(0, 0, 0, 0)
    assert found.lead_points is None
