"""The worked cases of the domain, digit by digit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import arithmetic
from indicators.arithmetic import Range, States
from indicators.baseline.answers import default_meaning

W1 = {
    ("tree-covered", "tree-covered"): Decimal(500),
    ("tree-covered", "cropland"): Decimal(40),
    ("grassland", "grassland"): Decimal(300),
    ("grassland", "tree-covered"): Decimal(10),
    ("grassland", "cropland"): Decimal(20),
    ("cropland", "cropland"): Decimal(200),
    ("cropland", "artificial"): Decimal(15),
    ("other-land", "other-land"): Decimal(100),
    ("wetland", "wetland"): Decimal(20),
}
W2 = dict(
    zip(
        [(b, p) for b in arithmetic.STATES for p in arithmetic.STATES],
        map(Decimal, [30, 50, 20, 40, 800, 60, 10, 120, 75]),
        strict=True,
    )
)


def rounded(value: Decimal | None, places: str = "0.001") -> Decimal:
    assert value is not None
    return value.quantize(Decimal(places))


def test_w1_degraded_and_improved_land_follow_from_the_change_matrix() -> None:
    # Arrange
    land, water = sum(W1.values()), Decimal(30)

    # Act
    states = arithmetic.land_cover_states(W1, default_meaning())

    # Assert
    assert (land, land + water) == (1205, 1235)
    assert states == States(Decimal(55), Decimal(1120), Decimal(30))
    assert rounded(arithmetic.percent(states.degraded, land)) == Decimal("4.564")
    assert rounded(arithmetic.percent(states.degraded, land + water)) == Decimal("4.453")


def test_w2_status_against_the_baseline_and_the_balance() -> None:
    # Act
    result = arithmetic.status_against_baseline(W2)

    # Assert
    land = Decimal(1205)
    assert result.baseline == States(Decimal(100), Decimal(900), Decimal(205))
    assert rounded(arithmetic.percent(result.baseline.degraded, land)) == Decimal("8.299")
    assert result.period.degraded == 80
    assert result.status == States(Decimal(130), Decimal(800), Decimal(275))
    assert rounded(arithmetic.percent(result.status.degraded, land)) == Decimal("10.788")
    assert list(result.classes.values()) == [30, 50, 50, 800, 120, 80, 75]
    assert (result.losses, result.gains, result.delta) == (80, 155, 75)


def test_w5_tonnes_over_an_area_are_tonnes_per_hectare() -> None:
    assert arithmetic.tonnes_per_hectare(Decimal(5_000_000), Decimal(500)) == 100
    assert arithmetic.tonnes(Decimal(100), Decimal(500)) == 5_000_000
    assert arithmetic.tonnes_per_hectare(Decimal(1), Decimal(0)) is None


def test_w6_the_whole_is_at_least_its_worst_part_and_at_most_their_sum() -> None:
    # Act
    possible = arithmetic.possible_degraded(map(Decimal, (55, 120, 40)), land=Decimal(1205))

    # Assert
    assert possible == Range(Decimal(120), Decimal(215))
    assert not possible.holds(Decimal(110))
    assert not possible.holds(Decimal(220))
    assert possible.holds(Decimal(120))
    assert possible.holds(Decimal(215))


def test_the_whole_never_exceeds_the_land() -> None:
    possible = arithmetic.possible_degraded(map(Decimal, (800, 700)), land=Decimal(1000))
    assert possible.high == 1000


def test_land_that_became_water_is_no_land_and_land_from_water_is_stable() -> None:
    change = {("tree-covered", "water"): Decimal(7), ("water", "artificial"): Decimal(3)}
    assert arithmetic.land_cover_states(change, default_meaning()) == States(stable=Decimal(3))


def test_productivity_classes_count_as_states() -> None:
    areas = dict(zip(arithmetic.LPD_STATES, map(Decimal, (1, 2, 4, 8, 16, 32)), strict=True))
    states = arithmetic.productivity_states(areas)
    assert states == States(Decimal(3), Decimal(12), Decimal(16), Decimal(32))


def test_hectares_are_a_hundredth_of_a_square_kilometre() -> None:
    assert arithmetic.to_km2(Decimal("26277")) == Decimal("262.77")
    assert arithmetic.to_hectares(Decimal("262.77")) == 26277


@pytest.mark.parametrize(
    ("found", "off"), [("1205", False), ("1211.02", False), ("1211.03", True), ("1190", True)]
)
def test_a_sum_may_miss_the_land_area_by_half_a_percent(found: str, off: bool) -> None:
    allowed = arithmetic.SUM_TOLERANCE_PERCENT
    assert arithmetic.is_off(Decimal(found), Decimal(1205), allowed) is off


areas = st.decimals(0, 10**9, places=6)


@given(st.lists(areas, min_size=9, max_size=9))
def test_status_lies_between_the_period_and_the_period_with_the_baseline(values: list) -> None:
    result = arithmetic.status_against_baseline(dict(zip(W2, values, strict=True)))
    period, status = result.period.degraded, result.status.degraded
    assert period <= status <= period + result.baseline.degraded
    assert result.status.total == result.period.total == result.baseline.total
