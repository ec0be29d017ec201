"""A matrix edit seen in table, chart and map: two of them at once, the map from a real worker."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, expect

from countries.models import User
from indicators.actions.baseline import use_run
from indicators.models import Revision, Run
from tests.browser.story import Person
from tests.factories import make_cycle, make_focal_point, make_party, make_report
from tests.indicators.runs.conftest import work
from tests.indicators.runs.quad import degrees_of, make_quad
from tests.indicators.runs.station import portal_worker, wait_for

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("worker"),
]
ZOOM = 13  # a pixel of 1 km is 50 pixels of the tile wide
DEGRADED, STABLE = (0x9B, 0x27, 0x79), (0xF3, 0xF0, 0xD7)
READ_PIXEL = """async ([url, left, top]) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    const picture = await createImageBitmap(await answer.blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, 0, 0);
    return [...pen.getImageData(left, top, 1, 1).data].slice(0, 3);
}"""
TREES_TO_CROPS = "land_cover.meaning.tree-covered.cropland"


@pytest.fixture(autouse=True)
def small(settings: Any) -> None:
    settings.RUN_CHUNK_PIXELS, settings.RUN_TILE_PIXELS = 1024, 16


@pytest.fixture
def focal_point(db: None) -> User:
    return make_focal_point(make_party())


@pytest.fixture
def quad(focal_point: User) -> Run:
    """A run whose trees became crops in three of sixteen pixels, and whose numbers are used."""
    party = focal_point.memberships.get().party
    assert party is not None
    run = make_quad(party, make_cycle(), focal_point)
    work()
    run.refresh_from_db()
    use_run(make_report(party, run.cycle), run, by=focal_point)
    return run


@pytest.fixture
def person(
    chromium: Browser, live_server: Any, focal_point: User, quad: Run, tmp_path: Path
) -> Iterator[Person]:
    person = Person(chromium, live_server.url, focal_point, tmp_path)
    yield person
    person.leave()
    connection.close()


def colour(person: Person, layer: str, row: int, column: int) -> tuple[int, ...]:
    """The colour that the run's map has at a pixel of the run, from the tile that it asks for."""
    said = json.loads(person.page.locator("#run-map").text_content() or "")
    (address,) = (found["url"] for found in said["layers"] if found["key"] == layer)
    x, y, left, top = _place(*degrees_of(row, column))
    path = address.format(z=ZOOM, x=x, y=y)
    found = person.page.evaluate(READ_PIXEL, [person.base + path, left, top])
    return tuple(found)


def _place(longitude: float, latitude: float) -> tuple[int, int, int, int]:
    """The tile that holds a place, and the pixel of it."""
    count = 2**ZOOM
    across = (longitude + 180) / 360 * count
    down = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2 * count
    return int(across), int(down), int(across % 1 * 256), int(down % 1 * 256)


def test_a_matrix_edit_is_seen_in_table_chart_and_map(
    person: Person, quad: Run, tmp_path: Path
) -> None:
    # Arrange: the map says that the new crops are degraded, and so do table and chart
    person.go(quad.get_absolute_url())
    assert colour(person, "baseline_land_cover", 0, 0) == DEGRADED
    assert colour(person, "baseline_sdg", 0, 0) == DEGRADED
    assert colour(person, "baseline_land_cover", 1, 0) == STABLE
    page = person.page
    person.go(f"/parties/XAA/{quad.cycle.year}/baseline/land_cover/")
    degraded = page.locator('[data-value="land_cover.status.baseline.degraded"]')
    chart = page.locator('[data-charts="first"]')
    expect(degraded).to_have_text("3.00")
    expect(chart).to_contain_text("6.7\xa0% of the land is degraded")
    expect(chart).to_contain_text("20.0\xa0%")
    page.evaluate("window.sameDocument = true")

    # Act: the focal point says that crops where there were trees are no degradation
    field = page.locator(f'[name="{TREES_TO_CROPS}"]')
    page.locator("details", has=field).last.locator("summary").first.click()
    field.select_option("0")

    # Assert: table and chart follow in the page that is open
    expect(degraded).to_have_text("0.00")
    expect(chart).to_contain_text("0\xa0% of the land is degraded")
    expect(chart).not_to_contain_text("20.0\xa0%")
    assert page.evaluate("window.sameDocument")

    # Act: the map is older now, and a worker renews it
    person.go(quad.get_absolute_url())
    person.reads("The map is older than the degradation matrix of the record.")
    person.press("Renew the maps")
    with portal_worker(tmp_path):
        revision = Revision.objects.get(run=quad)
        wait_for(lambda: _ended(revision), "the renewed map")
    person.go(quad.get_absolute_url())

    # Assert
    assert revision.job_state == "succeeded", revision.error_code
    assert page.get_by_text("The map is older").count() == 0
    for row, column in ((0, 0), (0, 1), (2, 3)):
        assert colour(person, "baseline_land_cover", row, column) == STABLE
        assert colour(person, "baseline_sdg", row, column) == STABLE


def _ended(revision: Revision) -> bool:
    revision.refresh_from_db()
    return revision.has_ended
