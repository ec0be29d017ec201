"""A derived number cannot be typed, says how it is worked out, and follows what it is made of."""

import pytest

from tests.acceptance.rules.derived import CASES, Derived
from tests.acceptance.rules.desk import Desk
from tests.web_pages import Element

pytestmark = pytest.mark.django_db


def shown(page: Element, case: Derived) -> str:
    return page.with_value(case.key).replace("\xa0", " ")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_somebody_types_in_its_place_is_not_taken(case: Derived) -> None:
    desk = Desk.open()
    case.given(desk)
    assert not [e for e in desk.section(case.section).walk() if e["name"] == case.key]

    desk.post_by_hand(case.section, {case.key: "1"})

    page = desk.section(case.section)
    assert shown(page, case) == case.shown
    assert case.formula in [note.text for note in page.all("span", class_="cell-note")]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_follows_from_what_is_typed(case: Derived) -> None:
    desk = Desk.open()
    case.given(desk)

    desk.type(case.edit)

    assert shown(desk.section(case.section), case) == case.then
