"""Numbers that follow from others and are never typed, at the same kind of address.

| address | what | rule |
|---|---|---|
| `profile.area.<year>.country` | land + water, km2 | R1 |
| `land_cover.total.<year>.land`, `.country` | sum of the classes without and with water, km2 | R2 |
| `land_cover.status.<period>.<state>` | degraded, stable, improved, km2 | R4 |
| `land_cover.status-<region>.<period>.<state>` | the same in a region | R4 |
| `land_cover.change.<period>.<class>.<class>` | sum over the regions, where there are any, km2 | |
| areas, changes, LPD, stocks of the seven classes | sums over own classes, in an own legend | |
| `productivity.lpd.<period>.<class>` | a class over all land cover, km2 | R5 |
| `productivity.status.<period>.<state>` | degraded, stable, improved, no data, km2 | R7 |
| `carbon.tonnes.<year>[.<class>]` | stock of a class and of all, t | R11 |
| `carbon.change.<period>.<class>` | change of t/ha, percent | |
| `<indicator>.share_of_land.<period>.<state>` | share of the land of the last year, percent | R10 |
| `land_cover.share_of_country.<period>.<state>` | share of land and water, percent | R10 |
| `sdg.against_baseline.<period>.<state>` | status of the period, km2 | R9 |
| `sdg.seven.<period>.<class>` | the seven classes of the status, km2 | R9 |
| `sdg.balance.<period>.losses`, `.gains`, `.delta` | km2 | |
| `sdg.reported.<period>.degraded` | degraded land as 15.3.1 reports it, km2 | R9 |
| `sdg.reported_share.<period>.degraded` | the same of the land, percent: 15.3.1 | R10 |
| `sdg.since_baseline.<period>.km2`, `.points` | change of 15.3.1 | R10 |

A number is missing here where one of those it follows from is missing.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from indicators import arithmetic
from indicators.arithmetic import States
from indicators.baseline.classes import LAND, LPD, STATES, STATES_AND_GAPS
from indicators.baseline.fields import (
    AREA,
    CARBON,
    CHANGE,
    LAND_COVER,
    LPD_AREA,
    PRODUCTIVITY,
    PROFILE,
    SDG,
    STATUS,
    STOCK,
)
from indicators.baseline.frame import change_of, status_of
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.models import Period

Derived = dict[Key, Decimal]
Pairs = Iterator[tuple[Key, Decimal | None]]


def derive(record: Record) -> Derived:
    """Work out every derived number of a record that can be worked out."""
    found: Derived = {}
    found.update(record.sums)
    for part in (_profile, _land_cover, _productivity, _carbon, _shares, _sdg):
        found.update((key, value) for key, value in part(record, found) if value is not None)
    return found


def land_of(record: Record, period: Period) -> Decimal | None:
    """The land area that a period's shares are of (R10)."""
    return record.value(Key(PROFILE, AREA, str(record.frame.land_year(period)), "land"))


def _profile(record: Record, _found: Derived) -> Pairs:
    for year in map(str, record.frame.cover_years):
        parts = [record.value(Key(PROFILE, AREA, year, kind)) for kind in ("land", "water")]
        yield Key(PROFILE, AREA, year, "country"), _sum_if_all(parts)


def _sum_if_all(parts: list[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None


def _sum_if_any(parts: Iterable[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if known else None


def _land_cover(record: Record, _found: Derived) -> Pairs:
    legend = record.frame.legend
    for year in map(str, record.frame.cover_years):
        for name, classes in (("land", legend.land), ("country", legend.keys)):
            parts = [record.value(Key(LAND_COVER, AREA, year, cover)) for cover in classes]
            yield Key(LAND_COVER, "total", year, name), _sum_if_any(parts)
    for period in record.frame.periods:
        by_region = list(_by_region(record, period))
        for measure, states in by_region:
            yield from _states(LAND_COVER, measure, period.key, states, STATES)
        if by_region and record.frame.regions:
            whole = arithmetic.together(states for _measure, states in by_region)
            yield from _states(LAND_COVER, STATUS, period.key, whole, STATES)


def _by_region(record: Record, period: Period) -> Iterator[tuple[str, States]]:
    """What the change means, by its own matrix: in the whole country, or in each region (R4)."""
    water = record.frame.legend.water
    for region, meaning in record.meaning.items():
        entered, status = (change_of(region), status_of(region)) if region else (CHANGE, STATUS)
        change = record.matrix(LAND_COVER, entered, period.key)
        if change:
            yield status, arithmetic.land_cover_states(change, meaning, water)


def _states(
    indicator: str, measure: str, when: str, states: States, names: tuple[str, ...]
) -> Pairs:
    for name in names:
        yield Key(indicator, measure, when, name), getattr(states, name)


def _productivity(record: Record, found: Derived) -> Pairs:
    for period in record.frame.periods:
        cells = record.matrix(PRODUCTIVITY, LPD_AREA, period.key)
        if cells:
            by_class = arithmetic.row_sums(cells)
            for lpd in LPD:
                yield Key(PRODUCTIVITY, LPD_AREA, period.key, lpd), by_class.get(lpd)
            states = arithmetic.productivity_states(by_class)
            yield from _states(PRODUCTIVITY, STATUS, period.key, states, STATES_AND_GAPS)


def _carbon(record: Record, _found: Derived) -> Pairs:
    for year in map(str, record.frame.carbon_years):
        stocks = {cover: _tonnes(record, year, cover) for cover in record.frame.legend.land}
        for cover, stock in (*stocks.items(), *_tonnes_in_seven(record, stocks)):
            yield Key(CARBON, "tonnes", year, cover), stock
        yield Key(CARBON, "tonnes", year), _sum_if_any(stocks.values())
    for period in record.frame.periods:
        for cover in dict.fromkeys((*record.frame.legend.land, *LAND)):
            yield Key(CARBON, "change", period.key, cover), _carbon_change(record, period, cover)


def _tonnes_in_seven(
    record: Record, stocks: Mapping[str, Decimal | None]
) -> Iterator[tuple[str, Decimal | None]]:
    """The stocks of own classes, summed by the class that they are mapped to."""
    legend = record.frame.legend
    for unccd in LAND if legend.is_own else ():
        yield unccd, _sum_if_any(stocks.get(key) for key in legend.of_unccd(unccd))


def _tonnes(record: Record, year: str, cover: str) -> Decimal | None:
    density = record.value(Key(CARBON, STOCK, year, cover))
    area = record.value(Key(LAND_COVER, AREA, year, cover))
    return None if density is None or area is None else arithmetic.tonnes(density, area)


def _carbon_change(record: Record, period: Period, cover: str) -> Decimal | None:
    first = record.value(Key(CARBON, STOCK, str(period.carbon_first), cover))
    last = record.value(Key(CARBON, STOCK, str(period.carbon_last), cover))
    return None if first is None or last is None else arithmetic.percent_change(first, last)


def states_of(record: Record, found: Derived, indicator: str, period: str) -> dict[str, Decimal]:
    """The states of an indicator in a period, entered or derived, as far as they are known."""
    keys = {state: Key(indicator, STATUS, period, state) for state in STATES_AND_GAPS}
    values = {s: found.get(key, record.value(key)) for s, key in keys.items()}
    return {state: value for state, value in values.items() if value is not None}


def _shares(record: Record, found: Derived) -> Pairs:
    for period in record.frame.periods:
        land = land_of(record, period)
        for indicator in (LAND_COVER, PRODUCTIVITY, CARBON, SDG):
            states = states_of(record, found, indicator, period.key)
            for state, area in states.items():
                share = arithmetic.percent(area, land)
                yield Key(indicator, "share_of_land", period.key, state), share
        yield from _shares_of_country(record, found, period)


def _shares_of_country(record: Record, found: Derived, period: Period) -> Pairs:
    year = str(record.frame.land_year(period))
    country = found.get(Key(PROFILE, AREA, year, "country"))
    for state, area in states_of(record, found, LAND_COVER, period.key).items():
        share = arithmetic.percent(area, country)
        yield Key(LAND_COVER, "share_of_country", period.key, state), share


def _sdg(record: Record, _found: Derived) -> Pairs:
    found: Derived = {}
    for period in record.frame.periods:
        for key, value in (*_status(record, period), *_reported(record, period)):
            if value is not None:
                found[key] = value
                yield key, value
        yield from _since_baseline(record, found, period)


def _status(record: Record, period: Period) -> Pairs:
    cells = record.matrix(SDG, CHANGE, period.key)
    if not cells:
        return
    result = arithmetic.status_against_baseline(cells)
    yield from _states(SDG, "against_baseline", period.key, result.status, STATES)
    for name, area in result.classes.items():
        yield Key(SDG, "seven", period.key, name), area
    for name in ("losses", "gains", "delta"):
        yield Key(SDG, "balance", period.key, name), getattr(result, name)


def _reported(record: Record, period: Period) -> Pairs:
    """15.3.1 of a period: its own degraded land, or the status where there is a baseline."""
    degraded = record.value(Key(SDG, STATUS, period.key, "degraded"))
    if not period.is_baseline:
        cells = record.matrix(SDG, CHANGE, period.key)
        degraded = arithmetic.status_against_baseline(cells).status.degraded if cells else None
    if degraded is not None:
        yield Key(SDG, "reported", period.key, "degraded"), degraded
        share = arithmetic.percent(degraded, land_of(record, period))
        yield Key(SDG, "reported_share", period.key, "degraded"), share


def _since_baseline(record: Record, found: Derived, period: Period) -> Pairs:
    baseline = record.frame.baseline
    if baseline is None or period.is_baseline:
        return
    for measure, name in (("reported", "km2"), ("reported_share", "points")):
        before = found.get(Key(SDG, measure, baseline.key, "degraded"))
        after = found.get(Key(SDG, measure, period.key, "degraded"))
        if before is not None and after is not None:
            yield Key(SDG, "since_baseline", period.key, name), after - before
