"""A whole section by the keyboard alone, with script and without; the focus is always seen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from countries.models import User
from indicators.models import Observation, Report
from tests.indicators.baseline.record_making import make_worked_report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
YEARS = (2000, 2015, 2016, 2019, 2023)
MOST_STEPS = 80
FOCUS = """() => {
    const e = document.activeElement, look = getComputedStyle(e);
    const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
    return {
        id: e.id, tag: e.tagName, text: e.textContent.trim(), href: e.getAttribute("href") || "",
        ringed: ring || look.boxShadow !== "none",
    };
}"""

Open = Callable[[bool], Page]


@pytest.fixture
def desk() -> tuple[Report, User]:
    _party, report, user = make_worked_report()
    return report, user


@pytest.fixture
def open_page(chromium: Browser, live_server: Any, desk: tuple[Report, User]) -> Iterator[Open]:
    contexts = []

    def opened(with_script: bool) -> Page:
        client = Client()
        client.force_login(desk[1])
        context = chromium.new_context(
            java_script_enabled=with_script,
            base_url=live_server.url,
            viewport={"width": 1280, "height": 900},
        )
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        context.add_cookies([cookie])  # type: ignore[list-item]
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    connection.close()


def here(page: Page) -> dict[str, Any]:
    """What has the focus; it can be seen."""
    expect(page.locator(":focus")).to_be_in_viewport()
    focus: dict[str, Any] = page.evaluate(FOCUS)
    assert focus["ringed"], f"nobody sees that {focus} has the focus"
    return focus


def tab_to(page: Page, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Press Tab until something has the focus."""
    passed = []
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focus = here(page)
        if wanted(focus):
            return focus
        passed.append(focus["id"] or focus["text"][:40])
    raise AssertionError(f"Tab did not lead there, but past {passed}")


def button(words: str) -> Callable[[dict[str, Any]], bool]:
    return lambda focus: focus["tag"] == "BUTTON" and focus["text"] == words


def areas(water_2015: str) -> Iterator[tuple[str, str]]:
    for kind in ("land", "water"):
        for year in YEARS:
            area = "1205" if kind == "land" else "30"
            path = f"profile.area.{year}.{kind}"
            yield path, water_2015 if path == "profile.area.2015.water" else area


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no script"])
def test_a_section_is_filled_in_checked_and_finished(
    desk: tuple[Report, User], open_page: Open, with_script: bool
) -> None:
    # Arrange
    report, _user = desk
    page = open_page(with_script)
    page.goto(f"/parties/XAA/{report.cycle.year}/baseline/profile/")

    # Act: past the header by the first link of the page, then from field to field
    page.keyboard.press("Tab")
    assert "Skip" in here(page)["text"]
    page.keyboard.press("Enter")
    for path, area in areas(water_2015="3o"):
        tab_to(page, lambda focus, path=path: focus["id"] == path)  # type: ignore[misc]
        page.keyboard.type(area)
    tab_to(page, button("Check"))
    page.keyboard.press("Enter")

    # Assert: the check names the field, and its link leads there
    expect(page.get_by_role("heading", name="The check found")).to_be_visible()
    tab_to(page, lambda focus: focus["href"] == "#profile.area.2015.water")
    page.keyboard.press("Enter")
    expect(page.locator('[id="profile.area.2015.water"]')).to_be_in_viewport()

    # Act: put it right where the link led
    back_to = "profile.area.2015.water"
    if page.evaluate("document.activeElement.id") != back_to:
        tab_to(page, lambda focus: focus["id"] == back_to)
    page.keyboard.press("Control+a")
    page.keyboard.type("30")
    tab_to(page, button("Done"))
    page.keyboard.press("Enter")

    # Assert
    expect(page.get_by_text("The section is marked as complete.")).to_be_visible()
    assert Observation.objects.filter(report=report).count() == 2 * len(YEARS)
    assert report.sections.get(key="profile").state == "complete"


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no script"])
def test_a_choice_is_made_with_the_arrows(
    desk: tuple[Report, User], open_page: Open, with_script: bool
) -> None:
    report, _user = desk
    page = open_page(with_script)
    page.goto(f"/parties/XAA/{report.cycle.year}/baseline/sdg/")
    page.locator('[id="sdg.status.baseline.no_data"]').focus()

    tab_to(page, lambda focus: focus["id"] == "sdg.confidence.baseline")
    page.keyboard.press("ArrowDown")
    tab_to(page, lambda focus: focus["id"] == "sdg.confidence_reason.baseline")
    page.keyboard.type("Many field plots.")
    tab_to(page, button("Save"))
    page.keyboard.press("Enter")

    expect(page.locator('[id="sdg.confidence_reason.baseline"]')).to_have_value("Many field plots.")
    expect(page.locator('[id="sdg.confidence.baseline"]')).to_have_value("high")
    page.wait_for_load_state()
    answers = report.sections.get(key="sdg").answers
    assert answers["sdg.confidence.baseline"] == "high"
