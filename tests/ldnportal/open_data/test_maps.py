"""Published maps: given away with licence and origin, in parts, and only where that is allowed."""

import base64
import hashlib
import json
import subprocess
import sys
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Dataset, Run
from indicators.storage import local_path
from ldnportal.open_data.licences import licence_of
from targets.models import Submission
from tests.ldnportal.open_data.shelf import LAYER, publish_map

pytestmark = pytest.mark.django_db


def address(run: Run, name: str = "open_data_map", layer: str = LAYER) -> str:
    return reverse(name, args=[run.pk, layer])


def content_of(run: Run) -> bytes:
    return local_path(f"{run.output_key}/{LAYER}.tif").read_bytes()


def test_a_published_map_is_the_file_that_the_run_wrote(client: Client) -> None:
    _submission, run = publish_map()

    response = client.get(address(run))

    content = response.getvalue()  # type: ignore[attr-defined]
    assert content == content_of(run)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    assert response["Repr-Digest"] == f"sha-256=:{digest}:"
    assert "geotiff" in response["Content-Type"]
    assert response["Content-Disposition"] == f'attachment; filename="XAA-run-3-{LAYER}.tif"'


def test_the_headers_name_the_licence_and_the_origin(client: Client) -> None:
    _submission, run = publish_map()

    links = client.head(address(run))["Link"]

    assert '/open-data/terms/#open>; rel="license"' in links
    assert address(run, "open_data_provenance") in links
    assert 'rel="describedby"' in links
    assert "prov#has_provenance" in links


def test_a_map_is_sent_in_parts_and_not_again_when_it_has_not_changed(client: Client) -> None:
    _submission, run = publish_map()

    part: Any = client.get(address(run), headers={"Range": "bytes=0-3"})
    again = client.get(address(run), headers={"If-None-Match": part["ETag"]})

    assert (part.status_code, part.getvalue()) == (206, content_of(run)[:4])
    assert (again.status_code, again.content) == (304, b"")


def test_the_origin_names_versions_method_inputs_and_digests(client: Client) -> None:
    submission, run = publish_map()

    found = client.get(address(run, "open_data_provenance")).json()

    assert found["licence"] == "open"
    assert found["file"]["sha256"] == hashlib.sha256(content_of(run)).hexdigest()
    assert found["versions"][0]["sha256"] == submission.sha256
    assert found["run"]["method_version"] == "1"
    assert found["inputs"][0]["source"]["title"] == "National atlas"
    assert "United Nations" in found["disclaimer"]
    assert "secret" not in json.dumps(found)
    assert str(run.pk) not in json.dumps(found["inputs"])


@pytest.mark.parametrize(
    ("licence", "permission", "status"),
    [
        ("open", "", 200),
        ("share_alike", "The atlas office, 3 May 2026", 200),
        ("custom", "The atlas office, 3 May 2026", 200),
        ("share_alike", "", 404),
        ("custom", "", 404),
        ("", "The atlas office, 3 May 2026", 404),
    ],
)
def test_a_map_is_given_away_only_where_its_sources_let_it(
    client: Client, licence: str, permission: str, status: int
) -> None:
    _submission, run = publish_map(licence, permission=permission)

    answers = [client.head(address(run, n)) for n in ("open_data_map", "open_data_provenance")]
    page = client.get(reverse("open_data_report", args=["XAA", 2026])).content.decode()
    dataset = client.get(reverse("open_data_report_jsonld", args=["XAA", 2026])).json()

    assert {answer.status_code for answer in answers} == {status}
    assert (address(run) in page) == (status == 200)
    assert ("Not given away" in page) == (status == 404)
    files = [d for d in dataset["dcat:distribution"] if "dcat:downloadURL" in d]
    assert len(files) == (1 if status == 200 else 0)


def test_the_strictest_licence_holds() -> None:
    def inputs(*licences: str) -> list[Dataset]:
        return [Dataset(licence=licence) for licence in licences]

    assert licence_of(inputs("open", "share_alike", "open")) == "share_alike"
    assert licence_of(inputs("custom", "share_alike")) == "custom"
    assert licence_of(inputs("open", "")) == "not-stated"
    assert licence_of([]) == "not-stated"


def test_what_is_not_published_now_is_not_given_away(client: Client) -> None:
    submission, run = publish_map()
    Submission.objects.filter(pk=submission.pk).update(superseded_at=submission.published_at)

    assert client.get(address(run)).status_code == 404


@pytest.mark.parametrize("layer", ["report_1_sdg", "summary", "manifest", "baseline_sdg-tif"])
def test_only_maps_are_given_away(client: Client, layer: str) -> None:
    _submission, run = publish_map()
    run.outputs.append({"name": "summary.tif", "bytes": 1, "sha256": "0" * 64})
    run.save(update_fields=["outputs"])

    assert client.get(address(run, layer=layer)).status_code == 404


def test_a_run_that_does_not_exist_is_a_404(client: Client) -> None:
    assert client.get(reverse("open_data_map", args=[uuid4(), LAYER])).status_code == 404


def test_a_map_takes_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    _submission, run = publish_map()

    with django_assert_max_num_queries(5):
        client.get(address(run)).close()


READ = """
import sys
import rasterio
with rasterio.open("/vsicurl/" + sys.argv[1]) as file:
    print(file.count, file.width, file.height, file.read(1).sum())
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_gdal_reads_a_map_from_its_address(live_server: Any) -> None:
    _submission, run = publish_map()
    options = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "PATH": "/usr/bin:/bin"}

    done = subprocess.run(
        [sys.executable, "-c", READ, live_server.url + address(run)],
        capture_output=True,
        text=True,
        env=options,
        timeout=60,
        check=False,
    )

    assert done.stdout.split() == ["1", "2", "2", "1"], done.stderr


def tile(run: Run, layer: str = LAYER, z: int = 0, x: int = 0, y: int = 0) -> str:
    return reverse("open_data_tile", args=[run.pk, layer, z, x, y])


def test_a_published_map_is_drawn_for_everybody_and_kept_by_its_digest(
    client: Client, django_assert_num_queries: Any
) -> None:
    _submission, run = publish_map()

    with django_assert_num_queries(2):
        response = client.get(tile(run))

    assert response.content.startswith(b"\x89PNG")
    assert response["Cache-Control"] == "public, max-age=3600"
    again = client.get(tile(run), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("licence", "permission", "status"),
    [("open", "", 200), ("share_alike", "A letter", 200), ("share_alike", "", 404), ("", "", 404)],
)
def test_only_what_may_be_given_away_is_drawn(
    client: Client, licence: str, permission: str, status: int
) -> None:
    _submission, run = publish_map(licence, permission=permission)

    assert client.get(tile(run)).status_code == status
    page = client.get(reverse("country_detail", args=["XAA"])).content.decode()
    assert ("open-data/maps" in page) == (status == 200)
    assert ("licence does not let them be shown here" in page) == (status == 404)


def test_a_tile_is_gone_with_its_version(client: Client) -> None:
    submission, run = publish_map()
    assert client.get(tile(run)).status_code == 200

    Submission.objects.filter(pk=submission.pk).update(superseded_at=submission.published_at)

    assert client.get(tile(run)).status_code == 404


@pytest.mark.parametrize(
    "address",
    [{"layer": "baseline_nothing"}, {"layer": "report_2_lpd"}, {"z": 2, "x": 9}, {"z": 23}],
)
def test_a_tile_that_is_not_there_is_not_found(client: Client, address: dict[str, Any]) -> None:
    _submission, run = publish_map()

    assert client.get(tile(run, **address)).status_code == 404


def test_the_page_of_a_country_shows_its_maps_with_licence_and_download(client: Client) -> None:
    _submission, run = publish_map()

    page = client.get(reverse("country_detail", args=["XAA"])).content.decode()

    assert f"/open-data/maps/{run.pk}/{LAYER}/{{z}}/{{x}}/{{y}}.png" in page
    assert address(run) in page, "the GeoTIFF"
    assert "#open" in page
    assert "do not imply official endorsement" in page
    assert f"/parties/XAA/runs/{run.pk}" not in page, "no address of the working area"
