"""Faults found in the reference code, each with a test that would catch us making it."""

import numpy as np
import pytest

from indicators.science import tables
from indicators.science.calibration import calibrated
from indicators.science.carbon import (
    annual_chain,
    carbon_change,
    percent_change,
    two_date_chain,
)
from indicators.science.classes import NODATA, SDG_WATER, STATUS_WATER
from indicators.science.land_cover import degradation, land_cover_classes, make_legend
from indicators.science.lpd import combine, ready_made
from indicators.science.performance import (
    mean_histogram,
    performance,
    period_means,
    unit_percentiles,
)
from indicators.science.planning import responses
from indicators.science.profiles import GPG2, PRAIS4, PROFILES, TRENDS_EARTH, StateMethod
from indicators.science.sdg import one_out_all_out, water_of_period
from indicators.science.state import state
from indicators.science.status import Correction, recode, status, status_change
from indicators.science.trend import trend_levels
from tests.science.drawn import drawn, water

DATES = (2000, 2015, 2019)


def stock(*t_ha):
    return np.array(t_ha, np.float32)


def years(*drawings):
    return np.stack([drawn(text) for text in drawings])


def carbon_class(initial, final, wet="T", strict=True):
    return carbon_change(percent_change(initial, final), water(wet), strict=strict)


def test_carbon_status_comes_from_the_periods_own_classes_and_not_from_raw_percentages():
    # Tree to cropland: -8 % by 2015, and -4.3 % of that by 2019. Each period is stable by itself,
    # although from 2000 to 2019 the stock falls by 12 %.
    stocks = two_date_chain(stock(100), years("T", "C", "C"), DATES, f=0.8)
    baseline = carbon_class(stocks[0], stocks[1])
    period = carbon_class(stocks[1], stocks[2])
    assert (baseline[0], period[0]) == (0, 0)
    assert carbon_class(stocks[0], stocks[2])[0] == -1
    assert status(baseline, period)[0] == 4


def test_a_corrected_class_reaches_the_carbon_status():
    stocks = two_date_chain(stock(100), years("T", "A", "A"), DATES, f=0.8)
    baseline = carbon_class(stocks[0], stocks[1])
    period = recode(
        carbon_class(stocks[1], stocks[2]), np.ones(1, np.int16), [Correction(degraded_to=0)]
    )
    assert status(baseline, period)[0] == 3


def test_water_is_found_whatever_codes_a_legend_gives_it():
    # Water is 2 here, and 7 is grassland: a test for "7" on the raw codes would drain the lake.
    legend = make_legend({0: 3, 2: 7, 7: 2, 90: 1})
    codes = np.array([0, 2, 7, 90], np.uint8)
    assert water_of_period(land_cover_classes(codes, legend)).tolist() == [
        False,
        True,
        False,
        False,
    ]


def test_water_is_found_again_after_every_other_step_has_read_the_codes():
    legend = make_legend({0: 3, 2: 7, 7: 2, 90: 1})
    codes = np.array([0, 2, 7, 90], np.uint8)
    before = codes.copy()
    classes = land_cover_classes(codes, legend)
    degradation(classes, classes)
    assert (codes == before).all()
    assert (classes == land_cover_classes(before, legend)).all()
    assert water_of_period(classes).tolist() == [False, True, False, False]


def test_water_is_never_counted_as_no_data():
    classes = drawn("T ~ . ~")
    parts = [degradation(classes, classes), drawn("= . = ="), drawn("= . = .")]
    whole = one_out_all_out(parts, water_of_period(classes))
    assert whole.tolist() == [0, SDG_WATER, NODATA, SDG_WATER]
    assert status(whole, whole).tolist() == [4, STATUS_WATER, NODATA, STATUS_WATER]


def test_every_pixel_has_the_factor_of_its_own_climate():
    zones = np.array([2, 10], np.uint8)  # temperate dry 0.80, tropical moist 0.48
    stocks = two_date_chain(stock(100, 100), years("TT", "CC"), DATES[:2], zones=zones)
    assert stocks[1].tolist() == pytest.approx([92.0, 79.2])


def test_ten_percent_is_judged_once_and_as_the_profile_says():
    ten = stock(-10.0, 10.0)
    classes = {
        name: carbon_change(ten, water("TT"), strict=profile.carbon_strict).tolist()
        for name, profile in PROFILES.items()
    }
    assert classes == {"trends.earth": [-1, 1], "prais4": [0, 0], "gpg2": [0, 0]}


def test_percentages_are_not_rounded_to_whole_numbers_before_they_are_classed():
    percent = stock(-10.4, -9.6, 9.6, 10.4)
    for strict in (True, False):
        assert carbon_change(percent, water("TTTT"), strict=strict).tolist() == [-1, 0, 0, 1]


def test_small_stocks_do_not_change_by_rounding_to_whole_tonnes():
    # 4.6 t/ha less 8 % is 4.232: stable. In whole tonnes 5 would become 4, a loss of 20 %.
    stocks = two_date_chain(stock(4.6), years("T", "C"), DATES[:2], f=0.8)
    assert carbon_class(stocks[0], stocks[1])[0] == 0


@pytest.mark.parametrize("pixels", [1_000, 400_000])
def test_performance_looks_at_every_pixel_however_large_the_country(pixels):
    rng = np.random.default_rng(0)
    means = rng.integers(0, 9000, pixels).astype(np.int32)
    units = rng.integers(0, 2, pixels).astype(np.int32)
    histogram = mean_histogram(means, units)
    assert histogram.pixels == pixels
    for unit, tenths in enumerate(unit_percentiles(histogram).p90_tenths):
        assert tenths / 10 == pytest.approx(np.percentile(means[units == unit], 90), abs=1e-9)


def test_the_status_of_a_part_follows_that_part_alone():
    land_cover, carbon = (drawn("- = +"), drawn("+ = -")), (drawn("= = ="), drawn("= - +"))
    assert status(*land_cover).tolist() == [6, 4, 2]
    assert status(*carbon).tolist() == [4, 2, 6]


def test_one_sided_points_used_two_sidedly_are_confined_to_the_trends_earth_profile():
    # |S| = 36 at sixteen years: p = 0.116.
    order = list(range(16))
    moves = (120 - 36) // 2
    for value in range(16):
        shift = min(value, moves)
        moves -= shift
        order.remove(value)
        order.insert(value - shift, value)
    series = np.array([1000 + 300 * v for v in order], np.int16)[:, None]
    rules = [profile.trend_rule(0.0001) for profile in (TRENDS_EARTH, PRAIS4, GPG2)]
    assert trend_levels(series, rules)[:, 0].tolist() == [2, 0, 0]


class TestInputsAreOnlyRead:
    """The reference overwrote its codes in place; here every input may be read-only."""

    @staticmethod
    def locked(values):
        values.flags.writeable = False
        return values

    def test_series(self):
        series = self.locked(np.arange(64, dtype=np.int16).reshape(16, 4))
        rain = self.locked(np.ones((16, 4), np.float32))
        trend_levels(series, [PRAIS4.trend_rule(0.0001)], nodata=5)
        trend_levels(series, [PRAIS4.trend_rule(0.0001)], nodata=5, missing="skip")
        for method in StateMethod:
            assert state(series, method).shape == (4,)
            assert state(series, method, missing="skip").shape == (4,)
        for method in ("restrend", "rue"):
            assert calibrated(series, rain, method).shape == (16, 4)
        means = self.locked(period_means(series))
        units = self.locked(np.zeros(4, np.int32))
        percentiles = unit_percentiles(mean_histogram(means, units))
        assert performance(means, units, percentiles).shape == (4,)

    def test_classes(self):
        one, other = self.locked(drawn("- = + .")), self.locked(drawn("= = - +"))
        polygon = self.locked(np.ones(4, np.int16))
        wet = self.locked(water("T ~ T T"))
        combine(one, other, self.locked(drawn("= - = -")), "prais4")
        one_out_all_out([one, other], wet)
        status_change(self.locked(status(one, other)))
        recode(one, polygon, [Correction(-1, -1, -1)])
        responses(one, self.locked(ready_made(self.locked(drawn("1 3 4 5"))).lpd), wet)
        assert one.tolist() == drawn("- = + .").tolist()

    def test_carbon(self):
        soc, covers = self.locked(stock(50, 60)), self.locked(years("TG", "CC"))
        zones = self.locked(np.array([1, 12], np.uint8))
        stocks = self.locked(annual_chain(soc, covers, zones=zones))
        two_date_chain(soc, covers, DATES[:2], zones=zones)
        percent = self.locked(percent_change(stocks[0], stocks[1]))
        assert carbon_change(percent, self.locked(water("TT")), strict=True).tolist() == [0, 0]

    def test_tables(self):
        assert not tables.land_cover_degradation().flags.writeable
        assert not tables.status_matrix().flags.writeable
