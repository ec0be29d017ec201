"""The catalogue: every address in it answers, and it speaks DCAT."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from targets.models import Submission
from tests.factories import make_party
from tests.ldnportal.open_data.shelf import publish_map
from tests.targets.reports import make_filled_report, publish_report

pytestmark = pytest.mark.django_db
DATASET = ("open_data_report_jsonld", ["XAA", 2026])


def read(client: Client, name: str, args: Any = (), **headers: str) -> Any:
    response = client.get(reverse(name, args=args), headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/ld+json"
    return response.json()


def addresses(node: Any) -> set[str]:
    """Every address of this portal in a document."""
    if isinstance(node, dict):
        return set().union(*(addresses(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(addresses(value) for value in node)) if node else set()
    return {node} if isinstance(node, str) and node.startswith("http://testserver") else set()


def test_every_address_of_the_catalogue_and_its_datasets_answers(client: Client) -> None:
    publish_map()

    found = addresses(read(client, "open_data_catalogue")) | addresses(read(client, *DATASET))

    answers = {}
    for address in found:
        response = client.get(address)
        answers[address] = response.status_code
        assert b"".join(response)
    assert len(found) > 10
    assert {a: s for a, s in answers.items() if s != 200} == {}


def test_the_catalogue_speaks_dcat(client: Client) -> None:
    submission, _run = publish_map()

    catalogue = read(client, "open_data_catalogue")

    assert catalogue["@type"] == "dcat:Catalog"
    assert catalogue["@context"]["dcat"] == "http://www.w3.org/ns/dcat#"
    assert "http" not in str(catalogue["@context"].get("@import", ""))
    datasets = {d["dcterms:identifier"]: d for d in catalogue["dcat:dataset"]}
    assert set(datasets) == {"facts", "targets", "measures", "XAA-2026"}
    published = submission.published_at
    assert published is not None
    assert datasets["XAA-2026"]["dcterms:modified"]["@value"] == published.isoformat()
    assert {s["@type"] for s in catalogue["dcat:service"]} == {"dcat:DataService"}


def test_a_report_is_a_dataset_with_its_files_place_licence_and_digests(client: Client) -> None:
    _submission, run = publish_map()

    dataset = read(client, *DATASET)

    assert dataset["@type"] == "dcat:Dataset"
    assert dataset["dcterms:spatial"]["dcat:bbox"]["@value"].startswith("POLYGON((10.0 10.0,")
    raster = dataset["dcat:distribution"][-1]
    assert raster["dcat:byteSize"] == run.outputs[0]["bytes"]
    assert raster["spdx:checksum"]["spdx:checksumValue"] == run.outputs[0]["sha256"]
    assert raster["dcterms:license"]["@id"].endswith("/open-data/terms/#open")
    assert raster["dcat:mediaType"]["@id"].endswith("/image/tiff")


def test_titles_are_in_the_language_that_was_asked_for(client: Client) -> None:
    publish_map()

    title = read(client, *DATASET, **{"Accept-Language": "fr"})["dcterms:title"]

    assert title["@language"] == "fr"
    assert "Pays d'essai" in title["@value"]


def test_what_is_not_published_is_not_in_the_catalogue(client: Client) -> None:
    submission, _run = publish_map()
    Submission.objects.filter(pk=submission.pk).update(superseded_at=submission.published_at)

    names = [d["dcterms:identifier"] for d in read(client, "open_data_catalogue")["dcat:dataset"]]

    assert names == ["facts", "targets", "measures"]
    assert client.get(reverse("open_data_report", args=["XAA", 2026])).status_code == 404


def test_the_page_lists_reports_and_says_how_to_get_the_data(client: Client) -> None:
    publish_map()

    page = client.get(reverse("open_data")).content.decode()

    assert "http://testserver/ogc/" in page
    assert reverse("open_data_report", args=["XAA", 2026]) in page
    assert 'type="application/ld+json"' in page


def test_before_anything_is_published_the_pages_say_so(client: Client) -> None:
    assert "Nothing is published yet" in client.get(reverse("open_data")).content.decode()
    assert len(read(client, "open_data_catalogue")["dcat:dataset"]) == 3


def test_the_terms_explain_every_licence_under_its_own_anchor(client: Client) -> None:
    page = client.get(reverse("open_data_terms")).content.decode()

    for key in ("open", "share_alike", "custom", "not-stated"):
        assert f'id="{key}"' in page


def test_the_catalogue_takes_few_queries_however_many_reports_there_are(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    submission, _run = publish_map()
    for iso3 in ("XBB", "XCC", "XDD"):
        publish_report(make_filled_report(make_party(iso3), submission.report.cycle))

    with django_assert_max_num_queries(2):
        read(client, "open_data_catalogue")
    with django_assert_max_num_queries(10):
        client.get(reverse("open_data_report", args=["XAA", 2026]))
