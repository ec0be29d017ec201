"""Polygons as text: what is read, and what is said about what is not."""

import json
from typing import Any

import pytest

from countries.geometry_text import GeometryTextError, read_corners, read_geojson
from countries.geometry_widget import GeometryField, GeometryWidget

OUTER = [[9.0, 13.0], [10.0, 13.0], [10.0, 14.0], [9.0, 13.0]]
HOLE = [[9.5, 13.1], [9.7, 13.1], [9.7, 13.3], [9.5, 13.1]]
POLYGON = {"type": "Polygon", "coordinates": [OUTER, HOLE]}


def _feature(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": geometry}


@pytest.mark.parametrize(
    "content",
    [
        POLYGON,
        _feature(POLYGON),
        {"type": "FeatureCollection", "features": [_feature(POLYGON)]},
        {"type": "GeometryCollection", "geometries": [POLYGON]},
        {"type": "MultiPolygon", "coordinates": [POLYGON["coordinates"]]},
    ],
)
def test_a_polygon_is_read_from_every_wrapping_with_its_hole(content: dict[str, Any]) -> None:
    assert read_geojson(json.dumps(content)) == POLYGON


def test_several_polygons_become_one_multipolygon() -> None:
    both = {"type": "FeatureCollection", "features": [_feature(POLYGON), _feature(POLYGON)]}

    read = read_geojson(json.dumps(both))

    assert read == {"type": "MultiPolygon", "coordinates": [POLYGON["coordinates"]] * 2}


def test_an_open_ring_is_closed_and_a_height_left_out() -> None:
    ring = [[9.0, 13.0, 250.0], [10.0, 13.0, 240.0], [10.0, 14.0, 230.0]]

    read = read_geojson(json.dumps({"type": "Polygon", "coordinates": [ring]}))

    assert read["coordinates"] == [OUTER]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "not GeoJSON"),
        ("[" * 100_000, "not GeoJSON"),
        ('{"type":"Point","coordinates":[1,2]}', "no polygon"),
        ("null", "no polygon"),
        ("[1, 2]", "no polygon"),
        ('{"type":"FeatureCollection","features":5}', "no polygon"),
        ('{"type":"Feature","geometry":null}', "no polygon"),
        ('{"type":"Polygon","coordinates":[]}', "no rings"),
        ('{"type":"Polygon","coordinates":7}', "no rings"),
        ('{"type":"MultiPolygon","coordinates":7}', "no rings"),
        ('{"type":"Polygon","coordinates":[4]}', "not a list"),
        ('{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]}', "has 2 corners"),
        ('{"type":"Polygon","coordinates":[[["1",2],[3,4],[1,5]]]}', "Expected longitude"),
        ('{"type":"Polygon","coordinates":[[[true,2],[3,4],[1,5]]]}', "Expected longitude"),
        ('{"type":"Polygon","coordinates":[[[NaN,2],[3,4],[1,5]]]}', "Expected longitude"),
        ('{"type":"Polygon","coordinates":[[[1e999,2],[3,4],[1,5]]]}', "Expected longitude"),
        ('{"type":"Polygon","coordinates":[[[500000,1500000],[3,4],[1,5]]]}', "outside the world"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(text: str, said: str) -> None:
    with pytest.raises(GeometryTextError, match=said):
        read_geojson(text)


def test_a_text_without_end_is_refused_unread() -> None:
    with pytest.raises(GeometryTextError, match="5 million"):
        read_geojson(" " * 5_000_001)


@pytest.mark.parametrize("lines", ["13, 9\n13, 10\n14, 10", "13;9\r\n13 10\r\n\r\n14,0 10,0\r\n"])
def test_corners_are_read_line_by_line(lines: str) -> None:
    assert read_corners(lines) == {"type": "Polygon", "coordinates": [OUTER]}


def test_a_corner_that_is_none_is_named_with_its_line() -> None:
    with pytest.raises(GeometryTextError, match="Line 2 of the corners is “here”"):
        read_corners("13, 9\nhere\n14, 10")


def test_two_corners_are_no_area() -> None:
    with pytest.raises(GeometryTextError, match="at least three"):
        read_corners("13, 9\n14, 10")


def test_corners_typed_go_before_the_geojson_left_in_the_field() -> None:
    field = GeometryField()

    assert field.clean((json.dumps(POLYGON), "13,9\n13,10\n14,10"))["coordinates"] == [OUTER]
    assert field.clean((json.dumps(POLYGON), "")) == POLYGON


def test_an_empty_field_gives_nothing() -> None:
    assert GeometryField(required=False).clean(("", "")) is None


@pytest.mark.parametrize("value", [None, "", "null"])
def test_an_empty_value_is_shown_empty_and_never_as_null(value: Any) -> None:
    assert GeometryWidget().format_value(value) == ""


def test_spaces_in_the_text_are_no_change() -> None:
    field = GeometryField()

    assert not field.has_changed(POLYGON, (json.dumps(POLYGON, indent=4), ""))
    assert field.has_changed(POLYGON, ("", ""))
    assert field.has_changed(POLYGON, ("nonsense", ""))
    assert not field.has_changed(None, ("", ""))


def test_what_was_typed_is_shown_again_beside_its_error() -> None:
    html = GeometryWidget().render("place", ("not json", "12, x"), {"id": "id_place"})

    assert "not json" in html
    assert "12, x" in html
