"""Carbon: worked case W4 and each edge, on stocks that can be followed with a pencil."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indicators.science import tables
from indicators.science.carbon import (
    annual_chain,
    carbon_change,
    percent_change,
    tonnes,
    two_date_chain,
)
from indicators.science.classes import NODATA
from tests.science.drawn import drawn, water

PERIOD = (2000, 2015)


def stock(*t_ha):
    return np.array(t_ha, np.float32)


def years(*drawings):
    return np.stack([drawn(text) for text in drawings])


def percent(stocks):
    return percent_change(stocks[0], stocks[-1])


def change(value, *, strict=True, wet="T"):
    return int(carbon_change(stock(value), water(wet), strict=strict)[0])


class TestWorkedCaseW4:
    """Tree-covered to cropland in 2000-2001."""

    @pytest.mark.parametrize(("f", "expected", "degraded"), [(0.80, -15.0, -1), (0.48, -39.0, -1)])
    def test_annual_chain_to_2015(self, f, expected, degraded):
        stocks = annual_chain(stock(100), years("T", *["C"] * 15), f=f)
        assert stocks.shape == (16, 1)
        assert round(float(percent(stocks)[0]), 4) == expected
        assert carbon_change(percent(stocks), water("C"), strict=True)[0] == degraded

    @pytest.mark.parametrize(("f", "expected", "degraded"), [(0.80, -8.0, 0), (0.48, -20.8, -1)])
    def test_two_dates_eight_years(self, f, expected, degraded):
        stocks = two_date_chain(stock(100), years("T", "C"), PERIOD, f=f)
        assert round(float(percent(stocks)[0]), 4) == expected
        assert carbon_change(percent(stocks), water("C"), strict=True)[0] == degraded


@pytest.mark.parametrize(
    ("zone", "expected"),
    [(1, -12.4), (2, -8.0), (3, -12.4), (4, -8.0), (5, -12.4), (6, -8.0), (7, -12.4), (8, -8.0),
     (9, -14.4), (10, -20.8), (11, -20.8), (12, -16.8)],
)  # fmt: skip
def test_tree_to_cropland_from_2000_to_2015_in_every_climate_zone(zone, expected):
    zones = np.array([zone], np.uint8)
    stocks = two_date_chain(stock(57.3), years("T", "C"), PERIOD, zones=zones)
    assert round(float(percent(stocks)[0]), 3) == expected


@pytest.mark.parametrize(
    ("initial", "final", "expected"),
    [("T", "A", -36.0), ("G", "O", -36.0), ("C", "A", -36.0), ("W", "C", -11.6), ("A", "T", 40.0),
     ("O", "C", 40.0), ("C", "T", 10.0), ("A", "O", 0.0), ("T", "G", 0.0), ("T", "~", 0.0),
     ("~", "A", 0.0), ("T", "T", 0.0)],
)  # fmt: skip
def test_other_transitions_from_2000_to_2015(initial, final, expected):
    stocks = two_date_chain(stock(80), years(initial, final), PERIOD, f=0.8)
    assert round(float(percent(stocks)[0]), 3) == expected


def test_from_2015_to_2019_a_city_costs_nine_percent_which_is_stable():
    stocks = two_date_chain(stock(100), years("T", "A"), (2015, 2019), f=0.8)
    assert round(float(percent(stocks)[0]), 4) == -9.0
    assert carbon_change(percent(stocks), water("A"), strict=True)[0] == 0


def test_every_transition_loses_or_gains_a_twentieth_of_its_factor_a_year():
    initial = np.repeat(np.arange(1, 8, dtype=np.int8), 7)
    final = np.tile(np.arange(1, 8, dtype=np.int8), 7)
    stocks = annual_chain(np.full(49, 40, np.float32), np.stack([initial, final]), f=0.58)
    factors = tables.soc_factors(Fraction("0.58")).ravel()
    expected = np.where(initial == final, 40, 40 * (1 - (1 - factors) / 20))
    assert np.allclose(stocks[1], expected, rtol=1e-6)


class TestChains:
    """2 t/ha a year: tree-covered to artificial on 44.444 t/ha loses 90 % in twenty years."""

    START = 2 * 20 / 0.9

    def test_a_change_ends_after_twenty_years(self):
        stocks = annual_chain(stock(self.START), years("T", *["A"] * 25), f=0.8)
        lost = self.START - stocks[:, 0]
        assert np.allclose(lost, [min(2 * year, 40) for year in range(26)], atol=1e-4)

    def test_a_two_date_change_ends_after_twenty_years(self):
        stocks = two_date_chain(stock(self.START), years("T", "A", "A"), (2000, 2002, 2050), f=0.8)
        assert self.START - stocks[:, 0] == pytest.approx([0, 2, 40], abs=1e-4)

    def test_a_new_transition_restarts_from_the_stock_reached(self):
        # 100 -0.9/20-> 95.5; then A to G doubles in twenty years: 95.5 x (1 + 1/20)
        stocks = annual_chain(stock(100), years("T", "A", "G"), f=0.8)
        assert stocks[:, 0] == pytest.approx([100, 95.5, 100.275])

    def test_a_change_carries_on_into_the_next_period(self):
        # 2000-2015: 2007 to 2015 is 8 years of 4.5; 2015-2019 four more.
        stocks = two_date_chain(stock(100), years("T", "A", "A"), (2000, 2015, 2019), f=0.8)
        assert stocks[:, 0] == pytest.approx([100, 64, 46])

    def test_a_new_change_waits_for_the_middle_of_its_own_period(self):
        # 64 in 2015; 2 more years of 4.5 is 55 in 2017; then A to G adds 55 / 20 a year.
        stocks = two_date_chain(stock(100), years("T", "A", "G"), (2000, 2015, 2019), f=0.8)
        assert stocks[:, 0] == pytest.approx([100, 64, 55 + 2 * 55 / 20])

    def test_two_dates_are_the_annual_chain_of_a_change_in_the_middle_years(self):
        rng = np.random.default_rng(0)
        covers = rng.integers(1, 8, (3, 500)).astype(np.int8)
        zones = rng.integers(1, 13, 500).astype(np.uint8)
        soc = rng.uniform(1, 200, 500).astype(np.float32)
        dates = (2000, 2015, 2023)
        annual = np.stack([covers[0]] * 8 + [covers[1]] * 12 + [covers[2]] * 4)
        by_year = annual_chain(soc, annual, zones=zones, keep=[0, 15, 23])
        assert np.allclose(two_date_chain(soc, covers, dates, zones=zones), by_year, rtol=1e-6)

    def test_only_the_years_asked_for_are_kept(self):
        covers = years("T", "C", "C", "C")
        whole = annual_chain(stock(100), covers, f=0.8)
        assert (annual_chain(stock(100), covers, f=0.8, keep=[0, 3]) == whole[[0, 3]]).all()


class TestNoData:
    def test_climate_zone_zero_and_unknown_zones_are_no_data(self):
        zones = np.array([0, 1, 13, 255], np.uint8)
        stocks = two_date_chain(stock(9, 9, 9, 9), years("TTTT", "TTTT"), PERIOD, zones=zones)
        assert np.isnan(stocks).tolist() == [[True, False, True, True]] * 2

    def test_a_fixed_factor_does_without_climate(self):
        zones = np.array([0], np.uint8)
        stocks = two_date_chain(stock(100), years("T", "C"), PERIOD, zones=zones, f=0.8)
        assert stocks[1, 0] == pytest.approx(92)

    def test_a_missing_stock_or_land_cover_is_no_data_from_then_on(self):
        covers = years("T T .", "T . T", "T T T")
        stocks = annual_chain(stock(5, 5, 5), covers, f=0.8)
        assert np.isnan(stocks).tolist() == [
            [False, False, True],
            [False, True, True],
            [False, True, True],
        ]
        assert np.isnan(annual_chain(stock(np.nan), years("T", "T"), f=0.8)).all()

    @pytest.mark.parametrize("initial", [0.0, -3.0, np.nan])
    def test_an_initial_stock_of_nothing_has_no_percent_change(self, initial):
        assert np.isnan(percent_change(stock(initial), stock(7)))[0]
        result = carbon_change(percent_change(stock(initial), stock(7)), water("T"), strict=True)
        assert result[0] == NODATA

    def test_water_is_no_data(self):
        assert change(-50, wet="~") == NODATA

    @pytest.mark.parametrize(
        ("value", "expected"), [(-101, -1), (-101.001, NODATA), (-400, NODATA)]
    )
    def test_a_change_below_minus_101_percent_is_no_data(self, value, expected):
        assert change(value) == expected


@pytest.mark.parametrize(
    ("value", "strict", "lax"),
    [(-10.001, -1, -1), (-10, 0, -1), (-9.999, 0, 0), (0, 0, 0), (9.999, 0, 0), (10, 0, 1),
     (10.001, 1, 1)],
)  # fmt: skip
def test_ten_percent_counts_only_where_the_profile_says_so(value, strict, lax):
    assert change(value, strict=True) == strict
    assert change(value, strict=False) == lax


@pytest.mark.parametrize("soc", [0.7, 33.3, 57.3, 100, 187.9])
def test_ten_percent_in_decimals_is_ten_percent_for_any_stock(soc):
    # f = 0.8 for ten years is 0.2 / 20 x 10 = 10 %, which binary fractions miss by a hair.
    stocks = annual_chain(stock(soc), years("T", *["C"] * 10), f=0.8)
    wet = water("C")
    assert carbon_change(percent(stocks), wet, strict=True)[0] == 0
    assert carbon_change(percent(stocks), wet, strict=False)[0] == -1


def test_percent_change_of_a_drawn_raster():
    initial, final = stock(50, 50, 50, 0), stock(50, 44, 60, 1)
    assert percent_change(initial, final)[:3].tolist() == [0, -12, 20]


@pytest.mark.parametrize(
    ("dates", "given"), [((2000,), 2), ((2000, 2000), 2), ((2015, 2000), 2), ((1, 2, 3), 2)]
)
def test_dates_that_do_not_fit_the_land_covers_are_refused(dates, given):
    with pytest.raises(ValueError, match=f"{given} land covers need as many rising years"):
        two_date_chain(stock(1), years(*["T"] * given), dates, f=0.8)


def test_without_climate_or_factor_there_is_no_chain():
    with pytest.raises(ValueError, match="climate zones or a fixed factor"):
        annual_chain(stock(1), years("T", "T"))


@pytest.mark.parametrize("f", [0, -0.5])
def test_a_factor_that_is_not_positive_is_refused(f):
    with pytest.raises(ValueError, match="must be above 0"):
        annual_chain(stock(1), years("T", "T"), f=f)


def test_maps_of_different_size_are_refused():
    with pytest.raises(ValueError, match="carbon 1, land_cover 2"):
        annual_chain(stock(1), years("TT", "TT"), f=0.8)


def test_worked_case_w5_tonnes_per_hectare():
    assert tonnes(100, 500) == 5_000_000


COVERS = arrays(np.int8, (4, 9), elements=st.sampled_from([*range(1, 8), NODATA]))
STOCKS = arrays(np.float32, 9, elements=st.floats(1, 500, width=32))


@given(STOCKS, COVERS, st.permutations(range(9)))
def test_permuting_pixels_permutes_stocks(soc, covers, order):
    whole = annual_chain(soc, covers, f=0.64)
    moved = annual_chain(soc[order], covers[:, order], f=0.64)
    assert np.array_equal(whole[:, order], moved, equal_nan=True)


@given(STOCKS, COVERS)
def test_a_stock_never_falls_below_nothing(soc, covers):
    stocks = annual_chain(soc, covers, f=0.48)
    assert not (stocks < 0).any()
