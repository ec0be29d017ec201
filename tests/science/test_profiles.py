from fractions import Fraction

import pytest

from indicators.science.profiles import (
    DEFAULT_PROFILE,
    PROFILES,
    Denominator,
    Significance,
    StateMethod,
    as_fraction,
    get_profile,
)


def test_prais4_is_the_default():
    assert DEFAULT_PROFILE == "prais4"
    assert set(PROFILES) == {"trends.earth", "prais4", "gpg2"}


@pytest.mark.parametrize(
    ("name", "significance", "floor", "state", "table", "strict", "denominator"),
    [
        ("trends.earth", "trends.earth", "1/1000", "percentiles", "prais4", False, "as-computed"),
        ("prais4", "exact", "1/1000", "percentiles", "prais4", True, "land-without-water"),
        ("gpg2", "tau-z", None, "z-score", "gpg2", True, "land-without-water"),
    ],
)
def test_each_profile_is_the_row_of_the_method(
    name, significance, floor, state, table, strict, denominator
):
    profile = get_profile(name)
    assert profile.significance == Significance(significance)
    assert profile.slope_floor == (None if floor is None else Fraction(floor))
    assert profile.state_method == StateMethod(state)
    assert profile.state_floor == Fraction(1, 100)
    assert profile.lpd_table == table
    assert profile.carbon_strict is strict
    assert profile.denominator == Denominator(denominator)
    assert profile.citations


def test_an_unknown_profile_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"'prais5'.*trends\.earth, prais4, gpg2"):
        get_profile("prais5")


def test_a_slope_floor_of_a_thousandth_is_ten_stored_units_at_ten_thousandths():
    assert get_profile("prais4").trend_rule(0.0001).slope_floor == 10
    assert get_profile("prais4").stored_state_floor(0.0001) == 100


def test_thresholds_are_parameters_for_other_measures():
    rule = get_profile("prais4").trend_rule(0.1, floor=0.5)
    assert rule.slope_floor == 5
    assert get_profile("prais4").stored_state_floor(0.1, floor=3) == 30


def test_gpg2_has_no_slope_floor():
    assert get_profile("gpg2").trend_rule(0.0001).slope_floor is None


def test_decimals_are_taken_as_written():
    assert as_fraction(0.0001) == Fraction(1, 10000)
    assert as_fraction(1e-6) == Fraction(1, 10**6)
    assert as_fraction(Fraction(1, 3)) == Fraction(1, 3)
