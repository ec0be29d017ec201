"""Asking again costs little: ETags, Last-Modified, 304, and headers that say who may keep what."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from countries.roles import RoleKey
from targets.actions.submissions import start_revision
from tests.factories import make_user
from tests.ldnportal.regions.region import Stage, make_stage
from tests.targets.reports import publish_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


ADDRESSES: list[tuple[str, list[str]]] = [
    ("api_root", []),
    ("api_party_list", []),
    ("api_party_detail", ["XAA"]),
    ("api_region_detail", ["annex-i"]),
    ("api_cycle_list", []),
    ("api_fact_list", []),
    ("api_target_list", []),
    ("api_target_detail", ["XAA-2026-1"]),
    ("api_submission_list", []),
    ("api_schema", []),
    ("ogc_landing", []),
    ("ogc_collections", []),
    ("ogc_items", ["targets"]),
    ("ogc_item", ["targets", "XAA-2026-1"]),
]


@pytest.mark.parametrize(("name", "args"), ADDRESSES)
def test_who_sends_the_etag_back_is_told_that_nothing_changed(
    client: Client, stage: Stage, name: str, args: list[str]
) -> None:
    address = reverse(name, args=args)
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first.status_code == 200
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("name", ["api_fact_list", "api_target_list", "api_measure_list"])
def test_published_data_say_when_they_last_changed(client: Client, stage: Stage, name: str) -> None:
    address = reverse(name)
    first = client.get(address)

    again = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
    long_ago = client.get(address, headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"})

    assert (again.status_code, long_ago.status_code) == (304, 200)


def test_publishing_again_changes_the_etag_at_once(client: Client, stage: Stage) -> None:
    report = stage.one.reports.get()
    address = reverse("api_fact_list")
    before = client.get(address)["ETag"]
    published = report.submissions.get()
    start_revision(published, by=published.submitted_by)
    publish_report(type(report).objects.get(pk=report.pk))

    after = client.get(address, headers={"If-None-Match": before})

    assert after.status_code == 200
    assert after["ETag"] != before


@pytest.mark.parametrize(("signed_in", "wanted"), [(False, "public"), (True, "private")])
def test_what_a_person_sees_is_kept_by_no_shared_cache(
    client: Client, stage: Stage, signed_in: bool, wanted: str
) -> None:
    if signed_in:
        client.force_login(make_user(RoleKey.SECRETARIAT))

    response = client.get(reverse("api_submission_list"))

    assert response["Cache-Control"] == f"{wanted}, no-cache"
    assert {"Authorization", "Cookie", "Accept-Language"} <= set(response["Vary"].split(", "))


def test_pages_of_other_sites_may_read_what_everybody_may(client: Client, stage: Stage) -> None:
    response = client.get(reverse("api_fact_list"))

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_head_answers_like_get_without_the_body(client: Client, stage: Stage) -> None:
    get: Any = client.get(reverse("api_fact_list"))
    head = client.head(reverse("api_fact_list"))

    assert (head.status_code, head.content) == (200, b"")
    assert head["Last-Modified"] == get["Last-Modified"]
