"""Published supporting information for programs."""

from typing import Any

import pytest
from django.urls import reverse

from targets.models import Entry
from tests.factories import make_party
from tests.targets.reports import make_filled_report, publish_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> None:
    party = make_party("XAA")
    for kind, answers in (
        ("finance", {"title": "Seed", "amount": "1200.500000", "targets": [1]}),
        ("stakeholders", {"name": "Herders"}),
        ("business", {"organization": "Not confirmed"}),
    ):
        Entry.objects.create(party=party, kind=kind, number=1, answers=answers)
    publish_report(make_filled_report(party))
    Entry.objects.create(party=party, kind="finance", number=2, answers={"title": "Unpublished"})


def test_entries_are_those_that_are_published(client: Any, published: None) -> None:
    found = client.get(reverse("api_record_list")).json()

    assert [row["id"] for row in found["results"]] == [
        "XAA-2026-finance-1",
        "XAA-2026-stakeholders-1",
    ]


def test_a_list_is_asked_for_by_its_key(client: Any, published: None) -> None:
    found = client.get(reverse("api_record_list"), {"kind": "finance", "iso3": "XAA"}).json()

    assert [row["answers"] for row in found["results"]] == [
        {"title": "Seed", "amount": "1200.500000", "targets": [1]}
    ]
    assert client.get(reverse("api_record_list"), {"kind": "other"}).json()["count"] == 0


def test_an_entry_has_a_stable_name(client: Any, published: None) -> None:
    found = client.get(reverse("api_record_detail", args=["XAA-2026-stakeholders-1"])).json()

    assert found["answers"] == {"name": "Herders"}


@pytest.mark.parametrize("name", ["XAA-2026-business-1", "XAA-2026-finance-2", "XAA", "x-1-y-2"])
def test_what_is_not_published_is_not_there(client: Any, published: None, name: str) -> None:
    assert client.get(reverse("api_record_detail", args=[name])).status_code == 404


def test_lists_take_few_queries(
    client: Any, published: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(5):
        client.get(reverse("api_record_list"))
