"""The arithmetic of the national record (docs: rules R1 to R19), in Decimals and without rounding.

Areas are km2, carbon stocks t/ha, shares percent. Classes are their keys ("cropland"), so that a
national legend fits as well as the Convention's seven. Nothing here knows a form or a database.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from indicators.science.classes import Change, StatusClass
from indicators.science.tables import status_matrix, status_to_change

HECTARES_PER_KM2 = Decimal(100)
WATER = "water"
SUM_TOLERANCE_PERCENT = Decimal("0.5")
"""How far the classes of a year may be from the land area (R2)."""
ROUNDING_KM2 = Decimal("0.05")
"""Five hectares: what rounded entries may differ by where sums must agree (R3, R5, R6)."""

Pair = tuple[str, str]
Areas = Mapping[Pair, Decimal]
STATES = {"degraded": Change.DEGRADED, "stable": Change.STABLE, "improved": Change.IMPROVED}
_SEVEN = {int(c): c for c in StatusClass}
LPD_STATES = {
    "declining": "degraded",
    "moderate-decline": "degraded",
    "stressed": "stable",
    "stable": "stable",
    "increasing": "improved",
    "no-data": "no_data",
}
"""What each class of land productivity dynamics counts as (R7)."""


class States(NamedTuple):
    """Degraded, stable, improved land and land without data, km2."""

    degraded: Decimal = Decimal(0)
    stable: Decimal = Decimal(0)
    improved: Decimal = Decimal(0)
    no_data: Decimal = Decimal(0)

    @property
    def total(self) -> Decimal:
        return sum(self, Decimal(0))


class Range(NamedTuple):
    """The smallest and the largest value that is possible."""

    low: Decimal
    high: Decimal

    def holds(self, value: Decimal, tolerance: Decimal = ROUNDING_KM2) -> bool:
        return self.low - tolerance <= value <= self.high + tolerance


def to_km2(hectares: Decimal) -> Decimal:
    """Turn hectares into km2."""
    return hectares / HECTARES_PER_KM2


def to_hectares(km2: Decimal) -> Decimal:
    """Turn km2 into hectares."""
    return km2 * HECTARES_PER_KM2


def tonnes_per_hectare(tonnes: Decimal, km2: Decimal) -> Decimal | None:
    """Spread a stock over an area (R11): t / (km2 x 100) = t/ha; None without area."""
    return tonnes / (km2 * HECTARES_PER_KM2) if km2 else None


def tonnes(per_hectare: Decimal, km2: Decimal) -> Decimal:
    """Give the stock of an area, tonnes (R11)."""
    return per_hectare * km2 * HECTARES_PER_KM2


def percent(part: Decimal, whole: Decimal | None) -> Decimal | None:
    """Give the share of `part` in `whole`, percent (R10); None where there is no whole."""
    return part / whole * 100 if whole else None


def percent_change(first: Decimal, last: Decimal) -> Decimal | None:
    """Give the change against the first value, percent; None from nothing."""
    return (last - first) / first * 100 if first else None


def is_off(found: Decimal, expected: Decimal, percent_allowed: Decimal) -> bool:
    """Return whether a sum misses what it should be by more than a percentage of it."""
    return abs(found - expected) > max(abs(expected) * percent_allowed / 100, ROUNDING_KM2)


def land_cover_states(
    change: Areas, meaning: Mapping[Pair, int], water: Collection[str] = (WATER,)
) -> States:
    """Degraded, stable and improved land from the change matrix and the +0- matrix (R4).

    Land is what is land in the last year: cells that end as water are left out. A change from
    water is stable whatever the matrix says; a pair without meaning is stable too. `water` are
    the classes of the legend that are water.
    """
    sums = dict.fromkeys(STATES, Decimal(0))
    for (first, last), area in change.items():
        if last not in water:
            sums[_state_of(0 if first in water else meaning.get((first, last), 0))] += area
    return States(**sums)


def together(parts: Iterable[States]) -> States:
    """Add up the states of parts of the country."""
    sums = (sum(column, Decimal(0)) for column in zip(*parts, strict=True))
    return States(*sums)


def _state_of(sign: int) -> str:
    return next(name for name, change in STATES.items() if change == sign)


def row_sums(change: Areas) -> dict[str, Decimal]:
    """Sum a matrix over its columns: what each class was in the first year (R3)."""
    return _sums((first, area) for (first, _last), area in change.items())


def column_sums(change: Areas) -> dict[str, Decimal]:
    """Sum a matrix over its rows: what each class is in the last year (R3)."""
    return _sums((last, area) for (_first, last), area in change.items())


def _sums(parts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for name, area in parts:
        sums[name] = sums.get(name, Decimal(0)) + area
    return sums


def productivity_states(by_class: Mapping[str, Decimal]) -> States:
    """Degraded, stable, improved and no data from the productivity classes (R7)."""
    return States(**_sums((LPD_STATES[name], area) for name, area in by_class.items()))


def possible_degraded(degraded: Iterable[Decimal], land: Decimal) -> Range:
    """Bound 15.3.1 by its parts, one out, all out (R8): max Di <= D <= min(L, sum Di)."""
    parts = list(degraded)
    return Range(max(parts, default=Decimal(0)), min(land, sum(parts, Decimal(0))))


def possible_improved(improved: Iterable[Decimal]) -> Range:
    """Bound improved land by its parts (R8): 0 <= I <= sum Ii."""
    return Range(Decimal(0), sum(improved, Decimal(0)))


@dataclass(frozen=True)
class Status:
    """A period against the baseline (R9), km2."""

    baseline: States
    period: States
    status: States
    classes: Mapping[str, Decimal]
    """Area by the seven classes, keys of StatusClass."""

    @property
    def losses(self) -> Decimal:
        return (
            self.classes[StatusClass.PERSISTENT_DEGRADATION.key]
            + self.classes[StatusClass.RECENT_DEGRADATION.key]
        )

    @property
    def gains(self) -> Decimal:
        return (
            self.classes[StatusClass.RECENT_IMPROVEMENT.key]
            + self.classes[StatusClass.PERSISTENT_IMPROVEMENT.key]
        )

    @property
    def delta(self) -> Decimal:
        return self.gains - self.losses


def status_against_baseline(areas: Areas) -> Status:
    """Derive the status of a period from areas by (baseline state, period state) (R9).

    D_status = period D + (baseline D, period S): land degraded in the baseline stays degraded
    until it improves. Source of the table: GPG addendum (2025), expanded status matrix.
    """
    table, three = status_matrix(), status_to_change()
    classes = {c.key: Decimal(0) for c in StatusClass}
    status = dict.fromkeys(STATES, Decimal(0))
    for (before, after), area in areas.items():
        seven = _SEVEN[int(table[STATES[before] + 1, STATES[after] + 1])]
        classes[seven.key] += area
        status[_state_of(three[seven])] += area
    return Status(
        baseline=States(**row_sums(areas)),
        period=States(**column_sums(areas)),
        status=States(**status),
        classes=classes,
    )
