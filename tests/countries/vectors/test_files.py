"""Honest vector files of every format come through the sandbox as clean GeoJSON."""

from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from countries.sandbox import SandboxMode
from countries.sandbox.command import bubblewrap_works
from countries.vectors.geodesy import geodesic_area_km2
from countries.vectors.upload import read_vector
from tests.countries.vectors.files import (
    HOLE,
    SQUARE,
    collection,
    kml,
    pack,
    placemark,
    polygon,
    write_json,
    write_ogr,
    write_shapefile_zip,
)

WITH_HOLE = shapely.Polygon(SQUARE, [HOLE])


@pytest.fixture(params=list(SandboxMode)[1:])
def mode(request: pytest.FixtureRequest) -> SandboxMode:
    if request.param is SandboxMode.BWRAP and not bubblewrap_works():
        pytest.skip("bubblewrap does not work here")
    return request.param


def make(folder: Path, kind: str) -> Path:
    """One polygon with a hole in each format."""
    upload = folder / "0f8b1a52-upload"  # a name of our own, without a suffix
    if kind == "geojson":
        return write_json(upload, collection(polygon(SQUARE, HOLE)))
    if kind == "shapefile":
        return write_shapefile_zip(folder, [WITH_HOLE])
    if kind == "geopackage":
        return write_ogr(folder / "a.gpkg", [WITH_HOLE]).rename(upload)
    if kind == "zipped geopackage":
        return pack(upload, write_ogr(folder / "a.gpkg", [WITH_HOLE]))
    if kind == "kmz":
        return pack(upload, write_ogr(folder / "doc.kml", [WITH_HOLE]))
    return write_ogr(folder / "a.kml", [WITH_HOLE]).rename(upload)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("geojson", "GeoJSON"),
        ("shapefile", "Shapefile"),
        ("geopackage", "GeoPackage"),
        ("zipped geopackage", "GeoPackage"),
        ("kml", "KML"),
        ("kmz", "KML"),
    ],
)
def test_a_polygon_with_a_hole_comes_through(
    tmp_path: Path, mode: SandboxMode, kind: str, name: str
) -> None:
    path = make(tmp_path, kind)

    file = read_vector(path, mode=mode)

    assert file.format == name
    (feature,) = file.collection["features"]
    assert {str(value) for value in feature["properties"].values()} >= {"zone 1"}
    geometry = shape(feature["geometry"])
    assert geometry.equals(WITH_HOLE)
    assert len(geometry.interiors) == 1
    assert geometry.exterior.is_ccw
    assert (file.vertices, file.left_out) == (10, 0)


def test_the_file_that_was_uploaded_is_left_as_it_was(tmp_path: Path, mode: SandboxMode) -> None:
    path = make(tmp_path, "geopackage")
    before = path.read_bytes()

    read_vector(path, mode=mode)

    assert path.read_bytes() == before
    assert {entry.name for entry in tmp_path.iterdir()} == {path.name}


def test_a_national_projection_is_brought_to_wgs84(tmp_path: Path) -> None:
    # One square of 10 km in UTM zone 28 N (scale 0.9996 on its central meridian).
    square = shapely.box(495_000, 1_795_000, 505_000, 1_805_000)

    file = read_vector(write_shapefile_zip(tmp_path, [square], crs="EPSG:32628"))

    west, south, east, north = shape(file.geometry).bounds
    assert (west, east) == (pytest.approx(-15.0467, abs=1e-3), pytest.approx(-14.9533, abs=1e-3))
    assert (south, north) == (pytest.approx(16.2354, abs=1e-3), pytest.approx(16.3258, abs=1e-3))
    assert geodesic_area_km2(file.geometry) == pytest.approx(100 / 0.9996**2, rel=1e-5)


def test_an_old_style_crs_name_is_followed(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32628"}}
    ring = [[495e3, 1795e3], [505e3, 1795e3], [505e3, 1805e3], [495e3, 1795e3]]

    file = read_vector(write_json(tmp_path / "a", collection(polygon(ring), crs=crs)))

    assert shape(file.geometry).bounds[0] == pytest.approx(-15.0467, abs=1e-3)


def test_heights_are_dropped_and_empty_features_left_out(tmp_path: Path) -> None:
    high = [[x, y, 321.0] for x, y in SQUARE]

    file = read_vector(write_json(tmp_path / "a", collection(polygon(high), None)))

    assert file.left_out == 1
    assert not shape(file.geometry).has_z


def test_folders_of_a_kml_are_read_together(tmp_path: Path) -> None:
    other = [[x + 5, y] for x, y in SQUARE]
    text = kml(f"<Folder>{placemark(SQUARE)}</Folder><Folder>{placemark(other)}</Folder>")
    path = tmp_path / "a"
    path.write_text(text, encoding="utf-8")

    file = read_vector(path)

    assert len(file.collection["features"]) == 2
    assert geodesic_area_km2(file.geometry) == pytest.approx(2 * 11_546, rel=1e-3)


def test_a_multi_geometry_of_polygons_becomes_a_multipolygon(tmp_path: Path) -> None:
    other = [[x + 5, y] for x, y in SQUARE]
    mixed = {"type": "GeometryCollection", "geometries": [polygon(SQUARE), polygon(other)]}

    file = read_vector(write_json(tmp_path / "a", mixed))

    assert file.geometry["type"] == "MultiPolygon"


def test_a_shape_across_the_antimeridian_is_cut_there(tmp_path: Path) -> None:
    ring = [[179, -18], [182, -18], [182, -17], [179, -17], [179, -18]]

    file = read_vector(write_json(tmp_path / "a", polygon(ring)))

    parts = sorted(part.bounds for part in shape(file.geometry).geoms)
    assert parts == [(-180.0, -18.0, -178.0, -17.0), (179.0, -18.0, 180.0, -17.0)]


@pytest.mark.realdata
def test_the_departments_of_assaba_have_their_official_areas(
    shared_data: Path, tmp_path: Path
) -> None:
    members = sorted((shared_data / "assaba" / "departments").iterdir())

    file = read_vector(pack(tmp_path / "departments.zip", *members))

    assert len(file.collection["features"]) == 5
    for feature in file.collection["features"]:
        official = feature["properties"]["AREA_SQKM"]
        assert geodesic_area_km2(feature["geometry"]) == pytest.approx(official, rel=5e-4)
