"""Undeclared fill values are found by custom or by isolation, and real values are not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.ingest.counting import FirstLook
from indicators.ingest.fill import suspected_fills


def fills_of(values: np.ndarray, nodata: float | None = None) -> dict[float, int]:
    look = FirstLook()
    for part in np.array_split(values, 3):
        look.add(part, nodata)
    return suspected_fills(look.edges)


def test_a_second_fill_value_far_above_the_data_is_found_with_its_count() -> None:
    gpp = np.array([*range(0, 15000, 1000), 65533, 65533, 65535], np.uint16)

    assert fills_of(gpp, nodata=65535) == {65533.0: 2}


def test_several_special_codes_above_the_data_are_found_together() -> None:
    # MOD17 uses 32761..32767 for water, urban, snow, cloud and fill.
    values = np.concatenate([np.arange(0, 9000, 7), [32761, 32763, 32766] * 2, [32767]]).astype(
        np.int16
    )

    assert list(fills_of(values)) == [32761.0, 32763.0, 32766.0, 32767.0]


@pytest.mark.parametrize("fill", [-9999.0, -3.4e38, 1e20, 9.96921e36, -99999.0, 65535.0])
def test_customary_fill_values_of_decimals_are_found(fill: float) -> None:
    values = np.linspace(10, 90, 100, dtype=np.float32)
    values[::4] = fill

    assert fills_of(values) == {float(np.float32(fill)): 25}


def test_fills_at_both_ends_are_found() -> None:
    values = np.concatenate([np.arange(100), [-9999, -9999, 1e20]]).astype(np.float32)

    assert fills_of(values) == {-9999.0: 2, float(np.float32(1e20)): 1}


def test_most_pixels_may_be_fill() -> None:
    values = np.full(1000, 65533, np.uint16)
    values[:100] = np.arange(100) * 30

    assert fills_of(values) == {65533.0: 900}


def test_steep_but_real_values_are_kept() -> None:
    values = np.array([1, 2, 4, 8, 15, 28, 50, 90, 160], np.float32)

    assert fills_of(values) == {}
    assert fills_of(np.repeat(1.5 ** np.arange(30), 2)) == {}


def test_one_far_pixel_is_an_outlier() -> None:
    assert fills_of(np.array([*range(100, 500, 10), 3000], np.float32)) == {}


def test_a_raster_of_two_values_is_not_judged() -> None:
    assert fills_of(np.array([0, 0, 5000], np.uint16)) == {}


def test_a_gap_in_the_middle_that_was_not_kept_is_no_sign() -> None:
    # 40 low and 40 high values: neither edge reaches the gap between them.
    values = np.concatenate([np.arange(40), 100_000 + np.arange(40)]).astype(np.float32)

    assert fills_of(values) == {}


@given(st.lists(st.integers(0, 60000), min_size=40, max_size=200), st.integers(1, 5))
def test_the_order_and_the_parts_do_not_matter(values: list[int], parts: int) -> None:
    array = np.array([*values, 65535], np.uint16)
    one, many = FirstLook(), FirstLook()

    one.add(array, None)
    for part in np.array_split(array[::-1], parts):
        many.add(part, None)

    assert suspected_fills(one.edges) == suspected_fills(many.edges)
    assert one.edges == many.edges
