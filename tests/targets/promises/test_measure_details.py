"""Cost, participation, rights, effects and lessons of a measure."""

from typing import Any

import pytest

from targets.models import Measure
from targets.pages.promises import measure_card
from targets.promises.measure_details import DETAILS, STORE
from targets.snapshot_content import targets_content
from tests.targets.promises.promise_making import make_measure, make_ready_party, post_form, url

pytestmark = pytest.mark.django_db


def test_details_are_kept_and_shown_and_frozen(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user, {"title": "Terraces"})
    client.force_login(user)

    post_form(
        client,
        measure,
        {
            "cost": "1 200 000.50",
            "currency": "xof",
            "funding_ldn_fund": "800000",
            "women": "decide",
            "indigenous": "lead",
            "tenure": "safeguarded",
            "consent": "given",
            "initiatives": ["", "afr100", "great_green_wall"],
            "lessons": "Start with the upper slopes.",
        },
    )

    saved = Measure.objects.get()
    assert saved.unread == {}
    assert saved.details == {
        "cost": "1200000.500000",
        "currency": "XOF",
        "funding_ldn_fund": "800000.000000",
        "women": "decide",
        "indigenous": "lead",
        "tenure": "safeguarded",
        "consent": "given",
        "initiatives": ["afr100", "great_green_wall"],
        "lessons": "Start with the upper slopes.",
    }
    page = client.get(url(saved, "detail")).content.decode()
    [row] = targets_content([], [saved])["measures"]
    facts = {fact.path: fact.text for fact in measure_card(row).facts}
    assert facts["measures.1.women"] == "They decide with others"
    for words in ("Assessed and safeguarded", "Start with the upper slopes.", "Great Green Wall"):
        assert words in page
        assert any(words in str(text) for text in facts.values())


def test_a_cost_that_cannot_be_read_is_kept_as_it_was_typed(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user, {"cost": "half a million", "lessons": "None yet"})
    client.force_login(user)

    page = client.get(url(measure, "edit")).content.decode()

    assert measure.unread == {"cost": "half a million"}
    assert measure.details == {"lessons": "None yet"}
    assert "“half a million” could not be read as a number" in page


def test_an_emptied_detail_is_gone(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user, {"cost": "5", "women": "lead"})
    client.force_login(user)

    post_form(client, measure, {"cost": "", "women": ""})

    assert Measure.objects.get().details == {}


def test_details_do_not_share_a_path_with_columns() -> None:
    columns = {field.name for field in Measure._meta.get_fields()}

    assert not columns & {field.path for field in DETAILS}
    assert {field.store for field in DETAILS} == {STORE}
