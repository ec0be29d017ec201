"""Planned areas moved between land types, with and without a page load."""

from typing import Any

import pytest
from django.urls import reverse

from indicators.models import Report
from targets.models import Quantity
from tests.targets.neutrality.sheets import make_balanced_report
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


def test_nothing_of_a_scenario_is_saved(client: Any) -> None:
    report = ready(client)

    client.post(address(report), {**PLANNED, **MOVE})

    assert Quantity.objects.get().area_km2 == 130
    assert "Not neutral in 2030" in text(client.get(address(report)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"move": "131"}, "Only 130 km² are planned on cropland. Move at most that much."),
        ({"target": "cropland"}, "Choose two different land types."),
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


def test_the_page_takes_at_most_fifteen_queries(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    report = ready(client)
    with django_assert_max_num_queries(15):
        client.post(address(report), {**PLANNED, **MOVE})
