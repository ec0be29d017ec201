"""The frame and the components: barriers, overflow, contrast, mirrored and on a phone."""

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from playwright.sync_api import Page, expect

from countries.states import STATES
from indicators.charts.figure import Scale
from indicators.charts.share_bars import Share, ShareBars, ShareRow
from tests.browser.script_pages import ScriptPages

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
COMPONENTS = """{% extends "base.html" %}{% load portal_ui charts %}
{% block title %}Components{% endblock %}
{% block breadcrumbs %}{% include "components/breadcrumbs.html" with crumbs=crumbs here="X" only %}
{% endblock %}
{% block page_header %}
{% include "components/page_header.html" with title="Title" why="Why." state="returned" only %}
{% endblock %}
{% block content %}
{% error_summary form %}
{% include "components/notice.html" with tone="warn" title="Look" text="Here." only %}
<form method="post">{% fields form %}
{% include "components/section_foot.html" with saved_at="Saved 12:04" check_url="/x/" only %}</form>
<h2>States</h2><p>{% for state in states %}{% state_chip state %} {% endfor %}</p>
<p>{% origin_tag "national" %} {% origin_tag "computed" %} {% origin_tag "default" %}</p>
{% chart chart show_table=True %}
{% include "components/task_list.html" with groups=groups only %}
{% include "components/figures.html" with figures=figures only %}
{% include "components/definition_list.html" with facts=facts only %}
{% include "components/empty_state.html" with title="None" url="/" action="Add" only %}
{% include "components/progress.html" with percent=40 words="Reading" left="4 minutes left" only %}
{% include "components/pagination.html" with page=page %}
{% include "components/disclaimer.html" with source="run 12" only %}
{% endblock %}
{% block guidance %}{% include "components/guidance.html" with title="Help" text="Text." only %}
{% endblock %}"""


class SourceForm(forms.Form):
    title = forms.CharField(label="Title", help_text="As it is cited.")
    area = forms.DecimalField(label="Area", required=False)
    tier = forms.ChoiceField(label="Tier", choices=[("1", "Tier 1")])
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "Avoid"), ("b", "Reduce")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Agreed")
    comment = forms.CharField(label="Comment", widget=forms.Textarea, required=False)


def _context() -> dict[str, Any]:
    shares = (
        Share("degraded", "Degraded", Decimal(55)),
        Share("stable", "Stable", Decimal(1120)),
        Share("improved", "Improved", Decimal(30)),
    )
    row = ShareRow("Land cover", shares)
    task = {"label": "Land cover", "url": "/x/", "state": "draft", "note": "Awa, today"}
    return {
        "form": SourceForm({"area": "x"}),
        "crumbs": [("Home", "/")],
        "states": list(STATES),
        "chart": ShareBars("5 % of the land is degraded", "Shares.", (row,), Scale("km²")),
        "groups": [{"title": "Baselines", "tasks": [task, {**task, "url": ""}]}],
        "figures": [{"label": "SDG 15.3.1", "value": "10.8 %", "note": "130 km²"}],
        "facts": [("Method", "portal 1"), ("Source", None)],
        "page": Paginator(range(500), 25).page(7),
        "user": SimpleNamespace(is_authenticated=True, email="awa@example.org"),
        "portal": {
            "demo": True,
            "inbox_unread": 3,
            "party": SimpleNamespace(name="Sahelia", get_absolute_url="/sahelia/"),
            "nav": [{"label": "Home", "url": "/", "current": True}],
        },
    }


def _open(pages: ScriptPages, page: Page, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(pages.add("/components/", COMPONENTS, _context(), language))


@pytest.mark.parametrize(
    ("language", "width"), [("en", 1280), ("en", 390), ("ar", 1280), ("ar", 390)]
)
def test_the_components_put_up_no_barrier(
    page: Page, script_pages: ScriptPages, language: str, width: int
) -> None:
    _open(script_pages, page, language, width)

    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")

    told = [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]])
        for violation in found["violations"]
    ]
    assert told == []


@pytest.mark.parametrize("language", ["en", "ar", "ru", "zh-hans"])
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_no_page_is_wider_than_its_window(
    page: Page, script_pages: ScriptPages, language: str, width: int
) -> None:
    _open(script_pages, page, language, width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_arabic_is_mirrored(page: Page, script_pages: ScriptPages) -> None:
    _open(script_pages, page, "ar", 1280)

    assert page.locator("html").get_attribute("dir") == "rtl"
    name, menu = page.locator(".site-name"), page.locator(".head-menu").last
    first, last = name.bounding_box(), menu.bounding_box()
    assert first
    assert last
    assert first["x"] > last["x"]


def test_the_first_stop_of_the_keyboard_leads_to_the_content(
    page: Page, script_pages: ScriptPages
) -> None:
    page.goto(script_pages.add("/404/", '{% include "404.html" %}'))

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_the_errors_are_in_focus_and_lead_to_their_fields(
    page: Page, script_pages: ScriptPages
) -> None:
    _open(script_pages, page, "en", 1280)

    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "id_title"


def test_a_menu_opens_and_closes_by_keyboard(page: Page, script_pages: ScriptPages) -> None:
    page.goto(script_pages.add("/404/", '{% include "404.html" %}'))
    menu = page.locator(".head-menu").first

    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("button", name="Français")).to_be_visible()
    page.keyboard.press("Escape")

    expect(menu.get_by_role("button", name="Français")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_guidance_folds_on_a_phone_and_is_open_beside_the_work(
    page: Page, script_pages: ScriptPages
) -> None:
    _open(script_pages, page, "en", 1280)
    assert page.locator("details[data-fold]").first.evaluate("fold => fold.open")

    _open(script_pages, page, "en", 390)
    assert not page.locator("details[data-fold]").first.evaluate("fold => fold.open")


def test_on_paper_only_the_content_remains(page: Page, script_pages: ScriptPages) -> None:
    _open(script_pages, page, "en", 1280)

    page.emulate_media(media="print")

    expect(page.locator(".head-menu").first).to_be_hidden()
    expect(page.locator(".section-foot")).to_be_hidden()
    expect(page.locator(".chart-wide svg")).to_be_visible()
