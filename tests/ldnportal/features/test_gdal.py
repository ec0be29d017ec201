"""GDAL opens the features as QGIS does: its OAPIF driver pages through them with a box."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pyogrio
import pytest
from django.core.signals import request_started

from tests.factories import make_cycle, make_party
from tests.ldnportal.features.places import across_180, box, place, publish

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "OAPIF" not in pyogrio.list_drivers(), reason="this GDAL was built without OAPIF"
    ),
]

COUNT = 250
# GDAL waits for the server without letting other threads run: it needs a process of its own.
READ = """
import json, sys
import pyogrio
address, options = sys.argv[1], json.loads(sys.argv[2])
if "bbox" in options:
    options["bbox"] = tuple(options["bbox"])
meta, _fids, shapes, columns = pyogrio.raw.read(
    address, layer="targets", PAGE_SIZE=40, **options
)
fields = list(meta["fields"])
print(json.dumps({
    "layers": [str(name) for name, _kind in pyogrio.list_layers(address)],
    "crs": meta["crs"],
    "kind": meta["geometry_type"],
    "numbers": sorted(int(number) for number in columns[fields.index("number")]),
    "shapes": sum(shape is not None for shape in shapes),
}))
"""


def read(address: str, **options: Any) -> Any:
    """What GDAL sees in another process."""
    done = subprocess.run(
        [sys.executable, "-c", READ, address, json.dumps(options)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def service(live_server: Any) -> str:
    """A portal with 250 targets side by side and one across the antimeridian."""
    published = publish(make_party("XAA"), make_cycle())
    for number in range(COUNT):
        west, south = number % 50, number // 50
        place(published, number + 1, box(west, south, west + 0.5, south + 0.5))
    place(published, 900, across_180())
    return f"OAPIF:{live_server.url}/ogc/"


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The query strings that the portal is asked with."""
    queries: list[str] = []

    def note(environ: dict[str, str], **_: Any) -> None:
        queries.append(environ["QUERY_STRING"])

    request_started.connect(note)
    yield queries
    request_started.disconnect(note)


def test_gdal_pages_through_all_features(service: str) -> None:
    seen = read(service)

    assert set(seen["layers"]) == {"targets", "measures"}
    assert seen["numbers"] == [*range(1, COUNT + 1), 900]
    assert seen["shapes"] == COUNT + 1
    assert seen["crs"] in ("OGC:CRS84", "EPSG:4326")


def test_gdal_pages_through_a_box(service: str, asked: list[str]) -> None:
    inside = [number + 1 for number in range(COUNT) if number % 50 < 30]
    assert len(inside) > 3 * 40

    assert read(service, bbox=[-1, -1, 29.9, 4.9])["numbers"] == inside
    boxed = [query for query in asked if "bbox=" in query and "limit=40" in query]
    assert len(boxed) >= len(inside) / 40, "the box was not left to the portal, page by page"
    assert read(service, bbox=[178.5, -17.5, 179.5, -16.5])["numbers"] == [900]
