from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.science.fixed_point import as_km2, fixed_areas, whole

AREAS = st.floats(1e-6, 20_000, allow_nan=False)


@given(AREAS)
def test_an_area_survives_the_round_trip_to_better_than_a_millionth_of_a_square_metre(km2):
    high, low = fixed_areas(np.array([km2]))
    assert as_km2(whole(high[0], low[0])) == pytest.approx(km2, abs=2.0**-56, rel=1e-15)
    assert 0 <= low[0] < 2**24


@given(st.lists(AREAS, min_size=1, max_size=30), st.randoms())
def test_sums_do_not_depend_on_the_order(areas, random):
    shuffled = areas.copy()
    random.shuffle(shuffled)

    def total(values):
        high, low = fixed_areas(np.array(values))
        return whole(high.sum(), low.sum())

    assert total(areas) == total(shuffled)


def test_a_sum_is_exact_where_floats_would_round():
    areas = np.array([0.1, 0.2, 0.3])
    high, low = fixed_areas(areas)
    exact = sum(Fraction(round(Fraction(a) * 2**56), 2**56) for a in areas.tolist())
    assert Fraction(whole(high.sum(), low.sum()), 2**56) == exact


def test_the_globe_and_its_smallest_cells_both_fit():
    high, low = fixed_areas(np.array([510_065_621.7, 1e-6]))
    assert (high >= 0).all()
    assert as_km2(whole(high[0], low[0])) == pytest.approx(510_065_621.7, rel=1e-15)


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_areas_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="finite and not negative"):
        fixed_areas(np.array([1.0, wrong]))
