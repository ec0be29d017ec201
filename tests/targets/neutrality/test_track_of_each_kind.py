"""Each of the ten kinds of promise, and each verdict it can have, worked out by hand.

It is 1 January 2025: of the ten years from 2020 to 2030 half has passed. Numbers are published
for 2015 and 2025; where they are judged, two thirds of the fifteen years from 2015 to 2030 have.
"""

from decimal import Decimal
from typing import Any

import pytest

from targets.models.vocabularies import QuantityKind
from tests.targets.neutrality.test_track import judged

REACHED, ON_TRACK, BEHIND, UNKNOWN = "reached", "on_track", "behind", "cannot_be_said"
DECADE = {"base_year": 2020, "target_year": 2030}
FIFTEEN = {"base_year": 2015, "target_year": 2030}
DONE = "None of its measures has reported an area yet."
NOT_PUBLISHED = "No published number says anything about it yet."
NO_VALUE = "It has no value to hold anything against."
NO_YEARS = "It has no first year or no target year to say how much is expected by now."

COUNTRY = {("profile", "area", "country"): {2015: Decimal(1000), 2025: Decimal(1000)}}
# Forest fell from 50 % to 45 % of the country; carbon rose by 3 %, 0.3 % a year.
FOREST = {("land_cover", "area", "tree-covered"): {2015: Decimal(500), 2025: Decimal(450)}}
CARBON = {("carbon", "tonnes", ""): {2015: Decimal(1000), 2025: Decimal(1030)}}
DEGRADED = {("sdg", "reported", "degraded"): {2015: Decimal(100), 2025: Decimal(80)}}


def area(done: int | None, **fields: Any) -> dict[str, Any]:
    """100 km2 were promised from 2020 to 2030: 50 are expected."""
    given = {} if done is None else {"done": {"": done, "wetland": done}}
    return {"area_km2": 100, **DECADE, **given, **fields}


def percent_of_country(done: int | None, **fields: Any) -> dict[str, Any]:
    """10 % of 1 000 km2."""
    return area(done, area_km2=None, value=10, points=COUNTRY, **fields)


def forest_share(value: int, **fields: Any) -> dict[str, Any]:
    """Forest was 50 % of the country and is 45 %."""
    return {"land_type": "tree-covered", "unit": "% of country", "value": value, **FIFTEEN,
            "points": FOREST | COUNTRY, **fields}  # fmt: skip


def change(value: str, **fields: Any) -> dict[str, Any]:
    """Carbon is 3 % above 2015."""
    return {"indicator": "carbon_stocks", "value": Decimal(value), "unit": "%", **FIFTEEN,
            "points": CARBON, **fields}  # fmt: skip


def rate(to: str, **fields: Any) -> dict[str, Any]:
    """Carbon grows by 0.3 % a year."""
    return {"indicator": "carbon_stocks", "to_value": Decimal(to), "unit": "% per year",
            "points": CARBON, **FIFTEEN, **fields}  # fmt: skip


def keep(value: int | None, **fields: Any) -> dict[str, Any]:
    return {"land_types": ["tree-covered"], "value": value, "unit": "% of country",
            "points": FOREST | COUNTRY, **DECADE, **fields}  # fmt: skip


def reach(to: int, **fields: Any) -> dict[str, Any]:
    """Degraded land fell from 100 to 80 km2."""
    return {"indicator": "sdg", "from_value": 100, "to_value": to, "unit": "km2",
            "points": DEGRADED, **FIFTEEN, **fields}  # fmt: skip


CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("area", area(100), REACHED, "100 km² of 100 km²: what was promised is there."),
    ("area", area(50), ON_TRACK, "50 % of the way, 50 % expected by then."),
    ("area", area(49), BEHIND, "49 % of the way, 50 % expected by then."),
    ("area", area(None), UNKNOWN, DONE),
    ("area", area(10, area_km2=None), UNKNOWN, NO_VALUE),
    ("area", area(99, base_year=None), UNKNOWN, NO_YEARS),
    ("area_by_land_type", area(100, land_type="wetland"), REACHED, "100 km² of 100 km²"),
    ("area_by_land_type", area(60, land_type="wetland"), ON_TRACK, "60 % of the way"),
    ("area_by_land_type", area(40, land_type="wetland"), BEHIND, "40 % of the way"),
    ("area_by_land_type", area(100, land_type="cropland"), UNKNOWN, DONE),
    # 20 % of 500 km2 were entered: 100 km2.
    ("percent_of_area", area(100, value=20, of_value=500), REACHED, "100 km² of 100 km²"),
    ("percent_of_area", area(51, value=20, of_value=500), ON_TRACK, "51 % of the way"),
    ("percent_of_area", area(1, value=20, of_value=500), BEHIND, "1 % of the way"),
    ("percent_of_area", area(None, value=20, of_value=500), UNKNOWN, DONE),
    ("percent_of_country", percent_of_country(100), REACHED, "100 km² of 100 km²"),
    ("percent_of_country", percent_of_country(50), ON_TRACK, "50 % of the way"),
    ("percent_of_country", percent_of_country(30), BEHIND, "30 % of the way"),
    ("percent_of_country", area(30, area_km2=None, value=10), UNKNOWN, NO_VALUE),
    # Of a land type it is a level: forest fell although it should rise, or fell far enough.
    ("percent_of_country", forest_share(45), REACHED, "45 % of country in 2025"),
    ("percent_of_country", forest_share(43), ON_TRACK, "71 % of the way, 67 % expected by then"),
    ("percent_of_country", forest_share(55), BEHIND, "-100 % of the way"),
    ("percent_of_country", forest_share(55, points={}), UNKNOWN, NOT_PUBLISHED),
    ("percent_change", change("3"), REACHED, "3 % in 2025 of 3 %"),
    ("percent_change", change("4.5"), ON_TRACK, "67 % of the way, 67 % expected by then"),
    ("percent_change", change("-3"), BEHIND, "-100 % of the way"),
    ("percent_change", change("6"), BEHIND, "50 % of the way"),
    ("percent_change", change("3", base_year=2010), UNKNOWN, "the base year, 2010"),
    ("percent_change", change("3", points={}), UNKNOWN, NOT_PUBLISHED),
    ("percent_change", change("0"), UNKNOWN, NO_VALUE),
    ("rate", rate("0.3"), REACHED, "0.3 % per year in 2025 of 0.3 % per year"),
    ("rate", rate("0.4"), ON_TRACK, "75 % of the way, 67 % expected by then"),
    ("rate", rate("1"), BEHIND, "30 % of the way"),
    # From 0.2 to 0.5: a third of the way.
    ("rate", rate("0.5", from_value=Decimal("0.2")), BEHIND, "33 % of the way"),
    ("rate", rate("1", points={("carbon", "tonnes", ""): {2025: Decimal(1)}}), UNKNOWN,
     NOT_PUBLISHED),
    ("rate", {"indicator": "carbon_stocks", "points": CARBON, **FIFTEEN}, UNKNOWN, NO_VALUE),
    ("maintain_level", keep(45), ON_TRACK, "not below the level to keep, 45 % of country"),
    ("maintain_level", keep(45, target_year=2025), REACHED, "not below the level to keep"),
    ("maintain_level", keep(46), BEHIND, "below the level to keep, 46 % of country"),
    ("maintain_level", keep(46, points={}), UNKNOWN, NOT_PUBLISHED),
    ("maintain_level", keep(None), UNKNOWN, NO_VALUE),
    ("reach_level", reach(80), REACHED, "80 km2 in 2025 of 80 km2"),
    ("reach_level", reach(70), ON_TRACK, "67 % of the way, 67 % expected by then"),
    ("reach_level", reach(60), BEHIND, "50 % of the way"),
    ("reach_level", reach(120), BEHIND, "-100 % of the way"),
    ("reach_level", reach(60, target_year=None), UNKNOWN, NO_YEARS),
    ("reach_level", reach(60, points={}), UNKNOWN, NOT_PUBLISHED),
    ("halt", {"status": "achieved"}, REACHED, "The country says that it is achieved."),
    ("halt", {"status": "not_achieved"}, BEHIND, "The country says that it is not achieved."),
    ("halt", {}, UNKNOWN, "No indicator measures whether this has stopped"),
    ("process", {"status": "achieved"}, REACHED, "The country says that it is achieved."),
    ("process", {"status": "not_achieved"}, BEHIND, "The country says that it is not achieved."),
    ("process", {"status": "partially_achieved"}, UNKNOWN, "the country says: Partially"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "given", "verdict", "words"),
    CASES,
    ids=[f"{c[0]} {c[2]} {n}" for n, c in enumerate(CASES)],
)
def test_the_course_and_its_reason(
    kind: str, given: dict[str, Any], verdict: str, words: str
) -> None:
    course, reason = judged(kind, **given)
    assert (course.value, words in reason) == (verdict, True), reason


def test_every_kind_has_been_judged_with_every_verdict_that_it_can_have() -> None:
    seen = {(kind, verdict) for kind, _given, verdict, _words in CASES}
    measured = {k.value for k in QuantityKind} - {"halt", "process"}
    expected = {(kind, verdict) for kind in measured
                for verdict in (REACHED, ON_TRACK, BEHIND, UNKNOWN)}  # fmt: skip
    said = {(kind, v) for kind in ("halt", "process") for v in (REACHED, BEHIND, UNKNOWN)}
    assert seen == expected | said
