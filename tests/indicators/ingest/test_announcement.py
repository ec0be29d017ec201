"""What the header announces is checked before a pixel is read."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine

from countries.sandbox import Refusal
from indicators.ingest.header import HeaderLimits
from tests.indicators.ingest.rasters import SINUSOIDAL, TENTH, look_at, write

COVER = np.arange(1, 7, dtype=np.uint8).reshape(2, 3)
SERIES = np.arange(24, dtype=np.float32).reshape(4, 2, 3)


def refusal(path: Path, kind: str, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        look_at(path, kind, **more)
    return caught.value


@pytest.mark.parametrize(
    ("start", "code", "found"),
    [
        (b"<VRTDataset/>", "looks_like", "XML / VRT"),
        (b"\n  <VRTDataset/>", "looks_like", "XML / VRT"),
        (b"PK\x03\x04", "looks_like", "ZIP"),
        (b"\x89HDF\r\n", "looks_like", "HDF5 / netCDF"),
        (b"hello", "not_geotiff", None),
        (b"", "not_geotiff", None),
    ],
)
def test_what_is_no_tiff_is_named(tmp_path: Path, start: bytes, code: str, found: Any) -> None:
    path = tmp_path / "x.tif"
    path.write_bytes(start)

    caught = refusal(path, "land_cover")

    assert (caught.code, caught.params.get("found")) == (code, found)


def test_a_picture_of_a_map_is_refused_for_its_bands(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.stack([COVER] * 3))

    caught = refusal(path, "land_cover")

    assert (caught.code, caught.params) == ("band_count", {"found": 3, "expected": 1})


def test_class_codes_must_be_whole_numbers(tmp_path: Path) -> None:
    caught = refusal(write(tmp_path / "a.tif", COVER.astype(np.float32)), "land_cover")

    assert (caught.code, caught.params) == ("codes_not_integer", {"found": "float32"})


@pytest.mark.parametrize("dtype", ["int64", "uint64", "complex64"])
def test_odd_pixel_types_are_refused(tmp_path: Path, dtype: str) -> None:
    caught = refusal(write(tmp_path / "a.tif", COVER.astype(dtype)), "carbon")

    assert (caught.code, caught.params) == ("dtype", {"found": [dtype]})


def test_lossy_compression_of_codes_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.ones((16, 16), np.uint8), compress="jpeg")

    assert refusal(path, "land_cover").code == "lossy_codes"
    assert refusal(path, "carbon").code == "codec"


def test_a_mask_in_place_of_nodata_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        write(path, COVER)
        with rasterio.open(path, "r+") as target:
            target.write_mask(np.zeros((2, 3), bool))

    assert refusal(path, "land_cover").code == "mask_band"


def test_a_raster_finer_than_its_party_allows_is_refused_unread(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.zeros((60, 60), np.uint8))
    tiny = HeaderLimits(always_allowed_pixels=1000, finest_pixel_m=1000.0)

    # One square kilometre a pixel, times three: about 3 x 115 km2 of bounding box.
    caught = refusal(path, "land_cover", outline=shapely.box(10, 19.9, 10.1, 20), limits=tiny)

    assert caught.code == "too_many_pixels"
    assert caught.params["width"] == 60


def test_a_block_with_all_its_bands_counts_against_the_limit(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", SERIES, interleave="pixel")
    # Two rows of three pixels, four bands of four bytes.
    limits = HeaderLimits(max_block_bytes=95)

    assert refusal(path, "productivity", limits=limits).code == "too_large_blocks"


def test_the_number_of_blocks_is_limited(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", np.zeros((9, 3), np.uint8), blockysize=1)

    caught = refusal(path, "land_cover", limits=HeaderLimits(max_blocks=8))

    assert (caught.code, caught.params) == ("too_many_blocks", {"count": 9, "limit": 8})


def test_a_missing_coordinate_system_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", COVER, crs=None)

    assert refusal(path, "land_cover").code == "crs_missing"


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_missing_transform_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", COVER, transform=Affine.identity())

    assert refusal(path, "land_cover").code == "transform_missing"


def test_a_rotated_grid_is_refused_with_its_angle(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", COVER, transform=TENTH @ Affine.rotation(30))

    caught = refusal(path, "land_cover")

    assert (caught.code, caught.params) == ("rotated", {"degrees": -30.0})


def test_another_planet_is_refused(tmp_path: Path) -> None:
    mars = SINUSOIDAL.replace("6371007.181", "3396190.0")
    path = write(tmp_path / "a.tif", COVER, crs=mars, transform=Affine(500, 0, 0, 0, -500, 0))

    caught = refusal(path, "land_cover")

    assert (caught.code, caught.params["radius"]) == ("crs_not_earth", 3396)


def test_metres_in_a_system_of_degrees_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", COVER, transform=Affine(30, 0, 500000, 0, -30, 1800000))

    caught = refusal(path, "land_cover")

    assert (caught.code, caught.params["x"]) == ("coordinates_impossible", 500000.0)


def test_a_raster_of_another_country_is_refused_with_its_place(tmp_path: Path) -> None:
    caught = refusal(
        write(tmp_path / "a.tif", COVER), "land_cover", outline=shapely.box(30, -5, 31, -4)
    )

    assert caught.code == "elsewhere"
    assert caught.params == {"west": 10.0, "south": 19.8, "east": 10.3, "north": 20.0}


def test_the_share_of_the_party_inside_the_grid_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", SERIES)
    # The grid covers 0.3 x 0.2 degrees; the outline reaches one degree to the east.
    half_out = shapely.box(10.1, 19.85, 10.5, 19.95)

    inside = look_at(path, "productivity", outline=shapely.box(10, 19.8, 10.3, 20))
    partly = look_at(path, "productivity", outline=half_out)

    assert inside.party_share == 1.0
    assert partly.party_share == pytest.approx(0.5, abs=0.02)
    assert "partly_outside" in [remark.code for remark in partly.remarks]


def test_a_party_of_small_islands_is_covered_though_no_mesh_point_falls_on_them(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "a.tif", SERIES)
    island = shapely.box(10.15, 19.9, 10.1501, 19.9001)
    far_island = shapely.box(60, -20, 60.0001, -19.9999)

    report = look_at(path, "productivity", outline=shapely.MultiPolygon([island, far_island]))

    assert 0.4 < report.party_share < 0.6


@pytest.mark.parametrize("west", [178.0, -182.0])
def test_a_grid_across_the_antimeridian_covers_its_party(tmp_path: Path, west: float) -> None:
    grid = Affine(1, 0, west, 0, -1, -16)
    path = write(tmp_path / "a.tif", np.ones((4, 5), np.float32), transform=grid)
    fiji = shapely.MultiPolygon(
        [shapely.box(178, -19, 180, -17), shapely.box(-180, -19, -179, -17)]
    )

    report = look_at(path, "carbon", outline=fiji)

    assert report.party_share == 1.0
    assert report.bounds == [178.0, -20.0, 183.0, -16.0]
    assert "antimeridian" in [remark.code for remark in report.remarks]


def test_a_sphere_without_an_epsg_code_is_taken(tmp_path: Path) -> None:
    grid = Affine(463.3127165275, 0, -1378818.64438684, 0, -463.3127165275, 2036259.3891393621)
    path = write(tmp_path / "a.tif", SERIES, crs=SINUSOIDAL, transform=grid)

    report = look_at(path, "productivity")

    assert report.epsg is None
    assert report.pixel_m == pytest.approx([463.3127165275, 463.3127165275])
    # x / (R cos lat) with lat = y / R.
    assert report.bounds[3] == pytest.approx(18.3125, abs=1e-3)
    assert report.bounds[0] == pytest.approx(-13.0616, abs=1e-3)


def test_pixels_in_degrees_are_told_in_metres_at_the_middle(tmp_path: Path) -> None:
    report = look_at(write(tmp_path / "a.tif", SERIES), "productivity")

    # 0.1 degree at 19.9 N: 10 467 m east-west (a cos lat / sqrt(1-e2 sin2 lat)), 11 070 m n-s.
    assert report.pixel_m[0] == pytest.approx(10_471, abs=5)
    assert report.pixel_m[1] == pytest.approx(11_070, abs=5)
