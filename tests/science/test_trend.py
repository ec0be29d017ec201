"""Trend: each rule on series short enough to count the pairs by hand."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pymannkendall
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.science.classes import NODATA
from indicators.science.profiles import GPG2, PRAIS4, TRENDS_EARTH, Significance, TrendRule
from indicators.science.significance import critical_s
from indicators.science.trend import kendall_sums, stable_w, trend_change, trend_levels
from tests.science.drawn import column

SCALE = 0.0001
TE, EXACT, TAU = (p.trend_rule(SCALE) for p in (TRENDS_EARTH, PRAIS4, GPG2))
NO_FLOOR = TrendRule(Significance.EXACT, None)
RULES = [TE, EXACT, TAU]
TYPES = [np.int16, np.uint16, np.int32, np.float32, np.float64]


def level(values, rule, **options):
    return int(trend_levels(values, [rule], **options)[0, 0])


def slow_s(values):
    pairs = combinations(range(values.shape[0]), 2)
    return sum(np.sign(values[b].astype(float) - values[a].astype(float)) for a, b in pairs)


def ordered_with_s(years, s, step=100):
    """Values rising by *step*, with just enough swapped for an S of *s*."""
    inversions, order = (years * (years - 1) // 2 - s) // 2, []
    for value in range(years):
        shift = min(value, inversions)
        inversions -= shift
        order.insert(value - shift, value)
    return column(*(1000 + step * v for v in order))


#   year  1  2  3  4    pairs: 1<2 1<3 1<4  2>3 2<4  3<4     S = 5 - 1 = 4
#   value 1  4  2  8    W = -3x1 - 1x4 + 1x2 + 3x8 = 19
def test_s_and_w_of_four_years_counted_by_hand():
    s, w, missing = kendall_sums(column(1, 4, 2, 8))
    assert (s[0], w[0], missing[0]) == (4, 19, False)


def test_s_and_w_of_a_drawn_raster_of_nine_pixels():
    years = np.array(
        [
            [1, 4, 5, 7, 0, 3, 2, 9, 1],
            [2, 3, 5, 7, 0, 1, 2, 7, 3],
            [3, 2, 5, 8, 0, 2, 2, 8, 2],
            [4, 1, 5, 8, 1, 4, 9, 9, 4],
        ],
        np.int16,
    )
    sums = kendall_sums(years)
    assert sums.s.tolist() == [6, -6, 0, 4, 3, 2, 3, 1, 4]
    assert sums.w.tolist() == [10, -10, 0, 4, 3, 4, 21, 1, 8]


def test_equal_years_count_neither_way():
    assert kendall_sums(column(5, 5, 5, 5)).s[0] == 0
    assert kendall_sums(column(5, 5, 6, 6)).s[0] == 4


def test_the_slope_is_that_of_numpys_polyfit():
    years = np.random.default_rng(0).integers(0, 9000, (16, 20)).astype(np.int16)
    slope = 2 * kendall_sums(years).w / (16 * (16**2 - 1) / 3)
    assert np.allclose(slope, np.polyfit(range(16), years.astype(float), 1)[0])


def test_s_is_that_of_pymannkendall():
    years = np.random.default_rng(1).integers(0, 30, (16, 40)).astype(np.int16)
    expected = [pymannkendall.original_test(v).s for v in years.T]
    assert kendall_sums(years).s.tolist() == expected


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_of_series_gives_the_same_sums_and_levels(kind):
    years = np.random.default_rng(2).integers(0, 60_000, (16, 700))
    years = years if kind in (np.uint16, np.int32, np.float64) else years // 2
    values = years.astype(kind)
    sums = kendall_sums(values)
    weights = 2 * np.arange(16) - 15
    assert (sums.s == slow_s(values)).all()
    assert np.allclose(sums.w, weights @ years, rtol=1e-12)
    same = years.astype(np.int32)
    assert (trend_levels(values, RULES) == trend_levels(same, RULES)).all()


def test_differences_beyond_int16_do_not_turn_the_trend_round():
    values = column(-32768, -32767, 32766, 32767)
    assert kendall_sums(values).s[0] == 6
    assert kendall_sums(values).w[0] == 3 * 65535 + 65533


def test_uint16_values_on_both_sides_of_32768_are_in_order():
    values = column(32766, 32767, 32768, 65534, kind=np.uint16)
    assert kendall_sums(values).s[0] == 6
    assert level(values, TE, missing="skip") == level(values, TE)


# n = 16: Trends.Earth counts 95 % from |S| = 36 on, the exact test from 46 on.
@pytest.mark.parametrize(
    ("s", "te", "exact"),
    [(28, 0, 0), (30, 1, 0), (34, 1, 0), (36, 2, 0), (38, 2, 1), (44, 2, 1), (46, 2, 2), (54, 2, 2),
     (56, 3, 2), (58, 3, 3), (120, 3, 3)],
)  # fmt: skip
def test_levels_at_and_beside_each_critical_s_of_sixteen_years(s, te, exact):
    rising = ordered_with_s(16, s)
    assert kendall_sums(rising).s[0] == s
    assert level(rising, TE) == te
    assert level(rising, EXACT) == exact
    falling = rising[::-1].copy()
    assert level(falling, TE) == -te
    assert level(falling, EXACT) == -exact


def test_s_equal_to_trends_earths_90_percent_point_is_stable_even_where_95_is_the_same():
    # n = 4 and 5: the 90 and the 95 % columns are equal (4 and 6).
    assert level(ordered_with_s(4, 4), TE) == 0
    assert level(ordered_with_s(4, 6), TE) == 3
    assert level(ordered_with_s(5, 6), TE) == 0
    assert level(ordered_with_s(5, 8), TE) == 3


def test_four_years_are_enough_but_never_significant_by_the_exact_rule():
    assert level(column(1000, 2000, 3000, 4000), EXACT) == 1
    assert trend_change(np.array([1], np.int8))[0] == 0


def test_only_levels_two_and_three_count_as_change():
    levels = np.array([-3, -2, -1, 0, 1, 2, 3, NODATA], np.int8)
    assert trend_change(levels).tolist() == [-1, -1, 0, 0, 0, 1, 1, NODATA]


# n = 4: the floor of 10 units a year is |W| <= 10 x 4 x 15 / 6 = 100.
def test_the_slope_floor_is_an_integer_comparison():
    assert stable_w(EXACT, 4, np.dtype(np.int32)) == 100
    assert stable_w(EXACT, 16, np.dtype(np.int32)) == 6800
    assert stable_w(TrendRule(Significance.EXACT, Fraction(1, 7)), 4, np.dtype(np.int32)) == 1


def test_a_slope_on_the_floor_is_stable_and_one_unit_above_it_is_not():
    on, above = column(0, 10, 20, 30), column(0, 10, 20, 31)
    assert kendall_sums(on).w[0] == 100
    assert kendall_sums(above).w[0] == 103
    assert level(on, EXACT) == 0
    assert level(above, EXACT) == 1
    assert level(on.astype(np.float64), EXACT) == 0
    assert level(on, NO_FLOOR) == 1
    assert level(on, EXACT, missing="skip") == 0
    assert level(above, EXACT, missing="skip") == 1


def test_another_measure_has_its_own_floor():
    values = column(0, 10, 20, 31)
    assert level(values, PRAIS4.trend_rule(SCALE, floor=0.002)) == 0
    assert level(values, PRAIS4.trend_rule(SCALE, floor=0.0005)) == 1


def test_a_constant_series_is_stable_under_every_rule():
    assert trend_levels(np.full((16, 3), 4200, np.int16), RULES).tolist() == [[0, 0, 0]] * 3


def test_the_sign_is_the_slopes_except_by_tau_whose_z_has_its_own():
    # Rising for fifteen years, then a collapse: S = 105 - 15 = 90, but the line falls.
    values = column(*range(1000, 2500, 100), -30_000)
    sums = kendall_sums(values)
    assert sums.s[0] == 90
    assert sums.w[0] < 0
    assert level(values, TE) == -3
    assert level(values, EXACT) == -3
    assert level(values, TAU) == 3
    assert level(values, TAU, missing="skip") == 3


class TestMissingYears:
    #  .  is -32768
    GAP = column(1000, 2000, -32768, 3000, 4000, 5000, 6000, 7000)

    def test_one_missing_year_makes_the_pixel_no_data(self):
        assert level(self.GAP, EXACT, nodata=-32768) == NODATA

    def test_a_missing_year_can_be_left_out(self):
        # Seven years, all rising: S = 21 of 21.
        assert level(self.GAP, EXACT, nodata=-32768, missing="skip") == 3

    def test_a_year_left_out_keeps_the_others_at_their_dates(self):
        # 0, 10, 20, .... 70: the slope is 10 a year only if the gap counts.
        values = column(0, 10, 20, -1, -1, -1, -1, 70)
        assert level(values, EXACT, nodata=-1, missing="skip") == 0
        steeper = column(0, 10, 20, -1, -1, -1, -1, 71)
        assert level(steeper, EXACT, nodata=-1, missing="skip") == 1

    def test_fewer_than_four_remaining_years_are_no_data(self):
        values = column(1, 2, 3, -1, -1, -1)
        assert level(values, EXACT, nodata=-1, missing="skip") == NODATA

    def test_nan_is_missing_in_float_series(self):
        values = column(1, 2, np.nan, 4, 5, kind=np.float32)
        assert level(values, EXACT) == NODATA
        assert level(values, NO_FLOOR, missing="skip") == 1

    def test_without_a_marker_every_integer_counts(self):
        assert level(self.GAP, NO_FLOOR) != NODATA

    def test_sums_name_the_pixels_that_miss_a_year(self):
        values = np.array([[1, 1], [2, 9], [3, 3], [4, 4]], np.int16)
        assert kendall_sums(values, nodata=9).missing.tolist() == [False, True]


class TestBeyondFortyYears:
    YEARS = 41

    def test_without_ties_the_table_and_the_tie_corrected_test_agree(self):
        for s in range(100, 260, 2):
            values = ordered_with_s(self.YEARS, s)
            critical = critical_s(Significance.EXACT, self.YEARS)
            assert level(values, NO_FLOOR) == sum(s >= k for k in critical)

    def test_ties_are_corrected_as_in_pymannkendall(self):
        rng = np.random.default_rng(3)
        drift = np.linspace(0, 3, self.YEARS)[:, None]
        values = (rng.integers(0, 8, (self.YEARS, 300)) + drift).astype(np.int16)
        changed = trend_change(trend_levels(values, [NO_FLOOR])[0]) != 0
        expected = [pymannkendall.original_test(v).p <= 0.05 for v in values.T]
        slope = kendall_sums(values).w != 0
        assert (changed == (np.array(expected) & slope)).all()
        assert 20 < changed.sum() < 280

    def test_a_missing_year_is_still_no_data(self):
        values = np.arange(self.YEARS * 2, dtype=np.int16).reshape(self.YEARS, 2)
        values[7, 1] = -1
        assert trend_levels(values, [NO_FLOOR], nodata=-1)[0].tolist() == [3, NODATA]

    def test_a_constant_series_has_no_spread_and_no_trend(self):
        assert level(np.full((self.YEARS, 1), 7, np.int16), NO_FLOOR) == 0


SERIES = arrays(np.int16, (9, 6), elements=st.integers(-32768, 32767))


@given(SERIES)
def test_reversing_time_turns_the_trend_round(values):
    there, back = trend_levels(values, RULES), trend_levels(values[::-1].copy(), RULES)
    assert (there == -back).all()


@given(SERIES, st.permutations(range(6)))
def test_permuting_pixels_permutes_levels(values, order):
    assert (trend_levels(values, RULES)[:, order] == trend_levels(values[:, order], RULES)).all()


@given(SERIES, st.sampled_from([0, 9]))
def test_a_year_missing_at_either_end_is_the_series_without_it(values, place):
    values = np.maximum(values, -32767)
    gap = np.insert(values, place, -32768, axis=0)
    left_out = trend_levels(gap, RULES, nodata=-32768, missing="skip")
    assert (left_out == trend_levels(values, RULES)).all()


@given(SERIES)
def test_leaving_out_nothing_is_the_same_as_all_years(values):
    assert (trend_levels(values, RULES, missing="skip") == trend_levels(values, RULES)).all()


@given(SERIES)
def test_trends_earth_finds_every_trend_that_the_exact_test_finds(values):
    te, exact = (trend_change(row) for row in trend_levels(values, [TE, EXACT]))
    assert (te[exact != 0] == exact[exact != 0]).all()


@settings(max_examples=20)
@given(st.integers(1, 1300), st.integers(0, 2**32 - 1))
def test_the_size_of_a_chunk_changes_nothing(cut, seed):
    values = np.random.default_rng(seed).integers(0, 9000, (6, 1300)).astype(np.int16)
    whole = trend_levels(values, RULES)
    parts = [trend_levels(values[:, :cut], RULES), trend_levels(values[:, cut:], RULES)]
    assert (whole == np.concatenate(parts, axis=1)).all()
