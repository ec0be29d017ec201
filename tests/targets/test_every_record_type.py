"""Every type of record has list, page, form, data interface, sheet out and in, and snapshot.

The test walks the registries: a new type is asked for all of it by being there.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from countries.models import Party, User
from indicators.models import Report
from indicators.models.drafts import Draft
from targets.actions import promises as actions
from targets.models import Entry, Measure, Target
from targets.offline.sheets import BOOKS, SHEETS
from targets.pages.build import pages_of
from targets.records.registry import RECORD_TYPES
from targets.sections import MEASURES, PROMISE_SECTIONS, TARGETS
from tests.factories import make_focal_point, make_party
from tests.targets.offline.promise_books import Book, confirm
from tests.targets.records.entry_making import make_entry
from tests.targets.records.test_record_pages import samples
from tests.targets.reports import make_filled_report, publish_report

pytestmark = pytest.mark.django_db
TYPES = [*PROMISE_SECTIONS, *RECORD_TYPES]
NAMED = "Named for this test"


@dataclass(frozen=True)
class Work:
    """A report that can be submitted, with one row of every type."""

    party: Party
    user: User
    report: Report
    rows: dict[str, Any]


@pytest.fixture
def work(client: Any) -> Work:
    party = make_party()
    report = make_filled_report(party)
    user = make_focal_point(party)
    client.force_login(user)
    rows: dict[str, Any] = {TARGETS: Target.objects.get(), MEASURES: Measure.objects.get()}
    for key, kind in RECORD_TYPES.items():
        rows[key] = make_entry(party, user, key, **samples(kind))
        if kind.needs_confirming:
            rows[key].party = party
            actions.confirm(rows[key], by=user)
    return Work(party, user, report, rows)


def address(work: Work, key: str, page: str) -> str:
    """The address of a page of a type, or of its row."""
    here: list[Any] = [work.party.iso3]
    if key in RECORD_TYPES:
        here.append(key)
    if page not in ("list", "new"):
        here.append(work.rows[key].pk)
    name = "record" if key in RECORD_TYPES else key.removesuffix("s")
    return reverse(f"{name}_{page}", args=here)


def test_every_model_that_people_draft_is_a_type_of_record() -> None:
    """A new model of the app is found here, and then asked for everything below."""
    drafts = {m for m in apps.get_app_config("targets").get_models() if issubclass(m, Draft)}

    assert drafts == {Target, Measure, Entry}
    assert set(BOOKS) == set(TYPES)


@pytest.mark.parametrize("key", TYPES)
def test_it_has_a_list_a_page_and_a_form(client: Any, work: Work, key: str) -> None:
    for page in ("list", "detail", "edit"):
        assert client.get(address(work, key, page)).status_code == 200, page
    assert address(work, key, "detail") in client.get(address(work, key, "list")).content.decode()

    client.post(address(work, key, "new"))

    assert len(client.get(address(work, key, "list")).context["page"].object_list) == 2


@pytest.mark.parametrize("key", TYPES)
def test_it_has_a_sheet_out_and_in(client: Any, work: Work, key: str) -> None:
    one = SHEETS[key].fields[0] if key in PROMISE_SECTIONS else _text_field(key)
    path = "title" if key == MEASURES else one.path
    book = Book(client, key)
    everything = Book(client)
    row_id = f"{key}.{work.rows[key].number}"
    assert row_id in everything.lines(key)

    book.put(key, row_id, path, NAMED)
    confirm(client, book.upload())

    assert NAMED in client.get(address(work, key, "detail")).content.decode()


def _text_field(key: str) -> Any:
    """A field of a list that takes any text."""
    fields = RECORD_TYPES[key].fields
    return next(f for f in fields if not f.choices and f.sort in ("line", "prose") and not f.of)


def test_the_snapshot_and_the_data_interface_have_every_type(client: Any, work: Work) -> None:
    submission = publish_report(work.report)

    content = submission.content
    shown = {page.key for page in pages_of(content)}
    assert set(TYPES) <= shown
    assert [row["number"] for row in content[TARGETS]] == [1]
    assert [row["number"] for row in content[MEASURES]] == [1]
    frozen = {row["kind"]: row["answers"] for row in content["records"]}
    for key in RECORD_TYPES:
        assert frozen[key] == Entry.objects.get(kind=key).answers
        name = f"XAA-2026-{key}-1"
        listed = client.get(reverse("api_record_list"), {"kind": key}).json()["results"]
        one = client.get(reverse("api_record_detail", args=[name])).json()
        assert [row["id"] for row in listed] == [name]
        assert one["answers"] == frozen[key]
    for topic in ("target", "measure"):
        listed = client.get(reverse(f"api_{topic}_list")).json()["results"]
        assert [row["id"] for row in listed] == ["XAA-2026-1"]
        detail = client.get(reverse(f"api_{topic}_detail", args=["XAA-2026-1"]))
        assert detail.status_code == 200


@pytest.mark.parametrize("key", TYPES)
def test_a_version_shows_it_on_a_page_of_its_own(client: Any, work: Work, key: str) -> None:
    submission = publish_report(work.report)

    answer = client.get(reverse("submission_page", args=[submission.pk, key]))

    assert answer.status_code == 200
