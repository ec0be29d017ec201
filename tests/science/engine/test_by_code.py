"""Tables by the codes of the rasters, on 3 x 3 pixels of 1 km2, worked out in the margin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from indicators.science import by_code
from indicators.science.areas import Area
from indicators.science.engine import (
    compute,
    finish,
    load_manifest,
    plan_run,
    preview,
    run_passes,
)
from tests.science.engine.country import write_country
from tests.science.engine.made import SQUARE_KILOMETRES, collection, rectangle, write_raster

LEGEND = {"10": 1, "11": 1, "30": 3, "50": 5, "70": 7}
# 10 dense and 11 open forest, 30 fields, 50 towns, 70 lakes; 0 is no data, 99 is not listed.
#   2000        2015         LPD
#   10 10 11    10 11 30     4 4 1
#   11 30 30    11 50 30     3 2 4
#   70 70  0    70 99 10     4 4 5
COVER = {
    2000: [[10, 10, 11], [11, 30, 30], [70, 70, 0]],
    2015: [[10, 11, 30], [11, 50, 30], [70, 99, 10]],
}
LPD = [[4, 4, 1], [3, 2, 4], [4, 4, 5]]
BY_YEAR = {
    "2000": {"10": 2, "11": 2, "30": 2, "50": 0, "70": 2, "no_data": 1},
    "2015": {"10": 2, "11": 2, "30": 2, "50": 1, "70": 1, "no_data": 1},
}
CHANGE = {
    "10": {"10": 1, "11": 1},
    "11": {"11": 1, "30": 1},
    "30": {"30": 1, "50": 1},
    "70": {"70": 1, "no_data": 1},
    "no_data": {"10": 1},
}
NONE = dict.fromkeys(
    ("declining", "moderate-decline", "stressed", "stable", "increasing", "no_data"), 0
)
BY_LPD = {
    "10": {**NONE, "stable": 1, "increasing": 1},
    "11": {**NONE, "stable": 1, "stressed": 1},
    "30": {**NONE, "declining": 1, "stable": 1},
    "50": {**NONE, "moderate-decline": 1},
    "70": {**NONE, "stable": 1},
    "no_data": {**NONE, "stable": 1},
}


def write_manifest(folder: Path, **land_cover: Any) -> Path:
    place = {"transform": SQUARE_KILOMETRES, "crs": "EPSG:6933", "dtype": "uint8", "nodata": 0}
    for year, codes in COVER.items():
        write_raster(folder / f"lc_{year}.tif", codes, **place)
    write_raster(folder / "lpd.tif", LPD, **place)
    years = {str(year): f"lc_{year}.tif" for year in COVER}
    document = {
        "land_cover": {"legend": LEGEND, "years": years, **land_cover},
        "lpd": {"baseline": "lpd.tif"},
        "periods": [
            {"key": "baseline", "land_cover": [2000, 2015], "productivity": [2000, 2015]},
        ],
    }
    (folder / "manifest.json").write_text(json.dumps(document))
    return folder / "manifest.json"


def tables_of(folder: Path, **land_cover: Any) -> dict[str, Any]:
    return compute(write_manifest(folder, **land_cover), folder / "out", workers=1)


def test_areas_changes_and_lpd_by_code_are_as_in_the_margin(tmp_path: Path) -> None:
    tables = tables_of(tmp_path)["periods"]["baseline"]

    assert tables["land_cover_by_year_codes"] == BY_YEAR
    assert tables["land_cover_change_codes"] == CHANGE
    assert tables["lpd_by_cover_codes"] == BY_LPD


def test_what_codes_come_to_is_the_table_of_the_seven_classes(tmp_path: Path) -> None:
    summary = tables_of(tmp_path)
    tables, checks = summary["periods"]["baseline"], summary["checks"]

    # 10 and 11 are trees: 4 km2 in both years; of these 3 stay and 1 becomes fields.
    assert tables["land_cover_by_year"]["2015"]["tree-covered"] == 4
    assert tables["land_cover_change"][0] == [3, 0, 1, 0, 0, 0, 0]
    by_code_names = {c["table"] for c in checks["tables"] if "_codes" in c["table"]}
    assert by_code_names == {
        "baseline.land_cover_by_year_codes.2000",
        "baseline.land_cover_by_year_codes.2015",
        "baseline.land_cover_change_codes",
        "baseline.lpd_by_cover_codes",
    }
    assert checks["all_equal"] is True


def test_a_table_that_differs_from_that_of_the_classes_fails_its_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The same total, with one forest counted as fields: the sum alone would not tell.
    right = by_code.areas_by_code

    def wrong(*given: Any) -> dict[str, Area]:
        found = right(*given)
        return {**found, "10": Area(0), "30": Area(found["30"] + found["10"])}

    monkeypatch.setattr(by_code, "areas_by_code", wrong)
    checks = tables_of(tmp_path)["checks"]

    found = {c["table"]: c for c in checks["tables"]}["baseline.land_cover_by_year_codes.2000"]
    assert found["sum_km2"] == found["area_of_interest_km2"] == 9
    assert found["equal"] is False
    assert checks["all_equal"] is False


@pytest.mark.parametrize("legend", ["unccd7", {"1": 1, "3": 3}])
def test_a_legend_of_the_seven_classes_has_no_tables_by_code(tmp_path: Path, legend: Any) -> None:
    tables = tables_of(tmp_path, legend=legend)["periods"]["baseline"]

    assert "land_cover_by_year" in tables
    assert not [name for name in tables if name.endswith("_codes")]


def test_another_matrix_leaves_the_tables_by_code_as_they_are(tmp_path: Path) -> None:
    manifest = write_manifest(tmp_path)
    before = compute(manifest, tmp_path / "out", scratch=tmp_path / "kept", workers=1)

    after = preview(tmp_path / "kept", degradation=[[0] * 7 for _ in range(7)])

    tables, changed = before["periods"]["baseline"], after["periods"]["baseline"]
    assert changed["land_cover_change_codes"] == tables["land_cover_change_codes"] == CHANGE
    assert changed["land_cover"] != tables["land_cover"]
    assert after["checks"]["all_equal"] is True


def own_country(folder: Path) -> Path:
    """The made country, its codes 1 and 2 both trees, in two zones."""
    document = write_country(folder)
    legend = {str(code): max(code - 1, 1) for code in range(1, 8)}
    document["land_cover"]["legend"] = legend
    halves = [rectangle(10, 4, 10.4, 5, name="west"), rectangle(10.4, 4, 11, 5, name="east")]
    (folder / "zones.geojson").write_text(json.dumps(collection(*halves)))
    document["zones"] = "zones.geojson"
    (folder / "manifest.json").write_text(json.dumps(document))
    return folder / "manifest.json"


def test_chunks_and_workers_change_no_byte_and_zones_have_the_tables_too(tmp_path: Path) -> None:
    manifest = own_country(tmp_path)
    summary = compute(manifest, tmp_path / "whole", workers=1)
    whole = (tmp_path / "whole" / "summary.json").read_bytes()

    for chunk_pixels, workers in ((1024, 1), (3000, 2)):
        plan = plan_run(load_manifest(manifest), chunk_pixels=chunk_pixels, block=16)
        scratch, out = tmp_path / f"scratch{workers}", tmp_path / f"out{workers}"
        run_passes(plan, scratch, workers=workers)
        finish(plan, scratch, out)
        assert len(plan.chunks) > 1
        assert (out / "summary.json").read_bytes() == whole

    assert summary["checks"]["all_equal"] is summary["checks"]["zones_equal"] is True
    name = "land_cover_by_year_codes"
    parts = [zone["periods"]["report_1"][name]["2019"]["1"] for zone in summary["zones"]]
    assert len(parts) == 2
    assert sum(parts) == pytest.approx(summary["periods"]["report_1"][name]["2019"]["1"])
