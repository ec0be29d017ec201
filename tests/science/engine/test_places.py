"""Grids of every orientation and place, and inputs on other grids than the land cover's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from numpy.typing import NDArray

from indicators.science.engine import compute
from indicators.science.errors import EngineError
from tests.science.engine.made import read_raster, rectangle, write_raster

FIRST = [[1, 1, 1, 1], [1, 1, 1, 1], [2, 2, 2, 2]]
LAST = [[3, 1, 1, 1], [1, 1, 1, 1], [2, 2, 2, 1]]
# tree to crop in the first pixel (-1), grass to tree in the last (+1)
CHANGE = [[-1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]


def run(folder: Path, **entries: Any) -> dict[str, Any]:
    document = {
        "land_cover": {"legend": "unccd7", "years": {"2000": "a.tif", "2015": "b.tif"}},
        "periods": [{"key": "baseline", "land_cover": [2000, 2015]}],
        **entries,
    }
    (folder / "manifest.json").write_text(json.dumps(document))
    return compute(folder / "manifest.json", folder / "out", workers=1)


def write_cover(folder: Path, place: Affine, crs: str = "EPSG:4326") -> None:
    for name, codes in (("a.tif", FIRST), ("b.tif", LAST)):
        write_raster(folder / name, codes, dtype="uint8", nodata=0, transform=place, crs=crs)


def test_a_south_up_grid_stays_south_up(tmp_path: Path) -> None:
    place = Affine(1, 0, 0, 0, 1, 10)  # row 0 is the southernmost
    write_cover(tmp_path, place)

    summary = run(tmp_path, boundary=rectangle(0, 10, 4, 11))  # row 0 only

    assert summary["grid"]["area_of_interest_pixels"] == 4
    assert summary["periods"]["baseline"]["land_cover"]["improved"] == 0
    with rasterio.open(tmp_path / "out" / "baseline_land_cover.tif") as dataset:
        assert dataset.transform == place
        assert dataset.read(1)[0].tolist() == CHANGE[0]


def test_rows_of_a_south_up_grid_have_the_areas_of_their_latitudes(tmp_path: Path) -> None:
    (tmp_path / "up").mkdir()
    (tmp_path / "down").mkdir()
    write_cover(tmp_path / "up", Affine(1, 0, 0, 0, 1, 50))
    for name, codes in (("a.tif", FIRST[::-1]), ("b.tif", LAST[::-1])):
        north_up = Affine(1, 0, 0, 0, -1, 53)
        write_raster(tmp_path / "down" / name, codes, dtype="uint8", nodata=0, transform=north_up)

    up, down = (run(tmp_path / name)["periods"]["baseline"] for name in ("up", "down"))

    assert up["land_cover"] == pytest.approx(down["land_cover"], rel=1e-12)
    assert up["land_cover"]["degraded"] > up["land_cover"]["improved"]  # 50 N is wider than 52 N


def test_a_rotated_grid_is_computed_as_it_lies(tmp_path: Path) -> None:
    place = Affine.translation(500_000, 1_000_000) * Affine.rotation(30) * Affine.scale(1000, -1000)
    write_cover(tmp_path, place, "EPSG:32631")
    corner = place * (0, 0), place * (1, 0), place * (1, 1), place * (0, 1)
    ring = [list(point) for point in (*corner, corner[0])]
    first_pixel = {
        "type": "Polygon",
        "coordinates": [ring],
        "crs": {"type": "name", "properties": {"name": "EPSG:32631"}},
    }

    summary = run(tmp_path, boundary=first_pixel)

    assert summary["grid"]["area_of_interest_pixels"] == 1
    # On the central meridian UTM shortens lengths by 0.9996: true areas are larger.
    assert summary["periods"]["baseline"]["land_cover"]["degraded"] == pytest.approx(
        1 / 0.9996**2, rel=2e-4
    )
    with rasterio.open(tmp_path / "out" / "baseline_land_cover.tif") as dataset:
        assert dataset.transform.almost_equals(place)


def test_a_grid_across_the_antimeridian_meets_polygons_on_both_sides(tmp_path: Path) -> None:
    write_cover(tmp_path, Affine(1, 0, 178, 0, -1, -16))  # columns 178, 179, 180, 181 east
    west, east = rectangle(-180, -19, -178, -16), rectangle(179, -19, 180, -16)
    both = {"type": "FeatureCollection", "features": [west, east]}

    run(tmp_path, boundary=both)

    inside = read_raster(tmp_path / "out" / "baseline_land_cover.tif") != -128
    assert inside.tolist() == [[False, True, True, True]] * 3


def test_a_map_of_the_whole_world_meets_a_country_across_the_antimeridian(tmp_path: Path) -> None:
    codes = np.ones((18, 36), np.uint8)
    for name in ("a.tif", "b.tif"):
        write_raster(tmp_path / name, codes, transform=Affine(10, 0, -180, 0, -10, 90))

    summary = run(tmp_path, boundary=rectangle(165, -25, 195, -5))  # 165 E to 165 W

    assert summary["grid"]["area_of_interest_pixels"] == 6
    inside = read_raster(tmp_path / "out" / "baseline_land_cover.tif") != -128
    assert np.flatnonzero(inside.any(axis=0)).tolist() == [0, 34, 35]


def test_pixels_larger_than_the_country_are_refused_unless_a_centre_lies_inside(
    tmp_path: Path,
) -> None:
    write_cover(tmp_path, Affine(1, 0, 0, 0, -1, 3))

    summary = run(tmp_path, boundary=rectangle(0.4, 2.4, 0.6, 2.6))
    assert summary["grid"]["area_of_interest_pixels"] == 1

    with pytest.raises(EngineError, match="its pixels are larger than the area"):
        run(tmp_path, boundary=rectangle(0.1, 2.1, 0.3, 2.3))


def test_a_large_raster_is_cut_to_the_countrys_box(tmp_path: Path) -> None:
    codes = np.ones((1200, 1500), np.uint8)
    for name in ("a.tif", "b.tif"):
        place = Affine(0.01, 0, 0, 0, -0.01, 12)
        write_raster(tmp_path / name, codes, transform=place, tiled=True, compress="lzw")

    summary = run(tmp_path, boundary=rectangle(10.4, 0.5, 10.6, 0.7))

    # 10.4 degrees east is column 1040; 0.7 north is row 1130: both snap to 1024.
    assert (summary["grid"]["width"], summary["grid"]["height"]) == (1500 - 1024, 1200 - 1024)
    assert summary["grid"]["area_of_interest_pixels"] == 400


# Resampling. The land cover has 0.5 degree pixels, the source one of 1 degree, both from (0, 2).


def cover_grid(folder: Path, shape: tuple[int, int], place: Affine) -> None:
    for name in ("a.tif", "b.tif"):
        write_raster(folder / name, np.ones(shape, np.uint8), transform=place)


def carbon_means(folder: Path, **options: Any) -> dict[str, Any]:
    return run(
        folder,
        carbon={"soc": "soc.tif", "f": 1.0},
        periods=[{"key": "baseline", "land_cover": [2000, 2015], "carbon": [2000, 2015]}],
        **options,
    )


def test_coarser_values_are_bilinear_and_the_output_says_so(tmp_path: Path) -> None:
    cover_grid(tmp_path, (1, 4), Affine(0.5, 0, 0, 0, -1, 1))
    soc = np.array([[10, 30]], np.float32)
    write_raster(tmp_path / "soc.tif", soc, transform=Affine(1, 0, 0, 0, -1, 1))

    summary = carbon_means(tmp_path, boundary=rectangle(0.5, 0, 1, 1))

    # Centres at 0.25, 0.75, 1.25, 1.75; sources' at 0.5 and 1.5. At 0.75: 10 + 0.25 x 20 = 15.
    assert summary["periods"]["baseline"]["carbon_by_cover"]["2000"]["tree-covered"] == 15
    assert summary["grid"]["resampled"] == [
        {"entry": "carbon.soc", "file": "soc.tif", "method": "bilinear"}
    ]


def test_finer_values_are_averaged_over_the_pixel(tmp_path: Path) -> None:
    cover_grid(tmp_path, (1, 2), Affine(1, 0, 0, 0, -1, 1))
    soc = np.array([[1, 2, 9, 9], [3, -1, 9, 9]], np.float32)
    write_raster(tmp_path / "soc.tif", soc, nodata=-1, transform=Affine(0.5, 0, 0, 0, -0.5, 1))

    summary = carbon_means(tmp_path, boundary=rectangle(0, 0, 1, 1))

    # (1 + 2 + 3) / 3; no data are left out
    assert summary["periods"]["baseline"]["carbon_by_cover"]["2000"]["tree-covered"] == 2
    assert summary["grid"]["resampled"][0]["method"] == "average"


def test_codes_take_the_nearest_pixel_also_across_coordinate_systems(tmp_path: Path) -> None:
    # 2 x 2 pixels of about a degree in Web Mercator under 4 x 4 half-degree pixels
    write_raster(
        tmp_path / "a.tif", np.ones((4, 4), np.uint8), transform=Affine(0.5, 0, 0, 0, -0.5, 2)
    )
    degree = 111_319.49079327358
    write_raster(
        tmp_path / "b.tif",
        np.array([[1, 3], [3, 1]], np.uint8),
        transform=Affine(degree, 0, 0, 0, -degree, 2 * degree),
        crs="EPSG:3857",
    )

    summary = run(tmp_path)

    found = read_raster(tmp_path / "out" / "baseline_land_cover.tif").tolist()
    assert found == [[0, 0, -1, -1]] * 2 + [[-1, -1, 0, 0]] * 2
    assert summary["grid"]["resampled"][0]["method"] == "nearest"


def test_a_source_in_minus_180_to_180_serves_a_grid_beyond_180(tmp_path: Path) -> None:
    cover_grid(tmp_path, (1, 2), Affine(1, 0, 179, 0, -1, 1))
    soc = np.full((2, 360), 5, np.float32)
    soc[:, 0] = 40  # 180 to 179 west
    write_raster(tmp_path / "soc.tif", soc, transform=Affine(1, 0, -180, 0, -1.5, 2))

    summary = carbon_means(tmp_path, boundary=rectangle(-180, 0, -179, 1))

    assert summary["periods"]["baseline"]["carbon_by_cover"]["2000"]["tree-covered"] == 40


def test_a_smaller_source_leaves_the_rest_without_data(tmp_path: Path) -> None:
    write_cover(tmp_path, Affine(1, 0, 0, 0, -1, 3))
    smaller = np.array(LAST, np.uint8)[:2, 1:]
    write_raster(tmp_path / "b.tif", smaller, nodata=0, transform=Affine(1, 0, 1, 0, -1, 3))

    run(tmp_path)

    nodata = -128
    found = read_raster(tmp_path / "out" / "baseline_land_cover.tif").tolist()
    assert found == [[nodata, 0, 0, 0], [nodata, 0, 0, 0], [nodata] * 4]


def test_chunks_do_not_show_in_resampled_values() -> None:
    from indicators.science import resample
    from indicators.science.grid import Grid, Window

    wgs84 = rasterio.crs.CRS.from_epsg(4326).to_wkt()
    utm = rasterio.crs.CRS.from_epsg(32633).to_wkt()
    grid = Grid(100, 80, (300.0, 0, 400_000, 0, -300.0, 5_000_000), utm)
    source = Grid(400, 400, (0.01, 0, 12.0, 0, -0.01, 47.0), wgs84)

    whole = resample.places(grid, source, Window(0, 80, 0, 100))
    part = resample.places(grid, source, Window(33, 71, 18, 59))

    assert np.array_equal(part.col, whole.col[33:71, 18:59])
    assert np.array_equal(part.half_row, whole.half_row[33:71, 18:59])


def test_places_are_exact_to_a_hundredth_of_a_pixel() -> None:
    from pyproj import Transformer

    from indicators.science import resample
    from indicators.science.grid import Grid, Window

    wgs84 = rasterio.crs.CRS.from_epsg(4326).to_wkt()
    utm = rasterio.crs.CRS.from_epsg(32633).to_wkt()
    grid = Grid(500, 500, (500.0, 0, 300_000, 0, -500.0, 7_800_000), utm)
    source = Grid(4000, 4000, (0.005, 0, 5.0, 0, -0.005, 75.0), wgs84)

    found = resample.places(grid, source, Window(0, 500, 0, 500))

    cols, rows = np.meshgrid(np.arange(500) + 0.5, np.arange(500) + 0.5)
    x, y = 300_000 + 500 * cols, 7_800_000 - 500 * rows
    lon, lat = Transformer.from_crs(32633, 4326, always_xy=True).transform(x, y)
    exact: NDArray[np.float64] = (np.asarray(lon) - 5.0) / 0.005
    assert np.abs(found.col - exact).max() < 0.01
    assert np.abs(found.row - (75.0 - np.asarray(lat)) / 0.005).max() < 0.01
