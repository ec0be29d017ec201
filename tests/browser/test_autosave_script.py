"""Saving while typing: nothing is lost, nothing is overwritten in silence."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.script_pages import Answer, ScriptPages, as_json

pytestmark = pytest.mark.browser

PAGE = """{% extends "base.html" %}{% block title %}Section{% endblock %}
{% block content %}<h1>Section</h1>
<form method="post" action="/section/" data-autosave="/autosave/" data-autosave-key="7:cover">
<input type="hidden" name="version" value="{{ version }}">
<div class="field"><label for="area">Cropland</label>
<input id="area" name="area" class="form-control" value="{{ area }}"></div>
<label><input type="checkbox" name="national" value="yes"> National</label>
{% include "components/section_foot.html" %}</form>{% endblock %}
{% block scripts %}{% include "components/autosave.html" %}{% endblock %}"""
DRAFT = "localStorage.getItem('draft:7:cover')"


def _open(pages: ScriptPages, page: Page, area: str = "10", version: int = 1) -> None:
    page.goto(pages.add("/section/", PAGE, {"area": area, "version": version}))


def _saving(_path: str, _body: bytes) -> Answer:
    return as_json({"saved": "Saved 12:04", "version": 2})


def _failing(_path: str, _body: bytes) -> Answer:
    return 502, "text/plain", b"bad gateway"


def _conflicting(_path: str, _body: bytes) -> Answer:
    other = {"theirs": "12", "theirs_text": "12", "by": "Ibrahim Sow"}
    return as_json({"version": 5, "conflicts": {"area": other}}, status=409)


def _sent(pages: ScriptPages) -> list[bytes]:
    return [body for method, path, body in pages.requests if path == "/autosave/" and body]


def test_what_is_typed_is_saved_and_said(page: Page, script_pages: ScriptPages) -> None:
    script_pages.answer("/autosave/", _saving)
    _open(script_pages, page)

    page.locator("#area").press_sequentially("55")

    state = page.locator("[data-save-state]")
    expect(state).to_have_text("Saved 12:04")
    assert state.get_attribute("aria-live") == "polite"
    assert page.evaluate(DRAFT) is None
    assert page.locator("[name=version]").input_value() == "2"
    assert len(_sent(script_pages)) == 1


def test_a_failed_save_keeps_the_draft_and_offers_it_again(
    page: Page, script_pages: ScriptPages
) -> None:
    script_pages.answer("/autosave/", _failing)
    _open(script_pages, page)
    page.fill("#area", "99")
    page.check("[name=national]")
    expect(page.locator("[data-save-state]")).to_contain_text("kept in this browser")

    script_pages.answer("/autosave/", _saving)
    _open(script_pages, page)
    page.get_by_role("button", name="Put it back").click()

    expect(page.locator("#area")).to_have_value("99")
    expect(page.locator("[name=national]")).to_be_checked()
    expect(page.locator("[data-save-state]")).to_have_text("Saved 12:04")
    assert page.evaluate(DRAFT) is None


def test_a_draft_can_be_thrown_away(page: Page, script_pages: ScriptPages) -> None:
    script_pages.answer("/autosave/", _failing)
    _open(script_pages, page)
    page.fill("#area", "99")
    expect(page.locator("[data-save-state]")).to_contain_text("kept in this browser")

    _open(script_pages, page)
    page.get_by_role("button", name="Throw it away").click()

    expect(page.locator("#area")).to_have_value("10")
    assert page.evaluate(DRAFT) is None


def test_a_cut_connection_loses_nothing_and_heals_by_itself(
    chromium: Browser, script_pages: ScriptPages
) -> None:
    script_pages.answer("/autosave/", _saving)
    context = chromium.new_context()
    page = context.new_page()
    _open(script_pages, page)

    context.set_offline(True)
    page.fill("#area", "77")
    expect(page.locator("[data-save-state]")).to_contain_text("there is no connection")
    context.set_offline(False)

    expect(page.locator("[data-save-state]")).to_have_text("Saved 12:04")
    assert b"77" in _sent(script_pages)[-1]
    context.close()


@pytest.mark.parametrize(
    ("button", "expected"),
    [("Keep this one: Your value", "55"), ("Keep this one: The value saved", "12")],
)
def test_two_people_on_one_field_see_both_values(
    page: Page, script_pages: ScriptPages, button: str, expected: str
) -> None:
    script_pages.answer("/autosave/", _conflicting)
    _open(script_pages, page)
    page.fill("#area", "55")
    expect(page.locator(".conflict")).to_contain_text("Ibrahim Sow changed this field too")

    script_pages.answer("/autosave/", _saving)
    page.get_by_role("button", name=button).click()

    expect(page.locator("[data-save-state]")).to_have_text("Saved 12:04")
    assert page.locator("#area").input_value() == expected
    last: Any = _sent(script_pages)[-1]
    assert expected.encode() in last
    assert b'name="version"\r\n\r\n5' in last


def test_a_draft_sent_by_the_button_is_gone_once_the_version_moved_on(
    page: Page, script_pages: ScriptPages
) -> None:
    script_pages.answer("/autosave/", _failing)
    _open(script_pages, page)
    page.fill("#area", "1 205")
    expect(page.locator("[data-save-state]")).to_contain_text("kept in this browser")
    script_pages.add("/section/", PAGE, {"area": "1205.0", "version": 2})

    page.get_by_role("button", name="Save").click()

    expect(page.locator("#area")).to_have_value("1205.0")
    expect(page.locator(".notice")).to_have_count(0)
    assert page.evaluate(DRAFT) is None


def test_people_on_one_computer_do_not_see_each_others_drafts(
    page: Page, script_pages: ScriptPages
) -> None:
    script_pages.answer("/autosave/", _failing)
    _open(script_pages, page)
    page.fill("#area", "99")
    expect(page.locator("[data-save-state]")).to_contain_text("kept in this browser")

    other = PAGE.replace("7:cover", "8:cover")
    page.goto(script_pages.add("/other/", other, {"area": "10", "version": 1}))

    expect(page.locator(".notice")).to_have_count(0)
