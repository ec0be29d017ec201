"""A whole run on a 3 x 4 raster of 1 km2 pixels, every figure worked out in the margin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indicators.science.engine import compute
from tests.science.engine.made import SQUARE_KILOMETRES, read_raster, series, write_raster

NODATA = -128
WATER = 2

# Land cover. T tree 1, G grass 2, C crop 3, W wetland 4, A artificial 5, O other 6, water 7.
#   2000      2015      2019                              baseline   report_1 (2015 -> 2019)
#   T T G C   C T T C   C T C C    T-C -, T-T 0, G-T +, C-C 0      0  0  -  0
#   C O 7 7   A O 7 T   A T T T    C-A -, O-O 0, 7-7 0, 7-T 0      0  +  0  0
#   T G 0 T   T 7 T T   7 7 T 0    T-T 0, G-7 0, nodata, T-T 0     0  0  0  nodata
LAND_COVER = {
    2000: [[1, 1, 2, 3], [3, 6, 7, 7], [1, 2, 0, 1]],
    2015: [[3, 1, 1, 3], [5, 6, 7, 1], [1, 7, 1, 1]],
    2019: [[3, 1, 3, 3], [5, 1, 1, 1], [7, 7, 1, 0]],
}
BASELINE_LAND_COVER = [[-1, 0, 1, 0], [-1, 0, 0, 0], [0, 0, NODATA, 0]]
REPORT_LAND_COVER = [[0, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, NODATA]]

# Productivity, 10 years, both periods the same window. Rising: 1000, 1100 ... 1900; falling the
# reverse; flat: 5000 throughout; short: one year missing. One ecological unit.
RISING = list(range(1000, 2000, 100))
FALLING = RISING[::-1]
FLAT = [5000] * 10
GAP = [*FLAT[:4], -9999, *FLAT[5:]]
SERIES = [
    RISING, FLAT, FALLING, FLAT,
    FLAT, FLAT, FLAT, FLAT,
    FLAT, FLAT, FLAT, GAP,
]  # fmt: skip
# Means: 1450, 5000 (nine times), 1450, none. p90 = 5000; 1450 / 5000 <= 0.5, so the rising and
# the falling pixel perform badly. Trend +, 0, -; state: the last three of ten against the first
# seven: rising +, falling -. Lookup (+,+,-1) -> 5 increasing; (0,0,0) -> 4 stable;
# (-,-,-1) -> 1 declining.
LPD = [[5, 4, 1, 4], [4, 4, 4, 4], [4, 4, 4, NODATA]]


# Carbon, 50 t/ha everywhere, climate zone 12 (f = 0.58), two dates. Baseline: the change is put
# in 2007, 8 years: T-C 50 - 50 x 0.42 x 8/20 = 41.6 (-16.8 %), C-A 50 - 50 x 0.9 x 8/20 = 32
# (-36 %), all other transitions here have F = 1. No data: final water, or no land cover.
# Report: put in 2017, 2 years. T-C of 2007 goes on: 41.6 - 4 x 1.05 = 37.4 (-10.1 %); C-A goes
# on: 32 - 4 x 2.25 = 23 (-28 %); T-C of 2017: -4.2 %, stable; O-T has F = 2: exactly +10 %,
# which is stable in prais4.
BASELINE_CARBON = [[-1, 0, 0, 0], [-1, 0, NODATA, 0], [0, NODATA, NODATA, 0]]
REPORT_CARBON = [[-1, 0, 0, 0], [-1, 0, 0, 0], [NODATA, NODATA, NODATA, NODATA]]

# 15.3.1: the worst of the three; water where the last land cover is; no data if any part is.
BASELINE_SDG = [[-1, 0, -1, 0], [-1, 0, WATER, 0], [0, WATER, NODATA, NODATA]]
REPORT_SDG = [[-1, 0, -1, 0], [-1, 1, 0, 0], [WATER, WATER, NODATA, NODATA]]

# Status: (-,-) 1, (0,0) 4, (0,+) 6; water now 8; water before and land now: nothing to compare.
STATUS = [[1, 4, 1, 4], [1, 6, NODATA, 4], [8, 8, NODATA, NODATA]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = {"transform": SQUARE_KILOMETRES, "crs": "EPSG:6933"}
    for year, codes in LAND_COVER.items():
        write_raster(tmp_path / f"lc_{year}.tif", codes, dtype="uint8", nodata=0, **place)
    write_raster(tmp_path / "ndvi.tif", series(SERIES, (3, 4)), nodata=-9999, **place)
    write_raster(tmp_path / "soil.tif", np.ones((3, 4)), dtype="uint8", **place)
    write_raster(tmp_path / "soc.tif", np.full((3, 4), 50.0), dtype="float32", nodata=-1, **place)
    write_raster(tmp_path / "climate.tif", np.full((3, 4), 12), dtype="uint8", nodata=0, **place)
    return tmp_path


def manifest() -> dict[str, Any]:
    return {
        "profile": "prais4",
        "boundary": None,
        "land_cover": {
            "legend": "unccd7",
            "years": {str(year): f"lc_{year}.tif" for year in LAND_COVER},
        },
        "productivity": {"stack": "ndvi.tif", "first_year": 2006},
        "ecological_units": {"units": "soil.tif"},
        "carbon": {"soc": "soc.tif", "climate_zone": "climate.tif"},
        "periods": [
            {
                "key": "baseline",
                "land_cover": [2000, 2015],
                "carbon": [2000, 2015],
                "productivity": [2006, 2015],
            },
            {
                "key": "report_1",
                "land_cover": [2015, 2019],
                "carbon": [2015, 2019],
                "productivity": [2006, 2015],
            },
        ],
    }


@pytest.fixture
def summary(folder: Path) -> dict[str, Any]:
    (folder / "manifest.json").write_text(json.dumps(manifest()))
    return compute(folder / "manifest.json", folder / "out", workers=1)


def test_every_raster_of_a_small_country_is_as_in_the_margin(
    summary: dict[str, Any], folder: Path
) -> None:
    expected = {
        "baseline_land_cover": BASELINE_LAND_COVER,
        "report_1_land_cover": REPORT_LAND_COVER,
        "baseline_lpd": LPD,
        "report_1_lpd": LPD,
        "baseline_trend": [[1, 0, -1, 0], [0] * 4, [0, 0, 0, NODATA]],
        "baseline_state": [[1, 0, -1, 0], [0] * 4, [0, 0, 0, NODATA]],
        "baseline_performance": [[-1, 0, -1, 0], [0] * 4, [0, 0, 0, NODATA]],
        "baseline_carbon": BASELINE_CARBON,
        "report_1_carbon": REPORT_CARBON,
        "baseline_sdg": BASELINE_SDG,
        "report_1_sdg": REPORT_SDG,
        "report_1_status": STATUS,
    }

    found = {name: read_raster(folder / "out" / f"{name}.tif").tolist() for name in expected}

    assert found == expected


def test_the_output_folder_holds_the_contracts_files_and_nothing_else(
    summary: dict[str, Any], folder: Path
) -> None:
    kinds = ("land_cover", "trend", "state", "performance", "lpd", "carbon", "sdg")
    rasters = {f"{key}_{kind}.tif" for key in ("baseline", "report_1") for kind in kinds}

    assert {path.name for path in (folder / "out").iterdir()} == rasters | {
        "report_1_status.tif", "summary.json", "run.json",
    }  # fmt: skip
    assert json.loads((folder / "out" / "summary.json").read_text()) == summary


def test_areas_of_the_three_indicators_are_the_counts_of_the_margin(
    summary: dict[str, Any],
) -> None:
    baseline, report = summary["periods"]["baseline"], summary["periods"]["report_1"]

    assert baseline["land_cover"] == areas(2, 6, 1, no_data=1, water=2)
    assert report["land_cover"] == areas(1, 7, 1, no_data=1, water=2)
    assert baseline["productivity"] == areas(1, 7, 1, no_data=1, water=2)
    assert baseline["carbon"] == areas(2, 7, 0, no_data=1, water=2)
    assert report["carbon"] == areas(2, 6, 0, no_data=2, water=2)


def areas(degraded: int, stable: int, improved: int, *, no_data: int, water: int) -> dict[str, int]:
    return {
        "degraded": degraded, "stable": stable, "improved": improved, "no_data": no_data,
        "water": water,
    }  # fmt: skip


@pytest.mark.parametrize("period", ["baseline", "report_1"])
@pytest.mark.parametrize("indicator", ["land_cover", "productivity", "carbon", "sdg"])
def test_degraded_stable_improved_and_no_data_are_the_land_and_water_is_apart(
    summary: dict[str, Any], period: str, indicator: str
) -> None:
    tables = summary["periods"][period]
    on_land = sum(area for key, area in tables[indicator].items() if key != "water")

    assert on_land == tables["land"] == 10
    assert tables[indicator]["water"] == 12 - 10


def test_land_cover_tables_have_a_row_for_each_initial_and_a_column_for_each_final_class(
    summary: dict[str, Any],
) -> None:
    baseline = summary["periods"]["baseline"]

    assert baseline["land_cover_change"] == [
        [3, 0, 1, 0, 0, 0, 0],  # T: stays (1, 8, 11), becomes C (0)
        [1, 0, 0, 0, 0, 0, 1],  # G: becomes T (2), 7 (9)
        [0, 0, 1, 0, 1, 0, 0],  # C: stays (3), becomes A (4)
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 0],  # O: stays (5)
        [1, 0, 0, 0, 0, 0, 1],  # 7: becomes T (7), stays (6)
    ]
    assert baseline["land_cover_by_year"]["2000"] == {
        "tree-covered": 4, "grassland": 2, "cropland": 2, "wetland": 0, "artificial": 0,
        "other-land": 1, "water": 2, "no_data": 1,
    }  # fmt: skip
    assert list(baseline["land_cover_by_year"]) == ["2000", "2015"]


def test_lpd_is_tabulated_alone_and_by_the_last_land_cover(summary: dict[str, Any]) -> None:
    baseline = summary["periods"]["baseline"]

    assert baseline["lpd"] == {
        "declining": 1, "moderate-decline": 0, "stressed": 0, "stable": 7, "increasing": 1,
        "no_data": 1, "water": 2,
    }  # fmt: skip
    assert baseline["lpd_by_cover"]["cropland"] == {
        "declining": 0, "moderate-decline": 0, "stressed": 0, "stable": 1, "increasing": 1,
        "no_data": 0,
    }  # fmt: skip


def test_carbon_stocks_are_area_weighted_means_by_the_cover_of_the_year(
    summary: dict[str, Any],
) -> None:
    baseline = summary["periods"]["baseline"]

    stocks = baseline["carbon_by_cover"]["2015"]
    assert stocks["cropland"] == pytest.approx((41.6 + 50) / 2, abs=1e-5)
    assert stocks["artificial"] == pytest.approx(32, abs=1e-5)
    assert stocks["wetland"] is None
    assert baseline["carbon_tonnes_by_cover"]["2000"]["tree-covered"] == 4 * 50 * 100


def test_the_indicator_has_water_of_its_own_and_a_share_of_land_without_it(
    summary: dict[str, Any],
) -> None:
    baseline, report = summary["periods"]["baseline"], summary["periods"]["report_1"]

    assert baseline["sdg"] == {
        "degraded": 3, "stable": 5, "improved": 0, "no_data": 2, "water": 2,
    }  # fmt: skip
    assert baseline["sdg_share_of_land"] == 0.3
    assert report["sdg"] == {
        "degraded": 3, "stable": 4, "improved": 1, "no_data": 2, "water": 2,
    }  # fmt: skip


def test_the_status_of_every_part_has_the_water_of_the_period(summary: dict[str, Any]) -> None:
    parts = summary["status"]["report_1"]["parts"]

    # Land cover: (-,0) twice, (+,-), (0,+), (0,0) three times; no data then, no data now, and the
    # lake that fell dry cannot be compared.
    assert parts["land_cover"]["seven_class"] == {
        "persistent-degradation": 0, "recent-degradation": 1, "baseline-degradation": 2,
        "stability": 3, "baseline-improvement": 0, "recent-improvement": 1,
        "persistent-improvement": 0, "water": 2, "no_data": 3,
    }  # fmt: skip
    assert [part["three_class"]["water"] for part in parts.values()] == [2, 2, 2]


def test_without_land_cover_years_the_water_of_a_period_is_that_of_its_carbon(
    folder: Path,
) -> None:
    document = manifest()
    document["periods"] = [{"key": "baseline", "carbon": [2000, 2015]}]
    (folder / "manifest.json").write_text(json.dumps(document))

    found = compute(folder / "manifest.json", folder / "out", workers=1)

    assert found["periods"]["baseline"]["carbon"] == areas(2, 7, 0, no_data=1, water=2)


def test_status_compares_with_the_baseline_and_balance_goes_by_land_type(
    summary: dict[str, Any],
) -> None:
    status, balance = summary["status"]["report_1"], summary["balance"]["report_1"]

    assert status["seven_class"] == {
        "persistent-degradation": 3, "recent-degradation": 0, "baseline-degradation": 0,
        "stability": 3, "baseline-improvement": 0, "recent-improvement": 1,
        "persistent-improvement": 0, "water": 2, "no_data": 3,
    }  # fmt: skip
    assert status["crosstab"] == [[3, 0, 0], [0, 3, 1], [0, 0, 0]]
    assert status["three_class"]["degraded"] == 3
    assert status["degraded_share_of_land"] == pytest.approx(3 / 10)
    assert balance["land_types"]["other-land"] == {
        "gains": 1, "losses": 0, "delta": 1, "neutral": True,
    }  # fmt: skip
    assert balance["not_neutral"] == ["tree-covered", "cropland", "artificial"]
    assert balance["neutral"] is False
    assert summary["periods"]["report_1"]["status"] == status


def test_every_table_sums_to_the_area_of_interest_and_says_so(summary: dict[str, Any]) -> None:
    checks = summary["checks"]["tables"]

    assert summary["grid"]["area_of_interest_km2"] == 12
    assert len(checks) > 20
    assert all(check["equal"] and check["sum_km2"] == 12 for check in checks)
    assert summary["checks"]["all_equal"] is True


def test_the_area_under_both_trend_thresholds_is_shown_side_by_side(
    summary: dict[str, Any],
) -> None:
    sensitivity = summary["periods"]["baseline"]["sensitivity"]

    on_land = {"degraded": 1, "stable": 7, "improved": 1, "no_data": 1, "water": 2}
    assert sensitivity == {"trends_earth_threshold": on_land, "exact_threshold": on_land}


def test_the_method_names_profile_version_parameters_and_digests(
    summary: dict[str, Any], folder: Path
) -> None:
    import hashlib

    method = summary["method"]
    soc = next(item for item in method["inputs"] if item["entry"] == "carbon.soc")

    assert (method["profile"], method["parameters"]["baseline"]) == ("prais4", "baseline")
    assert soc["sha256"] == hashlib.sha256((folder / "soc.tif").read_bytes()).hexdigest()
    assert str(folder) not in json.dumps(summary)


def test_the_response_hierarchy_follows_degradation_and_stress(summary: dict[str, Any]) -> None:
    response = summary["periods"]["baseline"]["response"]

    assert response == {"avoid": 5, "reduce": 0, "reverse": 3, "water": 2, "no_data": 2}
