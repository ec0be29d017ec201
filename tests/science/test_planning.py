import numpy as np
import pytest

from indicators.science.classes import NODATA, RESPONSE_WATER, SDG_WATER, Response
from indicators.science.planning import responses
from tests.science.drawn import drawn

AVOID, REDUCE, REVERSE = Response.AVOID, Response.REDUCE, Response.REVERSE


def test_degraded_land_is_reversed_stressed_land_reduced_and_the_rest_avoided():
    degradation, lpd = drawn("- - =  = = +  + . ="), drawn("1 5 3  4 5 3  5 4 .")
    assert responses(degradation, lpd).tolist() == [
        REVERSE, REVERSE, REDUCE, AVOID, AVOID, REDUCE, AVOID, NODATA, AVOID,
    ]  # fmt: skip


def test_land_at_risk_is_reduced_unless_it_is_already_degraded():
    degradation, lpd = drawn("- = + ."), drawn("4 4 4 4")
    at_risk = np.ones(4, bool)
    assert responses(degradation, lpd, at_risk).tolist() == [REVERSE, REDUCE, REDUCE, NODATA]
    assert responses(degradation, lpd, ~at_risk).tolist() == [REVERSE, AVOID, AVOID, NODATA]


@pytest.mark.parametrize("at_risk", [None, np.ones(2, bool)])
def test_water_needs_no_response_and_keeps_its_class(at_risk):
    degradation, lpd = np.array([SDG_WATER] * 2, np.int8), drawn("3 .")
    assert responses(degradation, lpd, at_risk).tolist() == [RESPONSE_WATER] * 2
