"""A question that is being typed survives a lost page, and is forgotten once it has arrived."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from countries.models import Question
from tests.browser.story import Person, picture_folder
from tests.factories import make_focal_point, make_party

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TYPED = "Our lagoons fall dry from March to October."


def test_what_was_typed_is_kept_until_it_has_arrived(
    chromium: Browser, live_server: Any, tmp_path: Path
) -> None:
    user = make_focal_point(make_party(boundary=False))
    person = Person(chromium, live_server.url, user, picture_folder(tmp_path))
    page = person.page
    person.go("/helpdesk/ask/?party=XAA&about=land_cover&about_label=Land+cover")
    page.locator("[name=text]").fill(TYPED)

    page.reload()
    page.get_by_text("was put back").wait_for()
    assert page.locator("[name=text]").input_value() == TYPED
    person.go("/helpdesk/ask/?party=XAA&about=carbon")
    assert page.locator("[name=text]").input_value() == "", "another field's question"

    person.go("/helpdesk/ask/?party=XAA&about=land_cover&about_label=Land+cover")
    page.locator("[name=subject]").fill("Lagoons")
    person.press("Send the question")
    person.reads(TYPED)
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('typed:'))") == []
    person.go("/helpdesk/ask/?party=XAA&about=land_cover")
    assert page.locator("[name=text]").input_value() == ""

    question = Question.objects.get()
    assert (question.about, question.about_label) == ("land_cover", "Land cover")
    person.leave()
