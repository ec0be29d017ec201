"""Single numbers that the text of docs/science quotes."""

from collections.abc import Callable

from indicators.science import carbon, fixed_point, land_cover, parsing, profiles, state, tables
from indicators.science import significance as tests_of_trend
from indicators.science.classes import LandCover
from indicators.science.performance import PAGE
from indicators.science.profiles import GPG2, PRAIS4, TRENDS_EARTH, Profile
from indicators.science.weighted import VALUE_BITS
from ldnportal.science_figures.cell_area import sphere_excess
from ldnportal.science_figures.significance import PERIOD, flagged, smallest_s
from ldnportal.science_tables import worked
from ldnportal.science_tables.markdown import decimal

TREES, CROPS = LandCover.TREE_COVERED, LandCover.CROPLAND
Text = Callable[[], str]


def _noise(profile: Profile) -> Text:
    return lambda: f"{decimal(flagged(profile, PERIOD), 1)} %"


def _s(profile: Profile) -> Text:
    return lambda: str(smallest_s(profile, PERIOD))


def _annual(f: float) -> Text:
    return lambda: f"{decimal(worked.annual_percent(f), 1)} %"


def _two_date(f: float) -> Text:
    return lambda: f"{decimal(worked.two_date_stock(f, TREES, CROPS)[1] - 100, 1)} %"


def _country(name: str, places: int, unit: str) -> Text:
    return lambda: f"{decimal(worked.small_country()[name], places)} {unit}"


def _sample() -> str:
    low, high = worked.sampled_p90(400, 100)
    return f"{decimal(low, 0)}th and its {decimal(high, 0)}th"


LIMITS: dict[str, Text] = {
    "method-version": lambda: profiles.METHOD_VERSION,
    "years-needed": lambda: str(profiles.YEARS_NEEDED),
    "longest-series": lambda: str(max(tables.kendall_s_trends_earth())),
    "exact-years": lambda: str(tests_of_trend.EXACT_YEARS),
    "slope-floor": lambda: f"{float(PRAIS4.slope_floor or 0):g}",
    "state-floor": lambda: f"{float(PRAIS4.state_floor):g}",
    "recent-years": lambda: str(state.RECENT_YEARS),
    "transition-years": lambda: str(carbon.TRANSITION_YEARS),
    "percent-step": lambda: f"{1 / carbon.PERCENT_UNITS:g}",
    "own-codes": lambda: str(parsing.MAX_OWN_CODES),
    "regions": lambda: str(land_cover.MAX_REGIONS),
    "area-bits": lambda: str(fixed_point.HIGH_BITS + fixed_point.LOW_BITS),
    "stock-bits": lambda: str(VALUE_BITS),
    "histogram-page": lambda: str(PAGE),
}
EXAMPLES: dict[str, Text] = {
    "noise-prais4": _noise(PRAIS4),
    "noise-trends-earth": _noise(TRENDS_EARTH),
    "noise-gpg2": _noise(GPG2),
    "s-prais4": _s(PRAIS4),
    "s-trends-earth": _s(TRENDS_EARTH),
    "s-gpg2": _s(GPG2),
    "four-years-p": lambda: decimal(float(tests_of_trend.exact_p(4, 6)), 3),
    "annual-080": _annual(0.80),
    "annual-048": _annual(0.48),
    "two-date-080": _two_date(0.80),
    "two-date-048": _two_date(0.48),
    "two-date-2019": lambda: decimal(worked.two_date_stock(0.8, TREES, CROPS, CROPS)[2], 0),
    "whole-tonnes": lambda: f"{decimal(worked.whole_tonnes_percent(), 0)} %",
    "w1-degraded": _country("degraded", 0, "km²"),
    "w1-stable": _country("stable", 0, "km²"),
    "w1-improved": _country("improved", 0, "km²"),
    "w1-land": _country("land", 0, "km²"),
    "w1-share": _country("share_of_land", 3, "%"),
    "w1-country-share": _country("share_of_country", 3, "%"),
    "mercator-60": lambda: decimal(worked.mercator_excess(60), 2),
    "sphere-17": lambda: f"{decimal(sphere_excess(17), 2)} %",
    "float-state": lambda: f"{worked.float_state():+d}",
    "exact-state": lambda: str(worked.exact_state()[0]),
    "sampled-p90": _sample,
}
VALUES: dict[str, Text] = LIMITS | EXAMPLES
