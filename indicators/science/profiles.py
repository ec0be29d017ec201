"""Profiles: the named, versioned sets of rules under which the indicators are computed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final

from indicators.science.tables import LpdTable

METHOD_VERSION: Final = "1.1.0"
"""Version of the method as a whole; changes whenever any figure may change."""

YEARS_NEEDED: Final = 4
"""A series with fewer valid years has no trend, state or performance."""


class Significance(StrEnum):
    """How a Mann-Kendall S is judged significant."""

    TRENDS_EARTH = "trends.earth"
    EXACT = "exact"
    TAU_Z = "tau-z"


class StateMethod(StrEnum):
    """How the recent years are compared with the history."""

    PERCENTILES = "percentiles"
    Z_SCORE = "z-score"


class Denominator(StrEnum):
    """The area that a share of degraded land is a share of."""

    COMPUTED = "as-computed"
    LAND = "land-without-water"


@dataclass(frozen=True, slots=True)
class TrendRule:
    """When a series counts as rising or falling.

    ``slope_floor`` is in stored units a year (10 for 0.001 NDVI stored x 10000); a slope at most
    that steep is stable whatever its significance. None sets no floor.
    """

    significance: Significance
    slope_floor: Fraction | None


@dataclass(frozen=True, slots=True)
class Profile:
    """One way of computing the indicators, with the source of each threshold.

    ``slope_floor`` is in NDVI a year and ``state_floor`` in NDVI; both are parameters where the
    productivity is another measure. ``carbon_strict`` is True where exactly 10 % is stable.
    """

    name: str
    version: str
    significance: Significance
    slope_floor: Fraction | None
    state_method: StateMethod
    state_floor: Fraction
    lpd_table: LpdTable
    carbon_strict: bool
    denominator: Denominator
    citations: tuple[str, ...]

    def trend_rule(
        self, scale: float | Fraction, floor: float | Fraction | None = None
    ) -> TrendRule:
        """The trend rule for values stored as value / *scale*, with another *floor* if given."""
        chosen = self.slope_floor if floor is None else as_fraction(floor)
        stored = None if chosen is None else chosen / as_fraction(scale)
        return TrendRule(self.significance, stored)

    def stored_state_floor(
        self, scale: float | Fraction, floor: float | Fraction | None = None
    ) -> Fraction:
        """The state's smallest difference of means in stored units."""
        chosen = self.state_floor if floor is None else as_fraction(floor)
        return chosen / as_fraction(scale)


def as_fraction(number: float | Fraction) -> Fraction:
    """The decimal number as written: 0.0001 is one ten-thousandth, not its binary neighbour."""
    return number if isinstance(number, Fraction) else Fraction(repr(number))


PRAIS4: Final = Profile(
    name="prais4",
    version=METHOD_VERSION,
    significance=Significance.EXACT,
    slope_floor=Fraction(1, 1000),
    state_method=StateMethod.PERCENTILES,
    state_floor=Fraction(1, 100),
    lpd_table="prais4",
    carbon_strict=True,
    denominator=Denominator.LAND,
    citations=(
        "UNCCD, PRAIS 4 reporting manual, 2026",
        "UNCCD, Good Practice Guidance for SDG Indicator 15.3.1, version 2, 2021",
        "UNCCD, Addendum to the Good Practice Guidance for SDG Indicator 15.3.1, 2025",
        "Kendall, Rank Correlation Methods, 1975 (exact null distribution of S)",
    ),
)

TRENDS_EARTH: Final = replace(
    PRAIS4,
    name="trends.earth",
    significance=Significance.TRENDS_EARTH,
    carbon_strict=False,
    denominator=Denominator.COMPUTED,
    citations=(
        "Conservation International, Trends.Earth, algorithms of August 2026",
        "Hollander and Wolfe, Nonparametric Statistical Methods, table A.30 (critical S)",
    ),
)

GPG2: Final = replace(
    PRAIS4,
    name="gpg2",
    significance=Significance.TAU_Z,
    slope_floor=None,
    state_method=StateMethod.Z_SCORE,
    lpd_table="gpg2",
    citations=(
        "UNCCD, Good Practice Guidance for SDG Indicator 15.3.1, version 2, 2021",
        "SEPAL, module sdg_15.3.1 (variant GPG v2)",
    ),
)

PROFILES: Final = {profile.name: profile for profile in (TRENDS_EARTH, PRAIS4, GPG2)}
DEFAULT_PROFILE: Final = PRAIS4.name


def get_profile(name: str) -> Profile:
    """The profile called *name*.

    Raises ValueError, naming the known profiles, if there is none.
    """
    if name not in PROFILES:
        known = ", ".join(PROFILES)
        msg = f"There is no profile called {name!r}; known profiles are {known}."
        raise ValueError(msg)
    return PROFILES[name]
