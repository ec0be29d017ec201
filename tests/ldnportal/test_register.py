"""The register of measures: what is published, searched and mapped."""

from typing import Any

import pytest
from django.urls import reverse

from countries.models import Party
from targets.models import Measure
from tests.factories import SQUARE, make_cycle, make_party, make_region
from tests.targets.reports import make_filled_report, publish_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> Party:
    """XAA with a published measure in an annex, XBB with one that is not published."""
    party = make_party("XAA", annex=make_region())
    report = make_filled_report(party, make_cycle())
    Measure.objects.update(
        title="Stone terraces",
        hierarchy=["reduce", "reverse"],
        geometry=SQUARE,
        area_km2=500,
        details={
            "state": "ongoing",
            "initiatives": ["afr100", "great_green_wall"],
            "lessons": "Start with the upper slopes.",
        },
    )
    publish_report(report)
    other = make_party("XBB")
    Measure.objects.create(party=other, number=1, title="A secret draft")
    return party


def read(client: Any, **asked: str) -> str:
    answer = client.get(reverse("register"), asked)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_published_measures_stand_there_with_what_is_asked_of_them(
    client: Any, published: Party
) -> None:
    Measure.objects.update(title="Changed since")

    page = read(client)

    for words in ("Stone terraces", "Testland XAA", "Ongoing", "Great Green Wall", "upper slopes"):
        assert words in page
    assert "Changed since" not in page
    assert "A secret draft" not in page


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"q": "TERRACES"}, True),
        ({"q": "upper slopes"}, True),
        ({"q": "xaa"}, True),
        ({"q": "irrigation"}, False),
        ({"hierarchy": "reverse"}, True),
        ({"hierarchy": "avoid"}, False),
        ({"hierarchy": "rev"}, False),
        ({"extent": "100-1000"}, True),
        ({"extent": "1000-"}, False),
        ({"extent": "0-1"}, False),
        ({"extent": "large"}, False),
        ({"state": "ongoing"}, True),
        ({"state": "done"}, False),
        ({"initiative": "afr100"}, True),
        ({"initiative": "ndc"}, False),
        ({"region": "annex-i"}, True),
        ({"region": "nowhere"}, False),
        ({"lessons": "1", "hierarchy": "reduce"}, True),
        ({"land_type": "';--"}, False),
    ],
)
def test_the_register_is_narrowed(
    client: Any, published: Party, asked: dict[str, str], is_found: bool
) -> None:
    page = read(client, **asked)

    assert ("Stone terraces" in page) == is_found
    assert ("No measure was found" in page) != is_found


def test_the_map_asks_for_the_same_as_the_list(client: Any, published: Party) -> None:
    address = reverse("register_features")

    found = client.get(address, {"hierarchy": "reverse"}).json()["features"]
    none = client.get(address, {"hierarchy": "avoid"}).json()["features"]

    assert [f["properties"]["title"] for f in found] == ["Testland XAA: Stone terraces"]
    assert found[0]["geometry"]["type"] == "Polygon"
    assert none == []
    assert "places.geojson?hierarchy=reverse" in read(client, hierarchy="reverse")


def test_the_register_takes_few_queries(
    client: Any, published: Party, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        read(client)


def test_a_national_a_regional_and_a_mixed_measure_are_listed_and_mapped(client: Any) -> None:
    # National: an area without a polygon. Regional: drawn only. Mixed: typed and drawn.
    party = make_party("XAA", annex=make_region())
    report = make_filled_report(party, make_cycle())
    Measure.objects.update(title="National", geometry=None, area_km2=100)
    drawn = {"party": party, "geometry": SQUARE, "geometry_area_km2": 30, "hierarchy": ["reverse"]}
    Measure.objects.create(number=2, title="Regional", **drawn)
    Measure.objects.create(number=3, title="Mixed", area_km2=29, **drawn)
    publish_report(report)

    listed = client.get(reverse("register")).context["listed"]
    mapped = client.get(reverse("register_features")).json()["features"]

    extents = {row.title: row.extent.replace("\xa0", " ") for row in listed}
    assert extents == {
        "National": "100 km² (10 000 ha)",
        "Regional": "30 km² (3 000 ha)",
        "Mixed": "29 km² (2 900 ha)",
    }
    assert len(mapped) == 2


def test_without_a_planned_area_the_polygon_says_the_extent(client: Any) -> None:
    report = make_filled_report(make_party("XAA"), make_cycle())
    fields = {"title": "Stone terraces", "area_km2": None, "geometry": SQUARE}
    Measure.objects.update(geometry_area_km2="48390.5", **fields)
    publish_report(report)

    assert "Stone terraces" in read(client, extent="1000-")
    assert "No measure was found" in read(client, extent="100-1000")
