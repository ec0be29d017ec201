import numpy as np
import pytest

from indicators.science.series import prepared, replace_fills


def test_several_fill_values_become_one():
    values = np.array([[65533, 5], [65535, 65533]], np.uint16)
    replace_fills(values, [65533, 65535], 65535)
    assert values.tolist() == [[65535, 5], [65535, 65535]]


@pytest.mark.parametrize("nodata", [-40000, 70000, 0.5])
def test_a_marker_that_the_type_cannot_hold_marks_nothing(nodata):
    values = np.zeros((4, 1), np.int16)
    assert not prepared(values, nodata).marked


def test_nan_as_the_marker_marks_nothing_because_nan_always_does():
    assert not prepared(np.zeros((4, 1), np.float32), float("nan")).marked


@pytest.mark.parametrize("shape", [(3, 5), (181, 1), (20,)])
def test_too_few_or_too_many_years_are_refused(shape):
    with pytest.raises(ValueError, match="4 to 180 years"):
        prepared(np.zeros(shape, np.int16), None)


def test_a_type_that_is_not_a_series_is_refused_by_name():
    with pytest.raises(ValueError, match=r"complex64.*int16"):
        prepared(np.zeros((4, 1), np.complex64), None)


def test_a_strided_series_is_made_contiguous():
    values = np.arange(40, dtype=np.int16).reshape(10, 4).T
    assert prepared(values, None).values.flags.c_contiguous
