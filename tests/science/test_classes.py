import numpy as np
import pytest

from indicators.science.classes import (
    NODATA,
    RESPONSE_WATER,
    SDG_WATER,
    STATUS_WATER,
    Change,
    LandCover,
    Lpd,
    Response,
    StatusClass,
)


def test_land_cover_classes_are_one_to_seven_with_key_label_and_colour():
    assert [int(c) for c in LandCover] == [1, 2, 3, 4, 5, 6, 7]
    assert LandCover(7) is LandCover.WATER
    assert LandCover.WATER.key == "water"
    assert LandCover.WATER.label == "Water bodies"
    assert all(c.colour.startswith("#") and len(c.colour) == 7 for c in LandCover)


def test_keys_are_unique_within_each_legend():
    for legend in (LandCover, Lpd, StatusClass):
        keys = [c.key for c in legend]
        assert len(set(keys)) == len(keys)


def test_lpd_has_five_classes_and_status_seven():
    assert [int(c) for c in Lpd] == [1, 2, 3, 4, 5]
    assert [int(c) for c in StatusClass] == [1, 2, 3, 4, 5, 6, 7]


def test_no_data_and_water_are_not_confused_with_any_class():
    assert SDG_WATER not in {int(c) for c in Change} | {NODATA}
    assert STATUS_WATER not in {int(c) for c in StatusClass} | {NODATA}
    assert RESPONSE_WATER not in {int(c) for c in Response} | {NODATA}


@pytest.mark.parametrize("code", [NODATA, SDG_WATER, STATUS_WATER, RESPONSE_WATER])
def test_every_special_code_fits_an_int8_map(code):
    assert np.iinfo(np.int8).min <= code <= np.iinfo(np.int8).max
