"""Polygons on pixels: boundary, zones, regions and corrections."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import shapely
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.features import rasterize

from indicators.science.engine import compute
from indicators.science.errors import EngineError
from indicators.science.grid import Window
from indicators.science.polygons import PixelShapes
from tests.science.engine.made import (
    SQUARE_KILOMETRES,
    collection,
    read_raster,
    rectangle,
    write_raster,
)

PLACE = Affine(1, 0, 0, 0, -1, 4)
"""Four by four pixels of one degree, from the equator to 4 degrees north, 0 to 4 east."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    # 2000: all tree. 2015: the upper half is cropland (tree to crop is degraded: -1).
    write_raster(tmp_path / "a.tif", np.full((4, 4), 1, np.uint8), transform=PLACE)
    write_raster(
        tmp_path / "b.tif", np.repeat([3, 3, 1, 1], 4).reshape(4, 4).astype("u1"), transform=PLACE
    )
    return tmp_path


def manifest(**entries: Any) -> dict[str, Any]:
    return {
        "land_cover": {"legend": "unccd7", "years": {"2000": "a.tif", "2015": "b.tif"}},
        "periods": [{"key": "baseline", "land_cover": [2000, 2015]}],
        **entries,
    }


def run(folder: Path, document: dict[str, Any]) -> dict[str, Any]:
    (folder / "manifest.json").write_text(json.dumps(document))
    return compute(folder / "manifest.json", folder / "out", workers=1)


def land_cover_map(folder: Path) -> list[list[int]]:
    return read_raster(folder / "out" / "baseline_land_cover.tif").tolist()


def test_a_pixel_belongs_to_the_boundary_if_its_centre_does(folder: Path) -> None:
    # The rectangle covers more than half of column 1 and less than half of column 3.
    run(folder, manifest(boundary=rectangle(0.6, -1, 3.4, 9)))

    nodata = -128
    assert land_cover_map(folder) == [
        [nodata, -1, -1, nodata],
        [nodata, -1, -1, nodata],
        [nodata, 0, 0, nodata],
        [nodata, 0, 0, nodata],
    ]


def test_a_hole_in_the_boundary_is_outside(folder: Path) -> None:
    square = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 3, 3))

    summary = run(folder, manifest(boundary=json.loads(shapely.to_geojson(square))))

    assert summary["grid"]["area_of_interest_pixels"] == 12


def test_the_boundary_may_be_several_features_that_overlap(folder: Path) -> None:
    halves = collection(rectangle(0, 0, 3, 4), rectangle(1, 0, 4, 4))

    summary = run(folder, manifest(boundary=halves))

    assert summary["grid"]["area_of_interest_pixels"] == 16


def test_zones_share_no_pixel_and_leave_none_out(folder: Path) -> None:
    # The common edge runs exactly through the centres of column 1.
    zones = collection(rectangle(0, 0, 1.5, 4, name="west"), rectangle(1.5, 0, 4, 4, name="east"))
    (folder / "zones.geojson").write_text(json.dumps(zones))

    summary = run(folder, manifest(zones="zones.geojson"))

    west, east = summary["zones"]
    assert (west["name"], west["pixels"], east["name"], east["pixels"]) == ("west", 4, "east", 12)
    whole = summary["grid"]["area_of_interest_km2"]
    assert west["area_km2"] + east["area_km2"] == pytest.approx(whole, rel=1e-15)
    degraded = [zone["periods"]["baseline"]["land_cover"]["degraded"] for zone in (west, east)]
    assert sum(degraded) == pytest.approx(
        summary["periods"]["baseline"]["land_cover"]["degraded"], rel=1e-15
    )
    assert summary["checks"]["all_equal"] is True


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_zones_may_be_a_geopackage_or_a_shapefile(suffix: str, folder: Path) -> None:
    pyogrio.raw.write(
        folder / f"zones.{suffix}",
        geometry=shapely.to_wkb([shapely.box(0, 0, 2, 4), shapely.box(2, 0, 4, 4)]),
        field_data=[np.array(["west", "east"], object), np.array([1, 2])],
        fields=["district", "number"],
        geometry_type="Polygon",
        crs="EPSG:4326",
    )

    summary = run(folder, manifest(zones={"file": f"zones.{suffix}", "name": "district"}))

    assert [(z["name"], z["pixels"]) for z in summary["zones"]] == [("west", 8), ("east", 8)]


def test_each_region_is_judged_by_its_own_matrix_and_the_rest_by_the_default(
    folder: Path,
) -> None:
    kind = [[0] * 7 for _ in range(7)]
    kind[0][2] = 1  # here, tree to cropland counts as an improvement
    regions = [{"name": "west", "matrix": kind, "polygon": rectangle(0, 0, 1, 4)}]
    document = manifest()
    document["land_cover"]["degradation"] = regions

    summary = run(folder, document)

    assert land_cover_map(folder)[0] == [1, -1, -1, -1]
    assert [region["name"] for region in summary["regions"]] == ["elsewhere", "west"]


def test_one_matrix_replaces_the_default_everywhere(folder: Path) -> None:
    document = manifest()
    document["land_cover"]["degradation"] = [[0] * 7 for _ in range(7)]

    run(folder, document)

    assert np.all(np.array(land_cover_map(folder)) == 0)


def test_regions_that_overlap_are_refused(folder: Path) -> None:
    kind = [[0] * 7 for _ in range(7)]
    document = manifest()
    document["land_cover"]["degradation"] = [
        {"name": "west", "matrix": kind, "polygon": rectangle(0, 0, 2, 4)},
        {"name": "middle", "matrix": kind, "polygon": rectangle(1, 0, 3, 4)},
    ]

    with pytest.raises(EngineError, match=r"degradation\[1\].polygon: the region 'middle' overlap"):
        run(folder, document)


def corrected(folder: Path, corrections: Any) -> tuple[dict[str, Any], list[list[int]]]:
    """A run with all three indicators: land cover as above, LPD stable, carbon unchanged."""
    write_raster(folder / "lpd.tif", np.full((4, 4), 4, np.uint8), transform=PLACE)
    write_raster(folder / "soc.tif", np.full((4, 4), 60, np.float32), transform=PLACE)
    document = manifest(
        lpd={"baseline": "lpd.tif"}, carbon={"soc": "soc.tif", "f": 1.0}, corrections=corrections
    )
    document["periods"][0]["carbon"] = [2000, 2015]
    summary = run(folder, document)
    return summary, read_raster(folder / "out" / "baseline_sdg.tif").tolist()


def test_the_last_correction_wins_and_starts_from_the_original_class(folder: Path) -> None:
    # Column 0: degraded becomes improved. Columns 0 and 1 (later): stable becomes degraded; it
    # says nothing of degraded land, so in column 0 degraded stays degraded.
    first = {"polygon": rectangle(0, 0, 1, 4), "from": "degraded", "to": "improved"}
    second = {"polygon": rectangle(0, 0, 2, 4), "from": "stable", "to": "degraded"}
    corrections = [{**c, "periods": ["baseline"]} for c in (first, second)]

    summary, sdg = corrected(folder, corrections)

    assert sdg == [[-1, -1, -1, -1]] * 2 + [[-1, -1, 0, 0]] * 2
    baseline = summary["periods"]["baseline"]
    assert baseline["sdg_before_corrections"]["degraded"] < baseline["sdg"]["degraded"]
    assert baseline["land_cover"]["degraded"] == baseline["sdg_before_corrections"]["degraded"]


def test_corrections_may_be_a_vector_file_with_columns(folder: Path) -> None:
    feature = rectangle(0, 0, 1, 4, **{"from": "degraded", "to": "stable", "periods": "baseline"})
    (folder / "fix.geojson").write_text(json.dumps(collection(feature)))

    _, sdg = corrected(folder, "fix.geojson")

    assert sdg[0] == [0, -1, -1, -1]


def test_one_correction_may_recode_several_classes(folder: Path) -> None:
    correction = {
        "polygon": rectangle(0, 0, 1, 4),
        "recode": {"degraded": "stable", "stable": "improved"},
        "periods": ["baseline"],
    }

    _, sdg = corrected(folder, [correction])

    assert [row[0] for row in sdg] == [0, 0, 1, 1]


WRONG_POLYGONS = {
    "somewhere else": (rectangle(50, 50, 51, 51), "boundary: the polygon lies outside"),
    "between the pixels' centres": (rectangle(0.6, 0.6, 0.9, 0.9), "boundary: no pixel's centre"),
    "a line": ({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, "no polygon was found"),
    "no geometry": ({"type": "Polygon"}, "boundary: the polygon: not a GeoJSON geometry"),
    "a linked crs": (
        {**rectangle(0, 0, 4, 4), "crs": {"type": "link", "properties": {"href": "http://x"}}},
        "a crs member that is a link is not followed",
    ),
    "a missing file": ("none.geojson", "boundary: .*none.geojson: the file cannot be read"),
    "an unknown kind of file": ("a.tif", "a GeoJSON, GeoPackage or Shapefile was expected"),
}


@pytest.mark.parametrize("case", WRONG_POLYGONS)
def test_a_boundary_that_cannot_be_used_is_refused_with_a_sentence(case: str, folder: Path) -> None:
    boundary, sentence = WRONG_POLYGONS[case]

    with pytest.raises(EngineError, match=sentence):
        run(folder, manifest(boundary=boundary))

    assert not (folder / "out" / "summary.json").exists()


def test_a_file_that_is_not_what_its_name_says_is_refused(folder: Path) -> None:
    (folder / "zones.gpkg").write_bytes(b"PK not a database")

    with pytest.raises(EngineError, match="the content is not what the file's name says"):
        run(folder, manifest(zones="zones.gpkg"))


def test_a_polygon_in_the_older_geojson_crs_is_moved(folder: Path) -> None:
    # 0 to 2 degrees east in Web Mercator metres
    box = rectangle(0, 0, 222_638.98, 445_640.11)
    box["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}

    summary = run(folder, manifest(boundary=box))

    assert summary["grid"]["area_of_interest_pixels"] == 8


coordinates = st.integers(-8, 40).map(lambda n: n / 4)


@settings(deadline=None, max_examples=60)
@given(
    points=st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=6, unique=True),
    window=st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 4), st.integers(1, 4)),
)
def test_any_window_shows_its_part_of_the_whole(
    points: list[tuple[float, float]], window: tuple[int, int, int, int]
) -> None:
    shape = shapely.MultiPoint(points).convex_hull
    shapes = PixelShapes((shape,))
    row, col, height, width = window

    part = shapes.labels(Window(row, row + height, col, col + width))

    whole = shapes.labels(Window(0, 9, 0, 9))
    assert np.array_equal(part, whole[row : row + height, col : col + width])


def test_away_from_exact_edges_the_rule_is_gdals() -> None:
    star = shapely.Polygon([(3.3, 1.1), (39.7, 20.2), (5.1, 38.8), (17.9, 20.6)]).difference(
        shapely.Point(24.3, 20.1).buffer(4.7)
    )

    ours = PixelShapes((star,)).labels(Window(0, 40, 0, 40))

    gdals = rasterize([star], (40, 40), transform=Affine(1, 0, 0, 0, 1, 0.0000001))
    assert np.array_equal(ours, gdals)


def test_true_areas_follow_the_latitude_and_equal_area_pixels_do_not(folder: Path) -> None:
    flat = {"transform": SQUARE_KILOMETRES, "crs": "EPSG:6933"}
    write_raster(folder / "a.tif", np.ones((4, 4), np.uint8), **flat)
    write_raster(folder / "b.tif", np.ones((4, 4), np.uint8), **flat)

    summary = run(folder, manifest())

    assert summary["grid"]["area_of_interest_km2"] == 16


WRONG_ZONES = {
    "two of one name": ("name", ["a", "a"], "zones: names in the column 'name' are not unique"),
    "no such column": ("nom", ["a", "b"], "zones.name: there is no column 'nom'; the columns are"),
    "no column of names": (None, [1, 1], "zones: no column holds a different name for every zone"),
}


@pytest.mark.parametrize("case", WRONG_ZONES)
def test_zones_without_usable_names_are_refused(case: str, folder: Path) -> None:
    column, names, sentence = WRONG_ZONES[case]
    halves = [(0, 2, names[0]), (2, 4, names[1])]
    features = [rectangle(west, 0, east, 4, name=name) for west, east, name in halves]
    (folder / "zones.geojson").write_text(json.dumps(collection(*features)))
    zones = "zones.geojson" if column is None else {"file": "zones.geojson", "name": column}

    with pytest.raises(EngineError, match=sentence):
        run(folder, manifest(zones=zones))


def test_vector_files_are_inputs_with_digests_too(folder: Path) -> None:
    (folder / "aoi.geojson").write_text(json.dumps(rectangle(0, 0, 4, 4)))

    summary = run(folder, manifest(boundary="aoi.geojson"))

    assert "boundary" in [item["entry"] for item in summary["method"]["inputs"]]


def test_a_place_that_no_grid_can_have_is_refused(folder: Path) -> None:
    far = {"transform": Affine(1000, 0, 9e8, 0, -1000, 9e8), "crs": "EPSG:32631"}
    for name in ("a.tif", "b.tif"):
        write_raster(folder / name, np.ones((2, 2), np.uint8), **far)

    with pytest.raises(EngineError, match=r"land_cover.years.2000: a.tif: No part of the grid"):
        run(folder, manifest())
