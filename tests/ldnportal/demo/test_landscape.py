"""The made-up country has what the demonstration promises."""

import numpy as np
import pytest
import rasterio
from rasterio.features import geometry_mask
from rasterio.transform import from_origin
from shapely import Polygon

from ldnportal.demo import landscape
from ldnportal.demo.cast import PARTIES
from ldnportal.demo.landscape import Landscape
from ldnportal.demo.rasters import write_rasters

LAND = Landscape(seed=1531, west=-30, north=13, rows=240, cols=300, cell=1 / 180)


def test_the_same_seed_gives_the_same_country_byte_for_byte():
    again = Landscape(seed=1531, west=-30, north=13, rows=240, cols=300, cell=1 / 180)

    assert np.array_equal(LAND.land_cover(2019), again.land_cover(2019))
    assert np.array_equal(LAND.productivity(2019), again.productivity(2019))
    assert LAND.outline == again.outline


def test_another_seed_gives_another_country():
    other = Landscape(seed=7, west=-30, north=13, rows=240, cols=300, cell=1 / 180)

    assert not np.array_equal(LAND.land_cover(2019), other.land_cover(2019))


def test_cities_grow():
    before = (LAND.land_cover(2000) == landscape.URBAN).sum()
    after = (LAND.land_cover(2023) == landscape.URBAN).sum()

    assert after > 1.5 * before


def test_the_north_east_dries_and_the_restored_district_greens():
    change = LAND.productivity(2023).astype(int) - LAND.productivity(2004).astype(int)

    dried = change[(LAND.drying > 0.6) & (LAND.moisture > 0.35)]
    assert dried.mean() < -300
    assert change[LAND.restored].mean() > 500


@pytest.mark.parametrize("party", PARTIES, ids=lambda party: party.iso3)
def test_the_dry_place_lies_in_its_country_and_dries_more_than_the_rest(party):
    land = party.land
    place, district = Polygon(land.dry_place), Polygon(land.restored_district)
    inside = geometry_mask(
        [place], (land.rows, land.cols), from_origin(land.west, land.north, land.cell, land.cell),
        invert=True,
    )  # fmt: skip

    assert place.is_valid
    assert Polygon(land.outline).contains(place)
    assert not place.intersects(district)
    assert inside.sum() > 100
    assert land.drying[inside].mean() > land.drying.mean()


def test_every_land_cover_class_of_the_convention_occurs():
    codes = set(np.unique(LAND.land_cover(2000)).tolist())

    assert {60, 120, 130, 10, 180, 190, 200, 210} <= codes


def test_the_outline_is_a_closed_ring_inside_the_grid():
    ring = np.array(LAND.outline)

    assert tuple(ring[0]) == tuple(ring[-1])
    assert ring[:, 0].min() > LAND.west
    assert ring[:, 0].max() < LAND.west + LAND.cols * LAND.cell
    assert ring[:, 1].max() < LAND.north


def test_rasters_hold_what_the_landscape_says(tmp_path):
    files = write_rasters(LAND, tmp_path)

    with rasterio.open(files["productivity"]) as stack:
        assert stack.count == 24
        assert np.array_equal(stack.read(20), LAND.productivity(2019))
    with rasterio.open(files["land_cover_2015"]) as cover:
        assert cover.crs.to_epsg() == 4326
        assert cover.res == pytest.approx((1 / 180, 1 / 180))
