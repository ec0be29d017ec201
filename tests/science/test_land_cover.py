import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.science import tables
from indicators.science.classes import NODATA, LandCover
from indicators.science.land_cover import (
    areas_from_change_matrix,
    degradation,
    land_cover_classes,
    make_legend,
    regional_degradation,
    transitions,
    unmapped_codes,
)
from tests.science.drawn import drawn

OWN = {0: 3, 7: 1, 11: 7, 200: 6, -5: 2}
CLASSES = arrays(np.int8, 12, elements=st.sampled_from([*range(1, 8), NODATA]))


def test_an_own_legend_may_use_zero_negative_and_scattered_codes():
    codes = np.array([0, 7, 11, 200, -5, 1, 12, -128], np.int16)
    classes = land_cover_classes(codes, make_legend(OWN))
    assert classes.tolist() == [3, 1, 7, 6, 2, NODATA, NODATA, NODATA]


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int16, np.int32, np.uint32, np.int64])
def test_codes_of_every_integer_type_are_read_alike(kind):
    codes = np.array([0, 10, 50, 190, 210, 220, 255], kind)
    expected = [NODATA, 3, 1, 5, 7, 6, NODATA]
    assert land_cover_classes(codes, make_legend("esa_cci")).tolist() == expected


def test_int8_years_and_uint8_years_of_one_legend_agree():
    early = np.array([7, 12, -128], np.int8)
    late = np.array([7, 12, 255], np.uint8)
    legend = make_legend("igbp")
    assert (land_cover_classes(early, legend) == land_cover_classes(late, legend)).all()


def test_codes_far_outside_the_legend_are_no_data_and_reported():
    codes = np.array([1, 2, 2**31 - 1, -(2**31), 2, 99], np.int32)
    legend = make_legend({1: 1})
    assert land_cover_classes(codes, legend).tolist() == [1] + [NODATA] * 5
    assert unmapped_codes(codes, legend) == {-(2**31): 1, 2: 2, 99: 1, 2**31 - 1: 1}


@pytest.mark.parametrize("name", tables.LEGEND_NAMES)
def test_every_code_of_a_built_in_legend_reaches_its_class(name):
    mapping = tables.legend(name)
    codes = np.array(list(mapping), np.int16)
    assert land_cover_classes(codes, make_legend(name)).tolist() == list(mapping.values())
    assert make_legend(name).codes == mapping


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({}, "no codes"),
        ({1: 8}, "{1: 8} to classes that do not exist"),
        ({1: 0}, "classes are 1 to 7"),
        ({0: 1, 100_000: 2}, "more than 65536 apart"),
        ("corine", "built in are"),
    ],
)
def test_a_legend_that_cannot_be_is_refused_with_the_reason(mapping, message):
    with pytest.raises(ValueError, match=message.replace("{", r"\{").replace("}", r"\}")):
        make_legend(mapping)


def test_degradation_of_a_drawn_raster():
    initial = drawn("""
        T T T T
        G G C W
        ~ A O .
    """)
    final = drawn("""
        T C ~ A
        T C G O
        C G T C
    """)
    assert (
        degradation(initial, final)
        == drawn("""
        = - = -
        + + - -
        = + + .
    """)
    ).all()


def test_no_data_in_either_year_is_no_data():
    assert degradation(drawn("T."), drawn(".T")).tolist() == [NODATA, NODATA]


@pytest.mark.parametrize("initial", list(LandCover))
@pytest.mark.parametrize("final", list(LandCover))
def test_every_transition_is_the_matrix_entry(initial, final):
    result = degradation(np.array([initial], np.int8), np.array([final], np.int8))
    assert result[0] == tables.land_cover_degradation()[initial - 1, final - 1]


def test_an_own_matrix_replaces_the_default():
    own = np.zeros((7, 7), np.int8)
    own[0, 1] = 1
    assert degradation(drawn("TT"), drawn("GC"), own).tolist() == [1, 0]


def test_transitions_from_and_to_water_are_stable_whatever_the_matrix_says():
    everything_degrades = np.full((7, 7), -1, np.int8)
    result = degradation(drawn("~T~T"), drawn("TT~~"), everything_degrades)
    assert result.tolist() == [0, -1, 0, 0]


@pytest.mark.parametrize("wrong", [np.zeros((7, 6), np.int8), np.full((7, 7), 2, np.int8)])
def test_a_matrix_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="7 rows and 7 columns of -1, 0 and 1"):
        degradation(drawn("T"), drawn("T"), wrong)


def test_each_region_has_its_own_matrix():
    # Region 0 is the rest of the country and keeps the default, in which T -> G degrades.
    gain, same = np.ones((7, 7), np.int8), np.zeros((7, 7), np.int8)
    region = np.array([0, 1, 2, 1, 3, 0], np.int8)
    initial, final = drawn("TTT~T."), drawn("GGGGGG")
    result = regional_degradation(initial, final, region, [None, gain, same])
    assert result.tolist() == [-1, 1, 0, 0, NODATA, NODATA]


def test_more_than_five_regions_are_refused():
    with pytest.raises(ValueError, match="6 regional matrices were given; at most 5"):
        regional_degradation(drawn("T"), drawn("T"), np.zeros(1, np.int8), [None] * 7)


def test_transition_codes_are_tens_and_units():
    assert transitions(drawn("TG~."), drawn("C~~T")).tolist() == [13, 27, 77, NODATA]


def test_worked_case_w1_from_its_change_matrix():
    # km2: T->T 500, T->C 40, G->G 300, G->T 10, G->C 20, C->C 200, C->A 15, O->O 100, W->W 20
    moves = {"TT": 500, "TC": 40, "GG": 300, "GT": 10, "GC": 20, "CC": 200, "CA": 15, "OO": 100,
             "WW": 20}  # fmt: skip
    matrix = np.zeros((7, 7))
    for (initial, final), km2 in moves.items():
        matrix["TGCWAO~".index(initial), "TGCWAO~".index(final)] = km2
    areas = areas_from_change_matrix(matrix)
    assert (areas.degraded, areas.improved, areas.stable) == (55, 30, 1120)
    land = matrix.sum()
    assert land == 1205
    assert round(100 * areas.degraded / land, 3) == 4.564
    assert round(100 * areas.degraded / (land + 30), 3) == 4.453


@given(CLASSES, CLASSES, st.permutations(range(12)))
def test_permuting_pixels_permutes_degradation(initial, final, order):
    straight = degradation(initial, final)[order]
    assert (straight == degradation(initial[order], final[order])).all()


@given(CLASSES)
def test_land_that_keeps_its_class_is_stable(classes):
    assert set(degradation(classes, classes).tolist()) <= {0, NODATA}
