"""Planned areas moved between land types, with and without a page load."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from countries.models import AuditEvent
from indicators.models import Report, Run
from targets.models import Quantity, SavedScenario, Target
from targets.neutrality.sheet import read_neutrality
from tests.factories import make_focal_point, make_party
from tests.targets.neutrality.sheets import PERIOD, balance, make_balanced_report
from tests.targets.promises.promise_making import make_target

pytestmark = pytest.mark.django_db
MOVE = {"what": "gains", "move": "100", "source": "cropland", "target": "wetland"}
PLANNED = {"gains_cropland": "130"}


def ready(client: Any) -> Report:
    """W3, with 130 km2 to be reversed on cropland and nothing on wetland."""
    party, report, user, _run = make_balanced_report()
    fields = {
        "hierarchy": "reverse",
        "land_types": "cropland",
        "quantities.0.kind": "area",
        "quantities.0.value": "130",
        "quantities.0.area_unit": "km2",
    }
    make_target(party, user, fields)
    client.force_login(user)
    return report


def address(report: Report) -> str:
    return reverse("scenario", args=[report.party.iso3, report.cycle.year])


def text(answer: Any) -> str:
    return str(answer.content.decode()).replace("\xa0", " ")


def test_moving_100_km2_changes_balance_verdict_and_chart_by_a_form_post(client: Any) -> None:
    report = ready(client)
    before = text(client.get(address(report)))
    assert "Not neutral in 2030: losses would exceed gains in wetland." in before
    assert "Wetland: −75 km² in 2030, the weakest of all land types" in before

    after = text(client.post(address(report), {**PLANNED, **MOVE}))

    # 20 lost and 55 more at the same pace; 100 planned: 25 km2 left.
    assert "Neutral in 2030, if what is assumed and planned comes about." in after
    assert "Wetland: −75 km²" not in after
    assert "+25" in after
    assert 'name="gains_wetland" value="100"' in after
    assert 'name="gains_cropland" value="30"' in after
    assert "<html" in after


def test_htmx_gets_the_scenario_alone(client: Any) -> None:
    report = ready(client)

    after = text(client.post(address(report), {**PLANNED, **MOVE}, headers={"HX-Request": "true"}))

    assert "<html" not in after
    assert after.strip().startswith('<div id="scenario">')
    assert "Neutral in 2030" in after


def test_what_somebody_tries_is_kept_for_them_and_the_plans_stay(client: Any) -> None:
    report = ready(client)

    client.post(address(report), {**PLANNED, **MOVE})

    assert Quantity.objects.get().area_km2 == 130
    assert read_neutrality(report).sheet.projected_verdict == "not_neutral"
    assert 'name="gains_wetland" value="100"' in text(client.get(address(report)))
    client.force_login(make_focal_point(report.party))
    assert 'name="gains_wetland" value="0"' in text(client.get(address(report)))


def test_what_was_tried_can_be_given_up(client: Any) -> None:
    report = ready(client)
    client.post(address(report), {**PLANNED, **MOVE})

    answer = client.post(address(report), {**PLANNED, "do": "again"})

    assert answer["Location"] == address(report)
    assert 'name="gains_cropland" value="130"' in text(client.get(address(report)))


def test_a_changed_number_is_worked_out_without_the_move(client: Any) -> None:
    report = ready(client)

    after = text(client.post(address(report), {**MOVE, "gains_wetland": "75", "do": "try"}))

    assert "Neutral in 2030, if what is assumed and planned comes about." in after
    assert 'name="gains_wetland" value="75"' in after


def test_assumptions_are_part_of_a_scenario_and_not_of_the_sheet(client: Any) -> None:
    report = ready(client)
    fields = {**PLANNED, "what": "gains", "source": "cropland", "target": "wetland"}
    assumed = {"until": "2035", "losses_go_on": "0", "gains_go_on": "0"}

    after = text(client.post(address(report), {**fields, **assumed, "gains_wetland": "20"}))

    # Nothing goes on: 20 km2 lost are made up for by 20 planned.
    assert "Neutral in 2035" in after
    assert "With what is planned now: Not neutral in 2030" in after
    bad = text(client.post(address(report), {**fields, "until": "1999"}))
    assert "1999 lies before 2019, the last year observed." in bad


# --- Zones ---------------------------------------------------------------------------------------


ZONES = {"source_zone": "1", "target_zone": "2"}


def zoned(client: Any) -> Report:
    """The same country in two zones: all of the wetland's loss lies in the south."""
    report = ready(client)
    run = Run.objects.get()
    zones = {"North": {"cropland": (60, 10)}, "South": {"wetland": (0, 20)}}
    run.summary |= {
        "zones": [
            {"name": name, "balance": {PERIOD: balance(moved)}} for name, moved in zones.items()
        ]
    }
    run.save()
    Target.objects.update(place="north")
    return report


def test_a_plan_stands_in_the_zone_that_its_place_names(client: Any) -> None:
    report = zoned(client)
    page = text(client.get(address(report)))
    assert 'name="gains_cropland_1" value="130"' in page
    assert 'name="gains_cropland" value="0"' in page


def test_an_area_is_moved_to_another_land_type_in_another_zone(client: Any) -> None:
    report = zoned(client)
    move = {**MOVE, "source_zone": "1", "target_zone": "2", "gains_cropland_1": "130"}

    answer = client.post(address(report), move)

    scenario = answer.context["page"].then
    cells = {cell: int(pair[0]) for cell, pair in scenario.plans.items() if pair[0]}
    assert cells == {("North", "cropland"): 30, ("South", "wetland"): 100}
    outcomes = {o.zone: (o.net, o.below) for o in scenario.zone_outcomes}
    # North: +50 observed, +137.5 at the same pace for eleven years after four, +30 planned.
    assert outcomes["North"] == (Decimal("217.5"), ())
    # South: -20, -55, +100.
    assert outcomes["South"] == (Decimal(25), ())
    assert scenario.verdict == "neutral"


def test_a_zone_below_nought_does_not_decide_for_the_country(client: Any) -> None:
    report = zoned(client)
    fields = {**MOVE, "move": "", "source_zone": "0", "target_zone": "0"}

    answer = client.post(address(report), {**fields, "gains_wetland_1": "75"})

    page = text(answer)
    assert "Neutral in 2030" in page
    assert answer.context["page"].then.zone_outcomes[1].below == ("wetland",)


def test_more_than_a_zone_has_is_not_moved(client: Any) -> None:
    report = zoned(client)
    fields = {**MOVE, "source_zone": "2", "target_zone": "1", "gains_cropland_1": "130"}

    page = text(client.post(address(report), fields))

    assert "Only 0 km² are planned on cropland in South. Move at most that much." in page


def test_areas_in_a_zone_that_a_new_run_lacks_are_not_lost(client: Any) -> None:
    report = zoned(client)
    client.post(address(report), {**MOVE, "source_zone": "1", "target_zone": "2",
                                  "gains_cropland_1": "130"})  # fmt: skip
    Run.objects.update(summary={"balance": {PERIOD: balance({})}, "zones": [{"name": "East"}]})

    answer = client.get(address(report))

    assert answer.context["form"].zones == ("East", "North", "South")
    assert 'name="gains_wetland_3" value="100"' in text(answer)
    shown = {"zone": ["East", "North", "South"], "move": "", "gains_wetland_3": "90"}
    again = client.post(address(report), {**MOVE, **ZONES, **shown})
    assert again.context["page"].then.plans["South", "wetland"][0] == 90


# --- Kept under a name ---------------------------------------------------------------------------

KEEP = {**PLANNED, **MOVE, "move": "", "do": "keep", "name": "  Wetlands   first "}


def test_a_scenario_is_kept_under_a_name_for_everybody_of_the_party(client: Any) -> None:
    report = ready(client)

    client.post(address(report), {**KEEP, "gains_wetland": "75", "note": "Needs the dam."})

    client.force_login(make_focal_point(report.party))
    page = text(client.get(address(report)))
    assert "<bdi>Wetlands first</bdi>" in page
    assert "Needs the dam." in page
    row = SavedScenario.objects.named().get()
    opened = text(client.get(address(report), {"open": row.pk}))
    assert 'name="gains_wetland" value="75"' in opened
    assert AuditEvent.objects.filter(kind="scenario.kept").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "Write a name to find it by."),
        ({"gains_wetland": "many"}, "could not be read as a number"),
        ({"name": "n" * 121}, "at most 120 characters"),
    ],
)
def test_what_cannot_be_kept_comes_back_as_it_was_typed(
    client: Any, fields: dict[str, str], words: str
) -> None:
    report = ready(client)

    page = text(client.post(address(report), {**KEEP, "note": "Needs the dam.", **fields}))

    assert words in page
    assert "Needs the dam." in page
    assert not SavedScenario.objects.named().exists()


def test_a_name_is_given_once_and_a_removed_scenario_can_be_put_back(client: Any) -> None:
    report = ready(client)
    client.post(address(report), KEEP)
    assert "There is a scenario “Wetlands first” already." in text(
        client.post(address(report), KEEP)
    )
    first = SavedScenario.objects.named().get()
    switch = reverse("scenario_remove", args=["XAA", report.cycle.year, first.pk])

    client.post(switch)
    assert client.get(address(report), {"open": first.pk}).status_code == 404
    client.post(address(report), KEEP)
    answer = client.post(switch, follow=True)
    assert "Another scenario is called “Wetlands first” now" in text(answer)

    second = SavedScenario.objects.named().exclude(pk=first.pk).get()
    client.post(reverse("scenario_remove", args=["XAA", report.cycle.year, second.pk]))
    client.post(switch)
    assert list(SavedScenario.objects.named().current()) == [first]


def test_two_scenarios_stand_side_by_side(client: Any) -> None:
    report = ready(client)
    client.post(address(report), {**KEEP, "gains_cropland": "30", "gains_wetland": "100"})
    row = SavedScenario.objects.named().get()

    answer = client.get(
        reverse("scenario_compare", args=["XAA", report.cycle.year]), {"a": "0", "b": row.pk}
    )

    page = text(answer)
    assert "As planned now" in page
    assert "Not neutral in 2030: losses would exceed gains in wetland." in page
    assert "Neutral in 2030, if what is assumed and planned comes about." in page
    wetland = next(r for r in answer.context["comparison"].land_types.rows if r.head == "Wetland")
    cells = [cell.replace("\xa0", " ") for cell in wetland.cells]
    assert cells == ["−75.0", "+25.0", "+100.0", "not neutral", "neutral"]
    plans = next(r for r in answer.context["comparison"].plans.rows if r.head == "Wetland")
    assert plans.cells == ("0", "+100", "0", "0")


def test_an_observer_of_the_party_tries_and_keeps_nothing_for_others(client: Any) -> None:
    report = ready(client)
    client.force_login(make_focal_point(make_party("XBB")))
    assert client.post(address(report), KEEP).status_code == 404
    assert not SavedScenario.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"move": "131"}, "Only 130 km² are planned on cropland. Move at most that much."),
        ({"target": "cropland"}, "Choose two different places."),
        ({"move": "many"}, "could not be read as a number"),
    ],
)
def test_a_move_that_cannot_be_made_says_why(
    client: Any, fields: dict[str, str], words: str
) -> None:
    report = ready(client)

    page = text(client.post(address(report), {**PLANNED, **MOVE, **fields}))

    assert words in page
    assert "Not neutral in 2030" in page


def test_the_page_takes_few_queries(client: Any, django_assert_max_num_queries: Any) -> None:
    report = zoned(client)
    for number in range(3):
        client.post(address(report), {**KEEP, **ZONES, "name": f"Scenario {number}"})
    assert SavedScenario.objects.named().count() == 3
    with django_assert_max_num_queries(18):
        client.post(address(report), {**MOVE, **ZONES}, headers={"HX-Request": "true"})
    with django_assert_max_num_queries(20):
        client.get(address(report))
