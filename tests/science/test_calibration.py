from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.science.calibration import (
    CALIBRATED_NODATA,
    CALIBRATED_UNITS,
    calibrated,
    restrend_residuals,
    units_for,
    use_efficiency,
)
from indicators.science.profiles import PRAIS4
from indicators.science.trend import trend_levels
from tests.science.drawn import column


def rain(*years):
    return column(*years, kind=np.float32)


@pytest.mark.parametrize(
    ("slope_floor", "units"),
    [(Fraction(10), CALIBRATED_UNITS), (Fraction(1, 1000), 1e6), (Fraction(7), 143),
     (Fraction(5000), 1)],
)  # fmt: skip
def test_the_slope_floor_is_about_a_thousand_steps_whatever_the_scale(slope_floor, units):
    assert units_for(slope_floor) == units


def test_productivity_on_a_line_with_rain_has_no_residuals():
    # 2000 + 5 x rain
    values = column(3000, 3500, 2500, 4000)
    assert restrend_residuals(values, rain(200, 300, 100, 400)).ravel().tolist() == [0, 0, 0, 0]


#   rain 1 2 3 4, productivity 10 30 20 40: slope 8, line 13 21 29 37, residuals -3 9 -9 3
def test_residuals_of_four_years_by_hand():
    residuals = restrend_residuals(column(10, 30, 20, 40), rain(1, 2, 3, 4))
    assert (residuals.ravel() / CALIBRATED_UNITS).tolist() == [-3, 9, -9, 3]


def test_residuals_are_those_of_numpys_polyfit():
    rng = np.random.default_rng(0)
    values = rng.integers(0, 60_000, (16, 600)).astype(np.uint16)
    wet = rng.uniform(50, 900, (16, 600)).astype(np.float32)
    residuals = restrend_residuals(values, wet)
    for p in range(0, 600, 37):
        x, y = wet[:, p].astype(float), values[:, p].astype(float)
        expected = y - np.polyval(np.polyfit(x, y, 1), x)
        assert np.abs(residuals[:, p] / CALIBRATED_UNITS - expected).max() <= 0.5 / 100 + 1e-6


def test_rain_that_never_varies_explains_nothing():
    residuals = restrend_residuals(column(10, 20, 30, 40), rain(7, 7, 7, 7))
    assert (residuals.ravel() / CALIBRATED_UNITS).tolist() == [-15, -5, 5, 15]


def test_a_year_missing_in_either_series_is_left_out_of_the_line():
    values = column(10, 30, -1, 20, 40, 77)
    wet = rain(1, 2, 9, 3, 4, np.nan)
    residuals = restrend_residuals(values, wet, nodata=-1).ravel()
    assert residuals.tolist() == [-300, 900, CALIBRATED_NODATA, -900, 300, CALIBRATED_NODATA]


def test_rain_use_efficiency_is_productivity_per_metre():
    #   3000 on 500 mm is 6000 a metre
    efficiency = use_efficiency(column(3000, 100, 0, 9), rain(500, 1000, 10, 3000))
    assert (efficiency.ravel() / CALIBRATED_UNITS).tolist() == [6000, 100, 0, 3]


def test_uint16_values_above_32767_are_divided_as_they_are():
    efficiency = use_efficiency(column(60_000, 4, 4, 4, kind=np.uint16), rain(1000, 1, 1, 1))
    assert efficiency[0, 0] == 60_000 * CALIBRATED_UNITS


def test_a_year_without_rain_is_missing_not_infinite():
    efficiency = use_efficiency(column(5, 5, 5, 5), rain(0, -1, np.nan, 1000)).ravel()
    assert efficiency.tolist() == [CALIBRATED_NODATA] * 3 + [500]


def test_a_value_too_large_for_the_steps_saturates_and_is_not_missing():
    efficiency = use_efficiency(column(30_000, 1, 1, 1), rain(1e-3, 1, 1, 1))
    assert efficiency[0, 0] == 2**31 - 1


def test_float_productivity_takes_finer_steps():
    values = column(0.3, 0.3, 0.3, 0.3, kind=np.float64)
    assert use_efficiency(values, rain(600, 600, 600, 600), units=1e6)[0, 0] == 500_000


def test_methods_are_chosen_by_name():
    values, wet = column(10, 30, 20, 40), rain(1, 2, 3, 4)
    assert (calibrated(values, wet, "restrend") == restrend_residuals(values, wet)).all()
    for method in ("rue", "wue"):
        assert (calibrated(values, wet, method) == use_efficiency(values, wet)).all()


def test_climate_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"Productivity \(4, 1\) and climate \(3, 1\)"):
        calibrated(column(1, 2, 3, 4), rain(1, 2, 3), "rue")


def test_a_trend_that_is_all_rain_disappears_and_one_that_is_not_stays():
    rule = PRAIS4.trend_rule(0.0001 / CALIBRATED_UNITS)
    years = np.arange(16)
    wet = (300 + 20 * years + 150 * (years % 3))[:, None].astype(np.float32)
    follows_rain = (1000 + 5 * wet).astype(np.int16)
    declines = (follows_rain - 90 * years[:, None] + 40 * (years % 2)[:, None]).astype(np.int16)
    values = np.hstack([follows_rain, declines])
    plain = trend_levels(values, [PRAIS4.trend_rule(0.0001)])[0]
    residual = restrend_residuals(values, np.hstack([wet, wet]))
    after = trend_levels(residual, [rule], nodata=CALIBRATED_NODATA)[0]
    assert plain[0] > 1
    assert after.tolist() == [0, -3]


@given(st.integers(0, 2**32 - 1), st.integers(1, 699))
def test_the_size_of_a_chunk_changes_nothing(seed, cut):
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 9000, (5, 700)).astype(np.int16)
    wet = rng.uniform(0, 900, (5, 700)).astype(np.float32)
    whole = restrend_residuals(values, wet)
    parts = [
        restrend_residuals(values[:, part], wet[:, part])
        for part in (slice(None, cut), slice(cut, None))
    ]
    assert (whole == np.concatenate(parts, axis=1)).all()
