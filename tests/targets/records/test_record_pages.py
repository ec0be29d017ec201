"""Lists of supporting information through their pages: the same for every list."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from countries.models import AuditEvent, Party, User
from countries.roles import RoleKey
from indicators.models import Report, Section
from targets.models import Entry
from targets.promises.fields import Field, Sort
from targets.records.declaration import RecordType
from targets.records.registry import RECORD_TYPES
from targets.sections import MEASURES, PROMISE_SECTIONS, TARGETS
from tests.factories import make_user
from tests.targets.promises.promise_making import make_measure, make_ready_party, make_target
from tests.targets.records.entry_making import make_entry, post_form, url

pytestmark = pytest.mark.django_db
LISTS = pytest.mark.parametrize("key", list(RECORD_TYPES))


@pytest.fixture
def ready() -> tuple[Party, User]:
    return make_ready_party()


def sample(field: Field) -> str:
    """A text that the field can read."""
    if field.offers:
        return "2016-2019"
    if field.of:
        return "1"
    if field.choices:
        return str(field.choices[-1][0])
    return {
        Sort.YEAR: "2027",
        Sort.NUMBER: "12.5",
        Sort.DAY: "2026-03-12",
        Sort.LINK: "https://example.org/report",
    }.get(field.sort, "USD" if field.path == "currency" else f"Said of {field.path}")


def samples(kind: RecordType) -> dict[str, str]:
    return {field.path: sample(field) for field in kind.fields}


@LISTS
def test_every_field_of_every_list_is_kept_and_shown(
    client: Any, ready: tuple[Party, User], key: str
) -> None:
    party, user = ready
    make_target(party, user)
    make_measure(party, user)
    entry = make_entry(party, user, key)
    client.force_login(user)
    kind = RECORD_TYPES[key]

    answer = post_form(client, entry, samples(kind), query="?then=done", follow=True)

    saved = Entry.objects.get(pk=entry.pk)
    assert saved.unread == {}
    assert set(saved.answers) >= {field.path for field in kind.fields}
    page = answer.content.decode()
    for field in kind.fields:
        if field.path != "area_unit":
            assert str(field.label) in page or field.label in page
    form = client.get(url(entry, "edit")).content.decode()
    assert "Said of" in form or key == "drivers"
    assert client.get(reverse("record_list", args=[party.iso3, key])).status_code == 200


def test_lists_have_keys_of_their_own() -> None:
    assert not set(RECORD_TYPES) & {TARGETS, MEASURES, *PROMISE_SECTIONS, "balance", "profile"}
    for key, kind in RECORD_TYPES.items():
        assert key == kind.key
        assert kind.name in kind.by_path
        assert set(kind.columns) <= set(kind.by_path)
        paths = [field.path for field in kind.fields]
        assert len(set(paths)) == len(paths)
        assert not {"number", "version"} & set(paths), "columns of the sheet"


def test_what_cannot_be_read_is_kept_as_it_was_typed(
    client: Any, ready: tuple[Party, User]
) -> None:
    entry = make_entry(*ready, "finance")
    client.force_login(ready[1])

    post_form(client, entry, {"title": "Seed", "amount": "a lot", "currency": "Dollars"})

    entry = Entry.objects.get()
    assert entry.unread == {"amount": "a lot", "currency": "Dollars"}
    assert entry.answers == {"title": "Seed"}
    page = client.get(url(entry, "edit")).content.decode()
    assert "“a lot” could not be read as a number" in page
    assert "“Dollars” is not the code of a currency" in page


def test_an_area_is_kept_in_the_unit_it_was_typed_in_and_in_km2(
    ready: tuple[Party, User],
) -> None:
    entry = make_entry(*ready, "projects", title="Dunes", area="12 345.5", area_unit="ha")

    assert entry.answers["area"] == "12345.500000"
    assert Decimal(entry.answers["area_km2"]) == Decimal("123.455")


def test_two_people_who_change_the_same_field_are_both_asked(
    client: Any, ready: tuple[Party, User]
) -> None:
    entry = make_entry(*ready, "stakeholders", name="Ministry")
    client.force_login(ready[1])
    before = entry.version
    post_form(client, entry, {"name": "Ministry of Land", "sector": "Land"})

    answer = client.post(url(entry, "edit"), {"version": before, "name": "Ministry of Soil"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ministry of Land" in page
    assert "Ministry of Soil" in page
    assert Entry.objects.get().answers["name"] == "Ministry of Land"


def test_a_script_that_saves_is_told_the_version(client: Any, ready: tuple[Party, User]) -> None:
    entry = make_entry(*ready, "finance")
    client.force_login(ready[1])

    answer = post_form(client, entry, {"amount": "x"}, headers={"X-Autosave": "1"})

    assert answer.json()["version"] == entry.version + 1
    assert list(answer.json()["errors"]) == ["amount"]


def test_a_locked_report_takes_nothing(client: Any, ready: tuple[Party, User]) -> None:
    entry = make_entry(*ready, "finance", title="Seed")
    Report.objects.update(state="submitted")
    client.force_login(ready[1])

    post_form(client, entry, {"title": "Other"})
    locked = client.post(url(entry, "edit"), {"version": "9"}, headers={"X-Autosave": "1"})

    assert Entry.objects.get().answers == {"title": "Seed"}
    assert locked.status_code == 423


def test_an_entry_is_removed_and_put_back_and_its_number_is_not_given_again(
    client: Any, ready: tuple[Party, User]
) -> None:
    party, user = ready
    entry = make_entry(party, user, "finance", title="Seed")
    client.force_login(user)

    client.post(url(entry, "remove"))
    second = make_entry(party, user, "finance", title="Money")
    gone = client.get(reverse("record_list", args=["XAA", "finance"])).content.decode()
    client.post(url(entry, "remove"))

    assert second.number == 2
    assert "Seed" not in gone
    assert Entry.objects.current().count() == 2  # type: ignore[attr-defined]


def test_every_list_counts_its_own_entries(ready: tuple[Party, User]) -> None:
    assert [make_entry(*ready, key).number for key in RECORD_TYPES] == [1] * len(RECORD_TYPES)


def test_the_audit_trail_names_the_list(client: Any, ready: tuple[Party, User]) -> None:
    entry = make_entry(*ready, "finance", title="Seed")
    client.force_login(ready[1])

    page = client.get(reverse("party_history", args=["XAA"])).content.decode()

    assert AuditEvent.objects.filter(kind="finance.saved", target_id=str(entry.pk)).exists()
    assert "saved entry 1 of “Financial needs and offers”, version 1." in page


def test_only_the_focal_points_word_makes_a_business_commitment_count(
    client: Any, ready: tuple[Party, User]
) -> None:
    party, user = ready
    entry = make_entry(party, user, "business", organization="Cotton Ltd")
    client.force_login(make_user(RoleKey.CONTRIBUTOR, party))
    refused = client.post(url(entry, "confirm"))
    client.force_login(user)

    client.post(url(entry, "confirm"))
    confirmed = Entry.objects.get()
    post_form(client, entry, {"organization": "Cotton and Sons"})

    assert refused.status_code == 403
    assert confirmed.confirmed_by == user
    assert Entry.objects.get().confirmed_at is None


def test_a_list_that_asks_for_no_confirming_has_none(
    client: Any, ready: tuple[Party, User]
) -> None:
    entry = make_entry(*ready, "finance", title="Seed")
    client.force_login(ready[1])

    assert client.post(url(entry, "confirm")).status_code == 404


def test_the_home_says_how_long_each_list_is(client: Any, ready: tuple[Party, User]) -> None:
    party, user = ready
    make_entry(party, user, "finance", title="Seed", amount="much")
    client.force_login(user)

    page = client.get(party.get_absolute_url(), follow=True).content.decode()

    assert "Financial needs and offers" in page
    assert "1 entry" in page
    assert "1 error" in page


def test_a_list_is_called_complete(client: Any, ready: tuple[Party, User]) -> None:
    make_entry(*ready, "finance", title="Seed")
    client.force_login(ready[1])

    client.post(reverse("record_done", args=["XAA", "finance"]))

    assert Section.objects.get(key="finance").state == Section.State.COMPLETE


@pytest.mark.parametrize("page", ["list", "detail", "edit"])
def test_pages_take_few_queries_however_many_entries(
    client: Any, ready: tuple[Party, User], page: str, django_assert_max_num_queries: Any
) -> None:
    party, user = ready
    rows = [
        Entry(party=party, kind="cobenefits", number=n, answers={"title": f"E{n}"})
        for n in range(1, 61)
    ]
    first = Entry.objects.bulk_create(rows)[0]
    client.force_login(user)
    args = [party.iso3, "cobenefits"] + ([] if page == "list" else [first.pk])

    with django_assert_max_num_queries(14):
        answer = client.get(reverse(f"record_{page}", args=args))

    assert answer.status_code == 200
