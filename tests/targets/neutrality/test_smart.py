"""The five questions to a target, in words on its page."""

from decimal import Decimal
from typing import Any

import pytest

from targets.models import Target
from targets.neutrality.smart import smart
from targets.rules.areas import Land
from tests.targets.promises.promise_making import make_ready_party, make_target, url

pytestmark = pytest.mark.django_db
LAND = Land(Decimal(1235), Decimal(1205), Decimal(100), {"cropland": Decimal(260)})
GOOD = {
    "scope": "national",
    "hierarchy": "reverse",
    "land_types": "cropland",
    "quantities.0.kind": "area",
    "quantities.0.value": "90",
    "quantities.0.area_unit": "km2",
    "quantities.0.target_year": "2030",
}


def answers(target: Target, land: Land = LAND) -> dict[str, bool | None]:
    return {str(c.name): c.answer.holds for c in smart(target, land)}


def made(**changes: str) -> Target:
    party, user = make_ready_party()
    fields = GOOD | {key.replace("__", "."): text for key, text in changes.items()}
    return make_target(party, user, fields)


def test_a_good_target_is_all_five() -> None:
    assert set(answers(made()).values()) == {True}


@pytest.mark.parametrize(
    ("changes", "name", "holds"),
    [
        ({"scope": "subnational"}, "Specific", False),
        ({"scope": "subnational", "place": "The north"}, "Specific", True),
        ({"land_types": ""}, "Specific", False),
        ({"quantities__0__kind": "process"}, "Measurable", False),
        ({"quantities__0__kind": "halt"}, "Measurable", True),
        ({"quantities__0__value": "101"}, "Achievable", False),
        ({"quantities__0__value": "100"}, "Achievable", True),
        ({"hierarchy": "reverse|reduce"}, "Achievable", None),
        ({"hierarchy": ""}, "Relevant", False),
        ({"quantities__0__target_year": ""}, "Time-bound", False),
    ],
)
def test_what_is_missing_is_said_of_the_question_that_it_concerns(
    changes: dict[str, str], name: str, holds: bool | None
) -> None:
    assert answers(made(**changes))[name] is holds


def test_whether_it_is_achievable_cannot_be_said_before_degraded_land_is_known() -> None:
    assert answers(made(), Land(None, None, None, {}))["Achievable"] is None


def test_the_page_of_a_target_answers_in_words(client: Any) -> None:
    party, user = make_ready_party()
    target = make_target(party, user, {"statement.en": "Restore.", "hierarchy": "reverse"})
    client.force_login(user)

    page = client.get(url(target, "detail")).content.decode()

    assert "Add a quantity that can be measured" in page
    assert "It has no quantity, and so no year." in page
