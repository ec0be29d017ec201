"""The Assaba region of Mauritania: real MODIS and CHIRPS series, with a made carbon map.

NASA LP DAAC (MCD12Q1, annual GPP), UCSB CHIRPS, OCHA departments. Read where they are; skipped,
and said so, where they are not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import rasterio
import shapely
from pyproj import Transformer
from rasterio.features import rasterize

from indicators.science.engine import compute, load_manifest
from indicators.science.tables import legend
from tests.conftest import SHARED_DATA
from tests.science.engine.made import read_raster, write_raster

ASSABA = SHARED_DATA / "assaba"
DEPARTMENTS = ASSABA / "departments" / "Assaba_Region_layer.shp"
YEARS = range(2010, 2024)

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.skipif(
        not ASSABA.exists(), reason=f"{ASSABA.name} rasters are not beside the project"
    ),
]


def by_year(folder: str) -> dict[str, str]:
    return {str(year): str(ASSABA / folder / f"{year}.tif") for year in YEARS}


def manifest(carbon: Path) -> dict[str, Any]:
    return {
        "profile": "prais4",
        "boundary": str(DEPARTMENTS),
        "land_cover": {"legend": "igbp", "years": by_year("land_cover")},
        "productivity": {
            "years": by_year("gpp"),
            "scale": 0.0001,
            "fill": [65533, 65535],
            "calibration": {"method": "restrend", "years": by_year("rain")},
        },
        "ecological_units": {"units": str(ASSABA / "land_cover" / "2010.tif")},
        "carbon": {"soc": str(carbon), "f": 0.58, "chain": "annual"},
        "zones": {"file": str(DEPARTMENTS), "name": "ADM2_EN"},
        "periods": [
            {"key": "baseline", "land_cover": [2010, 2016], "carbon": [2010, 2016],
             "productivity": [2010, 2016]},
            {"key": "report_1", "land_cover": [2017, 2023], "carbon": [2017, 2023],
             "productivity": [2017, 2023]},
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("assaba")


@pytest.fixture(scope="module")
def summary(folder: Path) -> dict[str, Any]:
    with rasterio.open(ASSABA / "land_cover" / "2011.tif") as dataset:
        place = {"transform": dataset.transform, "crs": dataset.crs}
        cover = dataset.read(1)
    made = np.where(cover == 255, -1, 5 + 0.01 * np.indices(cover.shape).sum(axis=0))
    write_raster(folder / "soc.tif", made, dtype="float32", nodata=-1, **place)
    return compute(load_manifest(manifest(folder / "soc.tif")), folder / "out")


def inside() -> np.ndarray:
    """The region by GDAL's own rule, for a second opinion."""
    _, _, geometries, _ = pyogrio.raw.read(DEPARTMENTS)
    with rasterio.open(ASSABA / "land_cover" / "2010.tif") as dataset:
        move = Transformer.from_crs("EPSG:4326", dataset.crs, always_xy=True).transform
        dense = shapely.segmentize(shapely.union_all(shapely.from_wkb(geometries)), 0.02)
        shape = shapely.transform(dense, move, interleaved=False)
        return rasterize([shape], dataset.shape, transform=dataset.transform).astype(bool)


def test_land_cover_counts_equal_a_plain_numpy_count(summary: dict[str, Any], folder: Path) -> None:
    table = legend("igbp")
    classes = {}
    for year in (2010, 2016):  # int8 with nodata -128, then uint8 with 255
        codes = read_raster(ASSABA / "land_cover" / f"{year}.tif")
        classes[year] = np.vectorize(lambda code: table.get(int(code), -128))(codes)
    region = inside()

    change = read_raster(folder / "out" / "baseline_land_cover.tif")
    total = summary["grid"]["area_of_interest_pixels"]

    assert total == np.count_nonzero(region)
    assert np.array_equal(change != -128, region & (classes[2010] > 0) & (classes[2016] > 0))
    lost = (classes[2010] == 2) & (classes[2016] == 6) & region
    assert np.count_nonzero(lost) > 100
    assert np.all(change[lost] == -1)
    km2 = summary["grid"]["area_of_interest_km2"] / total
    by_class = summary["periods"]["baseline"]["land_cover_by_year"]["2010"]
    for key, code in (("grassland", 2), ("other-land", 6)):
        count = np.count_nonzero((classes[2010] == code) & region)
        assert by_class[key] == pytest.approx(count * km2, rel=2e-3)


def test_departments_agree_with_their_official_areas(summary: dict[str, Any]) -> None:
    meta, _, _, columns = pyogrio.raw.read(DEPARTMENTS)
    fields = dict(zip(meta["fields"], columns, strict=True))
    official = dict(zip(fields["ADM2_EN"], fields["AREA_SQKM"], strict=True))

    found = {zone["name"]: zone["area_km2"] for zone in summary["zones"]}

    assert found.keys() == official.keys()
    for name, area in official.items():
        assert found[name] == pytest.approx(area, rel=5e-4), name


def test_the_sphere_based_grid_is_not_measured_on_the_sphere(summary: dict[str, Any]) -> None:
    nominal = 463.31271652749996**2 / 1e6 * summary["grid"]["area_of_interest_pixels"]

    assert summary["grid"]["area_of_interest_km2"] / nominal == pytest.approx(0.9966, abs=2e-4)


def test_both_fill_values_of_productivity_are_no_data(
    summary: dict[str, Any], folder: Path
) -> None:
    bare = read_raster(ASSABA / "gpp" / "2010.tif") == 65533
    trend = read_raster(folder / "out" / "baseline_trend.tif")
    region = inside()

    assert np.count_nonzero(bare & region) > 50_000
    assert np.all(trend[bare] == -128)
    assert set(np.unique(trend[~bare & region])) <= {-128, -1, 0, 1}


def test_rain_of_another_grid_is_resampled_and_the_summary_says_how(
    summary: dict[str, Any],
) -> None:
    resampled = summary["grid"]["resampled"]

    assert len(resampled) == 14
    assert {item["method"] for item in resampled} == {"bilinear"}
    assert resampled[0]["entry"] == "productivity.calibration.years.2010"


def test_zones_and_tables_all_sum_to_the_region(summary: dict[str, Any]) -> None:
    zones = sum(zone["area_km2"] for zone in summary["zones"])

    assert summary["checks"]["all_equal"] is True
    assert zones == pytest.approx(summary["grid"]["area_of_interest_km2"], rel=1e-6)
    assert summary["left_out"] == []
    assert summary["land_cover_codes_not_in_legend"] == {}
