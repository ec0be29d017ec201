"""Public pages come packed, and stay light enough for a slow line and a phone."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.ldnportal.open_data.shelf import publish_map
from tests.ldnportal.regions.region import make_stage

pytestmark = pytest.mark.django_db
MOST = 200_000
PAGES = ("/regions/annex-i/", "/regions/world/", "/regions/", "/search/?q=grass", "/countries/")


def weight(client: Client, address: str) -> int:
    """Bytes over the line: the page as it is sent, its styles and scripts packed."""
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert response["Content-Encoding"] == "gzip"
    html = gzip.decompress(response.content).decode()
    names = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', html))
    assert {"css/portal.css", "js/portal.js"} <= names
    return len(response.content) + sum(map(_packed, names))


def _packed(name: str) -> int:
    path = finders.find(name)
    assert isinstance(path, str), name
    return len(gzip.compress(Path(path).read_bytes(), 9))


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_is_light(client: Client, address: str) -> None:
    make_stage()

    assert weight(client, address) < MOST


def test_the_page_of_a_country_with_its_map_is_light_without_its_tiles(client: Client) -> None:
    publish_map()

    assert weight(client, "/countries/XAA/") < MOST


def test_who_cannot_unpack_gets_it_plain(client: Client) -> None:
    make_stage()

    response = client.get("/regions/annex-i/")

    assert "Content-Encoding" not in response
    assert "Accept-Encoding" in response["Vary"]
