"""What the rules say about entries."""

import pytest

from countries.models import Party, User
from indicators.rules.findings import Finding
from targets.actions import promises as actions
from targets.models import Entry
from targets.records.rules import addressed_entries, check_entries
from tests.targets.promises.promise_making import make_ready_party
from tests.targets.records.entry_making import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> tuple[Party, User]:
    return make_ready_party()


def found() -> list[Finding]:
    return check_entries(Entry.objects.order_by("number"))


def test_a_text_that_could_not_be_read_blocks_submitting(ready: tuple[Party, User]) -> None:
    make_entry(*ready, "finance", title="Seed", amount="much")

    [finding] = found()

    assert finding.blocks
    assert finding.field == "finance.1.amount"
    assert finding.message.startswith("Financial needs and offers, entry 1: “much” could not")


def test_an_entry_without_a_name_is_found(ready: tuple[Party, User]) -> None:
    make_entry(*ready, "stakeholders", sector="Water")

    [finding] = found()

    assert finding.message == (
        "Stakeholders and working group, entry 1: “Name of the organization or group” is empty. "
        "Fill it in, or remove the entry."
    )


@pytest.mark.parametrize(
    ("second", "is_said"), [("39.5", False), ("40", False), ("40.1", True), ("100", True)]
)
def test_shares_of_one_target_above_the_whole_are_said(
    ready: tuple[Party, User], second: str, is_said: bool
) -> None:
    make_entry(*ready, "commitments", title="AFR100", targets="1|2", share="60")
    make_entry(*ready, "commitments", title="NDC", targets="1", share=second)

    said = [finding.message for finding in found()]

    assert bool(said) == is_said
    assert all("target 1 that count for other commitments" in words for words in said)


def test_a_share_above_the_whole_is_said_of_its_entry(ready: tuple[Party, User]) -> None:
    make_entry(*ready, "commitments", title="NDC", share="120")

    assert [finding.field for finding in found()] == ["commitments.1.share"]


def test_shares_can_be_explained_and_lead_to_their_field(ready: tuple[Party, User]) -> None:
    make_entry(*ready, "commitments", title="AFR100", targets="1", share="60")
    entry = make_entry(*ready, "commitments", title="NDC", targets="1", share="60")
    actions.explain(entry, found()[0].key, "Two halves of the same area.", by=ready[1])

    [(finding, address)] = addressed_entries(ready[0], list(Entry.objects.all()))

    assert finding.explanation == "Two halves of the same area."
    assert address.endswith(f"/commitments/{entry.pk}/edit/#share-field")


def test_an_unconfirmed_business_commitment_is_said(ready: tuple[Party, User]) -> None:
    entry = make_entry(*ready, "business", organization="Cotton Ltd")
    before = [finding.rule for finding in found()]
    actions.confirm(entry, by=ready[1])

    assert before == ["CONFIRM"]
    assert found() == []
