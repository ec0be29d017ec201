"""The real series of Assaba come through, with what is odd about them found."""

from pathlib import Path

import numpy as np
import pytest
import rasterio

from tests.indicators.ingest.rasters import look_at

pytestmark = pytest.mark.realdata


def copy_of(source: Path, folder: Path) -> Path:
    path = folder / "upload"
    path.write_bytes(source.read_bytes())
    return path


@pytest.mark.parametrize(("year", "dtype", "nodata"), [(2010, "int8", -128), (2016, "uint8", 255)])
def test_land_cover_counts_equal_a_plain_count(
    shared_data: Path, tmp_path: Path, year: int, dtype: str, nodata: int
) -> None:
    source = shared_data / "assaba" / "land_cover" / f"{year}.tif"

    report = look_at(copy_of(source, tmp_path), "land_cover", filename=source.name)

    with rasterio.open(source) as file:
        codes, counts = np.unique(file.read(1), return_counts=True)
    expected = dict(zip(codes.tolist(), counts.tolist(), strict=True))
    missing = expected.pop(nodata, 0)
    assert {row.code: row.pixels for row in report.codes} == expected
    assert report.missing_share == pytest.approx(missing / (769 * 565))
    assert (report.dtype, report.years, report.epsg) == (dtype, [year], None)
    assert report.crs_name == "Sinusoidal, a = 6371.007 km"
    assert report.pixel_m == pytest.approx([463.313, 463.313], abs=1e-3)


def test_the_second_fill_value_of_the_productivity_series_is_found(
    shared_data: Path, tmp_path: Path
) -> None:
    source = shared_data / "assaba" / "gpp" / "2013.tif"

    report = look_at(copy_of(source, tmp_path), "productivity", filename=source.name)

    with rasterio.open(source) as file:
        bare = int((file.read(1) == 65533).sum())
    assert [(fill.value, fill.pixels) for fill in report.fills] == [(65533.0, bare)]
    assert report.nodata == 65535
    assert report.bands[0]["max"] < 20_000


def test_rain_comes_in_degrees(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "assaba" / "rain" / "2020.tif"

    report = look_at(copy_of(source, tmp_path), "rain", filename=source.name)

    assert report.epsg == 4326
    assert report.pixel_m[1] == pytest.approx(5_533, abs=5)
    assert 100 < report.bands[0]["mean"] < 600
