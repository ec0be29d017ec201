"""Writing a baseline in a browser: saved while typing, never lost, never overwritten silently."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect

from countries.models import User
from indicators.actions.sections import save_section
from indicators.baseline.notation import Notation
from indicators.models import Observation, Report
from targets.models import Target
from tests.browser.story import Person
from tests.factories import make_user
from tests.indicators.baseline.record_making import make_worked_report, w1_land_cover, w1_profile
from tests.targets.promises.promise_making import make_target, url

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
LAND_2000 = "profile.area.2000.land"


@pytest.fixture
def report() -> Report:
    return make_worked_report()[1]


@pytest.fixture
def awa(report: Report) -> User:
    return make_user("contributor", report.party, full_name="Awa Diallo")


@pytest.fixture
def benoit(report: Report) -> User:
    return make_user("contributor", report.party, full_name="Benoît Kaboré")


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


def profile(report: Report) -> str:
    return f"/parties/XAA/{report.cycle.year}/baseline/profile/"


def field(page: Page, name: str) -> Any:
    return page.locator(f'[name="{name}"]')


def type_into(page: Page, name: str, text: str) -> None:
    field(page, name).fill(text)


def saved(page: Page) -> None:
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")


def test_what_is_typed_is_saved_and_what_follows_is_renewed(
    report: Report, awa: User, arrive: Any
) -> None:
    person = arrive(awa)
    person.go(profile(report))

    type_into(person.page, LAND_2000, "1205")
    type_into(person.page, "profile.area.2000.water", "30")
    saved(person.page)

    country = person.page.locator('[data-value="profile.area.2000.country"]')
    expect(country).to_have_text("1\xa0235.00")
    assert Observation.objects.filter(report=report).count() == 2


def test_a_matrix_edit_is_seen_at_once_in_tables_and_chart(
    report: Report, awa: User, arrive: Any
) -> None:
    # Arrange: W1
    for section, fields in (("profile", w1_profile()), ("land_cover", w1_land_cover())):
        save_section(report, section, fields, version=0, notation=Notation(), by=awa)
    person = arrive(awa)
    person.go(profile(report).replace("profile", "land_cover"))
    degraded = person.page.locator('[data-value="land_cover.status.baseline.degraded"]')
    share = person.page.locator('[data-value="land_cover.share_of_land.baseline.degraded"]')
    chart = person.page.locator('[data-charts="first"]')
    expect(degraded).to_have_text("55.00")
    expect(chart).to_contain_text("4.6\xa0% of the land is degraded")

    # Act: 20 km2 less stayed trees, 20 more became crops
    type_into(person.page, "land_cover.change.baseline.tree-covered.tree-covered", "480")
    type_into(person.page, "land_cover.change.baseline.tree-covered.cropland", "60")
    saved(person.page)

    # Assert
    expect(degraded).to_have_text("75.00")
    expect(share).to_have_text("6.224\xa0%")
    expect(chart).to_contain_text("6.2\xa0% of the land is degraded")


def test_what_cannot_be_read_is_said_beside_the_field_without_leaving_the_page(
    report: Report, awa: User, arrive: Any
) -> None:
    person = arrive(awa)
    person.go(profile(report))

    type_into(person.page, LAND_2000, "12oo")
    saved(person.page)

    expect(person.page.locator(f'[id="{LAND_2000}-error"]')).to_contain_text("could not be read")
    type_into(person.page, LAND_2000, "1200")
    saved(person.page)
    expect(person.page.locator(f'[id="{LAND_2000}-error"]')).to_have_count(0)


def test_a_cut_connection_loses_nothing(report: Report, awa: User, arrive: Any) -> None:
    # Arrange: the line goes while something is typed
    person = arrive(awa)
    person.go(profile(report))
    context: BrowserContext = person.context
    context.set_offline(True)
    type_into(person.page, LAND_2000, "1205")
    expect(person.page.locator("[data-save-state]")).to_have_attribute("data-state", "failed")

    # Act: it comes back
    context.set_offline(False)

    # Assert
    saved(person.page)
    assert Observation.objects.get().value == 1205


def test_a_page_closed_without_a_line_gives_back_what_was_typed(
    report: Report, awa: User, arrive: Any
) -> None:
    # Arrange
    person = arrive(awa)
    person.go(profile(report))
    person.context.set_offline(True)
    type_into(person.page, LAND_2000, "1205")
    expect(person.page.locator("[data-save-state]")).to_have_attribute("data-state", "failed")
    person.page.close(run_before_unload=False)
    person.context.set_offline(False)

    # Act
    person.page = person.context.new_page()
    person.go(profile(report))
    person.page.get_by_role("button", name="Put it back").click()

    # Assert
    saved(person.page)
    assert Observation.objects.get().value == 1205


def test_two_people_on_one_field_see_both_values(
    report: Report, awa: User, benoit: User, arrive: Any
) -> None:
    # Arrange: both open the page
    first, second = arrive(awa), arrive(benoit)
    first.go(profile(report))
    second.go(profile(report))

    # Act
    type_into(first.page, LAND_2000, "1205")
    saved(first.page)
    type_into(second.page, LAND_2000, "1300")

    # Assert: nothing is overwritten until the second has chosen
    box = second.page.locator(".conflict")
    expect(box).to_contain_text("Awa Diallo")
    expect(box).to_contain_text("1205")
    assert Observation.objects.get().value == 1205
    box.get_by_role("button").first.click()
    saved(second.page)
    assert Observation.objects.get().value == 1300


def test_without_script_a_conflict_is_a_page_with_both_values(
    report: Report, awa: User, benoit: User, arrive: Any, chromium: Browser, live_server: Any
) -> None:
    # Arrange: the second browser has scripts switched off
    second = arrive(benoit)
    state = second.context.storage_state()
    plain = chromium.new_context(java_script_enabled=False, storage_state=state)
    page = plain.new_page()
    page.goto(live_server.url + profile(report))
    first = arrive(awa)
    first.go(profile(report))
    type_into(first.page, LAND_2000, "1205")
    saved(first.page)

    # Act
    field(page, LAND_2000).fill("1300")
    field(page, "profile.area.2000.water").fill("30")
    page.locator(".section-foot").get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Two people changed the same field")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Save what is chosen").click()

    # Assert
    expect(field(page, LAND_2000)).to_have_value("1300")
    expect(field(page, "profile.area.2000.water")).to_have_value("30")
    plain.close()


def test_a_section_is_filled_in_with_the_keyboard_alone(
    report: Report, awa: User, arrive: Any
) -> None:
    person = arrive(awa)
    person.go(profile(report))
    keyboard = person.page.keyboard

    field(person.page, LAND_2000).focus()
    keyboard.type("1205")
    keyboard.press("Tab")
    keyboard.type("1210")
    keyboard.press("Enter")
    person.page.wait_for_load_state()

    expect(field(person.page, LAND_2000)).to_have_value("1205")
    expect(field(person.page, "profile.area.2015.land")).to_have_value("1210")
    assert Observation.objects.count() == 2


def test_a_quantity_shows_the_fields_of_its_kind(report: Report, awa: User, arrive: Any) -> None:
    target = make_target(report.party, awa, {"statement.en": "Restore wetlands."})
    person = arrive(awa)
    person.go(url(target, "edit"))
    expect(field(person.page, "quantities.0.of_value")).to_be_hidden()

    field(person.page, "quantities.0.kind").select_option("percent_of_area")
    expect(field(person.page, "quantities.0.of_value")).to_be_visible()
    expect(field(person.page, "quantities.0.from_value")).to_be_hidden()
    type_into(person.page, "quantities.0.value", "10")
    type_into(person.page, "quantities.0.of_value", "26277")
    saved(person.page)

    quantity = Target.objects.get().quantities.get()
    assert (quantity.kind, str(quantity.area_km2)) == ("percent_of_area", "26.277000")
