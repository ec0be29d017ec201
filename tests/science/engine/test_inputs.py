"""What inputs may look like: types, fill values, legends, missing years, missing files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indicators.science.engine import compute
from indicators.science.errors import EngineError, InputError
from tests.science.engine.made import read_raster, write_raster

NODATA = -128
RISING = list(range(1000, 2000, 100))
FLAT = [5000] * 10


def run(folder: Path, document: dict[str, Any]) -> dict[str, Any]:
    (folder / "manifest.json").write_text(json.dumps(document))
    return compute(folder / "manifest.json", folder / "out", workers=1)


def out(folder: Path, name: str) -> list[list[int]]:
    return read_raster(folder / "out" / f"baseline_{name}.tif").tolist()


def productivity(folder: Path, **entries: Any) -> dict[str, Any]:
    """Run only the productivity of ten years, 2010 to 2019."""
    period = {"key": "baseline", "productivity": [2010, 2019]}
    return run(folder, {"productivity": entries, "periods": [period]})


def write_years(folder: Path, pixels: list[list[float]], **options: Any) -> dict[str, str]:
    """One file a year from one list of years for each pixel (one row)."""
    years = {}
    for number, values in enumerate(np.array(pixels).T):
        name = f"{2010 + number}.tif"
        write_raster(folder / name, values[np.newaxis], **options)
        years[str(2010 + number)] = name
    return years


def test_trend_needs_no_ecological_units_but_productivity_says_what_it_misses(
    tmp_path: Path,
) -> None:
    years = write_years(tmp_path, [RISING, FLAT], dtype="int16", nodata=-9999)

    summary = productivity(tmp_path, years=years)

    assert out(tmp_path, "trend") == [[1, 0]]
    assert "productivity" not in summary["periods"]["baseline"]
    reasons = {item["indicator"]: item["reason"] for item in summary["left_out"]}
    assert reasons["performance"] == "ecological_units is not given."
    assert reasons["land_cover"] == "land_cover is not given."
    assert reasons["sdg"].endswith("missing: land_cover, productivity, carbon.")


@pytest.mark.parametrize(
    ("units", "highest"),
    [
        ({"soil": "units.tif", "cover": "cover.tif"}, 32_767),
        ({"soil": "cover.tif", "cover": "units.tif"}, 65_535),
        ({"units": "units.tif"}, 2**31 - 1),
    ],
    ids=["soil", "cover", "units"],
)
def test_a_unit_code_that_cannot_be_told_apart_is_refused_by_its_number(
    units: dict[str, str], highest: int, tmp_path: Path
) -> None:
    years = write_years(tmp_path, [RISING, FLAT], dtype="int16", nodata=-9999)
    write_raster(tmp_path / "cover.tif", [[1, 2]], dtype="uint8")
    write_raster(tmp_path / "units.tif", [[highest, 7]], dtype="uint32")
    period = {"key": "baseline", "productivity": [2010, 2019]}
    document = {"productivity": {"years": years}, "ecological_units": units, "periods": [period]}
    run(tmp_path, document)
    write_raster(tmp_path / "units.tif", [[highest + 1, 7]], dtype="uint32")

    with pytest.raises(InputError, match=rf"units.tif holds the code {highest + 1}; codes up to"):
        run(tmp_path, document)


def test_several_fill_values_that_the_file_does_not_declare_are_no_data(tmp_path: Path) -> None:
    gap, other = [*RISING[:9], 65533], [65535, *RISING[1:]]
    years = write_years(tmp_path, [RISING, gap, other, FLAT], dtype="uint16", nodata=65535)

    productivity(tmp_path, years=years, fill=[65533])

    assert out(tmp_path, "trend") == [[1, NODATA, NODATA, 0]]


def test_a_fill_value_without_any_declared_nodata_is_no_data(tmp_path: Path) -> None:
    years = write_years(tmp_path, [RISING, [*RISING[:9], 0]], dtype="uint16")

    productivity(tmp_path, years=years, fill=[0])

    assert out(tmp_path, "trend") == [[1, NODATA]]


@pytest.mark.parametrize("nodata", [None, -3.4028234663852886e38, float("nan")])
def test_float_series_have_nan_or_their_own_nodata(nodata: float | None, tmp_path: Path) -> None:
    rising = [value / 10_000 for value in RISING]
    missing = float("nan") if nodata is None else nodata
    pixels = [rising, [missing, *rising[1:]], [0.5] * 10]
    years = write_years(tmp_path, pixels, dtype="float32", nodata=nodata)

    productivity(tmp_path, years=years, scale=1)

    assert out(tmp_path, "trend") == [[1, NODATA, 0]]


def test_years_may_be_of_different_types_with_different_nodata(tmp_path: Path) -> None:
    rising, gap = list(range(10, 110, 10)), [10, 20, 255, *range(40, 110, 10)]
    years = write_years(tmp_path, [rising, gap], dtype="uint8", nodata=255)
    write_raster(tmp_path / "2011.tif", [[20, 20]], dtype="int8", nodata=-128)
    write_raster(tmp_path / "2019.tif", [[100, 100]], dtype="uint16", nodata=65535)

    productivity(tmp_path, years=years, scale=0.01)

    assert out(tmp_path, "trend") == [[1, NODATA]]


def test_the_scale_moves_the_slope_floor(tmp_path: Path) -> None:
    # One unit a year: 0.0001 a year is stable, 0.01 a year is not.
    years = write_years(tmp_path, [list(range(100, 110))], dtype="int16", nodata=-9999)

    productivity(tmp_path, years=years, scale=0.0001)
    small = out(tmp_path, "trend")
    productivity(tmp_path, years=years, scale=0.01)

    assert (small, out(tmp_path, "trend")) == ([[0]], [[1]])


def test_the_floors_are_parameters_for_other_measures(tmp_path: Path) -> None:
    years = write_years(tmp_path, [RISING], dtype="int16", nodata=-9999)

    productivity(tmp_path, years=years, slope_floor=0.02)

    assert out(tmp_path, "trend") == [[0]]


def test_missing_years_may_be_skipped(tmp_path: Path) -> None:
    gap = [*RISING[:4], -9999, *RISING[5:]]
    years = write_years(tmp_path, [gap], dtype="int16", nodata=-9999)

    productivity(tmp_path, years=years)
    strict = out(tmp_path, "trend")
    productivity(tmp_path, years=years, missing="skip")

    assert (strict, out(tmp_path, "trend")) == ([[NODATA]], [[1]])


def test_rain_that_explains_a_rise_leaves_no_trend(tmp_path: Path) -> None:
    years = write_years(tmp_path, [RISING, RISING], dtype="int16", nodata=-9999)
    wetter, steady = [300 + 10 * n for n in range(10)], [300 + n % 2 for n in range(10)]
    (tmp_path / "rain").mkdir()
    rain = write_years(tmp_path / "rain", [wetter, steady], dtype="float32", nodata=-1)
    files = {year: f"rain/{name}" for year, name in rain.items()}

    summary = productivity(
        tmp_path, years=years, calibration={"method": "restrend", "years": files}
    )

    assert out(tmp_path, "trend") == [[0, 1]]
    assert summary["method"]["parameters"]["productivity"]["calibration"] == "restrend"


def test_a_ready_made_lpd_replaces_the_series(tmp_path: Path) -> None:
    write_raster(tmp_path / "lpd.tif", [[1, 2, 3, 4, 5, 0, 15]], dtype="uint8")

    summary = run(tmp_path, {"lpd": {"baseline": "lpd.tif"}, "periods": [{"key": "baseline"}]})

    assert out(tmp_path, "lpd") == [[1, 2, 3, 4, 5, NODATA, NODATA]]
    areas = summary["periods"]["baseline"]["productivity"]
    assert areas["degraded"] == pytest.approx(2 * areas["improved"], rel=1e-9)
    assert not (tmp_path / "out" / "baseline_trend.tif").exists()


def land_cover(folder: Path, legend: Any, **entries: Any) -> dict[str, Any]:
    return run(
        folder,
        {
            "land_cover": {"legend": legend, "years": {"2000": "a.tif", "2015": "b.tif"}},
            "periods": [{"key": "baseline", "land_cover": [2000, 2015]}],
            **entries,
        },
    )


def test_legend_codes_may_be_0_and_need_not_be_1_to_n(tmp_path: Path) -> None:
    # 0 is water, 210 is tree-covered, 7 is cropland: no code may be taken for a class.
    write_raster(tmp_path / "a.tif", [[0, 210, 210, 7]], dtype="uint8", nodata=255)
    write_raster(tmp_path / "b.tif", [[0, 210, 7, 255]], dtype="uint8", nodata=255)

    summary = land_cover(tmp_path, {"0": 7, "210": 1, "7": 3})

    assert out(tmp_path, "land_cover") == [[0, 0, -1, NODATA]]
    by_year = summary["periods"]["baseline"]["land_cover_by_year"]["2000"]
    assert by_year["water"] == pytest.approx(by_year["cropland"], rel=1e-9)
    assert by_year["no_data"] == 0


def test_int8_stands_next_to_uint8(tmp_path: Path) -> None:
    write_raster(tmp_path / "a.tif", [[1, 1, 2, -128]], dtype="int8", nodata=-128)
    write_raster(tmp_path / "b.tif", [[1, 3, 1, 1]], dtype="uint8", nodata=255)

    land_cover(tmp_path, "unccd7")

    assert out(tmp_path, "land_cover") == [[0, -1, 1, NODATA]]


def test_codes_that_the_legend_does_not_list_are_counted_and_named(tmp_path: Path) -> None:
    write_raster(tmp_path / "a.tif", [[1, 9, 9, 255]], dtype="uint8", nodata=255)
    write_raster(tmp_path / "b.tif", [[1, 1, 1, 1]], dtype="uint8", nodata=255)

    summary = land_cover(tmp_path, "unccd7")

    assert out(tmp_path, "land_cover") == [[0, NODATA, NODATA, NODATA]]
    assert summary["land_cover_codes_not_in_legend"] == {"2000": {"9": 2}}


def test_carbon_without_its_years_of_land_cover_is_left_out_with_a_reason(tmp_path: Path) -> None:
    for name in ("a.tif", "b.tif"):
        write_raster(tmp_path / name, [[1, 1]], dtype="uint8")
    write_raster(tmp_path / "soc.tif", [[50, 50]], dtype="int16")

    summary = land_cover(
        tmp_path,
        "unccd7",
        carbon={"soc": "soc.tif", "f": 0.8, "chain": "annual"},
        periods=[{"key": "baseline", "land_cover": [2000, 2015], "carbon": [2000, 2015]}],
    )

    reasons = {item["indicator"]: item["reason"] for item in summary["left_out"]}
    assert reasons["carbon"].startswith("there is no land cover of 2001, 2002")
    assert not (tmp_path / "out" / "baseline_carbon.tif").exists()


def test_a_change_goes_on_in_the_next_period_until_that_periods_middle(tmp_path: Path) -> None:
    # Tree to crop in 2000-2015 at f 0.8: 8 years (-8 %) by 2015, four more by 2019 (-4 points).
    for year, code in ((2000, 1), (2015, 3), (2019, 3)):
        write_raster(tmp_path / f"{year}.tif", [[code]], dtype="uint8")
    write_raster(tmp_path / "soc.tif", [[100]], dtype="float32")

    summary = run(
        tmp_path,
        {
            "land_cover": {
                "legend": "unccd7",
                "years": {str(year): f"{year}.tif" for year in (2000, 2015, 2019)},
            },
            "carbon": {"soc": "soc.tif", "f": 0.8},
            "periods": [
                {"key": "baseline", "carbon": [2000, 2015]},
                {"key": "report_1", "carbon": [2015, 2019]},
            ],
        },
    )

    report = summary["periods"]["report_1"]["carbon_by_cover"]
    assert report["2015"]["cropland"] == pytest.approx(92, abs=1e-4)
    assert report["2019"]["cropland"] == pytest.approx(88, abs=1e-4)


@pytest.mark.parametrize("method", ["restrend", "rue"])
def test_ndvi_as_a_decimal_is_calibrated_as_finely_as_ndvi_times_10000(
    method: str, tmp_path: Path
) -> None:
    # A slope of 0.0012 a year on noise of 0.003: steps of 0.01 NDVI would hide most of it.
    generator = np.random.default_rng(15)
    rain = generator.uniform(300, 900, (10, 1, 400))
    noise = generator.normal(0, 30, rain.shape)
    ndvi = np.rint(3000 + 12 * np.arange(10).reshape(10, 1, 1) + noise)
    wet = {str(2010 + n): write_raster(tmp_path / f"rain_{n}.tif", band.astype("float32"))
           for n, band in enumerate(rain)}  # fmt: skip
    calibration = {"method": method, "years": wet}
    found = []
    for name, scale in (("whole", 0.0001), ("decimal", 1)):
        pixels = ndvi.astype("int16") if name == "whole" else (ndvi / 10_000).astype("float32")
        write_raster(tmp_path / f"{name}.tif", pixels)
        productivity(tmp_path, stack=f"{name}.tif", first_year=2010, scale=scale,
                     calibration=calibration)  # fmt: skip
        found.append(np.array(out(tmp_path, "trend")))

    assert np.count_nonzero(found[0] == found[1]) >= 398
    assert len(np.unique(found[0])) > 1


def base(folder: Path) -> dict[str, Any]:
    write_raster(folder / "a.tif", [[1, 1]], dtype="uint8")
    write_raster(folder / "floats.tif", [[1.5, 2]], dtype="float32")
    write_raster(folder / "stack.tif", np.ones((8, 1, 2)), dtype="int16")
    write_raster(folder / "long.tif", np.ones((67, 1, 2)), dtype="int16")
    (folder / "text.tif").write_text("not a raster")
    return {
        "land_cover": {"legend": "unccd7", "years": {"2000": "a.tif", "2015": "a.tif"}},
        "productivity": {"stack": "stack.tif", "first_year": 2010},
        "periods": [{"key": "baseline", "land_cover": [2000, 2015], "productivity": [2010, 2017]}],
    }


def with_entry(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    *parents, last = path.split(".")
    place: Any = document
    for key in parents:
        place = place[int(key)] if key.isdigit() else place[key]
    place[last] = value
    return document


UNUSABLE = {
    "a missing file": ("land_cover.years.2015", "none.tif", "none.tif: the file cannot be opened"),
    "a text": ("land_cover.years.2015", "text.tif", "text.tif: the file cannot be opened as a Geo"),
    "land cover in decimals": (
        "land_cover.years.2015",
        "floats.tif",
        "land_cover.years.2015: floats.tif holds float32; whole-number codes were expected.",
    ),
    "years before the stack": (
        "periods.0.productivity",
        [2008, 2017],
        r"periods\[0\].productivity: the series has no 2008, 2009; its years are 2010 to 2017.",
    ),
    "too few years": (
        "periods.0.productivity",
        [2010, 2012],
        r"periods\[0\].productivity: 2010 to 2012 are too few years; at least 4 are needed",
    ),
    "more years than any table of critical S has": (
        "productivity",
        {"stack": "long.tif", "first_year": 1951},
        r"periods\[0\].productivity: 1951 to 2017 are 67 years; at most 60 can be judged",
    ),
    "rain that is missing": (
        "productivity.calibration",
        {"method": "restrend", "years": {"2010": "floats.tif"}},
        r"periods\[0\].productivity: productivity.calibration.years has no 2011",
    ),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_an_input_that_cannot_be_used_is_refused_with_a_sentence_that_names_it(
    case: str, tmp_path: Path
) -> None:
    path, value, sentence = UNUSABLE[case]
    document = with_entry(base(tmp_path), path, value)
    if case.startswith("more years"):
        with_entry(document, "periods.0.productivity", [1951, 2017])

    with pytest.raises(EngineError, match=sentence) as refusal:
        run(tmp_path, document)

    assert str(tmp_path) not in str(refusal.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_raster_without_a_coordinate_system_is_refused(tmp_path: Path) -> None:
    document = base(tmp_path)
    write_raster(tmp_path / "a.tif", [[1, 1]], dtype="uint8", crs=None)

    with pytest.raises(EngineError, match=r"a.tif has no coordinate system; save it with one"):
        run(tmp_path, document)


@pytest.mark.parametrize("profile", ["trends.earth", "prais4", "gpg2"])
def test_every_profile_runs_and_is_named(profile: str, tmp_path: Path) -> None:
    document = base(tmp_path) | {"profile": profile}

    summary = run(tmp_path, document)

    assert summary["method"]["profile"] == profile
    assert summary["method"]["citations"]
