"""The course of each kind of promise, on figures whose answer fits in the margin."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from targets.models import Quantity, Target
from targets.neutrality.series import Published
from targets.neutrality.track import Course, Known, standing_of

TODAY = date(2025, 1, 1)  # halfway from 2020 to 2030
CARBON = {("carbon", "tonnes", ""): {2015: Decimal(1000), 2025: Decimal(1030)}}
FOREST = {
    ("land_cover", "area", "tree-covered"): {2015: Decimal(500), 2025: Decimal(450)},
    ("profile", "area", "country"): {2015: Decimal(1000), 2025: Decimal(1000)},
}


def judged(
    kind: str,
    *,
    done: dict[str, int] | None = None,
    points: Any = None,
    status: str = "ongoing",
    **fields: Any,
) -> tuple[Course, str]:
    target = Target(number=1, land_types=fields.pop("land_types", []), status=status)
    numbers = {
        k: Decimal(v) if isinstance(v, int) and "year" not in k else v for k, v in fields.items()
    }
    quantity = Quantity(target=target, kind=kind, **numbers)
    areas = {key: Decimal(value) for key, value in (done or {}).items()}
    known = Known(areas, Published(points or {}), TODAY)
    standing = standing_of(target, quantity, known)
    return standing.course, str(standing.reason).replace("\xa0", " ")


YEARS = {"base_year": 2020, "target_year": 2030}


@pytest.mark.parametrize(
    ("done", "course"),
    [(100, Course.REACHED), (50, Course.ON_TRACK), (49, Course.BEHIND), (0, Course.BEHIND)],
)
def test_an_area_is_held_against_the_time_that_has_passed(done: int, course: Course) -> None:
    assert judged("area", area_km2=100, done={"": done}, **YEARS)[0] == course


def test_an_area_says_what_is_done_and_what_is_expected() -> None:
    _course, reason = judged("area", area_km2=100, done={"": 49}, **YEARS)
    assert reason == "49 km² of 100 km²: 49 % of the way, 50 % expected by then."


def test_an_area_of_a_land_type_counts_only_what_was_done_on_it() -> None:
    done = {"": 100, "wetland": 10}
    found = judged("area_by_land_type", area_km2=100, land_type="wetland", done=done, **YEARS)
    assert found[0] == Course.BEHIND


def test_an_area_of_which_nothing_is_reported_cannot_be_judged() -> None:
    course, reason = judged("area", area_km2=100, **YEARS)
    assert (course, "None of its measures has reported" in reason) == (Course.UNKNOWN, True)


def test_without_years_only_what_is_reached_can_be_said() -> None:
    assert judged("area", area_km2=100, done={"": 99})[0] == Course.UNKNOWN
    assert judged("area", area_km2=100, done={"": 100})[0] == Course.REACHED


def test_a_percentage_of_the_country_is_an_area() -> None:
    found = judged("percent_of_country", value=10, done={"": 60}, points=FOREST, **YEARS)
    assert found[0] == Course.ON_TRACK  # 60 of 100 km2, halfway


@pytest.mark.parametrize(
    ("value", "course"), [(3, Course.REACHED), (5, Course.ON_TRACK), (7, Course.BEHIND)]
)
def test_a_change_is_held_against_the_published_change(value: int, course: Course) -> None:
    # 3 % from 2015 to 2025; two thirds of the time from 2015 to 2030 have passed.
    found = judged(
        "percent_change",
        indicator="carbon_stocks",
        value=value if value != 5 else Decimal("4.5"),
        unit="%",
        base_year=2015,
        target_year=2030,
        points=CARBON,
    )
    assert found[0] == course


def test_a_change_from_a_year_that_was_not_published_cannot_be_said() -> None:
    course, reason = judged(
        "percent_change", indicator="carbon_stocks", value=3, base_year=2010, points=CARBON
    )
    assert (course, "2010" in reason) == (Course.UNKNOWN, True)


@pytest.mark.parametrize(("value", "course"), [(45, Course.ON_TRACK), (46, Course.BEHIND)])
def test_a_level_is_kept_as_long_as_it_is_not_below(value: int, course: Course) -> None:
    found = judged(
        "maintain_level",
        value=value,
        unit="% of country",
        land_types=["tree-covered"],
        points=FOREST,
        **YEARS,
    )
    assert found[0] == course


def test_a_level_that_was_kept_to_the_end_is_reached() -> None:
    found = judged(
        "maintain_level",
        value=45,
        unit="% of country",
        land_types=["tree-covered"],
        points=FOREST,
        target_year=2025,
    )
    assert found[0] == Course.REACHED


def test_a_level_to_reach_may_lie_below_the_first_one() -> None:
    points = {("sdg", "reported", "degraded"): {2015: Decimal(100), 2025: Decimal(80)}}
    found = judged(
        "reach_level",
        indicator="sdg",
        from_value=100,
        to_value=70,
        unit="km2",
        points=points,
        base_year=2015,
        target_year=2030,
    )
    assert found[0] == Course.ON_TRACK  # two thirds of the way, two thirds of the time


def test_a_rate_is_the_yearly_change_between_the_last_two_years() -> None:
    fields = {"indicator": "carbon_stocks", "unit": "% per year", "points": CARBON}
    assert judged("rate", to_value=Decimal("0.3"), **fields)[0] == Course.REACHED
    assert judged("rate", to_value=1, **fields, **YEARS)[0] == Course.BEHIND


def test_a_level_in_a_unit_that_nobody_publishes_cannot_be_said() -> None:
    fields = {"indicator": "carbon_stocks", "to_value": 2, "unit": "% by mass", "points": CARBON}
    assert judged("reach_level", **fields, **YEARS)[0] == Course.UNKNOWN


@pytest.mark.parametrize("kind", ["halt", "process"])
def test_what_no_number_measures_stands_where_the_country_says(kind: str) -> None:
    assert judged(kind, what="illegal mining")[0] == Course.UNKNOWN
    assert judged(kind, what="illegal mining", status="achieved")[0] == Course.REACHED
