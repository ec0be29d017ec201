"""Performance: means, histograms and the ninetieth percentile of units a reader can sort."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.science.classes import NODATA
from indicators.science.performance import (
    MEAN_NODATA,
    UNIT_NODATA,
    UnitPercentiles,
    ecological_units,
    mean_histogram,
    merge_histograms,
    performance,
    period_means,
    unit_percentiles,
)
from tests.science.drawn import column


def int32(*values):
    return np.array(values, np.int32)


def classes(means, units):
    return performance(means, units, unit_percentiles(mean_histogram(means, units)))


# (1 + 2 + 3 + 4) / 4 = 2.5 -> 3;  (1 + 2 + 3 + 3) / 4 = 2.25 -> 2;  -2.5 -> -2
def test_means_are_rounded_to_whole_units_halves_up():
    values = np.array([[1, 1, -1], [2, 2, -2], [3, 3, -3], [4, 3, -4]], np.int16)
    assert period_means(values).tolist() == [3, 2, -2]


@pytest.mark.parametrize("kind", [np.int16, np.uint16, np.int32])
def test_sums_are_exact_in_every_integer_type(kind):
    top = np.iinfo(kind).max
    values = np.full((16, 3), top, kind)
    assert period_means(values).tolist() == [top] * 3


def test_float_series_are_rounded_to_the_bin_width():
    values = column(0.10004, 0.2, 0.3, 0.4, kind=np.float64)
    assert period_means(values, bin_width=1e-4)[0] == 2500
    assert period_means(values.astype(np.float32), bin_width=1e-4)[0] == 2500


def test_a_missing_year_is_no_mean_unless_it_is_left_out():
    values = np.array([[8, 8, 8], [8, -1, -1], [8, 8, -1], [8, 8, 8], [8, 9, 8]], np.int16)
    assert period_means(values, nodata=-1).tolist() == [8, MEAN_NODATA, MEAN_NODATA]
    left_out = period_means(values, nodata=-1, missing="skip")
    assert left_out.tolist() == [8, 8, MEAN_NODATA]


def test_nan_is_a_missing_year():
    assert period_means(column(1, np.nan, 3, 4, kind=np.float32))[0] == MEAN_NODATA


def test_units_are_soil_by_cover():
    soil = np.array([1, 1, 2, 0, 255, -5, 7], np.int16)
    cover = np.array([10, 20, 10, 10, 10, 10, 255], np.uint8)
    units = ecological_units(soil, cover, soil_nodata=255, cover_nodata=255)
    assert units.tolist() == [65546, 65556, 131082, 10, UNIT_NODATA, UNIT_NODATA, UNIT_NODATA]


# Eleven means 0, 10, ..., 100 of one unit: place 0.9 x 10 = 9, the tenth of them, 90.
def test_the_ninetieth_percentile_of_eleven_means_is_the_tenth():
    means = np.arange(0, 110, 10, dtype=np.int32)
    percentiles = unit_percentiles(mean_histogram(means, np.zeros(11, np.int32)))
    assert percentiles.units.tolist() == [0]
    assert percentiles.p90_tenths.tolist() == [900]


# Two means 10 and 20: place 0.9, nine tenths of the way: 19.
def test_the_ninetieth_percentile_lies_between_order_statistics():
    percentiles = unit_percentiles(mean_histogram(int32(20, 10), int32(4, 4)))
    assert percentiles.p90_tenths.tolist() == [190]


@pytest.mark.parametrize("n", [1, 2, 3, 9, 10, 11, 57, 4001])
def test_percentiles_are_those_of_numpy_also_across_pages_and_below_zero(n):
    rng = np.random.default_rng(n)
    means = rng.integers(-2000, 9000, n).astype(np.int32)
    units = rng.integers(0, 3, n).astype(np.int32)
    percentiles = unit_percentiles(mean_histogram(means, units))
    for unit, tenths in zip(percentiles.units, percentiles.p90_tenths, strict=True):
        assert tenths / 10 == pytest.approx(np.percentile(means[units == unit], 90), abs=1e-9)


# p90 of the unit is 100 (place 9 of eleven): 50 is exactly half of it.
@pytest.mark.parametrize(("mean", "expected"), [(49, -1), (50, -1), (51, 0)])
def test_a_mean_of_exactly_half_the_percentile_is_degraded(mean, expected):
    percentiles = UnitPercentiles(int32(7), np.array([1000], np.int64))
    assert performance(int32(mean), int32(7), percentiles)[0] == expected


def test_an_odd_percentile_is_halved_without_rounding():
    percentiles = UnitPercentiles(
        int32(7),
        np.array(
            [
                1010,
            ],
            np.int64,
        ),
    )  # p90 101.0, half 50.5
    assert performance(int32(50, 51), int32(7, 7), percentiles).tolist() == [-1, 0]
    tenth = UnitPercentiles(int32(7), np.array([1019], np.int64))  # half 50.95
    assert performance(int32(50, 51), int32(7, 7), tenth).tolist() == [-1, 0]
    whole = UnitPercentiles(int32(7), np.array([1020], np.int64))  # half 51
    assert performance(int32(50, 51), int32(7, 7), whole).tolist() == [-1, -1]


def test_each_unit_is_judged_by_its_own_best():
    #        unit 1: 100 100 100 40     unit 2: 40 40 40 10
    means = int32(100, 100, 100, 40, 40, 40, 40, 10)
    units = int32(1, 1, 1, 1, 2, 2, 2, 2)
    assert classes(means, units).tolist() == [0, 0, 0, -1, 0, 0, 0, -1]


def test_no_mean_no_unit_an_unknown_unit_and_an_empty_best_are_no_data():
    means, units = int32(100, MEAN_NODATA, 100, 0, -5), int32(1, 1, UNIT_NODATA, 2, 3)
    percentiles = unit_percentiles(mean_histogram(means, units))
    assert percentiles.units.tolist() == [1, 2, 3]
    result = performance(means, units, percentiles)
    assert result.tolist() == [0, NODATA, NODATA, NODATA, NODATA]
    assert performance(int32(5), int32(99), percentiles)[0] == NODATA


def test_a_country_without_any_unit_has_no_performance():
    means, units = int32(5, 6), int32(UNIT_NODATA, UNIT_NODATA)
    assert classes(means, units).tolist() == [NODATA, NODATA]
    assert merge_histograms([]).pixels == 0


def test_thousands_of_units_take_more_pages_when_needed():
    units = np.arange(9000, dtype=np.int32)
    histogram = mean_histogram(units * 3, units)
    assert histogram.pixels == 9000
    assert unit_percentiles(histogram).p90_tenths.tolist() == (units * 30).tolist()


MEANS = arrays(np.int32, 60, elements=st.integers(-300, 900) | st.just(MEAN_NODATA))
UNITS = arrays(np.int32, 60, elements=st.sampled_from([UNIT_NODATA, 0, 5, 70_000]))


def same(one, other):
    return (one.keys == other.keys).all() and (one.counts == other.counts).all()


@given(MEANS, UNITS, st.lists(st.integers(0, 60), max_size=4), st.randoms())
def test_histograms_merge_to_the_same_in_any_grouping_and_order(means, units, cuts, random):
    edges = [0, *sorted(cuts), 60]
    parts = [mean_histogram(means[a:b], units[a:b]) for a, b in pairwise(edges)]
    whole = mean_histogram(means, units)
    assert same(whole, merge_histograms(parts))
    random.shuffle(parts)
    nested = merge_histograms([merge_histograms(parts[:2]), *parts[2:]])
    assert same(whole, nested)


@given(MEANS, UNITS, st.permutations(range(60)))
def test_permuting_pixels_permutes_performance(means, units, order):
    assert (classes(means, units)[order] == classes(means[order], units[order])).all()
