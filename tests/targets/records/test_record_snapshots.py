"""Lists in the snapshot, on the pages of a version, and published."""

from typing import Any

import pytest
from django.db import Error, transaction
from django.urls import reverse

from countries.models import Party, User
from indicators.models import Report
from targets.actions import promises as actions
from targets.models import Entry, PublishedEntry
from targets.pages.build import pages_of
from targets.records.registry import RECORD_TYPES
from tests.factories import make_focal_point, make_party
from tests.targets.records.entry_making import make_entry
from tests.targets.reports import make_filled_report, publish_report, submit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> tuple[Party, User, Report]:
    party = make_party()
    report = make_filled_report(party)
    return party, make_focal_point(party), report


def test_a_version_holds_every_list_and_shows_it_on_a_page(
    client: Any, work: tuple[Party, User, Report]
) -> None:
    party, user, report = work
    make_entry(party, user, "stakeholders", name="Herders of the north", kind="land_users")
    make_entry(party, user, "finance", title="Seed", amount="1200", currency="usd", targets="1")

    submission = submit_as(report, user)

    rows = submission.content["records"]
    assert [row["path"] for row in rows] == ["stakeholders.1", "finance.1"]
    assert rows[1]["answers"]["currency"] == "USD"
    client.force_login(user)
    page = client.get(reverse("submission_page", args=[submission.pk, "finance"])).content.decode()
    for words in ("Seed", "1\u00a0200", "USD", "Target 1", "Financial needs and offers"):
        assert words in page


def test_what_is_not_confirmed_is_not_in_the_report(work: tuple[Party, User, Report]) -> None:
    party, user, report = work
    make_entry(party, user, "business", organization="Waiting Ltd")
    second = make_entry(party, user, "business", organization="Cotton Ltd")
    actions.confirm(second, by=user)

    submission = submit_as(report, user)

    assert [row["number"] for row in submission.content["records"]] == [2]
    remarks = [remark["rule"] for remark in submission.content["remarks"]]
    assert "CONFIRM" in remarks


def test_publishing_writes_rows_that_never_change(work: tuple[Party, User, Report]) -> None:
    party, user, report = work
    make_entry(party, user, "finance", title="Seed")
    Entry.objects.update(explanations={"X": "For reviewers only."})

    publish_report(report)

    row = PublishedEntry.objects.current().get()  # type: ignore[attr-defined]
    assert (row.kind, row.number, row.answers) == ("finance", 1, {"title": "Seed"})
    with pytest.raises(Error, match="never change"), transaction.atomic():
        PublishedEntry.objects.update(answers={})


def test_a_snapshot_from_before_the_lists_is_read(work: tuple[Party, User, Report]) -> None:
    submission = submit_as(work[2], work[1])
    old = {key: value for key, value in submission.content.items() if key != "records"}

    assert not {page.key for page in pages_of(old)} & set(RECORD_TYPES)


def test_a_list_that_nobody_knows_any_more_is_shown_as_it_is(
    work: tuple[Party, User, Report],
) -> None:
    content = submit_as(work[2], work[1]).content
    gone = {"path": "gone.1", "kind": "gone", "number": 1, "answers": {"a": "b"}}
    content["records"] = [gone | {"confirmed_at": None, "explanations": {}}]

    [page] = [page for page in pages_of(content) if page.key == "gone"]

    assert [(fact.label, fact.text) for fact in page.blocks[0].facts] == [("a", "b")]  # type: ignore[union-attr]
