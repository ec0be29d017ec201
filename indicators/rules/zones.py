"""Whether the zones of a report add up to the country: warnings in words, with a tolerance."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from indicators.arithmetic import ROUNDING_KM2, SUM_TOLERANCE_PERCENT, is_off
from indicators.baseline import classes
from indicators.baseline.classes import STATES_AND_GAPS
from indicators.baseline.fields import AREA, PROFILE, STATUS
from indicators.baseline.keys import Key
from indicators.baseline.labels import when
from indicators.baseline.zone_sums import INDICATORS, Zones
from indicators.models import Indicator, Period
from indicators.rules.findings import Finding, Km2, Level, Plain, with_explanations

RULE = "ZONES"
NOT_THE_COUNTRY = _(
    "%(indicator)s, %(when)s, %(state)s: the zones add up to %(found)s, but the country has "
    "%(expected)s (%(gap)s apart; %(allowed)s %% of the land is allowed). Check the zones, or "
    "explain the difference."
)
NOT_THE_LAND = _(
    "%(when)s: the land of the zones adds up to %(found)s, but the country has %(expected)s "
    "(%(gap)s apart; %(allowed)s %% is allowed). Check whether the zones cover the whole country, "
    "or explain the difference."
)


def zone_findings(
    zones: Zones,
    count: int,
    indicators: tuple[str, ...] = INDICATORS,
    period: Period | None = None,
) -> list[Finding]:
    """Where `count` zones that are all filled in do not add up to the country, in a period or all.

    The explanations are kept with the national sections.
    """
    said = {k: t for s in zones.country.sections.values() for k, t in s.explanations.items()}
    periods = (period,) if period else zones.country.frame.periods
    return with_explanations(_findings(zones, count, indicators, periods), said)


def _findings(
    zones: Zones, count: int, indicators: tuple[str, ...], periods: Iterable[Period]
) -> Iterator[Finding]:
    for period in periods:
        complete = [i for i in indicators if count and zones.missing(i, period, count) <= 0]
        land = list(_land_off(zones, complete[0], period)) if complete else []
        yield from land
        if not land:  # else the states are off for the same reason
            for indicator in complete:
                yield from _states_off(zones, indicator, period)


def _land_off(zones: Zones, indicator: str, period: Period) -> Iterator[Finding]:
    found, expected = zones.together(indicator, period).land, zones.whole(indicator, period).land
    if found is None or expected is None:
        return
    if is_off(found, expected, SUM_TOLERANCE_PERCENT):
        year = str(zones.country.frame.land_year(period))
        yield _finding(zones, period, Key(PROFILE, AREA, year, "land"), found, expected)


def _states_off(zones: Zones, indicator: str, period: Period) -> Iterator[Finding]:
    found, expected = zones.together(indicator, period), zones.whole(indicator, period)
    if expected.land is None:
        return
    allowed = expected.land * SUM_TOLERANCE_PERCENT / 100
    for state in STATES_AND_GAPS:
        area, whole = found.states.get(state), expected.states.get(state)
        if area is None or whole is None:
            continue
        if abs(area - whole) > max(allowed, ROUNDING_KM2):
            field = Key(indicator, STATUS, period.key, state)
            yield _finding(zones, period, field, area, whole)


def _finding(
    zones: Zones, period: Period, field: Key, found: Decimal, expected: Decimal
) -> Finding:
    is_land = field.indicator == PROFILE
    params = {
        "indicator": Indicator(field.indicator).label,
        "when": when(period.key, zones.country.frame),
        "state": classes.state(field.category).label,
        "found": Km2(found),
        "expected": Km2(expected),
        "gap": Km2(abs(found - expected)),
        "allowed": Plain(SUM_TOLERANCE_PERCENT),
    }
    text = NOT_THE_LAND if is_land else NOT_THE_COUNTRY
    return Finding(RULE, Level.WARNING, field.indicator, field.path, text, params)
