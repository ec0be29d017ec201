"""Areas on the ellipsoid, with figures from outside this code."""

import pytest
import shapely

from countries.vectors.geodesy import (
    bounds_of,
    geodesic_area_km2,
    inside_share,
    overlap_km2,
    within_one_world,
)
from tests.countries.vectors.files import HOLE, SQUARE, collection, polygon

ONE_DEGREE_KM2 = {0: 12308.463893800426, 45: 8686.494956672135, 89: 108.86668163776041}


def degree(lon: float, lat: float) -> shapely.Polygon:
    return shapely.box(lon, lat, lon + 1, lat + 1)


@pytest.mark.parametrize("latitude", sorted(ONE_DEGREE_KM2))
def test_a_cell_of_one_degree_has_its_exact_area(latitude: int) -> None:
    area = geodesic_area_km2(degree(-4.5, latitude))

    assert area == pytest.approx(ONE_DEGREE_KM2[latitude], rel=1e-7)


def test_the_edge_of_a_long_parallel_is_straight_on_the_map() -> None:
    # 60 degrees at once have the area of sixty single degrees; geodesics would bulge by 6 %.
    wide = shapely.box(0, 45, 60, 46)

    assert geodesic_area_km2(wide) == pytest.approx(60 * ONE_DEGREE_KM2[45], rel=1e-7)


def test_holes_are_taken_out_whatever_way_they_run() -> None:
    hole = geodesic_area_km2(polygon(HOLE))
    whole = geodesic_area_km2(polygon(SQUARE))

    assert geodesic_area_km2(polygon(SQUARE, HOLE)) == pytest.approx(whole - hole)
    assert geodesic_area_km2(polygon(SQUARE, HOLE[::-1])) == pytest.approx(whole - hole)


def test_overlap_counts_each_place_once() -> None:
    shared = overlap_km2(degree(0, 45), shapely.box(0.5, 45, 1.5, 46))

    assert shared == pytest.approx(ONE_DEGREE_KM2[45] / 2, rel=1e-7)
    assert overlap_km2(degree(0, 45), degree(1, 45)) == 0.0
    assert overlap_km2(degree(0, 45), degree(3, 45)) == 0.0


def test_the_share_inside_a_party() -> None:
    outline = collection(polygon(SQUARE))

    assert inside_share(polygon(HOLE), outline) == 1.0
    assert inside_share(shapely.box(9.5, 20, 10.5, 21), outline) == pytest.approx(0.5)
    assert inside_share(shapely.box(50, 20, 51, 21), outline) == 0.0


def test_bounds_run_west_south_east_north() -> None:
    assert bounds_of(polygon(SQUARE)) == (10.0, 20.0, 11.0, 21.0)


def test_cutting_at_the_antimeridian_keeps_the_area() -> None:
    across = shapely.box(179, 45, 182, 46)

    cut = within_one_world(across)

    assert cut.bounds == (-180.0, 45.0, 180.0, 46.0)
    assert geodesic_area_km2(cut) == pytest.approx(3 * ONE_DEGREE_KM2[45], rel=1e-7)
