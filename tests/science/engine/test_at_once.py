"""Several periods at once give what each gives by itself."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.science import at_once, performance, state, trend
from indicators.science.at_once import Span
from indicators.science.packing import pack
from indicators.science.profiles import GPG2, PRAIS4, TRENDS_EARTH, StateMethod, TrendRule

NODATA = -32768
SPANS = {
    "one period": [Span(0, 16, 3)],
    "windows that slide": [Span(0, 15, 3), Span(1, 16, 3)],
    "windows that share a year": [Span(0, 8, 3), Span(7, 16, 2)],
    "windows apart": [Span(0, 6, 1), Span(8, 16, 3)],
    "three windows": [Span(0, 12, 3), Span(2, 14, 3), Span(4, 16, 3)],
    "one within another": [Span(0, 16, 5), Span(5, 10, 1)],
}


@pytest.mark.parametrize("name", SPANS)
@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32), spread=st.sampled_from([3, 300, 32_767]))
def test_all_periods_at_once_give_the_codes_of_each_alone(
    name: str, seed: int, spread: int
) -> None:
    generator = np.random.default_rng(seed)
    values = generator.integers(-spread, spread + 1, (16, 1500)).astype(np.int16)
    values[:, generator.random(1500) < 0.1] = 7
    values[generator.random(values.shape) < 0.01] = NODATA
    own = PRAIS4.trend_rule(0.0001)
    rules = [
        TrendRule(GPG2.significance, None),
        TrendRule(TRENDS_EARTH.significance, own.slope_floor),
        own,
    ]

    found = at_once.classes_and_means(values, SPANS[name], rules, Fraction(100), nodata=NODATA)

    for number, span in enumerate(SPANS[name]):
        part = values[span.first : span.last]
        trends = map(trend.trend_change, trend.trend_levels(part, rules, nodata=NODATA))
        states = state.state(part, StateMethod.PERCENTILES, recent_years=span.recent, nodata=NODATA)
        assert np.array_equal(found.classes[number], pack([*trends, states]))
        assert np.array_equal(found.means[number], performance.period_means(part, nodata=NODATA))


def test_a_series_without_a_mark_misses_nothing() -> None:
    values = np.full((6, 3), NODATA, np.int16)
    own = PRAIS4.trend_rule(0.0001)

    found = at_once.classes_and_means(
        values, [Span(0, 6, 3)], [own, own, own], Fraction(100), nodata=None
    )

    assert found.means.tolist() == [[NODATA] * 3]


@pytest.mark.parametrize(
    ("dtype", "years", "answer"),
    [("int16", 16, True), ("uint16", 16, False), ("float32", 16, False), ("int16", 30, False)],
)
def test_other_series_go_the_other_way(dtype: str, years: int, answer: bool) -> None:
    assert at_once.possible(np.dtype(dtype), [Span(0, years, 3)]) is answer
