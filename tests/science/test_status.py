import numpy as np
import pytest

from indicators.science.classes import NODATA, SDG_WATER, STATUS_WATER
from indicators.science.status import Correction, recode, status, status_change
from tests.science.drawn import drawn


#                        period   -  =  +
#   baseline -                    1  3  6
#            =                    2  4  6
#            +                    2  5  7
def test_the_nine_pairs_of_baseline_and_period():
    baseline = drawn("- - -  = = =  + + +")
    period = drawn("- = +  - = +  - = +")
    seven = status(baseline, period)
    assert seven.tolist() == [1, 3, 6, 2, 4, 6, 2, 5, 7]
    assert status_change(seven).tolist() == [-1, -1, 1, -1, 0, 1, -1, 1, 1]


def test_no_data_in_either_is_no_data():
    seven = status(drawn(". = ."), drawn("= . ."))
    assert seven.tolist() == [NODATA] * 3
    assert status_change(seven).tolist() == [NODATA] * 3


def test_water_in_the_period_is_water_and_new_land_has_no_baseline():
    wet = SDG_WATER
    baseline = np.array([0, wet, wet, NODATA, wet], np.int8)
    period = np.array([wet, wet, 0, wet, NODATA], np.int8)
    seven = status(baseline, period)
    assert seven.tolist() == [STATUS_WATER, STATUS_WATER, NODATA, STATUS_WATER, NODATA]
    assert status_change(seven).tolist() == [SDG_WATER, SDG_WATER, NODATA, SDG_WATER, NODATA]


def test_worked_case_w2():
    # km2, rows baseline D S I, columns period D S I
    table = np.array([[30, 50, 20], [40, 800, 60], [10, 120, 75]])
    km2 = table.ravel().astype(float)
    land = km2.sum()
    baseline, period = (
        np.repeat([-1, 0, 1], 3).astype(np.int8),
        np.tile([-1, 0, 1], 3).astype(np.int8),
    )
    seven = status(baseline, period)
    by_class = [km2[seven == code].sum() for code in range(1, 8)]
    three = status_change(seven)
    assert by_class == [30, 50, 50, 800, 120, 80, 75]
    assert [km2[three == code].sum() for code in (-1, 0, 1)] == [130, 800, 275]
    assert land == 1205
    assert round(100 * table[0].sum() / land, 3) == 8.299
    assert table[:, 0].sum() == 80
    assert round(100 * 130 / land, 3) == 10.788


class TestCorrections:
    FALSE_ALARM = Correction(degraded_to=0)
    OVERLOOKED = Correction(stable_to=-1, improved_to=-1)

    def test_a_polygon_recodes_only_what_it_names(self):
        classes = drawn("- = + - = + .")
        polygon = np.array([1, 1, 1, 2, 2, 2, 1], np.int16)
        result = recode(classes, polygon, [self.FALSE_ALARM, self.OVERLOOKED])
        assert result.tolist() == drawn("= = + - - - .").tolist()

    def test_land_outside_every_polygon_stays(self):
        classes = drawn("- = + .")
        polygon = np.array([0, 0, -1, 99], np.int16)
        assert recode(classes, polygon, [self.FALSE_ALARM]).tolist() == classes.tolist()

    def test_a_pixel_is_recoded_once_from_its_original_class(self):
        swap = Correction(degraded_to=1, stable_to=-1, improved_to=0)
        assert recode(drawn("- = +"), np.ones(3, np.int16), [swap]).tolist() == [1, -1, 0]

    def test_water_and_no_data_are_never_recoded(self):
        classes = np.array([SDG_WATER, NODATA], np.int8)
        everything = Correction(-1, -1, -1)
        assert recode(classes, np.ones(2, np.int16), [everything]).tolist() == [SDG_WATER, NODATA]

    def test_status_is_computed_from_the_corrected_classes(self):
        baseline, period = drawn("- -"), drawn("- -")
        corrected = recode(period, np.array([1, 0], np.int16), [self.FALSE_ALARM])
        assert status(baseline, corrected).tolist() == [3, 1]

    def test_a_correction_to_anything_else_is_refused(self):
        with pytest.raises(ValueError, match="makes land 2; it can be -1, 0 or 1"):
            recode(drawn("-"), np.ones(1, np.int16), [Correction(degraded_to=2)])

    def test_a_map_of_polygons_of_another_size_is_refused(self):
        with pytest.raises(ValueError, match="classes 2, polygon 1"):
            recode(drawn("- -"), np.ones(1, np.int16), [self.FALSE_ALARM])
