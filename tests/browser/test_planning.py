"""Planning in a browser: scenarios without a page load, where to act, and polygons of measures."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from countries.models import User
from indicators.models import Report
from targets.actions.where import ask_where
from targets.models import Measure
from targets.where import work
from tests.browser.story import Person
from tests.factories import make_focal_point
from tests.targets.neutrality.sheets import make_balanced_report
from tests.targets.promises.promise_making import (
    make_measure,
    make_ready_party,
    make_target,
    url,
)
from tests.targets.where.squares import corner, make_square_report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
SignIn = Callable[[User], Person]


@pytest.fixture
def arrive(chromium: Browser, live_server: Any, tmp_path: Path) -> Iterator[SignIn]:
    people: list[Person] = []

    def sign_in(user: User) -> Person:
        people.append(Person(chromium, live_server.url, user, tmp_path))
        return people[-1]

    yield sign_in
    for person in people:
        assert person.foreign == []
        assert person.problems == []
        person.context.close()
    connection.close()


def _never_loaded_again(page: Page) -> Callable[[], bool]:
    """A mark that a new page would not have."""
    page.evaluate("window.stayed = true")
    return lambda: bool(page.evaluate("window.stayed === true"))


@pytest.fixture
def planned() -> tuple[Report, User]:
    """W3, with 130 km2 to be reversed on cropland and nothing on wetland."""
    party, report, user, _run = make_balanced_report()
    make_target(
        party,
        user,
        {
            "hierarchy": "reverse",
            "land_types": "cropland",
            "quantities.0.kind": "area",
            "quantities.0.value": "130",
            "quantities.0.area_unit": "km2",
        },
    )
    return report, user


def test_moving_100_km2_changes_balance_verdict_and_chart_without_a_page_load(
    planned: tuple[Report, User], arrive: SignIn
) -> None:
    report, user = planned
    person = arrive(user)
    page = person.page
    person.go(reverse("scenario", args=["XAA", report.cycle.year]))
    stayed = _never_loaded_again(page)
    outcome = page.locator("#scenario-outcome")
    expect(outcome.locator(".notice")).to_contain_text("Not neutral in 2030")
    before = outcome.locator("svg").last.inner_html()

    page.select_option('[name="source"]', "cropland")
    page.select_option('[name="target"]', "wetland")
    page.fill('[name="move"]', "100")
    page.click("text=Move and work out")

    expect(outcome.locator(".notice")).to_contain_text("Neutral in 2030, if what is assumed")
    expect(page.locator('[name="gains_wetland"]')).to_have_value("100")
    assert outcome.locator("svg").last.inner_html() != before
    assert stayed()
    # A closed page loses nothing of it.
    person.go(reverse("scenario", args=["XAA", report.cycle.year]))
    expect(page.locator('[name="gains_wetland"]')).to_have_value("100")


def test_a_number_that_is_changed_is_worked_out_at_once_and_the_fields_stay(
    planned: tuple[Report, User], arrive: SignIn
) -> None:
    report, user = planned
    person = arrive(user)
    page = person.page
    person.go(reverse("scenario", args=["XAA", report.cycle.year]))
    stayed = _never_loaded_again(page)

    page.locator("summary", has_text="Change what is planned").click()
    page.fill('[name="gains_wetland"]', "75")
    page.locator('[name="gains_wetland"]').press("Tab")
    page.locator('[name="losses_wetland"]').press_sequentially("1")

    expect(page.locator("#scenario-outcome .notice")).to_contain_text("Neutral in 2030, if")
    expect(page.locator('[name="losses_wetland"]')).to_have_value("1")
    expect(page.locator('[name="losses_wetland"]')).to_be_focused()
    assert stayed()


# --- Where to act --------------------------------------------------------------------------------


@pytest.fixture
def squares() -> tuple[Report, User]:
    report, _run = make_square_report()
    user = make_focal_point(report.party)
    row = ask_where(report, by=user)
    work.perform(row.pk)
    return report, user


# Tiles are drawn in threads of this process, where one thread's filter of warnings ends another's.
@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_place_is_looked_at_and_a_patch_taken_into_a_measure(
    squares: tuple[Report, User], arrive: SignIn
) -> None:
    report, user = squares
    person = arrive(user)
    page = person.page
    person.go(reverse("where_to_act", args=["XAA", report.cycle.year]))
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()

    longitude, latitude = corner(8.5, 9.5)
    page.fill('[name="lat"]', f"{latitude:.5f}")
    page.fill('[name="lon"]', f"{longitude:.5f}")
    page.click("text=Look")
    expect(page.locator("[data-answer]")).to_contain_text("Reverse (degraded land)")
    page.click("text=Take patch 1")

    expect(page.locator('[name="place"]')).to_have_value("North")
    expect(page.locator("[data-area]")).to_contain_text("km²")
    drawn = page.evaluate("JSON.parse(document.querySelector('[data-geojson]').value)")
    assert drawn == Measure.objects.get().geometry


# --- Polygons of measures ------------------------------------------------------------------------

HOLED = {
    "type": "Polygon",
    "coordinates": [
        [[10.2, 10.2], [11.8, 10.2], [11.8, 11.8], [10.2, 11.8], [10.2, 10.2]],
        [[10.8, 10.8], [10.8, 11.2], [11.2, 11.2], [11.2, 10.8], [10.8, 10.8]],
    ],
}


@pytest.fixture
def measure() -> tuple[Measure, User]:
    party, user = make_ready_party()
    return make_measure(party, user, {"title": "Rest", "geometry": json.dumps(HOLED)}), user


def test_a_polygon_edited_in_the_browser_keeps_its_hole_in_the_record(
    measure: tuple[Measure, User], arrive: SignIn
) -> None:
    row, user = measure
    before = row.geometry_area_km2
    person = arrive(user)
    page = person.page
    person.go(url(row, "edit"))

    page.locator("[data-canvas]").scroll_into_view_if_needed()
    page.click("[data-draw=edit]")
    page.locator("[data-canvas]").scroll_into_view_if_needed()
    box = page.locator(".leaflet-editing-icon").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] - 20, box["y"] + 25, steps=5)
    page.mouse.up()
    page.click("[data-draw=finish]")
    person.press("Done")

    row.refresh_from_db()
    outer, hole = (row.geometry or {})["coordinates"]
    assert len(outer) == 5
    assert sorted(map(tuple, hole)) == sorted(map(tuple, HOLED["coordinates"][1]))
    assert row.geometry_area_km2 != before


def test_a_crossing_outline_is_refused_and_its_place_named_and_shown(
    measure: tuple[Measure, User], arrive: SignIn
) -> None:
    row, user = measure
    kept = row.geometry
    person = arrive(user)
    page = person.page
    person.go(url(row, "edit"))
    bow = [[10.2, 10.2], [11.2, 11.2], [11.2, 10.2], [10.2, 11.2], [10.2, 10.2]]

    page.locator("[data-raw] summary").click()
    page.fill("[data-geojson]", json.dumps({"type": "Polygon", "coordinates": [bow]}))
    page.locator("[data-geojson]").press("Tab")

    expect(page.locator("[data-problem]")).to_contain_text("longitude 10.70000, latitude 10.70000")
    expect(page.locator("path[stroke='#a3201a']")).to_have_count(1)
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    row.refresh_from_db()
    assert row.geometry == kept
    # Opened again, the outline is there as it was typed, with the server's refusal and its place.
    person.go(url(row, "edit"))
    expect(page.locator("#geometry-error")).to_contain_text("longitude 10.7, latitude 10.7")
    expect(page.locator("[data-problem]")).to_contain_text("longitude 10.70000, latitude 10.70000")


# --- What cannot be read, while typing -----------------------------------------------------------


def test_what_cannot_be_read_is_said_beside_its_field_without_a_page_load(
    arrive: SignIn,
) -> None:
    party, user = make_ready_party()
    row = make_target(party, user, {"quantities.0.kind": "area", "adopted_year": "soon"})
    person = arrive(user)
    page = person.page
    person.go(url(row, "edit"))
    stayed = _never_loaded_again(page)
    name = "quantities.0.value"
    field, said = page.locator(f'[id="{name}"]'), page.locator(f'[id="{name}-error"]')
    expect(page.locator(".error-summary li")).to_have_count(1)

    field.fill("a lot")

    expect(said).to_contain_text("a lot", timeout=20_000)
    expect(field).to_have_attribute("aria-invalid", "true")
    assert f"{name}-error" in (field.get_attribute("aria-describedby") or "").split()
    expect(field).to_have_value("a lot")
    expect(field).to_be_focused()
    foot = page.locator(".section-foot").bounding_box()
    box = field.bounding_box()
    assert foot
    assert box
    assert box["y"] + box["height"] <= foot["y"], "the bar at the foot does not cover it"

    # The page that was there without script says the same of the year; both go once they are read.
    expect(page.locator("#adopted_year-error")).to_contain_text("soon")
    field.fill("130")
    page.fill("#adopted_year", "2018")
    expect(page.locator("#adopted_year-error")).to_have_count(0, timeout=20_000)
    expect(said).to_have_count(0)
    expect(page.locator(".error-summary")).to_have_count(0)
    expect(field).not_to_have_attribute("aria-invalid", "true")
    assert f"{name}-error" not in (field.get_attribute("aria-describedby") or "")
    assert stayed()
    row.refresh_from_db()
    assert row.unread == {}


def test_a_page_without_script_says_the_same_beside_the_field(client: Any) -> None:
    party, user = make_ready_party()
    row = make_measure(party, user, {"title": "Rest", "start_year": "soon"})
    client.force_login(user)

    page = client.get(url(row, "edit")).content.decode()

    beside = page.split('id="start_year-error"')[1].split("</div>")[0]
    assert "soon" in beside
    assert "portal-field-errors.js" in page
