"""Every wrong entry of a manifest gets one sentence that names it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from indicators.science.engine import load_manifest
from indicators.science.errors import ManifestError

MATRIX = [[0] * 7 for _ in range(7)]
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}


def document() -> dict[str, Any]:
    return {
        "profile": "prais4",
        "boundary": "aoi.geojson",
        "land_cover": {
            "legend": "unccd7",
            "years": {"2000": "a.tif", "2015": "b.tif"},
            "degradation": None,
        },
        "productivity": {
            "stack": "ndvi.tif",
            "first_year": 2001,
            "scale": 0.0001,
            "fill": [65533],
            "calibration": None,
        },
        "ecological_units": {"soil": "soil.tif", "cover": "esa_2000.tif"},
        "carbon": {
            "soc": "soc.tif",
            "climate_zone": "climate.tif",
            "f": None,
            "chain": "two_date",
        },
        "corrections": None,
        "zones": None,
        "periods": [
            {
                "key": "baseline",
                "land_cover": [2000, 2015],
                "carbon": [2000, 2015],
                "productivity": [2001, 2015],
                "recent_years": 3,
            }
        ],
    }


def changed(path: str, value: Any) -> dict[str, Any]:
    """The good document with one entry set (or, with ..., removed)."""
    found = copy.deepcopy(document())
    *parents, last = path.split(".")
    place: Any = found
    for key in parents:
        place = place[int(key)] if key.isdigit() else place[key]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return found


WRONG = {
    "an unknown entry": ("lnad_cover", {}, "lnad_cover: there is no such entry"),
    "an unknown profile": ("profile", "te", "profile: one of trends.earth, prais4, gpg2"),
    "no periods": ("periods", ..., "periods: this entry is missing."),
    "an empty list of periods": ("periods", [], "periods: at least one period"),
    "periods that are no list": ("periods", {}, "periods: a list was expected, found {}."),
    "a period without a key": ("periods.0.key", ..., "periods[0].key: this entry is missing."),
    "a key that is no file name": ("periods.0.key", "../x", "periods[0].key: a key of letters"),
    "years the wrong way round": (
        "periods.0.land_cover",
        [2015, 2000],
        "periods[0].land_cover: the first year, 2015, must come before the last, 2000.",
    ),
    "one year instead of two": (
        "periods.0.land_cover",
        [2015],
        "periods[0].land_cover: 2 values were expected, found 1.",
    ),
    "a year without its map": (
        "periods.0.land_cover",
        [2000, 2010],
        "periods[0].land_cover: there is no land cover of 2010; the years are 2000, 2015.",
    ),
    "no recent years": ("periods.0.recent_years", 0, "periods[0].recent_years: a whole number"),
    "an unknown legend": ("land_cover.legend", "corine", "land_cover.legend: one of unccd7"),
    "a legend with a class 8": ("land_cover.legend", {"1": 8}, "land_cover.legend.1: a whole"),
    "a legend with a name as code": ("land_cover.legend", {"x": 1}, "land_cover.legend.x: the key"),
    "an empty legend": ("land_cover.legend", {}, "land_cover.legend: 1 to 38 codes"),
    "a legend with too many codes": (
        "land_cover.legend",
        {str(n): 1 for n in range(39)},
        "land_cover.legend: 1 to 38 codes were expected, found 39.",
    ),
    "no land-cover years": ("land_cover.years", ..., "land_cover.years: this entry is missing."),
    "a year that is a word": ("land_cover.years", {"x": "a"}, "land_cover.years.x: the key"),
    "a year long ago": ("land_cover.years", {"1066": "a"}, "land_cover.years.1066: a whole"),
    "a file that is a number": ("land_cover.years", {"2000": 7}, "land_cover.years.2000: a text"),
    "a matrix of six rows": ("land_cover.degradation", MATRIX[:6], "land_cover.degradation: 7"),
    "a matrix with a 2": (
        "land_cover.degradation",
        [[2] * 7] * 7,
        "land_cover.degradation[0][0]: a whole number from -1 to 1",
    ),
    "six regions": (
        "land_cover.degradation",
        [{"name": str(n), "matrix": MATRIX, "polygon": SQUARE} for n in range(6)],
        "land_cover.degradation: at most 5",
    ),
    "a region without a polygon": (
        "land_cover.degradation",
        [{"name": "north", "matrix": MATRIX}],
        "land_cover.degradation[0].polygon: this entry is missing.",
    ),
    "neither stack nor years": ("productivity.stack", ..., "productivity: either"),
    "a stack without its first year": (
        "productivity.first_year",
        ...,
        "productivity.first_year: this entry is missing.",
    ),
    "a scale of nought": ("productivity.scale", 0, "productivity.scale: a number above zero"),
    "a scale that is a text": ("productivity.scale", "1", "productivity.scale: a number was"),
    "a fill that is not a list": ("productivity.fill", 65533, "productivity.fill: a list"),
    "an unknown calibration": (
        "productivity.calibration",
        {"method": "magic", "years": {"2001": "r.tif"}},
        "productivity.calibration.method: one of restrend, rue, wue",
    ),
    "an unknown rule for missing years": (
        "productivity.missing",
        "guess",
        "productivity.missing: one of nodata, skip",
    ),
    "empty units": ("ecological_units", {}, "ecological_units: either"),
    "carbon without its stock": ("carbon.soc", ..., "carbon.soc: this entry is missing."),
    "carbon without zone or factor": ("carbon.climate_zone", None, "carbon: either"),
    "a factor of nought": ("carbon.f", 0, "carbon.f: a number from 0.01 to 10"),
    "an unknown chain": ("carbon.chain", "monthly", "carbon.chain: one of two_date, annual"),
    "lpd of an unknown period": ("lpd", {"x": "lpd.tif"}, "lpd.x: there is no period 'x'"),
    "a correction without periods": (
        "corrections",
        [{"polygon": SQUARE, "from": "degraded", "to": "stable"}],
        "corrections[0].periods: this entry is missing.",
    ),
    "a correction of an unknown period": (
        "corrections",
        [{"polygon": SQUARE, "from": "degraded", "to": "stable", "periods": ["x"]}],
        "corrections[0].periods[0]: one of baseline was expected",
    ),
    "a correction to an unknown class": (
        "corrections",
        [{"polygon": SQUARE, "from": "degraded", "to": "water", "periods": ["baseline"]}],
        "corrections[0].to: one of degraded, stable, improved",
    ),
    "a boundary that is a number": ("boundary", 7, "boundary: an object was expected, found 7."),
    "an unknown rule for no data": ("sdg", {"nodata": "some"}, "sdg.nodata: one of any, all"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_manifest_is_refused_with_one_sentence_naming_the_entry(case: str) -> None:
    path, value, sentence = WRONG[case]

    with pytest.raises(ManifestError) as refusal:
        load_manifest(changed(path, value))

    assert str(refusal.value).startswith(sentence)
    assert "\n" not in str(refusal.value)


def test_the_contracts_example_is_accepted() -> None:
    manifest = load_manifest(document())

    assert manifest.productivity is not None
    assert manifest.productivity.fill == (65533.0,)
    assert manifest.periods[0].productivity == (2001, 2015)


def test_two_periods_of_one_key_are_refused() -> None:
    twice = document()
    twice["periods"] *= 2

    with pytest.raises(ManifestError, match=r"periods\[1\].key: the key 'baseline' is used twice"):
        load_manifest(twice)


def test_a_manifest_with_nothing_to_compute_is_refused() -> None:
    with pytest.raises(ManifestError, match="none of land_cover, productivity, lpd and carbon"):
        load_manifest({"periods": [{"key": "baseline"}]})


def test_a_legend_may_hold_code_0_and_negative_codes() -> None:
    manifest = load_manifest(changed("land_cover.legend", {"0": 1, "-5": 7, "200": 3}))

    assert manifest.land_cover is not None
    assert manifest.land_cover.legend == {-5: 7, 0: 1, 200: 3}


def test_file_names_are_taken_from_the_manifests_folder(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(json.dumps(document()))

    manifest = load_manifest(tmp_path / "m.json")

    assert manifest.location("a.tif") == str(tmp_path / "a.tif")
    assert manifest.location("/data/a.tif") == "/data/a.tif"
    assert load_manifest(document(), "s3://bucket/x").location("a.tif") == "s3://bucket/x/a.tif"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("{", "is not valid JSON"), ("[]", "must be a JSON object"), (None, "cannot be read")],
)
def test_a_file_that_is_no_manifest_is_refused(
    text: str | None, sentence: str, tmp_path: Path
) -> None:
    if text is not None:
        (tmp_path / "m.json").write_text(text)

    with pytest.raises(ManifestError, match=sentence):
        load_manifest(tmp_path / "m.json")
