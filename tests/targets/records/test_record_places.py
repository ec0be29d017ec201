"""Entries that are somewhere: polygons drawn, typed and uploaded, on maps, checked and frozen."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.urls import reverse

from countries.models import Party, User
from indicators.models import Report
from targets.models import Entry, PublishedEntry
from targets.records.registry import RECORD_TYPES
from targets.records.rules import addressed_entries
from tests.factories import make_focal_point, make_party
from tests.targets.promises.promise_making import make_ready_party, square
from tests.targets.records.entry_making import make_entry, post_form, url
from tests.targets.reports import make_filled_report, publish_report

pytestmark = pytest.mark.django_db
PLACED = [key for key, kind in RECORD_TYPES.items() if kind.is_placed]
CORNERS = "10.2, 10.2\n10.2, 10.7\n10.7, 10.7\n10.7, 10.2"
KM2 = Decimal("3027.5610")


@pytest.fixture
def ready() -> tuple[Party, User]:
    return make_ready_party()


def with_hole() -> str:
    outer = json.loads(square(10.2, 10.2, 0.5))["coordinates"][0]
    hole = json.loads(square(10.3, 10.3, 0.1))["coordinates"][0]
    return json.dumps({"type": "Polygon", "coordinates": [outer, hole[::-1]]})


def test_lists_that_are_about_land_have_places() -> None:
    assert PLACED == ["corrections", "hotspots", "drivers", "potential", "business", "projects"]


@pytest.mark.parametrize("key", PLACED)
def test_a_place_is_typed_on_the_form_and_shown_on_page_and_list(
    client: Any, ready: tuple[Party, User], key: str
) -> None:
    party, user = ready
    entry = make_entry(party, user, key)
    client.force_login(user)

    answer = post_form(client, entry, {"geometry_corners": CORNERS}, query="?then=done")

    saved = Entry.objects.get()
    page = client.get(answer.url).content.decode()
    listed = client.get(reverse("record_list", args=["XAA", key])).content.decode()
    assert saved.geometry_area_km2 is not None
    assert abs(saved.geometry_area_km2 - KM2) < 1
    assert (saved.west, saved.north) == (10.2, 10.7)
    assert "The polygon lies inside the country." in page
    assert 'data-portal-map="place-map"' in page
    assert f'data-portal-map="{key}-map"' in listed
    assert "geometry_corners" in client.get(url(entry, "edit")).content.decode()


def test_a_place_outside_the_country_is_said(client: Any, ready: tuple[Party, User]) -> None:
    party, user = ready
    entry = make_entry(party, user, "projects", title="Dunes", geometry=square(30, 30, 0.5))
    client.force_login(user)

    page = client.get(url(entry, "detail")).content.decode()
    [(finding, address)] = addressed_entries(party, [entry])

    assert "The polygon lies outside the country. Check its place." in page
    assert finding.rule == "R14"
    assert address.endswith("#geometry-field")


def test_a_self_crossing_place_is_refused_with_where_it_crosses(
    client: Any, ready: tuple[Party, User]
) -> None:
    ring = [[10.2, 10.2], [10.6, 10.6], [10.6, 10.2], [10.2, 10.6], [10.2, 10.2]]
    bow = json.dumps({"type": "Polygon", "coordinates": [ring]})
    entry = make_entry(*ready, "projects")
    client.force_login(ready[1])

    post_form(client, entry, {"geometry": bow})

    saved = Entry.objects.get()
    page = client.get(url(entry, "edit")).content.decode()
    assert saved.geometry is None
    assert saved.unread["geometry"] == bow
    assert "10.4" in page
    assert "cross" in page


def test_holes_are_kept_through_the_form(client: Any, ready: tuple[Party, User]) -> None:
    entry = make_entry(*ready, "projects", geometry=with_hole())
    version = entry.version
    client.force_login(ready[1])

    post_form(client, entry, {"geometry": json.dumps(entry.geometry, indent=1)})

    saved = Entry.objects.get()
    assert saved.version == version, "the same polygon, spaced otherwise, is no change"
    assert saved.geometry is not None
    assert len(saved.geometry["coordinates"]) == 2
    assert saved.geometry_area_km2 is not None
    assert saved.geometry_area_km2 < KM2


def test_a_file_gives_the_place_and_takes_a_confirmation_back(
    client: Any, ready: tuple[Party, User]
) -> None:
    party, user = ready
    entry = make_entry(party, user, "business", organization="Cotton Ltd")
    client.force_login(user)
    client.post(url(entry, "confirm"))
    file = SimpleUploadedFile("place.geojson", with_hole().encode())

    answer = client.post(url(entry, "place"), {"file": file}, follow=True)

    saved = Entry.objects.get()
    assert saved.geometry is not None
    assert len(saved.geometry["coordinates"]) == 2
    assert saved.confirmed_at is None
    assert "The polygon lies inside the country." in answer.content.decode()


def test_a_file_without_a_polygon_is_refused_with_a_sentence(
    client: Any, ready: tuple[Party, User]
) -> None:
    entry = make_entry(*ready, "projects")
    client.force_login(ready[1])

    answer = client.post(url(entry, "place"), {"file": SimpleUploadedFile("a.geojson", b"[1]")})

    assert answer.status_code == 200
    assert Entry.objects.get().geometry is None
    assert "error-summary" in answer.content.decode()


def test_the_map_of_a_list_has_the_name_and_page_of_each(
    client: Any, ready: tuple[Party, User]
) -> None:
    entry = make_entry(*ready, "projects", title="Dunes", geometry=square(10.2, 10.2, 0.5))
    make_entry(*ready, "projects", title="Nowhere")
    client.force_login(ready[1])

    found = client.get(reverse("record_features", args=["XAA", "projects"])).json()["features"]

    assert [f["properties"] for f in found] == [
        {"title": "Dunes", "link": entry.get_absolute_url()}
    ]


@pytest.mark.parametrize(
    ("typed", "unit", "rules"),
    [("3027", "km2", []), ("2000", "km2", ["R14"]), ("3027", "ha", ["R17"])],
)
def test_the_typed_area_is_compared_with_the_polygon(
    ready: tuple[Party, User], typed: str, unit: str, rules: list[str]
) -> None:
    fields = {"title": "Dunes", "area": typed, "area_unit": unit}
    entry = make_entry(*ready, "projects", geometry=square(10.2, 10.2, 0.5), **fields)

    found = [finding.rule for finding, _address in addressed_entries(ready[0], [entry])]

    assert found == rules


def filled() -> tuple[Party, User, Report]:
    party = make_party()
    report = make_filled_report(party)
    return party, make_focal_point(party), report


def test_places_are_frozen_published_and_given_to_programs(client: Any) -> None:
    party, user, report = filled()
    make_entry(party, user, "projects", title="Dunes", geometry=with_hole())

    submission = publish_report(report)

    client.force_login(user)
    page = client.get(reverse("submission_page", args=[submission.pk, "projects"])).content.decode()
    row = PublishedEntry.objects.get()
    listed = client.get(reverse("api_record_list")).json()["results"][0]
    detail = client.get(reverse("api_record_detail", args=["XAA-2026-projects-1"])).json()
    assert submission.content["records"][0]["geometry"] == row.geometry
    assert row.geometry is not None
    assert len(row.geometry["coordinates"]) == 2
    assert (row.west, row.east) == (10.2, 10.7)
    assert 'data-portal-map="places"' in page
    assert "Area of the polygon" in page
    assert listed["polygon_km2"] == detail["polygon_km2"]
    assert "geometry" not in listed
    assert detail["geometry"] == row.geometry
    with pytest.raises(Error, match="never change"), transaction.atomic():
        PublishedEntry.objects.update(geometry=None)
