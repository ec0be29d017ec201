"""How large a Mann-Kendall S must be to be significant.

Integers throughout: every rule that can be is turned into the smallest |S| that passes it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import factorial
from typing import Final, NamedTuple

import numpy as np

from indicators.science import tables
from indicators.science.profiles import YEARS_NEEDED, Significance

EXACT_YEARS: Final = 40
"""Up to here the exact null distribution of S is used, beyond it the tie-corrected normal."""

ALPHAS: Final = (Fraction(10, 100), Fraction(5, 100), Fraction(1, 100))

NORMAL_POINTS: Final = (
    Fraction("1.6448536269514722"),
    Fraction("1.959963984540054"),
    Fraction("2.5758293035489004"),
)
"""Two-sided 90, 95 and 99 % points of the standard normal distribution."""

TAU_POINTS: Final = (Fraction("1.645"), Fraction("1.96"), Fraction("2.576"))
"""The points of z as the Good Practice Guidance rounds them."""


class CriticalS(NamedTuple):
    """Smallest |S| that reaches each level of confidence; n(n-1)/2 + 1 where none can."""

    k90: int
    k95: int
    k99: int


@cache
def critical_s(significance: Significance, years: int) -> CriticalS:
    """Smallest |S| reaching 90, 95 and 99 % in a series of so many *years*.

    For ``EXACT`` beyond forty years this is the normal approximation without ties. Raises
    ValueError below four years, and for Trends.Earth beyond the sixty of its table.
    """
    if years < YEARS_NEEDED:
        msg = f"A trend needs at least {YEARS_NEEDED} years; there are {years}."
        raise ValueError(msg)
    if significance is Significance.TRENDS_EARTH:
        return _trends_earth(years)
    if significance is Significance.TAU_Z:
        return CriticalS(*(_smallest_s_beyond(point, years) for point in TAU_POINTS))
    if years <= EXACT_YEARS:
        return CriticalS(*(exact_critical_s(years, alpha) for alpha in ALPHAS))
    return CriticalS(*(_smallest_s_beyond(point, years) + 1 for point in NORMAL_POINTS))


def unreachable_s(years: int) -> int:
    """One more than the largest |S| of a series."""
    return years * (years - 1) // 2 + 1


def _trends_earth(years: int) -> CriticalS:
    """Trends.Earth's rule: 95 and 99 % from their column on, but nothing up to the 90 % one."""
    table = tables.kendall_s_trends_earth()
    if years not in table:
        msg = f"Trends.Earth's table of critical S ends at {max(table)} years; there are {years}."
        raise ValueError(msg)
    k90, k95, k99 = table[years]
    above = k90 + 1
    last = unreachable_s(years) if k99 is None else k99
    return CriticalS(above, max(above, k95), max(above, last))


def _smallest_s_beyond(point: Fraction, years: int) -> int:
    """Smallest |S| with |S| / sqrt(n(n-1)(2n+5)/18) > *point*."""
    variance = Fraction(years * (years - 1) * (2 * years + 5), 18)
    limit = point**2 * variance
    s = int(float(limit) ** 0.5)
    while s * s > limit:
        s -= 1
    while s * s <= limit:
        s += 1
    return s


@cache
def _s_counts(years: int) -> tuple[int, ...]:
    """Number of orders of *years* distinct values with 0, 1, 2, ... inversions (Kendall 1975).

    One more value can stand in any of n places and adds 0 to n-1 inversions, so the counts are
    running sums of the counts before. S = n(n-1)/2 - 2 x inversions.
    """
    counts = np.ones(1, object)
    for n in range(2, years + 1):
        counts = np.convolve(counts, np.ones(n, object))
    return tuple(int(c) for c in counts)


def exact_p(years: int, s: int) -> Fraction:
    """Exact two-sided p of |S| >= *s* among series without ties."""
    if s <= 0:
        return Fraction(1)
    highest = years * (years - 1) // 2
    tail = sum(_s_counts(years)[: (highest - s) // 2 + 1]) if s <= highest else 0
    return Fraction(2 * tail, factorial(years))


@cache
def exact_critical_s(years: int, alpha: Fraction) -> int:
    """Smallest |S| whose exact two-sided p is at most *alpha*; n(n-1)/2 + 1 if none is.

    S has the parity of n(n-1)/2 in a series without ties, and so has this point; a series with
    ties, whose S may have the other parity, must reach the same point.
    """
    highest = years * (years - 1) // 2
    for s in range(highest % 2, highest + 1, 2):
        if exact_p(years, s) <= alpha:
            return s
    return unreachable_s(years)
