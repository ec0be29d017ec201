import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.science.classes import NODATA
from indicators.science.weighted import Axis, weighted_sums
from tests.science.drawn import drawn

COVER = Axis("cover", (1, 2, 3, NODATA))


#   T 10  G 20     cells of 2 km2
#   T 40  G nan    cells of 1 km2
def test_means_and_totals_of_a_drawn_raster():
    codes, values = drawn("T G T G"), np.array([10, 20, 40, np.nan], np.float32)
    sums = weighted_sums(COVER, codes, values, np.ones(4, bool), np.array([2.0, 1.0]))
    assert sums.means() == {1: 20.0, 2: 20.0, 3: None, NODATA: None}
    assert sums.totals() == {1: 60.0, 2: 40.0, 3: 0.0, NODATA: 0.0}


def test_pixels_outside_and_codes_without_a_class():
    codes, values = drawn("T T A ."), np.array([1, 9, 5, 7], np.float32)
    inside = np.array([True, False, True, True])
    sums = weighted_sums(COVER, codes, values, inside, np.array([1.0]))
    assert sums.means() == {1: 1.0, 2: None, 3: None, NODATA: 6.0}


@given(st.integers(0, 2**32 - 1), st.integers(1, 19), st.booleans())
def test_chunks_add_up_to_the_whole_exactly(seed, cut, by_pixel):
    rng = np.random.default_rng(seed)
    codes = rng.integers(1, 4, (20, 13)).astype(np.int8)
    values = rng.uniform(0, 900, (20, 13)).astype(np.float32)
    inside = rng.random((20, 13)) < 0.8
    areas = np.sort(rng.uniform(1e-4, 80, 20))

    def sums(rows):
        cells = np.repeat(areas[rows], 13) if by_pixel else areas[rows]
        parts = (part[rows].ravel() for part in (codes, values, inside))
        return weighted_sums(COVER, *parts, cells)

    whole, parts = sums(slice(None)), sums(slice(None, cut)) + sums(slice(cut, None))
    assert (whole.weighted, whole.area) == (parts.weighted, parts.area)
    expected = [np.where(inside & (codes == c), values, 0).sum(1) @ areas for c in (1, 2, 3)]
    assert list(whole.totals().values())[:3] == pytest.approx(expected, rel=1e-5)


def test_row_areas_and_pixel_areas_give_the_same_integers():
    rng = np.random.default_rng(0)
    codes = rng.integers(1, 4, 120).astype(np.int8)
    values = rng.uniform(0, 900, 120).astype(np.float32)
    inside, areas = np.ones(120, bool), rng.uniform(0, 12_000, 10)
    rows = weighted_sums(COVER, codes, values, inside, areas)
    pixels = weighted_sums(COVER, codes, values, inside, np.repeat(areas, 12))
    assert (rows.weighted, rows.area) == (pixels.weighted, pixels.area)


def test_sums_over_different_legends_are_not_added():
    one = weighted_sums(COVER, drawn("T"), np.ones(1), np.ones(1, bool), np.ones(1))
    other = weighted_sums(
        Axis("soil", (1, NODATA)), drawn("T"), np.ones(1), np.ones(1, bool), np.ones(1)
    )
    with pytest.raises(ValueError, match="different axes"):
        _ = one + other


@pytest.mark.parametrize("areas", [[], [1.0, 1.0]])
def test_cell_areas_that_do_not_fit_the_rows_are_refused(areas):
    with pytest.raises(ValueError, match=f"{len(areas)} cell areas were given for 3 pixels"):
        weighted_sums(COVER, drawn("T T T"), np.ones(3), np.ones(3, bool), np.array(areas))
