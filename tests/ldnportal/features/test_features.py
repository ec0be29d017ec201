"""OGC API Features, part 1: documents, links, boxes, times, pages."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Cycle
from ldnportal.features.documents import CONFORMANCE
from targets.models import Submission
from tests.factories import make_cycle, make_party
from tests.ldnportal.features.places import across_180, box, place, publish

pytestmark = pytest.mark.django_db

TRIANGLE = {"type": "Polygon", "coordinates": [[[0, 0], [10, 0], [0, 10], [0, 0]]]}


@pytest.fixture
def cycle() -> Cycle:
    return make_cycle()


@pytest.fixture
def published(cycle: Cycle) -> Submission:
    return publish(make_party("XAA"), cycle)


def ask(client: Client, name: str, *args: str, **query: Any) -> Any:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.content
    return response.json()


def found(client: Client, **query: Any) -> list[str]:
    """The numbers of the targets that a request finds."""
    page = ask(client, "ogc_items", "targets", **query)
    assert page["numberMatched"] == len(page["features"]) == page["numberReturned"]
    return [str(feature["properties"]["number"]) for feature in page["features"]]


def relations(document: dict[str, Any]) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in document["links"]}


def test_the_landing_page_leads_to_everything(client: Client, published: Submission) -> None:
    document = ask(client, "ogc_landing")
    links = relations(document)

    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= set(links)
    assert {client.get(href).status_code for href in links.values()} == {200}
    assert "United Nations" in document["attribution"]


@pytest.mark.parametrize(
    "how", [{"headers": {"Accept": "text/html"}}, {"query_params": {"f": "html"}}]
)
def test_the_landing_page_is_a_page_for_people_too(client: Client, how: dict[str, Any]) -> None:
    response = client.get(reverse("ogc_landing"), **how)

    assert response["Content-Type"].startswith("text/html")
    assert reverse("ogc_items", args=["measures"]) in response.content.decode()


def test_only_classes_that_are_implemented_are_claimed(client: Client) -> None:
    assert ask(client, "ogc_conformance")["conformsTo"] == list(CONFORMANCE)
    assert not [uri for uri in CONFORMANCE if uri.endswith(("oas30", "html"))]


def test_a_collection_says_where_and_when_its_features_are(
    client: Client, published: Submission
) -> None:
    place(published, 1, box(10, -5, 12, 6), years=(2018, 2025))
    place(published, 2, box(-20, 0, -19, 1), years=(2020, 2035))

    extent = ask(client, "ogc_collection", "targets")["extent"]

    assert extent["spatial"]["bbox"] == [[-20, -5, 12, 6]]
    assert extent["temporal"]["interval"] == [["2018-01-01T00:00:00Z", "2035-12-31T23:59:59Z"]]


def test_an_empty_collection_is_still_a_collection(client: Client, db: None) -> None:
    assert ask(client, "ogc_collection", "measures")["extent"]["spatial"]["bbox"] == [
        [-180, -90, 180, 90]
    ]
    assert ask(client, "ogc_items", "measures")["features"] == []


def test_targets_and_measures_are_kept_apart_and_those_without_a_place_left_out(
    client: Client, published: Submission
) -> None:
    place(published, 1, box(0, 0, 1, 1))
    place(published, 2, None)
    place(published, 1, box(0, 0, 1, 1), topic="measure", title="Terraces", area_km2="12.5")

    measure = ask(client, "ogc_items", "measures")["features"][0]

    assert found(client) == ["1"]
    assert (measure["id"], measure["properties"]["title"]) == ("XAA-2026-1", "Terraces")
    assert measure["properties"]["planned_km2"] == 12.5


def test_what_is_not_published_now_is_not_there(client: Client, published: Submission) -> None:
    place(published, 1, box(0, 0, 1, 1))
    Submission.objects.filter(pk=published.pk).update(superseded_at=published.published_at)

    assert found(client) == []
    assert client.get(reverse("ogc_item", args=["targets", "XAA-2026-1"])).status_code == 404


@pytest.mark.parametrize(
    ("bbox", "wanted"),
    [
        ("-180,-90,180,90", ["1", "2", "3"]),
        ("5,5,6,6", ["1", "2"]),
        ("9,9,11,11", ["1"]),  # in the bounds of the triangle, not in the triangle
        ("9,9,9.5,9.5", ["1"]),
        ("10,10,20,20", ["1"]),  # touches a corner
        ("30,30,31,31", []),
        ("170,-20,-170,0", ["3"]),  # across the antimeridian
        ("179,-17,180,-16.5", ["3"]),
        ("-180,-17,-179,-16.5", ["3"]),
        ("-177,-17,-176,-16.5", []),
        ("0,0,-100,5,5,100", ["1", "2"]),  # with heights
        ("5,5,5,5", ["1", "2"]),  # a point
    ],
)
def test_a_box_finds_what_meets_it(
    client: Client, published: Submission, bbox: str, wanted: list[str]
) -> None:
    place(published, 1, box(0, 0, 10, 10))
    place(published, 2, TRIANGLE)
    place(published, 3, across_180())

    assert found(client, bbox=bbox) == wanted


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        ("2020", ["1", "3"]),
        ("2015-06-01", ["1"]),
        ("2025-03-01T12:00:00Z", ["2", "3"]),
        ("2025-03-01t12:00:00.5+02:00", ["2", "3"]),
        ("2012/2016", ["1"]),
        ("../2009", []),
        ("../2010", ["1"]),
        ("2031/..", ["3"]),
        ("2031/", ["3"]),
        ("2021/2023", ["3"]),
    ],
)
def test_a_time_finds_what_holds_then(
    client: Client, published: Submission, moment: str, wanted: list[str]
) -> None:
    place(published, 1, box(0, 0, 1, 1), years=(2010, 2020))
    place(published, 2, box(0, 0, 1, 1), years=(2024, 2030))
    place(published, 3, box(0, 0, 1, 1), years=(2018, None))
    place(published, 4, box(0, 0, 1, 1), years=(None, None))

    assert found(client, datetime=moment) == wanted


def test_each_party_stands_there_once_with_its_newest_cycle(
    client: Client, published: Submission
) -> None:
    place(published, 1, box(0, 0, 1, 1))
    earlier = publish(published.report.party, make_cycle(2022))
    place(earlier, 7, box(0, 0, 1, 1))

    assert found(client) == ["1"]
    assert found(client, cycle=2022) == ["7"]
    assert ask(client, "ogc_item", "targets", "XAA-2022-7")["properties"]["cycle"] == 2022


def test_a_party_can_be_asked_for_alone(
    client: Client, published: Submission, cycle: Cycle
) -> None:
    place(published, 1, box(0, 0, 1, 1))
    place(publish(make_party("XBB"), cycle), 2, box(0, 0, 1, 1))

    assert found(client, iso3="XBB") == ["2"]


def test_pages_lead_on_until_the_end_with_the_filters_kept(
    client: Client, published: Submission
) -> None:
    for number in range(1, 24):
        place(published, number, box(number, 0, number + 1, 1))
    items = reverse("ogc_items", args=["targets"])
    address: str | None = f"{items}?bbox=0,0,20,5&limit=6"
    seen: list[int] = []
    while address:
        page = client.get(address).json()
        assert page["numberMatched"] == 20
        seen += [feature["properties"]["number"] for feature in page["features"]]
        address = relations(page).get("next")

    assert seen == list(range(1, 21))


def test_the_way_back_leads_to_the_first_page(client: Client, published: Submission) -> None:
    for number in range(1, 6):
        place(published, number, box(number, 0, number + 1, 1))

    second = ask(client, "ogc_items", "targets", limit=3, offset=2)
    first = client.get(relations(second)["prev"]).json()

    assert [feature["properties"]["number"] for feature in first["features"]] == [1, 2, 3]
    assert "prev" not in relations(first)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "a,b,c,d"}, "bbox"),
        ({"bbox": "0,10,1,5"}, "bbox"),
        ({"bbox": "0,0,nan,5"}, "bbox"),
        ({"bbox": "0,0,1e400,5"}, "bbox"),
        ({"bbox": "-181,0,1,5"}, "bbox"),
        ({"bbox": "0,0,1,91"}, "bbox"),
        ({"bbox": ""}, "bbox"),
        ({"datetime": "yesterday"}, "datetime"),
        ({"datetime": "2030/2020"}, "datetime"),
        ({"datetime": "../.."}, "datetime"),
        ({"datetime": ""}, "datetime"),
        ({"datetime": "2020/2021/2022"}, "datetime"),
        ({"datetime": "２０２０"}, "datetime"),
        ({"iso3": "xaa"}, "iso3"),
        ({"cycle": "26"}, "cycle"),
        ({"limit": "0"}, "limit"),
        ({"limit": "100000"}, "limit"),
        ({"offset": "x"}, "offset"),
        ({"f": "xml"}, "f"),
        ({"filter": "number=1"}, "filter"),
    ],
)
def test_what_cannot_be_understood_is_an_error_that_names_the_parameter(
    client: Client, published: Submission, query: dict[str, str], parameter: str
) -> None:
    response = client.get(reverse("ogc_items", args=["targets"]), query)

    assert response.status_code == 400
    assert response["Content-Type"] == "application/json"
    assert list(response.json()["errors"]) == [parameter]


@pytest.mark.parametrize(
    ("name", "args", "wanted"),
    [
        ("ogc_landing", [], "application/json"),
        ("ogc_conformance", [], "application/json"),
        ("ogc_collections", [], "application/json"),
        ("ogc_collection", ["targets"], "application/json"),
        ("ogc_items", ["targets"], "application/geo+json"),
        ("ogc_item", ["targets", "XAA-2026-1"], "application/geo+json"),
    ],
)
@pytest.mark.parametrize("query", [{}, {"f": "json"}])
def test_each_document_has_its_own_content_type(
    client: Client,
    published: Submission,
    name: str,
    args: list[str],
    wanted: str,
    query: dict[str, str],
) -> None:
    place(published, 1, box(0, 0, 1, 1))

    assert client.get(reverse(name, args=args), query)["Content-Type"] == wanted


@pytest.mark.parametrize("collection", ["rivers", "\x00", "TARGETS"])
def test_an_unknown_collection_is_a_404(client: Client, db: None, collection: str) -> None:
    assert client.get(reverse("ogc_items", args=[collection])).status_code == 404
    assert client.get(reverse("ogc_collection", args=[collection])).status_code == 404


def test_a_page_takes_few_queries_however_many_features_it_has(
    client: Client, published: Submission, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 40):
        place(published, number, box(number, 0, number + 1, 1))

    with django_assert_max_num_queries(4):
        ask(client, "ogc_items", "targets", bbox="0.5,0,20.5,5", datetime="2020/2030")
