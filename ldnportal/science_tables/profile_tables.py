"""The parameters of the profiles, one by one and side by side."""

from collections.abc import Callable
from fractions import Fraction

from indicators.science.profiles import (
    GPG2,
    PRAIS4,
    PROFILES,
    TRENDS_EARTH,
    Denominator,
    Profile,
    Significance,
    StateMethod,
)
from indicators.science.significance import EXACT_YEARS, TAU_POINTS, critical_s, unreachable_s
from ldnportal.science_tables.markdown import table

SIGNIFICANCE = {
    Significance.EXACT: (
        f"exact two-sided p ≤ 0.05 of Kendall's S; beyond {EXACT_YEARS} years the normal "
        "approximation with tie and continuity correction"
    ),
    Significance.TRENDS_EARTH: "Trends.Earth's table of critical S, the 95 % column",
    Significance.TAU_Z: f"z of Kendall's tau beyond ±{float(TAU_POINTS[1]):g}, no correction",
}
STATE = {
    StateMethod.PERCENTILES: "ten classes by the percentiles of the history",
    StateMethod.Z_SCORE: "z-score of the recent mean, ±1.96",
}
DENOMINATOR = {
    Denominator.LAND: "land: degraded, stable, improved and no data, without water",
    Denominator.COMPUTED: "the area computed: degraded, stable and improved",
}


def _floor(value: Fraction | None) -> str:
    return "none" if value is None else f"{float(value):g} NDVI a year"


def _state_floor(profile: Profile) -> str:
    if profile.state_method is StateMethod.Z_SCORE:
        return "not used"
    return f"{float(profile.state_floor):g} NDVI"


def _edge(profile: Profile) -> str:
    return "stable" if profile.carbon_strict else "counts as degraded or improved"


ROWS: tuple[tuple[str, Callable[[Profile], str]], ...] = (
    ("significance of a trend", lambda p: SIGNIFICANCE[p.significance]),
    ("slope up to which a trend is stable", lambda p: _floor(p.slope_floor)),
    ("sign of a trend", lambda p: "of z" if p.significance is Significance.TAU_Z else "of slope"),
    ("state", lambda p: STATE[p.state_method]),
    ("difference of means up to which the state is stable", _state_floor),
    ("three classes of productivity", lambda p: f"column `{p.lpd_table}` of the lookup"),
    ("carbon change of exactly 10 %", _edge),
    ("denominator of the share", lambda p: DENOMINATOR[p.denominator]),
    ("version", lambda p: p.version),
)


def side_by_side() -> str:
    """Every parameter of every profile."""
    listed = (PRAIS4, TRENDS_EARTH, GPG2)
    rows = [(name, *(value(profile) for profile in listed)) for name, value in ROWS]
    return table(("", *(f"`{profile.name}`" for profile in listed)), rows)


def one(name: str) -> str:
    """The parameters of one profile and its critical S."""
    profile = PROFILES[name]
    rows = [("name in a manifest", f"`{name}`"), *((what, value(profile)) for what, value in ROWS)]
    return table(("parameter", "value"), rows)


def critical(name: str) -> str:
    """Smallest |S| at 90, 95 and 99 % for some numbers of years in one profile."""
    profile = PROFILES[name]
    rows = []
    for years in (4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 25, 30, 40, 60):
        found = critical_s(profile.significance, years)
        rows.append((years, *(_reachable(s, years) for s in found)))
    return table(("years", "90 %", "95 %", "99 %"), rows, "rrrr")


def _reachable(s: int, years: int) -> str:
    return "never" if s >= unreachable_s(years) else str(s)


def sources(name: str) -> str:
    """What a profile cites."""
    return "".join(f"- {citation}\n" for citation in PROFILES[name].citations)
