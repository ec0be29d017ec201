from itertools import product

import numpy as np
import pytest

from indicators.science import tables
from indicators.science.classes import NODATA
from indicators.science.lpd import combine, lpd_change, ready_made
from tests.science.drawn import drawn

EVERY = list(product((-1, 0, 1), (-1, 0, 1), (-1, 0)))


@pytest.mark.parametrize("table", ["prais4", "gpg1", "gpg2"])
def test_every_combination_is_the_entry_of_its_table(table):
    trend, state, performance = (np.array(part, np.int8) for part in zip(*EVERY, strict=True))
    result = combine(trend, state, performance, table)
    places = [(t + 1, s + 1, p + 1) for t, s, p in EVERY]
    assert result.lpd.tolist() == [tables.lpd_lookup()[place] for place in places]
    expected = [tables.lpd_change_lookup(table)[place] for place in places]
    assert result.change.tolist() == expected


def test_a_drawn_raster_combines_pixel_by_pixel():
    result = combine(
        drawn("+ + 0   0 0 0   - + ."),
        drawn("0 - 0   0 - -   0 . 0"),
        drawn("0 - 0   - 0 -   0 0 0"),
        "prais4",
    )
    assert result.lpd.tolist() == drawn("5 2 4   3 2 1   1 . .").tolist()
    assert result.change.tolist() == drawn("+ - =   = - -   - . .").tolist()


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_no_data_in_any_of_the_three_is_no_data(missing):
    parts = [np.zeros(1, np.int8) for _ in range(3)]
    parts[missing][0] = NODATA
    result = combine(*parts, "prais4")
    assert result.lpd[0] == result.change[0] == NODATA


def test_the_three_classes_of_a_profile_are_not_those_of_the_five():
    # Stable trend, falling state, good performance: moderate decline, but stable in gpg2.
    parts = [np.array([code], np.int8) for code in (0, -1, 0)]
    assert combine(*parts, "prais4").change[0] == -1
    assert combine(*parts, "gpg2").change[0] == 0
    assert combine(*parts, "gpg2").lpd[0] == 2


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int16, np.float32])
def test_only_one_to_five_are_data_in_a_ready_made_map(kind):
    codes = np.array([0, 1, 2, 3, 4, 5, 6, 15, 100], kind)
    result = ready_made(codes)
    assert result.lpd.tolist() == [NODATA, 1, 2, 3, 4, 5, NODATA, NODATA, NODATA]
    assert result.change.tolist() == [NODATA, -1, -1, 0, 0, 1, NODATA, NODATA, NODATA]


def test_negative_codes_fractions_and_nan_are_no_data_in_a_ready_made_map():
    codes = np.array([-1, np.nan, 2.5, 4], np.float32)
    assert ready_made(codes).lpd.tolist() == [NODATA, NODATA, NODATA, 4]


def test_five_classes_become_three():
    lpd = np.array([1, 2, 3, 4, 5, NODATA], np.int8)
    assert lpd_change(lpd).tolist() == [-1, -1, 0, 0, 1, NODATA]
