from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.science.carbon import carbon_change, percent_change, two_date_chain
from indicators.science.classes import NODATA, SDG_WATER
from indicators.science.land_cover import degradation
from indicators.science.sdg import one_out_all_out, water_of_period
from tests.science.drawn import drawn, water

DRY = water("T" * 9)
PART = arrays(np.int8, 9, elements=st.sampled_from([-1, 0, 1, NODATA]))
DATA = arrays(np.int8, 9, elements=st.sampled_from([-1, 0, 1]))


def test_one_out_all_out_of_a_drawn_raster():
    land_cover = drawn("- = + . = + - . .")
    productivity = drawn("+ = = = . + . + .")
    carbon = drawn("= = = + + + - - .")
    any_missing = one_out_all_out([land_cover, productivity, carbon], DRY)
    assert any_missing.tolist() == drawn("- = + . . + . . .").tolist()
    all_missing = one_out_all_out([land_cover, productivity, carbon], DRY, nodata="all")
    assert all_missing.tolist() == drawn("- = + + + + - - .").tolist()


def test_all_twenty_seven_combinations():
    parts = [np.array(part, np.int8) for part in zip(*product((-1, 0, 1), repeat=3), strict=True)]
    expected = [-1 if -1 in c else (1 if 1 in c else 0) for c in product((-1, 0, 1), repeat=3)]
    assert one_out_all_out(parts, np.zeros(27, bool)).tolist() == expected


@pytest.mark.parametrize("rule", ["any", "all"])
def test_water_is_its_own_class_even_where_a_part_is_no_data(rule):
    parts = [drawn("= . -"), drawn("= = -"), drawn(". . .")]
    result = one_out_all_out(parts, water("~ ~ ~"), nodata=rule)
    assert result.tolist() == [SDG_WATER] * 3


def test_water_of_a_period_is_that_of_its_final_year():
    assert water_of_period(drawn("T ~ .")).tolist() == [False, True, False]


def test_water_that_becomes_land_is_judged_by_its_productivity_and_land_that_floods_is_water():
    initial, final = drawn("~ T ~"), drawn("T ~ ~")
    cover = degradation(initial, final)
    soc = np.full(3, 50, np.float32)
    stocks = two_date_chain(soc, np.stack([initial, final]), (2000, 2015), f=0.8)
    wet = water_of_period(final)
    carbon = carbon_change(percent_change(stocks[0], stocks[1]), wet, strict=True)
    assert cover.tolist() == [0, 0, 0]
    assert carbon.tolist() == [0, NODATA, NODATA]
    whole = one_out_all_out([cover, drawn("- - -"), carbon], wet)
    assert whole.tolist() == [-1, SDG_WATER, SDG_WATER]


def test_fewer_parts_are_combined_the_same_way():
    assert one_out_all_out([drawn("- = +")], water("TTT")).tolist() == [-1, 0, 1]
    assert one_out_all_out([drawn("- = +"), drawn("= = .")], water("TTT")).tolist() == [
        -1,
        0,
        NODATA,
    ]


@given(DATA, DATA, DATA)
def test_the_whole_never_improves_on_its_worst_part(a, b, c):
    whole = one_out_all_out([a, b, c], DRY)
    worst = np.minimum(np.minimum(a, b), c)
    assert (whole[worst == -1] == -1).all()
    assert (whole <= np.maximum(np.maximum(a, b), c)).all()
    assert ((whole == -1) == (worst == -1)).all()


@given(PART, PART, PART, st.permutations(range(3)), st.sampled_from(["any", "all"]))
def test_the_order_of_the_parts_is_of_no_matter(a, b, c, order, rule):
    parts = [a, b, c]
    moved = [parts[i] for i in order]
    straight = one_out_all_out(parts, DRY, nodata=rule)
    assert (straight == one_out_all_out(moved, DRY, nodata=rule)).all()


@given(PART, PART, PART)
def test_no_data_in_all_parts_is_no_data_under_either_rule(a, b, c):
    none = np.full(9, NODATA, np.int8)
    assert (one_out_all_out([none, none, none], DRY, nodata="all") == NODATA).all()
    some = one_out_all_out([a, b, c], DRY)
    missing = (a == NODATA) | (b == NODATA) | (c == NODATA)
    assert ((some == NODATA) == missing).all()
