import numpy as np
import pytest

from indicators.science.classes import NODATA
from indicators.science.lookup import code_table, look_up, look_up_pair, pair_table


def test_codes_without_an_entry_become_no_data():
    codes = np.array([-128, -1, 0, 1, 127], np.int8)
    assert look_up(codes, code_table({-1: 5, 1: 7})).tolist() == [NODATA, 5, NODATA, 7, NODATA]


def test_a_pair_is_looked_up_by_first_then_second():
    first, second = np.array([1, 2, 1], np.int8), np.array([2, 1, 1], np.int8)
    assert look_up_pair(first, second, pair_table({(1, 2): 12, (2, 1): 21})).tolist() == [
        12,
        21,
        NODATA,
    ]


def test_maps_of_different_size_are_refused_with_both_sizes():
    with pytest.raises(ValueError, match="first 2, second 3"):
        look_up_pair(np.zeros(2, np.int8), np.zeros(3, np.int8), pair_table({}))


def test_an_empty_map_stays_empty():
    assert look_up(np.zeros(0, np.int8), code_table({})).size == 0
