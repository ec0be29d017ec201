"""Somebody enters Ghana's published targets in a browser, and they stand there without loss."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from countries.models import Party, User
from targets.models import Target
from tests.targets.promises.promise_making import make_ready_party
from tests.targets.promises.test_published_targets import (
    NAMES,
    PUBLISHED,
    as_published,
    in_order,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
GHANA = PUBLISHED["GHA"]


@pytest.fixture
def desk() -> tuple[Party, User]:
    return make_ready_party()


@pytest.fixture
def work(chromium: Browser, live_server: Any, desk: tuple[Party, User]) -> Iterator[Page]:
    """A page of a browser in which the focal point is signed in."""
    client = Client()
    client.force_login(desk[1])
    context = chromium.new_context(base_url=live_server.url, locale="en")
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()
    connection.close()


def enter(page: Page, target: dict[str, Any]) -> None:
    """Fill in the form of a new target the way a person does, quantity by quantity."""
    page.goto("/parties/XAA/targets/")
    page.get_by_role("button", name="Add a target").click()
    page.locator("[name='statement.en']").fill(target["summary"])
    for key in ("hierarchy", "land_types"):
        for answer in target.get(key, []):
            page.locator(f"input[name={key}][value={answer}]").check()
    page.locator("[name=adopted_year]").fill(str(GHANA["set_in"]))
    for index, quantity in enumerate(target["quantities"]):
        if index:
            page.get_by_role("button", name="Add another quantity").click()
            page.locator(f"[name='quantities.{index}.kind']").wait_for()
        promise(page, index, quantity)
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text(target["summary"]).first).to_be_visible()


def promise(page: Page, index: int, quantity: dict[str, Any]) -> None:
    """Choose the kind of a quantity; the fields that it needs appear, and are filled in."""
    prefix = f"quantities.{index}"
    page.locator(f"[name='{prefix}.kind']").select_option(quantity["kind"])
    for name, value in quantity.items():
        if name == "unit" and value in ("ha", "km2"):
            page.locator(f"[name='{prefix}.area_unit']").select_option(value)
        elif name == "indicator":
            page.locator(f"[name='{prefix}.indicator']").select_option(value)
        elif name in NAMES:
            page.locator(f"[name='{prefix}.{NAMES[name]}']").fill(str(value))


def picture(page: Page, name: str, tmp_path: Path) -> None:
    folder = Path(os.environ.get("PICTURES", str(tmp_path)))
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_ghanas_targets_are_entered_and_stand_there_without_loss(
    work: Page, desk: tuple[Party, User], tmp_path: Path
) -> None:
    for target in GHANA["targets"]:
        enter(work, target)
    picture(work, "ghana-target", tmp_path)
    work.goto("/parties/XAA/targets/")
    picture(work, "ghana-targets", tmp_path)

    rows = list(Target.objects.order_by("number"))
    assert [row.unread for row in rows] == [{}] * len(GHANA["targets"])
    assert [as_published(GHANA["set_in"], row) for row in rows] == [
        in_order(target) for target in GHANA["targets"]
    ]
    for number in range(1, len(rows) + 1):
        expect(work.get_by_role("link", name=f"Target {number}", exact=True)).to_be_visible()
