"""Measures through their pages, and polygons from files."""

import json
import math
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from targets.drivers import DIRECT, DRIVERS, INDIRECT, details
from targets.models import Measure
from tests.targets.promises.promise_making import (
    make_measure,
    make_ready_party,
    make_target,
    post_form,
    square,
    url,
)

pytestmark = pytest.mark.django_db
BOX = shapely.box(10.2, 10.2, 10.7, 10.7)


def test_a_measure_keeps_everything_that_is_said(client: Any) -> None:
    # Arrange
    party, user = make_ready_party()
    target = make_target(party, user, {"statement.en": "Restore."})
    measure = make_measure(party, user)
    client.force_login(user)

    # Act
    post_form(
        client,
        measure,
        {
            "title": "Terraces",
            "description": "Stone terraces on slopes.",
            "targets": ["", str(target.number)],
            "hierarchy": ["", "reverse", "reduce"],
            "slm_group": "cross_slope",
            "land_types": ["", "cropland"],
            "drivers": ["", "grazing-management", "economic"],
            "start_year": "2024",
            "end_year": "2030",
            "area": "12 345.5",
            "area_unit": "ha",
            "place": "North",
        },
    )

    # Assert
    saved = Measure.objects.get()
    assert saved.unread == {}
    assert list(saved.targets.all()) == [target]
    assert saved.hierarchy == ["reduce", "reverse"]
    assert saved.drivers == ["grazing-management", "economic"]
    assert (saved.area_km2, saved.entered_area) == (Decimal("123.455"), Decimal("12345.5"))
    page = client.get(url(saved, "detail")).content.decode()
    for words in ("Cross-slope measures", "Grazing land management", "2024–2030", "Target 1"):
        assert words in page


def test_a_measure_cannot_serve_another_partys_target(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user)
    client.force_login(user)

    post_form(client, measure, {"targets": ["", "77"]})

    assert not Measure.objects.get().targets.exists()


def geojson() -> SimpleUploadedFile:
    return SimpleUploadedFile("place.geojson", square(10.2, 10.2, 0.5).encode())


def geopackage(folder: Path) -> SimpleUploadedFile:
    path = folder / "place.gpkg"
    _write(path, "GPKG")
    return SimpleUploadedFile("place.gpkg", path.read_bytes())


def shapefile(folder: Path) -> SimpleUploadedFile:
    _write(folder / "place.shp", "ESRI Shapefile")
    archive = folder / "place.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for part in folder.glob("place.*"):
            if part.suffix != ".zip":
                packed.write(part, part.name)
    return SimpleUploadedFile("place.zip", archive.read_bytes())


def _write(path: Path, driver: str) -> None:
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb([BOX]),
        field_data=[],
        fields=[],
        geometry_type="Polygon",
        crs="EPSG:4326",
        driver=driver,
    )


@pytest.mark.parametrize("make", [lambda folder: geojson(), geopackage, shapefile])
def test_a_polygon_is_uploaded_in_three_formats(client: Any, tmp_path: Path, make: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user)
    client.force_login(user)

    answer = client.post(url(measure, "upload"), {"file": make(tmp_path)}, follow=True)

    saved = Measure.objects.get()
    assert saved.geometry_area_km2 is not None
    assert abs(saved.geometry_area_km2 - Decimal("3027.5")) < 1
    page = answer.content.decode().replace("\xa0", " ")
    assert "The polygon lies inside the country." in page
    assert "302 " in page


def test_a_file_that_is_no_polygon_is_refused_in_words_and_changes_nothing(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user, {"geometry": square(10, 10, 1)})
    client.force_login(user)
    file = SimpleUploadedFile("place.geojson", b"not a map at all")

    page = client.post(url(measure, "upload"), {"file": file}).content.decode()

    assert "GeoJSON, GeoPackage, KML" in page
    assert Measure.objects.get().geometry == json.loads(square(10, 10, 1))


def test_overlapping_measures_say_how_much_is_counted_twice(client: Any) -> None:
    party, user = make_ready_party()
    make_measure(party, user, {"title": "Terraces", "geometry": square(10.2, 10.2, 0.5)})
    other = make_measure(party, user, {"title": "Closure", "geometry": square(10.5, 10.4, 0.5)})
    make_measure(party, user, {"title": "Far away", "geometry": square(11.5, 11.5, 0.2)})
    client.force_login(user)

    page = client.get(url(other, "detail")).content.decode().replace("\xa0", " ")
    listed = client.get(reverse("measure_list", args=["XAA"]) + "?check=1").content.decode()

    assert "Terraces</a>: 726.4 km² (72 638 ha) counted twice" in page
    assert "Far away" not in page
    assert "Measure 2 and Measure 1 overlap by 726.38\xa0km²" in listed


def test_what_is_counted_twice_is_drawn_with_its_area(client: Any) -> None:
    party, user = make_ready_party()
    make_measure(party, user, {"title": "Terraces", "geometry": square(10.2, 10.2, 0.5)})
    other = make_measure(party, user, {"title": "Closure", "geometry": square(10.5, 10.4, 0.5)})
    client.force_login(user)

    shown = client.get(url(other, "detail")).context["shown"].map
    listed = client.get(reverse("measure_list", args=["XAA"]) + "?check=1").context["listing"].map
    unasked = client.get(reverse("measure_list", args=["XAA"])).context["listing"].map

    for found in (shown, listed):
        layer = next(layer for layer in found.layers if layer.key == "twice")
        (feature,) = layer.data["features"]
        assert feature["properties"]["note"].replace("\xa0", " ") == (
            "726.4 km² (72 638 ha) counted twice"
        )
        bounds = shapely.geometry.shape(feature["geometry"]).bounds
        assert bounds == pytest.approx((10.5, 10.4, 10.7, 10.7))
    assert "twice" not in {layer.key for layer in unasked.layers}


def test_the_map_of_measures_is_geojson_with_their_pages(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user, {"title": "Terraces", "geometry": square(10, 10, 1)})
    client.force_login(user)

    answer = client.get(reverse("measure_features", args=["XAA"]))

    (feature,) = answer.json()["features"]
    assert feature["properties"] == {"title": "Terraces", "link": measure.get_absolute_url()}


def test_the_drivers_are_those_of_the_convention() -> None:
    assert (len(DIRECT), len(INDIRECT)) == (11, 5)
    assert {key: str(label) for key, label in DRIVERS} == {
        key: row["label"] for key, row in details().items()
    }


def circle(corners: int) -> str:
    ring = [
        [11 + 0.4 * math.cos(turn), 11 + 0.4 * math.sin(turn)]
        for turn in (2 * math.pi * i / corners for i in range(corners))
    ]
    return json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})


def test_maps_of_many_measures_are_drawn_from_sketches_with_few_corners(client: Any) -> None:
    party, user = make_ready_party()
    measure = make_measure(party, user, {"title": "Closure", "geometry": circle(500)})
    client.force_login(user)

    (feature,) = client.get(reverse("measure_features", args=["XAA"])).json()["features"]

    assert len(measure.geometry["coordinates"][0]) == 501
    assert 10 < len(feature["geometry"]["coordinates"][0]) < 60
    for page in (reverse("measure_list", args=["XAA"]), party.reports.get().get_absolute_url()):
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        columns = [q["sql"] for q in asked if 'FROM "targets_measure"' in q["sql"]]
        assert columns
        assert not any('"targets_measure"."geometry",' in sql for sql in columns)
