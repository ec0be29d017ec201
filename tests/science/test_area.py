"""Cell areas: published values, geodesic polygons, and grids of every kind and orientation."""

import warnings

import numpy as np
import pyogrio
import pyproj
import pytest
import rasterio
import rasterio.features
import rasterio.warp
import shapely
from affine import Affine
from exactextract import exact_extract
from hypothesis import given
from hypothesis import strategies as st
from rasterio.crs import CRS

from indicators.science import tables
from indicators.science.area import (
    WGS84,
    Ellipsoid,
    cell_areas_km2,
    row_areas_km2,
    slice_area_m2,
)

WGS = CRS.from_epsg(4326)
MODIS = CRS.from_proj4("+proj=sinu +lon_0=0 +x_0=0 +y_0=0 +R=6371007.181 +units=m +no_defs")


def grid(crs, left, top, size, width=6, height=5):
    return crs, Affine(size, 0, left, 0, -size, top), width, height


def one_area(crs, transform, row, column, points=40):
    """Geodesic area of one cell's densified outline, km2."""
    system = pyproj.CRS.from_wkt(crs.to_wkt())
    along = np.arange(points) / points
    x = np.concatenate([along, np.ones(points), 1 - along, np.zeros(points)]) + column
    y = np.concatenate([np.zeros(points), along, np.ones(points), 1 - along]) + row
    t = transform
    east, north = t.a * x + t.b * y + t.c, t.d * x + t.e * y + t.f
    to_globe = pyproj.Transformer.from_crs(system, system.geodetic_crs, always_xy=True)
    own = system.ellipsoid
    sphere = own.semi_major_metre == own.semi_minor_metre
    geod = pyproj.Geod(ellps="WGS84") if sphere else system.get_geod()
    return abs(geod.polygon_area_perimeter(*to_globe.transform(east, north))[0]) / 1e6


@pytest.mark.parametrize("latitude", [0, 12, 30, 45, 60, 75, 89])
def test_cells_of_ten_seconds_have_their_published_area(latitude):
    edges = np.radians([latitude, latitude + 1 / 360])
    expected = tables.cell_areas_wgs84()[str(latitude)]
    assert cell_areas_km2(edges, np.radians(1 / 360))[0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("latitude", [0, 45, 89])
def test_cells_of_one_degree_have_their_published_area(latitude):
    edges = np.radians([latitude, latitude + 1.0])
    expected = tables.cell_areas_wgs84()["one_degree"][str(latitude)]
    assert cell_areas_km2(edges, np.radians(1))[0] == pytest.approx(expected, rel=1e-9)


def test_a_grid_of_the_whole_globe_has_its_published_area():
    areas = row_areas_km2(WGS, Affine(1, 0, -180, 0, -1, 90), 360, 180)
    assert areas.km2.sum() * 360 == pytest.approx(tables.cell_areas_wgs84()["globe"], rel=1e-9)


@pytest.mark.parametrize("latitude", [-60, -1, 0, 33, 71])
def test_rows_are_pyprojs_geodesic_areas(latitude):
    areas = row_areas_km2(WGS, Affine(0.1, 0, 20, 0, -0.1, latitude + 0.1), 1, 1)
    # Meridians and a densified parallel: geodesics bulge, so the parallel needs many points.
    expected = one_area(WGS, Affine(0.1, 0, 20, 0, -0.1, latitude + 0.1), 0, 0, points=500)
    assert areas.km2[0] == pytest.approx(expected, rel=1e-8)


def test_a_sphere_needs_no_eccentricity():
    half = slice_area_m2(np.array([np.pi / 2]), Ellipsoid(2.0, 2.0))
    assert half[0] == pytest.approx(2 * np.pi * 4)


def test_an_ellipsoid_tends_to_its_sphere():
    nearly = slice_area_m2(np.array([0.7]), Ellipsoid(1.0, 1.0 - 1e-10))
    assert nearly[0] == pytest.approx(slice_area_m2(np.array([0.7]), Ellipsoid(1.0, 1.0))[0])


def test_a_south_up_grid_has_the_areas_of_its_north_up_twin_in_reverse():
    north = row_areas_km2(WGS, Affine(0.5, 0, 0, 0, -0.5, 60), 3, 8).km2
    south = row_areas_km2(WGS, Affine(0.5, 0, 0, 0, 0.5, 56), 3, 8).km2
    assert south == pytest.approx(north[::-1], rel=1e-13)


def test_the_antimeridian_changes_nothing():
    here = row_areas_km2(WGS, Affine(0.5, 0, 10, 0, -0.5, 60), 20, 8).km2
    across = row_areas_km2(WGS, Affine(0.5, 0, 175, 0, -0.5, 60), 20, 8).km2
    assert (here == across).all()


def test_a_projected_grid_across_the_antimeridian_has_its_true_areas():
    fiji = CRS.from_epsg(3832)  # Mercator centred on 150 E
    crs, transform, width, height = grid(fiji, 3_330_000, -1_900_000, 5000, 8, 4)
    areas = row_areas_km2(crs, transform, width, height)
    assert not areas.per_pixel
    for row in range(4):
        assert areas.km2[row] == pytest.approx(one_area(crs, transform, row, 5), rel=1e-6)


def test_a_row_beyond_the_pole_has_no_area():
    areas = row_areas_km2(WGS, Affine(1, 0, 0, 0, -1, 91), 2, 3).km2
    assert areas[0] == 0
    assert areas[1] > 0


def test_a_rotated_geographic_grid_has_an_area_for_every_pixel():
    transform = Affine(0.01, 0.002, 10, 0.002, -0.01, 40)
    areas = row_areas_km2(WGS, transform, 60, 50)
    assert areas.per_pixel
    window = areas.window(0, 0, 50, 60).reshape(50, 60)
    for row, column in ((0, 0), (49, 0), (13, 44), (49, 59)):
        expected = one_area(WGS, transform, row, column)
        assert window[row, column] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("code", [6933, 3035, 5070, 102022])
def test_equal_area_projections_have_the_pixels_nominal_area(code):
    crs = CRS.from_epsg(code) if code < 100_000 else CRS.from_proj4(
        "+proj=aea +lat_1=20 +lat_2=-23 +lat_0=0 +lon_0=25 +datum=WGS84 +units=m"
    )  # fmt: skip
    left, top = (4_000_000, 3_000_000) if code == 3035 else (500_000, 1_500_000)
    areas = row_areas_km2(*grid(crs, left, top, 250.0, 40, 30))
    assert not areas.per_pixel
    assert areas.km2.tolist() == [0.0625] * 30


def test_feet_are_turned_into_kilometres():
    feet = CRS.from_proj4("+proj=cea +lat_ts=30 +datum=WGS84 +units=us-ft")
    areas = row_areas_km2(*grid(feet, 1000, 9_000_000, 1000.0))
    assert areas.km2[0] == pytest.approx((1000 * 0.304800609601) ** 2 / 1e6, rel=1e-9)


@pytest.mark.parametrize(
    ("crs", "left", "top", "size"),
    [
        (CRS.from_epsg(3857), 1e6, 6e6, 500.0),
        (CRS.from_epsg(3395), -4e6, 8e6, 5000.0),
        (CRS.from_epsg(32662), 1e6, 5e6, 1000.0),
        (MODIS, -1_378_818.64, 2_036_259.39, 463.31),
    ],
    ids=["web mercator", "mercator", "plate carree", "modis"],
)
def test_projections_with_parallels_along_the_rows_have_one_true_area_a_row(crs, left, top, size):
    crs, transform, width, height = grid(crs, left, top, size, 30, 200)
    areas = row_areas_km2(crs, transform, width, height)
    assert not areas.per_pixel
    for row in (0, 77, 199):
        for column in (0, 29):
            expected = one_area(crs, transform, row, column)
            assert areas.km2[row] == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize(
    ("code", "left", "top", "size"),
    [(32628, 200_000, 2_000_000, 30.0), (32737, 300_000, 9_000_000, 1000.0),
     (2154, 600_000, 6_800_000, 250.0), (3995, -900_000, 900_000, 5000.0)],
)  # fmt: skip
def test_other_projections_have_the_true_area_of_every_pixel(code, left, top, size):
    crs, transform, width, height = grid(CRS.from_epsg(code), left, top, size, 90, 80)
    areas = row_areas_km2(crs, transform, width, height)
    assert areas.per_pixel
    window = areas.window(0, 0, height, width).reshape(height, width)
    for row, column in ((0, 0), (79, 0), (31, 64), (50, 17), (79, 89)):
        expected = one_area(crs, transform, row, column)
        assert window[row, column] == pytest.approx(expected, rel=2e-6)


def test_the_nominal_area_of_a_web_mercator_pixel_would_be_far_off():
    crs, transform, width, height = grid(CRS.from_epsg(3857), 0, 8_399_737, 1000.0)  # 60 N
    assert row_areas_km2(crs, transform, width, height).km2[0] == pytest.approx(0.25, rel=0.01)


@given(st.integers(0, 60), st.integers(0, 70), st.integers(1, 20), st.integers(1, 20))
def test_a_pixel_has_the_same_area_in_every_window(row, column, height, width):
    crs, transform, _, _ = grid(CRS.from_epsg(32628), 200_000, 2_000_000, 30.0)
    areas = row_areas_km2(crs, transform, 90, 80)
    whole = areas.window(0, 0, 80, 90).reshape(80, 90)
    part = areas.window(row, column, height, width).reshape(height, width)
    assert (whole[row : row + height, column : column + width][: part.shape[0]] == part).all()


def test_row_areas_have_windows_too():
    areas = row_areas_km2(WGS, Affine(1, 0, 0, 0, -1, 10), 4, 8)
    assert (areas.window(2, 1, 3, 2) == areas.km2[2:5]).all()


def test_cells_off_the_globe_have_no_area():
    # The corner of a MODIS tile row at 80 N lies beyond the edge of the sinusoidal map.
    crs, transform, width, height = grid(MODIS, -20_000_000, 9_500_000, 100_000.0, 400, 6)
    areas = row_areas_km2(crs, transform, width, height)
    assert np.isfinite(areas.km2).all()
    assert (areas.km2 > 0).all()
    polar = row_areas_km2(CRS.from_epsg(3995), Affine(5e6, 0, -1e8, 0, -5e6, 1e8), 40, 40)
    assert np.isfinite(polar.window(0, 0, 40, 40)).all()


def test_a_cell_around_the_pole_is_counted_once():
    crs, transform, width, height = grid(CRS.from_epsg(3995), -50_000, 50_000, 100_000.0, 1, 1)
    pole = row_areas_km2(crs, transform, width, height).window(0, 0, 1, 1)[0]
    assert pole == pytest.approx(one_area(crs, transform, 0, 0, points=400), rel=0.06)


def test_a_pixel_larger_than_a_country_has_its_area():
    areas = row_areas_km2(WGS, Affine(20, 0, 0, 0, -20, 40), 1, 1)
    slices = slice_area_m2(np.radians([40.0, 20.0]), WGS84)
    assert areas.km2[0] == pytest.approx((slices[0] - slices[1]) / 18 / 1e6)


@pytest.mark.parametrize("crs", [None, CRS()])
def test_a_grid_without_a_coordinate_system_is_refused(crs):
    with pytest.raises(ValueError, match="no coordinate system"):
        row_areas_km2(crs, Affine.identity(), 1, 1)


def test_a_grid_that_is_not_on_earth_is_refused():
    local = CRS.from_wkt('LOCAL_CS["a building",UNIT["metre",1]]')
    with pytest.raises(ValueError, match="neither geographic nor projected"):
        row_areas_km2(local, Affine.identity(), 1, 1)
    with pytest.raises(ValueError, match="No part of the grid lies on the globe"):
        row_areas_km2(*grid(MODIS, 9e7, 9e7, 1000.0))


def test_exactextract_finds_the_same_share_of_each_cell():
    """exactextract's sphere is 0.2 % off in area, but its shares of cells are not."""
    left, top, size = 10.0, 50.0, 0.5
    shape = shapely.Polygon([(10.1, 49.9), (11.7, 49.7), (11.3, 48.6), (10.3, 48.8)])
    rows = row_areas_km2(WGS, Affine(size, 0, left, 0, -size, top), 4, 4).km2
    with rasterio.MemoryFile() as memory:
        with memory.open(
            driver="GTiff", width=4, height=4, count=1, dtype="int32", crs=WGS,
            transform=Affine(size, 0, left, 0, -size, top),
        ) as target:  # fmt: skip
            target.write(np.arange(16, dtype="int32").reshape(1, 4, 4))
        feature = {"type": "Feature", "geometry": shape.__geo_interface__, "properties": {}}
        with memory.open() as source, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = exact_extract(source, feature, ["cell_id", "coverage"])[0]["properties"]
    ours = np.array([
        shape.intersection(shapely.box(left + c * size, top - (r + 1) * size,
                                       left + (c + 1) * size, top - r * size)).area / size**2
        for r in range(4) for c in range(4)
    ])  # fmt: skip
    share = np.zeros(16)
    share[found["cell_id"]] = found["coverage"]
    assert share == pytest.approx(ours, abs=1e-6)
    geodesic = abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(shape)[0]) / 1e6
    assert (share * np.repeat(rows, 4)).sum() == pytest.approx(geodesic, rel=2e-3)


@pytest.mark.realdata
def test_the_departments_of_assaba_have_their_official_areas(shared_data):
    """Cells on WGS 84: on the grid's own sphere every department would be 0.3 % too large."""
    folder = shared_data / "assaba"
    meta, _, shapes, fields = pyogrio.raw.read(next((folder / "departments").glob("*.shp")))
    official = fields[list(meta["fields"]).index("AREA_SQKM")]
    with rasterio.open(folder / "land_cover" / "2011.tif") as source:
        crs, transform, width, height = source.crs, source.transform, source.width, source.height
    areas = row_areas_km2(crs, transform, width, height)
    assert not areas.per_pixel
    for shape, km2 in zip(shapely.from_wkb(shapes), official, strict=True):
        outline = rasterio.warp.transform_geom("EPSG:4326", crs, shape.__geo_interface__)
        inside = rasterio.features.rasterize(
            [(outline, 1)], (height, width), transform=transform, dtype="uint8"
        )
        assert inside.sum(axis=1) @ areas.km2 == pytest.approx(float(km2), rel=5e-4)
