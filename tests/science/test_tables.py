"""Every table of the method, entry by entry, against the figures as published."""

import json
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from indicators.science import tables
from indicators.science.classes import Change, LandCover, Lpd
from tests.conftest import REPOSITORY

SHARED = REPOSITORY.parent / "shared" / "reference" / "method_tables.json"

DEGRADATION = """
    0 - - - - - 0
    + 0 + - - - 0
    + - 0 - - - 0
    - - - 0 - - 0
    + + + + 0 + 0
    + + + + - 0 0
    0 0 0 0 0 0 0
"""

LPD = """
    + + 0 5 +++
    + + - 5 +++
    + 0 0 5 +++
    + 0 - 5 +++
    + - 0 5 +++
    + - - 2 ---
    0 + 0 4 000
    0 + - 4 000
    0 0 0 4 000
    0 0 - 3 00-
    0 - 0 2 -00
    0 - - 1 ---
    - + 0 1 ---
    - + - 1 ---
    - 0 0 1 --0
    - 0 - 1 ---
    - - 0 1 ---
    - - - 1 ---
"""
"""Trend, state, performance, LPD, then the three classes of prais4, gpg1 and gpg2."""

SIGN = {"-": -1, "0": 0, "+": 1}


def lines(text):
    return [line.split() for line in text.strip().splitlines()]


def test_the_land_cover_degradation_matrix_is_the_manuals():
    expected = [[SIGN[mark] for mark in row] for row in lines(DEGRADATION)]
    assert tables.land_cover_degradation().tolist() == expected


def test_no_transition_from_or_to_water_is_degradation_or_improvement():
    matrix = tables.land_cover_degradation()
    assert not matrix[6].any()
    assert not matrix[:, 6].any()


@pytest.mark.parametrize("row", lines(LPD), ids=lambda row: "".join(row[:3]))
def test_the_productivity_lookup_holds_each_combination(row):
    trend, state, performance = (SIGN[mark] for mark in row[:3])
    place = trend + 1, state + 1, performance + 1
    assert tables.lpd_lookup()[place] == int(row[3])
    for name, mark in zip(("prais4", "gpg1", "gpg2"), row[4], strict=True):
        assert tables.lpd_change_lookup(name)[place] == SIGN[mark]


def test_the_productivity_lookup_has_all_eighteen_combinations():
    assert len({tuple(row[:3]) for row in lines(LPD)}) == 18
    assert set(np.unique(tables.lpd_lookup())) == {int(c) for c in Lpd}


def test_carbon_factors_follow_the_land_use_table():
    f = Fraction("0.8")
    assert np.allclose(
        tables.soc_factors(f),
        [
            [1, 1, 0.8, 1, 0.1, 0.1, 1],
            [1, 1, 0.8, 1, 0.1, 0.1, 1],
            [1.25, 1.25, 1, 1 / 0.71, 0.1, 0.1, 1],
            [1, 1, 0.71, 1, 0.1, 0.1, 1],
            [2, 2, 2, 2, 1, 1, 1],
            [2, 2, 2, 2, 1, 1, 1],
            [1, 1, 1, 1, 1, 1, 1],
        ],
        rtol=1e-15,
    )


def test_the_cropland_factor_follows_the_climate_zone():
    moist, dry = Fraction("0.69"), Fraction("0.8")
    zones = tables.f_by_climate_zone()
    assert [zones[z] for z in range(1, 9)] == [moist, dry] * 4
    assert [float(zones[z]) for z in (9, 10, 11, 12)] == [0.64, 0.48, 0.48, 0.58]
    assert 0 not in zones
    assert set(zones.values()) == set(tables.f_by_climate().values())


def test_trends_earths_critical_values_run_from_four_to_sixty_years():
    table = tables.kendall_s_trends_earth()
    assert list(table) == list(range(4, 61))
    assert table[4] == (4, 4, 6)
    assert table[16] == (28, 36, 56)
    assert table[60] == (202, 258, None)


def test_the_status_matrix_has_seven_classes():
    assert tables.status_matrix().tolist() == [[1, 3, 6], [2, 4, 6], [2, 5, 7]]
    assert tables.status_to_change() == {1: -1, 2: -1, 3: -1, 4: 0, 5: 1, 6: 1, 7: 1}


def test_every_built_in_legend_reaches_every_class_of_land_cover():
    for name in tables.LEGEND_NAMES:
        assert set(tables.legend(name).values()) == {int(c) for c in LandCover}


def test_the_igbp_legend_reads_all_seventeen_modis_classes():
    legend = tables.legend("igbp")
    assert sorted(legend) == list(range(1, 18))
    assert [legend[c] for c in (7, 10, 12, 13, 16, 17, 11)] == [2, 2, 3, 5, 6, 7, 4]


def test_an_unknown_legend_is_refused_by_name():
    with pytest.raises(ValueError, match=r"corine.*unccd7, esa_cci, igbp"):
        tables.legend("corine")


def test_tables_cannot_be_changed_by_accident():
    with pytest.raises(ValueError, match="read-only"):
        tables.land_cover_degradation()[0, 0] = 1


@pytest.fixture(scope="module")
def reference():
    if not SHARED.exists():
        pytest.skip("the reference tables lie outside the project")
    return json.loads(SHARED.read_text("utf-8"))


def test_the_copy_equals_the_reference_in_land_cover_classes(reference):
    ours = [{"code": int(c), "key": c.key, "label": c.label, "colour": c.colour} for c in LandCover]
    assert ours == reference["land_cover_classes"]


def test_the_copy_equals_the_reference_in_degradation(reference):
    expected = reference["land_cover_degradation"]["values"]
    assert tables.land_cover_degradation().tolist() == expected


@pytest.mark.parametrize("name", ["esa_cci", "igbp"])
def test_the_copy_equals_the_reference_in_legends(reference, name):
    groups = dict(reference[f"{name}_to_unccd"])
    groups.pop("note", None)
    expected = {code: int(key) for key, codes in groups.items() for code in codes}
    assert tables.legend(name) == expected


def test_the_copy_equals_the_reference_in_productivity(reference):
    for row in reference["lpd_lookup"]:
        place = row["trend"] + 1, row["state"] + 1, row["performance"] + 1
        assert tables.lpd_lookup()[place] == row["lpd5"]
        for name, change in row["class3"].items():
            assert tables.lpd_change_lookup(name)[place] == change
    assert {str(int(c)): c.label for c in Lpd} == reference["lpd_classes"]


def test_the_copy_equals_the_reference_in_kendall(reference):
    table = reference["kendall_s_trends_earth"]
    for column, level in enumerate(("90", "95", "99")):
        ours = [row[column] for row in tables.kendall_s_trends_earth().values()]
        assert [k for k in ours if k is not None] == table[level]


@pytest.mark.parametrize("f", ["0.8", "0.69", "0.58", "0.48", "0.64"])
def test_the_copy_equals_the_reference_in_carbon(reference, f):
    rows = reference["soc_land_use_factor"]["values"]
    ours = tables.soc_factors(Fraction(f))
    for i, j in product(range(7), repeat=2):
        expected = eval(str(rows[i][j]), {"f": float(f)})
        assert ours[i, j] == pytest.approx(expected, rel=1e-15)


def test_the_copy_equals_the_reference_in_climate(reference):
    table = reference["soc_land_use_factor"]
    assert {str(z): float(f) for z, f in tables.f_by_climate_zone().items()} == (
        table["f_by_ipcc_zone"]
    )
    assert {n: float(f) for n, f in tables.f_by_climate().items()} == table["f_by_climate"]


def test_the_copy_equals_the_reference_in_status(reference):
    assert tables.status_matrix().tolist() == reference["status_matrix"]["seven_class"]
    assert {str(k): v for k, v in tables.status_to_change().items()} == (
        reference["status_matrix"]["three_class"]
    )


def test_changes_have_three_values():
    assert [int(c) for c in Change] == [-1, 0, 1]
