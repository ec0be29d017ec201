"""The arithmetic of the balance sheet, on the worked cases and around nought."""

from decimal import Decimal

import pytest

from targets.neutrality.lines import Assumptions, Line, Sheet, Verdict, Years, project

YEARS = Years(2015, 2023)


def sheet(*lines: Line, **assumed: object) -> Sheet:
    return Sheet(lines, YEARS, Assumptions(**assumed))  # type: ignore[arg-type]


def line(name: str, gains: int | None, losses: int | None, **more: Decimal) -> Line:
    numbers = [None if v is None else Decimal(v) for v in (gains, losses)]
    return Line(name, gains=numbers[0], losses=numbers[1], **more)


def test_w3_a_total_above_nought_is_not_neutral_where_one_land_type_loses() -> None:
    w3 = sheet(line("cropland", 60, 10), line("wetland", 0, 20))

    assert w3.net == 30
    assert w3.verdict == Verdict.NOT_NEUTRAL
    assert w3.not_neutral == ("wetland",)


def test_gains_that_just_make_up_for_losses_are_neutral() -> None:
    assert sheet(line("wetland", 20, 20)).verdict == Verdict.NEUTRAL


def test_a_land_type_that_is_not_known_leaves_the_country_open() -> None:
    assert sheet(line("cropland", 60, 10), line("wetland", None, None)).verdict == Verdict.UNKNOWN


def test_a_known_loss_decides_whatever_else_is_not_known() -> None:
    lost = sheet(line("cropland", 0, 10), line("wetland", None, None))
    assert lost.verdict == Verdict.NOT_NEUTRAL


def test_the_projection_carries_the_yearly_pace_on_and_adds_what_is_planned() -> None:
    # Arrange: 8 years observed, 7 ahead; 16 km2 of gains and 8 of losses are 2 and 1 a year.
    row = line("cropland", 16, 8, planned_gains=Decimal(100), planned_losses=Decimal(40))

    # Act
    ahead = project(row, YEARS, Assumptions(until=2030))

    # Assert
    assert (ahead.further_gains, ahead.further_losses) == (14, 7)
    assert (ahead.gains, ahead.losses, ahead.net) == (130, 55, 75)


def test_each_assumption_changes_its_own_part() -> None:
    row = line("cropland", 16, 8, planned_gains=Decimal(100), planned_losses=Decimal(40))
    assumed = Assumptions(
        until=2030,
        losses_go_on=Decimal(50),
        gains_go_on=Decimal(0),
        losses_happen=Decimal(25),
        gains_succeed=Decimal(60),
    )

    ahead = project(row, YEARS, assumed)

    assert (ahead.further_losses, ahead.further_gains) == (Decimal("3.5"), 0)
    assert (ahead.planned_losses, ahead.planned_gains) == (10, 60)


@pytest.mark.parametrize("until", [2023, 2020])
def test_nothing_goes_on_where_no_year_is_left(until: int) -> None:
    ahead = project(line("cropland", 16, 8), YEARS, Assumptions(until=until))
    assert ahead.net == 8


def test_avoided_losses_are_never_added() -> None:
    ahead = project(line("cropland", 0, 1, avoided=Decimal(1000)), YEARS, Assumptions(until=2023))
    assert ahead.net == -1
    assert ahead.verdict == Verdict.NOT_NEUTRAL
