"""Two people in one section see each other; a phone switches between the parts of a country."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, expect

from countries.models import User
from indicators import presence
from indicators.models import Observation, Report
from tests.browser.story import Person
from tests.factories import make_user
from tests.indicators.baseline.record_making import make_worked_report
from tests.indicators.baseline.zone_making import make_zones

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
LAND = "profile.area.2015.land"


@pytest.fixture
def report() -> Report:
    report = make_worked_report()[1]
    make_zones(report, 3)
    return report


@pytest.fixture
def arrive(
    chromium: Browser, live_server: Any, tmp_path: Path
) -> Iterator[Callable[[User], Person]]:
    people: list[Person] = []

    def sign_in(user: User) -> Person:
        person = Person(chromium, live_server.url, user, tmp_path)
        people.append(person)
        return person

    yield sign_in
    for person in people:
        assert person.foreign == []
        assert person.problems == []
        person.context.close()
    connection.close()


def test_two_people_see_each_other_and_one_who_leaves_is_gone(
    report: Report, arrive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Arrange: a quicker pulse than in life, so that the test need not wait for a minute
    monkeypatch.setattr("indicators.views.baseline.RENEW_SECONDS", 1)
    monkeypatch.setattr(presence, "GONE_SECONDS", 6)
    section = f"/parties/XAA/{report.cycle.year}/baseline/profile/"
    amina = arrive(make_user("contributor", report.party, full_name="Amina Diallo"))
    benoit = arrive(make_user("contributor", report.party, full_name="Benoît Kaboré"))

    # Act
    amina.go(section)
    benoit.go(section)

    # Assert
    place = amina.page.locator("[data-here]")
    expect(place).to_contain_text("Benoît Kaboré", timeout=30_000)
    expect(benoit.page.locator("[data-here]")).to_contain_text("Amina Diallo", timeout=30_000)
    benoit.page.goto("about:blank")
    expect(place).to_have_text("", timeout=60_000)


def test_a_phone_switches_from_the_country_to_the_affected_areas_and_to_a_zone(
    report: Report, arrive: Any
) -> None:
    # Arrange
    awa = arrive(make_user("contributor", report.party, full_name="Awa Diallo"))
    page = awa.page
    page.set_viewport_size({"width": 390, "height": 844})
    awa.go(f"/parties/XAA/{report.cycle.year}/baseline/profile/")

    # Act
    page.get_by_role("link", name="Affected areas").first.click()
    page.locator(f'[name="{LAND}"]').fill("800")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    page.locator(".scope-switch").get_by_role("link", name="Zones").click()
    page.get_by_role("link", name="Province 02").click()
    page.locator(".scope-sections").get_by_role("link", name="Country profile").click()
    page.locator(f'[name="{LAND}"]').fill("300")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")

    # Assert
    kept = {(o.copy, o.zone): o.value for o in Observation.objects.filter(report=report)}
    assert kept == {("affected", ""): 800, ("national", "Province 02"): 300}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
