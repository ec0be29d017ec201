"""Whether the zones of a report add up to the country: warnings in words, with a tolerance."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from indicators.arithmetic import ROUNDING_KM2, SUM_TOLERANCE_PERCENT, is_off
from indicators.baseline import classes
from indicators.baseline.classes import STATES_AND_GAPS
from indicators.baseline.fields import AREA, PROFILE, SDG, STATUS
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
    zones: Zones, count: int, indicators: tuple[str, ...] = INDICATORS
) -> list[Finding]:
    """Where `count` zones that are all filled in do not add up to the country.

    The explanations are kept with the national sections.
    """
    said = {k: t for s in zones.country.sections.values() for k, t in s.explanations.items()}
    return with_explanations(_findings(zones, count, indicators), said)


def _findings(zones: Zones, count: int, indicators: tuple[str, ...]) -> Iterator[Finding]:
    for period in zones.country.frame.periods:
        for indicator in indicators:
            if count and zones.missing(indicator, period, count) <= 0:
                yield from _off(zones, indicator, period)


def _off(zones: Zones, indicator: str, period: Period) -> Iterator[Finding]:
    found, expected = zones.together(indicator, period), zones.whole(indicator, period)
    if expected.land is None or found.land is None:
        return
    if indicator == SDG and is_off(found.land, expected.land, SUM_TOLERANCE_PERCENT):
        year = str(zones.country.frame.land_year(period))
        field = Key(PROFILE, AREA, year, "land")
        yield _finding(zones, period, field, found.land, expected.land)
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
