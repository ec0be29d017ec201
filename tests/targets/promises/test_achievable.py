"""R15 in each land type: what is promised against what the run behind the record found there."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils.functional import Promise

from countries.models import Party, User
from indicators.baseline.record import Record
from indicators.models import Report, Run
from indicators.rules.findings import Finding
from targets.models import Target
from targets.neutrality.smart import smart
from targets.rules.areas import Land
from targets.rules.check import check_all
from targets.rules.land_states import LandStates
from tests.targets.neutrality.sheets import PERIOD, balance, make_balanced_report
from tests.targets.promises.promise_making import make_measure, make_target

pytestmark = pytest.mark.django_db
# Rows: baseline degraded, stable, improved; columns: the same in the period.
CROSSTAB = {
    "grassland": [[10, 20, 5], [4, 100, 6], [1, 2, 2]],
    "cropland": [[60, 10, 0], [30, 200, 0], [0, 0, 0]],
}
GRASS = LandStates(Decimal(35), Decimal(115))


@pytest.fixture
def work() -> tuple[Party, User]:
    party, _report, user, run = make_balanced_report()
    summary = dict(run.summary)
    summary["balance"] = {PERIOD: balance({}) | {"crosstab": CROSSTAB}}
    Run.objects.filter(pk=run.pk).update(summary=summary)
    return party, user


def found(party: Party) -> list[Finding]:
    record = Record.load(Report.objects.select_related("cycle", "party").get(party=party))
    return [finding for finding in check_all(party, record) if finding.rule == "R15"]


def said(party: Party) -> list[str]:
    return [finding.message.replace("\xa0", " ") for finding in found(party)]


def area(value: str, *, of: str = "", place: int = 0) -> dict[str, str]:
    kind = "area_by_land_type" if of else "area"
    fields = {"kind": kind, "value": value, "area_unit": "km2", "land_type": of}
    return {f"quantities.{place}.{name}": text for name, text in fields.items()}


def test_land_that_was_degraded_and_is_stable_since_is_degraded_still() -> None:
    assert LandStates.of_crosstab(CROSSTAB["grassland"]) == GRASS
    assert LandStates.of_crosstab([[30, 50, 20], [40, 800, 60], [10, 120, 75]]) == LandStates(
        Decimal(130), Decimal(1075)
    )


@pytest.mark.parametrize(("value", "is_said"), [("35", False), ("35.01", True)])
def test_reverse_is_held_against_the_degraded_land_of_that_type(
    work: tuple[Party, User], value: str, is_said: bool
) -> None:
    make_target(*work, {"hierarchy": "reverse", "land_types": "grassland", **area(value)})

    assert bool(said(work[0])) == is_said


def test_the_warning_names_the_land_and_both_numbers(work: tuple[Party, User]) -> None:
    make_target(*work, {"hierarchy": "reverse", "land_types": "grassland", **area("50")})

    [words] = said(work[0])

    assert words.startswith(
        "Target 1: 50 km² of Grassland shall be reversed, but only 35 km² of it is degraded."
    )


def test_several_land_types_are_taken_together(work: tuple[Party, User]) -> None:
    fields = {"hierarchy": "reverse", "land_types": "grassland|cropland"}
    make_target(*work, {**fields, **area("135")})
    make_target(*work, {**fields, **area("136")})

    [words] = said(work[0])

    assert words.startswith("Target 2: 136 km²")
    assert "Grassland, Cropland" in words
    assert "only 135 km²" in words


def test_a_quantity_of_one_land_type_is_held_against_that_one(work: tuple[Party, User]) -> None:
    make_target(
        *work,
        {
            "hierarchy": "reverse",
            "land_types": "grassland|cropland",
            **area("36", of="grassland"),
            **area("99", of="cropland", place=1),
        },
    )

    [finding] = found(work[0])

    assert finding.field == "targets.1.quantities.0.value"


@pytest.mark.parametrize(("value", "is_said"), [("115", False), ("116", True)])
def test_avoid_is_held_against_the_land_that_is_not_degraded(
    work: tuple[Party, User], value: str, is_said: bool
) -> None:
    fields = {"title": "Keep it", "hierarchy": "avoid", "land_types": "grassland"}
    make_measure(*work, {**fields, "area": value, "area_unit": "km2"})

    words = said(work[0])

    assert bool(words) == is_said
    assert all("avoided on 116 km²" in w and "only 115 km²" in w for w in words)


def test_a_land_type_that_no_run_tells_of_is_held_against_all_degraded_land(
    work: tuple[Party, User],
) -> None:
    make_target(*work, {"hierarchy": "reverse", "land_types": "wetland", **area("5000")})

    [words] = said(work[0])

    assert "is degraded or there at all" in words


def test_several_responses_are_not_judged(work: tuple[Party, User]) -> None:
    fields = {"hierarchy": "avoid|reverse", "land_types": "grassland"}
    make_target(*work, {**fields, **area("5000")})

    assert said(work[0]) == []


def test_the_names_of_land_wait_for_the_readers_language(work: tuple[Party, User]) -> None:
    make_target(*work, {"hierarchy": "reverse", "land_types": "cropland", **area("5000")})

    [finding] = found(work[0])

    assert isinstance(finding.params["land"], Promise)
    assert str(finding.params["land"]) == "Cropland"


def test_smart_says_whether_a_target_is_achievable_in_its_land_type(
    work: tuple[Party, User],
) -> None:
    make_target(*work, {"hierarchy": "reverse", "land_types": "grassland", **area("50")})
    land = Land(None, None, Decimal(500), {}, {"grassland": GRASS})

    def answer(given: Land) -> Any:
        criteria = smart(Target.objects.get(), given)
        return next(c.answer.holds for c in criteria if str(c.name) == "Achievable")

    assert answer(land) is False
    assert answer(Land(None, None, Decimal(500), {})) is True
