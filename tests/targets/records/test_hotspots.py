"""Hotspots and brightspots: written down, on the map of a run, in a version, and in public."""

import csv
from typing import Any

import pytest
from django.urls import reverse

from countries.models import Party, User
from targets.models import Entry
from targets.records.hotspots import HOTSPOTS
from tests.factories import make_focal_point, make_party
from tests.targets.promises.promise_making import make_ready_party, square
from tests.targets.records.entry_making import make_entry, post_form, url
from tests.targets.reports import make_filled_report, publish_report

pytestmark = pytest.mark.django_db
SPOT = {
    "place": "Wadi el-Assal",
    "kind": "hotspot",
    "area": "12 000",
    "area_unit": "ha",
    "year": "2025",
    "processes": "water_erosion|vegetation_loss",
    "direct_drivers": "grazing-management",
    "indirect_drivers": "demographic|economic",
    "actions": "Exclosures since 2022",
    "geometry": square(10.5, 10.5, 0.1),
}


@pytest.fixture
def ready() -> tuple[Party, User]:
    return make_ready_party()


def test_a_hotspot_is_written_down_with_its_drivers_and_its_place(
    client: Any, ready: tuple[Party, User]
) -> None:
    entry = make_entry(*ready, "hotspots")
    client.force_login(ready[1])

    page = post_form(client, entry, SPOT, query="?then=done", follow=True).content.decode()

    entry = Entry.objects.get()
    assert entry.unread == {}
    assert entry.answers["direct_drivers"] == ["grazing-management"]
    assert entry.answers["area_km2"] == "120.000000"
    assert entry.geometry_area_km2 is not None
    for words in (
        "Hotspot: land degrades here",
        "Soil erosion by water, Loss of vegetation cover or productivity",
        "Grazing land management",
        "Demographic, Economic",
        "The polygon lies inside the country.",
    ):
        assert words in page


def test_the_list_names_places_areas_and_processes_and_maps_them(
    client: Any, ready: tuple[Party, User]
) -> None:
    make_entry(*ready, "hotspots", **SPOT)
    client.force_login(ready[1])

    page = client.get(reverse("record_list", args=["XAA", "hotspots"])).content.decode()
    features = client.get(reverse("record_features", args=["XAA", "hotspots"])).json()["features"]

    assert "Wadi el-Assal" in page
    assert "12\u00a0000 ha" in page or "120" in page
    assert features[0]["properties"]["title"] == "Wadi el-Assal"


def test_the_home_lists_corrections_and_hotspots_with_the_baselines(
    client: Any, ready: tuple[Party, User]
) -> None:
    client.force_login(ready[1])

    page = client.get(reverse("report_home", args=["XAA", 2026])).content.decode()

    groups = page.split("Targets and measures")
    for key in ("corrections", "hotspots"):
        assert reverse("record_list", args=["XAA", key]) in groups[0]


def test_the_list_leaves_as_csv_in_words(client: Any, ready: tuple[Party, User]) -> None:
    make_entry(*ready, "hotspots", **{**SPOT, "place": "=Wadi"})
    client.force_login(ready[1])

    answer = client.get(reverse("record_csv", args=["XAA", "hotspots"]))

    heads, row = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    said = dict(zip(heads, row, strict=True))
    assert said["Name of the place"] == "'=Wadi", "no formula"
    assert said["Direct drivers"] == "Grazing land management"
    assert float(said["Area of the polygon, km²"]) > 100


def test_the_drivers_are_those_of_the_assessment() -> None:
    assert len(HOTSPOTS.by_path["direct_drivers"].choices) == 11
    assert len(HOTSPOTS.by_path["indirect_drivers"].choices) == 5


def test_it_says_when_the_polygon_is_not_as_large_as_the_area(
    client: Any, ready: tuple[Party, User]
) -> None:
    entry = make_entry(*ready, "hotspots", **{**SPOT, "area": "20 000"})
    client.force_login(ready[1])

    page = client.get(url(entry, "detail")).content.decode()

    assert "more than 5 % apart" in page


def test_published_hotspots_and_corrections_stand_on_the_public_page_and_in_the_data(
    client: Any,
) -> None:
    party = make_party()
    report = make_filled_report(party)
    user = make_focal_point(party)
    make_entry(party, user, "hotspots", **SPOT)
    claim = {"claim": "not_degraded", "becomes": "stable", "periods": "2000-2015"}
    make_entry(party, user, "corrections", place="Fallows", reason="Fallow", **claim)
    publish_report(report)

    page = client.get(reverse("country_detail", args=[party.iso3])).content.decode()
    records = client.get("/api/v1/records/?kind=hotspots").json()

    for words in ("Wadi el-Assal", "Grazing land management", "The map says degraded, but it is"):
        assert words in page
    assert "2000–2015" in page
    (spot,) = records["results"]
    assert spot["answers"]["processes"] == ["water_erosion", "vegetation_loss"]
    assert float(spot["polygon_km2"]) > 100
    whole = client.get(f"/api/v1/records/{spot['id']}/").json()
    assert whole["geometry"]["type"] == "Polygon"
