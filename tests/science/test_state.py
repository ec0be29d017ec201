"""State: percentile classes and z-scores on series that can be sorted by eye."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.science.classes import NODATA
from indicators.science.profiles import StateMethod
from indicators.science.state import (
    state,
    state_by_z,
    state_class_change,
    state_from_class_change,
)
from tests.science.drawn import column

NO_FLOOR = Fraction(0)
PERCENTILES, Z = StateMethod.PERCENTILES, StateMethod.Z_SCORE
TYPES = [np.int16, np.uint16, np.int32, np.float32, np.float64]


def by_numpy(values, floor=100, recent=3):
    """The method in numpy's percentiles, for values whose comparisons are not ties."""
    history = values[:-recent].astype(float)
    new, old = values[-recent:].astype(float).mean(0), history.mean(0)
    low, high = history.min(0), history.max(0)
    margin = 0.05 * (high - low)
    sample = np.vstack([history, low - margin, high + margin])
    percentiles = np.percentile(sample, range(10, 100, 10), axis=0)
    change = (new > percentiles).sum(0) - (old > percentiles).sum(0)
    return np.where(np.abs(new - old) <= floor, 0, change)


# History 1000 .. 9000 in nine steps, widened by 5 % of 8000 to 600 and 9400: eleven values, so
# P10 .. P90 are the nine values themselves. Its mean, 5000, exceeds P10 .. P40: class 5.
HISTORY = list(range(1000, 10_000, 1000))


@pytest.mark.parametrize(
    ("recent", "change"),
    [
        (1000, -4),  # exactly P10 is not above it: class 1
        (1001, -3),  # above P10: class 2
        (3001, -1),  # above P10..P30: class 4
        (4001, 0),  # class 5, as the history's mean
        (5001, 0),  # class 6, but within the floor of 0.01 NDVI
        (5101, 1),
        (7001, 3),
        (9000, 4),  # exactly P90 is not above it: class 9
        (9001, 5),  # above P90: class 10
    ],
)
def test_classes_of_the_recent_mean_against_a_history_of_nine_steps(recent, change):
    values = column(*HISTORY, recent, recent, recent)
    assert state_class_change(values)[0] == change


def test_a_fall_or_rise_of_two_classes_counts():
    changes = np.array([-9, -2, -1, 0, 1, 2, 9, NODATA], np.int8)
    assert state_from_class_change(changes).tolist() == [-1, -1, 0, 0, 0, 1, 1, NODATA]


# Means 5000 and 5000 + d: d = 100 is 0.01 NDVI, on the floor.
@pytest.mark.parametrize(("difference", "stable"), [(99, True), (100, True), (101, False)])
def test_a_difference_of_means_on_the_floor_is_stable(difference, stable):
    flat = [5000 - 6, 5000 - 3, 5000, 5000 + 3, 5000 + 6]
    values = column(*flat, *[5000 + difference] * 3)
    assert bool(state(values, PERCENTILES)[0] == 0) is stable
    falling = column(*flat, *[5000 - difference] * 3)
    assert bool(state(falling, PERCENTILES)[0] == 0) is stable
    assert bool(state(values, PERCENTILES, missing="skip")[0] == 0) is stable


def test_the_floor_is_a_parameter_and_may_be_a_fraction():
    values = column(1, 2, 3, 4, 5, 9, 9, 9)
    assert state(values, PERCENTILES)[0] == 0
    assert state(values, PERCENTILES, floor=Fraction(59, 10))[0] == 1
    assert state(values, PERCENTILES, floor=Fraction(6))[0] == 0


def test_against_a_constant_history_a_rise_is_the_highest_class_and_a_fall_the_same_class():
    # All percentiles are 5000, and neither 5000 nor 4800 is above them.
    assert state_class_change(column(*[5000] * 13, 5200, 5200, 5200))[0] == 9
    assert state_class_change(column(*[5000] * 13, 4800, 4800, 4800))[0] == 0
    assert state_class_change(column(*[5000] * 16))[0] == 0


def test_ties_between_a_mean_and_a_percentile_are_exact():
    # History 0 10 ... 120 and its margins -6 and 126: P50 is the median 60 and so is the mean,
    # which in binary fractions may or may not come out above it.
    history = [10 * k for k in range(13)]
    change = state_class_change(column(*history, 60, 60, 61), floor=NO_FLOOR)[0]
    assert change == 1
    assert state_class_change(column(*history, 60, 60, 60), floor=NO_FLOOR)[0] == 0


def test_four_years_are_enough_with_one_year_of_history():
    assert state_class_change(column(5000, 6000, 6000, 6000))[0] == 9
    assert state_by_z(column(5000, 6000, 6000, 6000))[0] == 1


@pytest.mark.parametrize("kind", TYPES)
def test_percentile_classes_are_those_of_numpy(kind):
    values = np.random.default_rng(0).integers(0, 9000, (16, 900))
    values[-3:] += 1500
    assert (state_class_change(values.astype(kind)) == by_numpy(values)).all()


@pytest.mark.parametrize("years", [5, 7, 12, 24, 33, 60])
def test_histories_of_any_length_are_sorted_and_cut_like_numpys(years):
    values = np.random.default_rng(years).integers(-3000, 9000, (years, 600)).astype(np.int16)
    assert (state_class_change(values) == by_numpy(values)).all()


def test_large_values_do_not_overflow():
    rng = np.random.default_rng(5)
    for years in (16, 32, 40):
        values = rng.choice([-32768, 32767], (years, 400)).astype(np.int16)
        assert (state_class_change(values) == by_numpy(values)).all()


class TestMissingYears:
    GAP = column(*HISTORY[:4], -1, *HISTORY[5:], 9500, -1, 9500)

    def test_one_missing_year_makes_the_pixel_no_data(self):
        assert state(self.GAP, PERCENTILES, nodata=-1)[0] == NODATA
        assert state(self.GAP, Z, nodata=-1)[0] == NODATA

    def test_missing_years_can_be_left_out_of_history_and_recent_years(self):
        assert state_class_change(self.GAP, nodata=-1, missing="skip")[0] == 5
        assert state(self.GAP, PERCENTILES, nodata=-1, missing="skip")[0] == 1

    def test_without_a_recent_year_or_with_two_of_history_there_is_no_state(self):
        no_recent = column(1, 2, 3, 4, 5, -1, -1, -1)
        short = column(1, 2, -1, -1, -1, 5, 6, 7)
        for values in (no_recent, short):
            for method in (PERCENTILES, Z):
                assert state(values, method, nodata=-1, missing="skip")[0] == NODATA


# History 2 4 4 4 5 5 7 9: mean 5, population sd 2. z = (m - 5) / (2 / sqrt 3): 1.96 at 7.2632.
@pytest.mark.parametrize(
    ("recent", "change"),
    [((7, 7, 7), 0), ((7, 7, 8), 1), ((3, 3, 3), 0), ((3, 3, 2), -1), ((5, 5, 5), 0)],
)
def test_z_of_a_history_with_mean_five_and_standard_deviation_two(recent, change):
    values = column(2, 4, 4, 4, 5, 5, 7, 9, *recent)
    assert state_by_z(values)[0] == change
    assert state(values, Z)[0] == change


@pytest.mark.parametrize("kind", TYPES)
def test_z_is_that_of_numpy(kind):
    values = np.random.default_rng(4).integers(0, 9000, (16, 800))
    values[-3:] += 1000
    history, recent = values[:-3], values[-3:]
    z = (recent.mean(0) - history.mean(0)) / (history.std(0) / np.sqrt(3))
    expected = (z > 1.96).astype(int) - (z < -1.96)
    assert (state_by_z(values.astype(kind)) == expected).all()


def test_with_a_constant_history_any_difference_is_beyond_every_z():
    assert state_by_z(column(5, 5, 5, 5, 5, 5, 6))[0] == 1
    assert state_by_z(column(5, 5, 5, 5, 5, 5, 5))[0] == 0


@pytest.mark.parametrize("recent", [0, 8, 9])
def test_years_that_cannot_be_split_are_refused(recent):
    with pytest.raises(ValueError, match=f"8 years cannot be split .* {recent} recent"):
        state(np.zeros((8, 1), np.int16), PERCENTILES, recent_years=recent)


SERIES = arrays(np.int16, (8, 5), elements=st.integers(-32768, 32767))


@given(SERIES, st.integers(0, 5))
def test_a_year_missing_in_the_history_is_the_series_without_it(values, place):
    values = np.maximum(values, -32767)
    gap = np.insert(values, place, -32768, axis=0)
    for method in (PERCENTILES, Z):
        left_out = state(gap, method, nodata=-32768, missing="skip")
        assert (left_out == state(values, method)).all()


@given(SERIES)
def test_leaving_out_nothing_is_the_same_as_all_years(values):
    for method in (PERCENTILES, Z):
        assert (state(values, method) == state(values, method, missing="skip")).all()


@given(SERIES, st.permutations(range(5)), st.permutations(range(3)))
def test_permuting_pixels_or_recent_years_permutes_results_or_nothing(values, pixels, recent):
    for method in (PERCENTILES, Z):
        whole = state(values, method)
        assert (whole[pixels] == state(values[:, pixels], method)).all()
        shuffled = np.vstack([values[:5], values[5:][recent]])
        assert (whole == state(shuffled, method)).all()


@given(arrays(np.int16, (8, 5), elements=st.integers(-9000, 9000)), st.integers(-9000, 9000))
def test_adding_a_constant_to_all_years_changes_nothing(values, constant):
    moved = (values + np.int16(constant)).astype(np.int16)
    for method in (PERCENTILES, Z):
        assert (state(values, method) == state(moved, method)).all()


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(1, 699))
def test_the_size_of_a_chunk_changes_nothing(seed, cut):
    values = np.random.default_rng(seed).integers(0, 9000, (9, 700)).astype(np.int16)
    whole = state_class_change(values)
    parts = [state_class_change(values[:, :cut]), state_class_change(values[:, cut:])]
    assert (whole == np.concatenate(parts)).all()
