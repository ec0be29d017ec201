"""The secretariat keeps the list of Parties: names, regions, groups and outlines."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from countries.audit_texts import Telling
from countries.models import AuditEvent, Boundary, Message, Party, Region
from countries.roles import RoleKey
from tests.factories import make_focal_point, make_party, make_region, make_user
from tests.web_pages import fill_in, read_page

pytestmark = pytest.mark.django_db
SOURCE = {"source": "United Nations Geodata 2026", "origin": "un"}


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(RoleKey.SECRETARIAT, email="lena@example.org"))
    return client


@pytest.fixture
def party() -> Party:
    return make_party(annex=make_region(), name_fr="Terre d’essai", name_ar="أرض")


def square(west: float, iso3: str = "") -> dict[str, Any]:
    ring = [[west, 10], [west + 1, 10], [west + 1, 11], [west, 11], [west, 10]]
    properties = {"iso3": iso3} if iso3 else {}
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def as_file(*features: dict[str, Any]) -> SimpleUploadedFile:
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return SimpleUploadedFile("outline.geojson", text.encode(), content_type="application/json")


def listed(client: Client, query: str) -> list[str]:
    page = read_page(client.get(reverse("party_list") + query))
    return [link.text for row in page.all("tr") for th in row.all("th") for link in th.all("a")]


def test_parties_are_found_by_a_name_in_any_language_by_code_and_by_region(
    office: Client, party: Party
) -> None:
    make_party("XBB", boundary=False)

    assert listed(office, "") == ["Testland XAA", "Testland XBB"]
    for query in ("?q=essai", "?q=xaa", "?q=أرض", "?region=annex-i"):
        assert listed(office, query) == ["Testland XAA"], query
    assert listed(office, "?region=nowhere") == []
    assert "No Party was found" in office.get(reverse("party_list") + "?q=zzz").content.decode()


def test_the_list_has_pages_and_asks_the_database_little(
    office: Client, settings: Any, django_assert_max_num_queries: Any
) -> None:
    settings.PAGE_SIZE = 3
    for number in range(10, 17):
        make_party(f"X{number}", annex=make_region())

    with django_assert_max_num_queries(10):
        assert len(listed(office, "")) == 3
    assert len(listed(office, "?page=3")) == 1


def test_names_regions_and_groups_are_changed_and_told(office: Client, party: Party) -> None:
    # Arrange
    make_region(slug="annex-ii")
    ldc = make_region(Region.Kind.GROUP, "ldc")
    address = reverse("party_edit", args=["XAA"])

    # Act
    fields = {
        "name_zh": "试验国",
        "annex": Region.objects.get(slug="annex-ii").pk,
        "groups": [ldc.pk],
        "ldn_pilot_2014": "on",
    }
    fill_in(office, address, fields)

    # Assert
    party.refresh_from_db()
    assert (party.name_zh, party.name_fr, party.annex.slug) == (
        "试验国",
        "Terre d’essai",
        "annex-ii",
    )
    assert list(party.groups.all()) == [ldc]
    assert party.ldn_pilot_2014
    event = AuditEvent.objects.latest("pk")
    assert event.data["before"]["annex"] == "annex-i"
    assert event.data["after"] == {
        "name_zh": "试验国",
        "annex": "annex-ii",
        "groups": "ldc",
        "ldn_pilot_2014": True,
    }
    assert Telling(event).text.startswith("lena@example.org changed XAA: name_zh, annex")


def test_saving_what_is_there_writes_nothing(office: Client, party: Party) -> None:
    page = fill_in(office, reverse("party_edit", args=["XAA"]), {"name_en": party.name_en})

    assert "Nothing had changed" in page.content.decode()
    assert not AuditEvent.objects.exists()


def test_a_party_has_an_english_name(office: Client, party: Party) -> None:
    page = fill_in(office, reverse("party_edit", args=["XAA"]), {"name_en": " ", "name_es": "X"})

    assert "This field is required" in page.content.decode()
    party.refresh_from_db()
    assert (party.name_en, party.name_es) == ("Testland XAA", "")


def test_the_code_cannot_be_changed(office: Client, party: Party) -> None:
    office.post(reverse("party_edit", args=["XAA"]), {"name_en": "X", "kind": "state", "iso3": "Y"})
    assert Party.objects.get().iso3 == "XAA"


def test_an_outline_takes_the_place_of_the_one_before_and_the_focal_points_are_told(
    office: Client, party: Party
) -> None:
    focal_point = make_focal_point(party)

    page = fill_in(
        office, reverse("party_outline", args=["XAA"]), {"file": as_file(square(20)), **SOURCE}
    )

    boundary = Boundary.objects.get()
    assert (boundary.origin, boundary.west, boundary.east) == ("un", 20, 21)
    assert boundary.source == "United Nations Geodata 2026"
    assert "The outline is replaced: 48390.5000" in page.content.decode()
    assert "outline of Testland XAA" in Message.objects.get(recipient=focal_point).subject
    assert AuditEvent.objects.latest("pk").kind == "boundary.loaded"


def test_of_a_file_with_many_countries_the_partys_own_is_taken(
    office: Client, party: Party
) -> None:
    file = as_file(square(30, "XBB"), square(40, "XAA"))

    fill_in(office, reverse("party_outline", args=["XAA"]), {"file": file, **SOURCE})

    assert Boundary.objects.get().west == 40


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: as_file(square(30, "XBB")), "holds the outlines of XBB, and none of XAA"),
        (lambda: SimpleUploadedFile("a.geojson", b"{"), "GeoJSON"),
        (lambda: "", "This field is required"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(
    office: Client, party: Party, file: Any, words: str
) -> None:
    answer = fill_in(office, reverse("party_outline", args=["XAA"]), {"file": file(), **SOURCE})

    page = read_page(answer)
    assert words in page.text
    assert [e["value"] for e in page.walk() if e["name"] == "source"] == [SOURCE["source"]]
    assert Boundary.objects.get().west == 10


def test_an_unknown_party_is_a_404(office: Client) -> None:
    assert office.get(reverse("party_edit", args=["ZZZ"])).status_code == 404
