from fractions import Fraction
from itertools import combinations, pairwise, permutations
from math import factorial, sqrt

import pytest
from scipy import stats

from indicators.science import tables
from indicators.science.profiles import Significance
from indicators.science.significance import critical_s, exact_critical_s, exact_p, unreachable_s

FIVE_PERCENT = Fraction(5, 100)


def kendall_s(values):
    return sum((b > a) - (b < a) for a, b in combinations(values, 2))


@pytest.mark.parametrize("years", [4, 5, 6, 7])
def test_exact_p_counts_the_orders_of_the_years(years):
    every = [abs(kendall_s(order)) for order in permutations(range(years))]
    for s in set(every):
        assert exact_p(years, s) == Fraction(sum(e >= s for e in every), factorial(years))


@pytest.mark.parametrize("years", [4, 8, 10, 16, 20, 30, 40])
def test_exact_p_is_scipys(years):
    highest = years * (years - 1) // 2
    for s in range(highest % 2 or 2, highest + 1, 2 * max(1, highest // 20)):
        order = _order_with(years, s)
        expected = stats.kendalltau(range(years), order, method="exact").pvalue
        assert float(exact_p(years, s)) == pytest.approx(expected, rel=1e-9)


def _order_with(years, s):
    """An order of 0..years-1 whose S is *s*: move the largest values as far left as needed."""
    inversions, order = (years * (years - 1) // 2 - s) // 2, []
    for value in range(years):
        shift = min(value, inversions)
        inversions -= shift
        order.insert(value - shift, value)
    assert kendall_s(order) == s
    return order


def test_the_published_exact_points_are_found():
    found = {n: critical_s(Significance.EXACT, n).k95 for n in tables.kendall_s_exact()}
    assert found == tables.kendall_s_exact()


@pytest.mark.parametrize("years", range(4, 41))
def test_the_exact_point_is_the_first_at_five_percent(years):
    s = exact_critical_s(years, FIVE_PERCENT)
    if s < unreachable_s(years):
        assert exact_p(years, s) <= FIVE_PERCENT
    assert exact_p(years, s - 2) > FIVE_PERCENT


def test_four_years_can_never_be_significant_at_five_percent_two_sided():
    assert exact_p(4, 6) == Fraction(2, 24)
    assert exact_critical_s(4, FIVE_PERCENT) == 7 == unreachable_s(4)


@pytest.mark.parametrize("years", range(4, 61))
def test_trends_earth_reaches_95_percent_at_its_column_but_never_at_or_below_its_90_percent(years):
    k90, k95, _ = tables.kendall_s_trends_earth()[years]
    critical = critical_s(Significance.TRENDS_EARTH, years)
    assert critical.k90 == k90 + 1
    assert critical.k95 == max(k95, k90 + 1)
    assert critical.k90 <= critical.k95 <= critical.k99


def test_trends_earth_flags_white_noise_in_more_than_a_tenth_of_pixels_at_sixteen_years():
    s = critical_s(Significance.TRENDS_EARTH, 16).k95
    assert s == 36
    assert float(exact_p(16, 36)) == pytest.approx(0.116, abs=5e-4)
    assert float(exact_p(16, 46)) == pytest.approx(0.041, abs=1e-3)


def test_the_missing_last_entry_of_trends_earths_table_can_not_be_reached():
    assert critical_s(Significance.TRENDS_EARTH, 60).k99 == unreachable_s(60)


def test_trends_earth_ends_at_sixty_years():
    with pytest.raises(ValueError, match="ends at 60 years; there are 61"):
        critical_s(Significance.TRENDS_EARTH, 61)


@pytest.mark.parametrize("significance", list(Significance))
def test_three_years_have_no_trend(significance):
    with pytest.raises(ValueError, match="at least 4 years; there are 3"):
        critical_s(significance, 3)


@pytest.mark.parametrize("years", [4, 10, 16, 23, 41, 100])
def test_tau_z_is_the_formula_of_the_guidance(years):
    def z(s):
        tau = s / (years * (years - 1) / 2)
        return 3 * tau * sqrt(years * (years - 1)) / sqrt(2 * (2 * years + 5))

    s = critical_s(Significance.TAU_Z, years).k95
    assert z(s) > 1.96 >= z(s - 1)


@pytest.mark.parametrize("years", [41, 50, 100])
def test_beyond_forty_years_the_normal_approximation_has_a_continuity_correction(years):
    s = critical_s(Significance.EXACT, years).k95
    spread = sqrt(years * (years - 1) * (2 * years + 5) / 18)
    assert 2 * stats.norm.sf((s - 1) / spread) <= 0.05 < 2 * stats.norm.sf((s - 2) / spread)


def test_the_normal_approximation_joins_the_exact_points_without_a_jump():
    points = [critical_s(Significance.EXACT, n).k95 for n in range(36, 46)]
    steps = [b - a for a, b in pairwise(points)]
    assert all(4 <= step <= 9 for step in steps), points
