"""A workbook goes round in a browser, with script and without: out, edited, in, seen, applied."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from countries.models import User
from indicators.actions.baseline import use_run
from indicators.actions.defaults import load_defaults
from indicators.models import Observation, Report
from tests.indicators.baseline.record_making import (
    make_run,
    make_worked_report,
    w1_summary,
)
from tests.indicators.offline.workbooks import cell_of, offline_url

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
CROPLAND = "land_cover.area.2015.cropland"
WIDTHS = {"1280": 900, "390": 844}

Open = Callable[[bool], Page]


@pytest.fixture
def desk() -> tuple[Report, User]:
    """A report with the numbers of a run, and its focal point."""
    party, report, user = make_worked_report()
    use_run(report, make_run(party, report.cycle, w1_summary()), by=user)
    return report, user


@pytest.fixture
def open_page(chromium: Browser, live_server: Any, desk: tuple[Report, User]) -> Iterator[Open]:
    """A signed-in page of a browser, with script or without."""
    contexts = []

    def opened(with_script: bool) -> Page:
        client = Client()
        client.force_login(desk[1])
        context = chromium.new_context(
            java_script_enabled=with_script, accept_downloads=True, base_url=live_server.url
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


def picture(page: Page, name: str, tmp_path: Path) -> None:
    """Keep the page as it looks on a desk and on a phone."""
    folder = Path(os.environ.get("PICTURES", str(tmp_path)))
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": int(width), "height": height})
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def is_narrow_enough(page: Page) -> bool:
    page.set_viewport_size({"width": 390, "height": 844})
    return bool(page.evaluate("document.documentElement.scrollWidth <= 390"))


@pytest.mark.parametrize("with_script", [True, False])
def test_a_workbook_goes_round(
    desk: tuple[Report, User], open_page: Open, tmp_path: Path, with_script: bool
) -> None:
    # Arrange: out
    report, _user = desk
    page = open_page(with_script)
    page.goto(offline_url(report))
    picture(page, "offline", tmp_path)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the whole report").click()
    download.value.save_as(tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cell_of(book, CROPLAND).value = 262
    cell_of(book, "land_cover.area.2015.wetland").value = "2o"
    filled = tmp_path / "filled.xlsx"
    book.save(filled)

    # Act: in, seen, applied
    page.locator("input[type=file]").set_input_files(filled)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Cropland, 2015")).to_be_visible()
    expect(page.get_by_text("1 cell could not be read")).to_be_visible()
    picture(page, "preview", tmp_path)
    assert Observation.objects.filter(value=262).count() == 0
    page.get_by_role("button", name="Apply what is ticked").click()

    # Assert
    expect(page.get_by_text("1 field of “filled.xlsx” is applied.")).to_be_visible()
    assert Observation.objects.get(value=262).category == "cropland"


def test_another_number_is_taken_with_the_keyboard_alone(
    desk: tuple[Report, User], open_page: Open, tmp_path: Path
) -> None:
    report, _user = desk
    row = {"iso3": "XAA", "cycle": "2026", "key": CROPLAND, "value": "255"}
    load_defaults([row | {"source_title": "World areas"}], by=None)
    page = open_page(True)
    page.goto(f"/parties/XAA/{report.cycle.year}/baseline/land_cover/compare/")
    picture(page, "compare", tmp_path)

    page.locator(f'button[value="default:{CROPLAND}"]').focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("1 number is taken over.")).to_be_visible()
    assert Observation.objects.get(value=255).origin == "default"


def test_the_pages_fit_a_phone_and_paper(
    desk: tuple[Report, User], open_page: Open, tmp_path: Path
) -> None:
    report, _user = desk
    page = open_page(True)
    start = f"/parties/XAA/{report.cycle.year}/"
    for name in ("offline/", "print/", "baseline/carbon/compare/"):
        page.goto(f"{start}{name}")
        assert is_narrow_enough(page), name
    page.goto(f"{start}print/")
    page.set_viewport_size({"width": 1280, "height": 900})
    picture(page, "print", tmp_path)
    page.emulate_media(media="print")
    page.pdf(path=tmp_path / "record.pdf", format="A4")
    assert (tmp_path / "record.pdf").stat().st_size > 10_000
    picture(page, "paper", tmp_path)
