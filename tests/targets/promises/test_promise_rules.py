"""Rules R14 to R17 and R19: one target or measure that breaks each, and one that holds."""

from typing import Any

import pytest
from django.utils.translation import override

from countries.models import Party, User
from indicators.actions.sections import save_section
from indicators.baseline.notation import Notation
from indicators.baseline.record import Record
from indicators.models import Report
from indicators.rules.findings import Finding, Level
from targets.actions import promises as actions
from targets.rules.check import check_all
from tests.targets.promises.promise_making import (
    make_measure,
    make_ready_party,
    make_target,
    square,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> tuple[Party, User]:
    return make_ready_party()


def findings(party: Party, rule: str) -> list[Finding]:
    report = Report.objects.select_related("cycle", "party").get(party=party)
    return [f for f in check_all(party, Record.load(report)) if f.rule == rule]


def said(party: Party, rule: str) -> str:
    with override("en"):
        return " ".join(f.message for f in findings(party, rule)).replace("\xa0", " ")


def record_land(party: Party, user: User) -> None:
    """1205 km2 of land, 20 of it wetland, 130 degraded."""
    report = Report.objects.get(party=party)
    fields: dict[str, dict[str, str]] = {
        "profile": {"profile.area.2023.land": "1205", "profile.area.2023.water": "30"},
        "land_cover": {"land_cover.area.2023.wetland": "20"},
        "sdg": {"sdg.status.report_2.degraded": "130"},
    }
    for key, texts in fields.items():
        save_section(report, key, texts, version=0, notation=Notation(), by=user)


def area(value: str, unit: str = "km2", **more: str) -> dict[str, str]:
    fields = {"kind": "area", "value": value, "area_unit": unit, **more}
    return {f"quantities.0.{name}": text for name, text in fields.items()}


def test_r14_the_target_year_comes_after_the_base_year(ready: Any) -> None:
    party, user = ready
    make_target(party, user, area("1", base_year="2030", target_year="2030"))
    assert "the target year 2030 is not after the base year 2030" in said(party, "R14")


def test_r14_holds_for_a_later_year(ready: Any) -> None:
    party, user = ready
    make_target(party, user, area("1", base_year="2015", target_year="2030"))
    assert not findings(party, "R14")


def test_r14_a_subnational_target_has_a_polygon_and_an_area(ready: Any) -> None:
    party, user = ready
    target = make_target(party, user, {"scope": "subnational"})
    assert "has no polygon" in said(party, "R14")
    assert "promises no area" in said(party, "R14")
    assert {f.level for f in findings(party, "R14")} == {Level.ERROR}

    fields = {"geometry": square(10.2, 10.2, 0.5), **area("3027")}
    actions.save(target, fields, version=9, by=user)
    assert not findings(party, "R14")


def test_r14_no_area_is_larger_than_the_country(ready: Any) -> None:
    party, user = ready
    record_land(party, user)
    make_target(party, user, area("1236"))
    assert "the area 1 236 km² is larger than the country, 1 235 km²" in said(party, "R14")


@pytest.mark.parametrize(("typed", "is_wrong"), [("3027", False), ("3170", False), ("3200", True)])
def test_r14_the_polygon_is_within_five_percent_of_the_typed_area(
    ready: Any, typed: str, is_wrong: bool
) -> None:
    party, user = ready
    make_target(party, user, {"geometry": square(10.2, 10.2, 0.5), **area(typed)})
    levels = [f.level for f in findings(party, "R14")]
    assert levels == ([Level.WARNING] if is_wrong else [])


def test_r14_a_polygon_outside_the_country_is_said_to_be(ready: Any) -> None:
    party, user = ready
    make_measure(party, user, {"title": "Far", "geometry": square(20, 20, 0.5)})
    assert "lies outside the country" in said(party, "R14")


def test_r15_reverse_needs_degraded_land_and_avoid_land_that_is_not(ready: Any) -> None:
    party, user = ready
    record_land(party, user)
    make_target(party, user, {"hierarchy": "reverse", **area("131")})
    make_target(party, user, {"hierarchy": "avoid", **area("1076")})
    assert "131 km² shall be reversed, but only 130 km²" in said(party, "R15")
    assert "avoided on 1 076 km², but only 1 075 km²" in said(party, "R15")


def test_r15_looks_at_the_land_types(ready: Any) -> None:
    party, user = ready
    record_land(party, user)
    make_target(party, user, {"hierarchy": "reverse", "land_types": "wetland", **area("21")})
    assert "21 km² shall be reversed, but only 20 km²" in said(party, "R15")


def test_r15_holds_where_there_is_enough_land(ready: Any) -> None:
    party, user = ready
    record_land(party, user)
    make_target(party, user, {"hierarchy": "reverse", **area("130")})
    assert not findings(party, "R15")


def test_r16_an_achieved_target_asks_for_evidence_and_takes_it_as_explanation(ready: Any) -> None:
    party, user = ready
    target = make_target(party, user, {"status": "achieved"})
    (finding,) = findings(party, "R16")
    assert not finding.explanation

    actions.explain(target, finding.key, "Survey of 2025.", by=user)

    (finding,) = findings(party, "R16")
    assert finding.explanation == "Survey of 2025."


def test_r16_is_met_by_evidence_in_its_field(ready: Any) -> None:
    party, user = ready

    make_target(party, user, {"status": "achieved", "evidence": "Survey of 2025."})

    assert not findings(party, "R16")


@pytest.mark.parametrize("typed", [("302756", "km2"), ("3027.56", "ha")])
def test_r17_sees_the_factor_between_hectares_and_square_kilometres(
    ready: Any, typed: tuple[str, str]
) -> None:
    party, user = ready
    fields = {"title": "T", "geometry": square(10.2, 10.2, 0.5)}
    make_measure(party, user, fields | {"area": typed[0], "area_unit": typed[1]})
    assert "differ by the factor 100" in said(party, "R17")
    assert not findings(party, "R14")


def test_r17_is_silent_where_the_unit_is_right(ready: Any) -> None:
    party, user = ready
    fields = {"title": "T", "geometry": square(10.2, 10.2, 0.5)}
    make_measure(party, user, fields | {"area": "302756", "area_unit": "ha"})
    assert not findings(party, "R17")


def test_r19_tells_the_overlap_once_and_takes_an_explanation(ready: Any) -> None:
    party, user = ready
    make_measure(party, user, {"title": "A", "geometry": square(10.2, 10.2, 0.5)})
    later = make_measure(party, user, {"title": "B", "geometry": square(10.5, 10.4, 0.5)})
    (finding,) = findings(party, "R19")
    assert finding.level == Level.WARNING
    assert "Measure 2 and Measure 1 overlap by 726.38 km²" in said(party, "R19")

    actions.explain(later, finding.key, "One follows the other.", by=user)

    assert findings(party, "R19")[0].explanation == "One follows the other."


def test_r19_is_silent_where_measures_only_touch(ready: Any) -> None:
    party, user = ready
    make_measure(party, user, {"title": "A", "geometry": square(10.2, 10.2, 0.5)})
    make_measure(party, user, {"title": "B", "geometry": square(10.7, 10.2, 0.5)})
    assert not findings(party, "R19")


def test_removed_measures_break_no_rule(ready: Any) -> None:
    party, user = ready
    make_measure(party, user, {"title": "A", "geometry": square(10.2, 10.2, 0.5)})
    later = make_measure(party, user, {"title": "B", "geometry": square(10.5, 10.4, 0.5)})
    actions.remove(later, by=user)
    assert not findings(party, "R19")


def test_an_empty_target_and_an_unread_text_block_submitting_only(ready: Any) -> None:
    party, user = ready
    make_target(party, user, {"adopted_year": "2O18"})
    assert "has no statement" in said(party, "EMPTY")
    assert "“2O18” could not be read" in said(party, "READ")
    assert all(f.blocks for rule in ("EMPTY", "READ") for f in findings(party, rule))
