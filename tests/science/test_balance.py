import pytest

from indicators.science.balance import (
    Balance,
    LandTypeBalance,
    balance_by_land_type,
    gains_and_losses,
)


def test_worked_case_w2_gains_losses_and_delta():
    balance = gains_and_losses([30, 50, 50, 800, 120, 80, 75])
    assert balance == LandTypeBalance(gains=155, losses=80)
    assert balance.delta == 75
    assert balance.neutral


def test_worked_case_w3_a_total_gain_that_hides_a_loss_is_not_neutral():
    country = Balance({"cropland": LandTypeBalance(60, 10), "wetland": LandTypeBalance(0, 20)})
    assert country.total.delta == 30
    assert country.total.neutral
    assert country.land_types["wetland"].delta == -20
    assert not country.neutral
    assert country.not_neutral == ("wetland",)


def test_only_classes_six_and_seven_gain_and_only_one_and_two_lose():
    for status in range(1, 8):
        areas = [0.0] * 7
        areas[status - 1] = 5.0
        expected = (5.0 if status in (6, 7) else 0.0, 5.0 if status in (1, 2) else 0.0)
        balance = gains_and_losses(areas)
        assert (balance.gains, balance.losses) == expected


def test_a_land_type_that_stays_as_it_is_is_neutral():
    assert gains_and_losses([0, 0, 9, 9, 9, 0, 0]).neutral
    assert gains_and_losses([4, 1, 0, 0, 0, 2, 3]).neutral


def test_a_country_is_neutral_only_if_every_land_type_is():
    areas = {"cropland": [0, 5, 0, 0, 0, 5, 0], "grassland": [0, 0, 0, 10, 0, 1, 0]}
    assert balance_by_land_type(areas).neutral
    areas["grassland"] = [2, 0, 0, 10, 0, 1, 0]
    assert not balance_by_land_type(areas).neutral


def test_areas_of_other_than_seven_classes_are_refused():
    with pytest.raises(ValueError, match="6 status areas"):
        gains_and_losses([0.0] * 6)
