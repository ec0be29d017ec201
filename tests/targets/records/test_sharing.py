"""What counts for other commitments as well is shown with its sum wherever it matters."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from countries.models import Party, User
from targets.records.sharing import shared_targets
from tests.targets.promises.promise_making import make_measure, make_ready_party, make_target
from tests.targets.promises.promise_making import url as promise_url
from tests.targets.records.entry_making import make_entry, url

pytestmark = pytest.mark.django_db
AREA = {
    "quantities.0.kind": "area",
    "quantities.0.value": "500",
    "quantities.0.area_unit": "km2",
}


@pytest.fixture
def ready() -> tuple[Party, User]:
    party, user = make_ready_party()
    make_target(party, user, {"commitments": "gbf_2|afr100", **AREA})
    make_target(party, user, {"statement.en": "Counts for itself."})
    make_measure(party, user, {"title": "Belt", "targets": "1", "initiatives": "great_green_wall"})
    make_entry(party, user, "commitments", title="AFR", kind="afr100", targets="1", share="60")
    make_entry(party, user, "commitments", title="NDC", kind="ndc", targets="1", share="45.5")
    return party, user


def test_shares_of_a_target_are_added_up_and_areas_follow(ready: tuple[Party, User]) -> None:
    [shared] = shared_targets(ready[0])

    assert shared.target.number == 1
    assert shared.total == Decimal("105.5")
    assert shared.is_twice
    assert [share.area.split("\xa0")[0] for share in shared.shares] == ["300", "227.5"]
    assert shared.verdict.replace("\xa0", " ").startswith("5.5 % more than the whole target")


def test_a_commitment_without_a_share_is_named(ready: tuple[Party, User]) -> None:
    [shared] = shared_targets(ready[0])

    assert shared.without_share == [
        "Global Biodiversity Framework, target 2",
        "Great Green Wall",
    ], "of the target, and of the measure for it"


def test_what_is_removed_counts_no_more(client: Any, ready: tuple[Party, User]) -> None:
    client.force_login(ready[1])
    entry = make_entry(*ready, "commitments", title="Gone", targets="1", share="50")
    client.post(url(entry, "remove"))

    assert shared_targets(ready[0])[0].total == Decimal("105.5")


@pytest.mark.parametrize("page", ["target", "measure", "list", "entry"])
def test_every_page_that_it_concerns_shows_the_sum(
    client: Any, ready: tuple[Party, User], page: str
) -> None:
    party, user = ready
    client.force_login(user)
    target, measure = party.targets.get(number=1), party.measures.get()  # type: ignore[attr-defined]
    entry = party.entries.get(number=1)  # type: ignore[attr-defined]
    address = {
        "target": promise_url(target, "detail"),
        "measure": promise_url(measure, "detail"),
        "list": reverse("record_list", args=["XAA", "commitments"]),
        "entry": url(entry, "detail"),
    }[page]

    words = client.get(address).content.decode().replace("\xa0", " ")

    assert "105.5 %" in words
    assert "Promised twice" in words
    assert "AFR100 (Bonn Challenge in Africa)" in words


def test_a_target_that_counts_nowhere_else_has_no_such_table(
    client: Any, ready: tuple[Party, User]
) -> None:
    client.force_login(ready[1])
    target = ready[0].targets.get(number=2)  # type: ignore[attr-defined]

    assert 'id="shares"' not in client.get(promise_url(target, "detail")).content.decode()


def test_shares_take_four_queries(
    ready: tuple[Party, User], django_assert_num_queries: Any
) -> None:
    for number in range(3, 8):
        make_target(*ready, {"commitments": "ndc"})
        assert number

    with django_assert_num_queries(4):
        assert len(shared_targets(ready[0])) == 6
