"""A summary of Trends.Earth as numbers on offer: the same preview as a workbook's.

Stocks of carbon come in tonnes; they are divided by the area of the same class and year. Data of
a year near the one that is asked are offered with their actual year.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Any

from django.utils.translation import gettext as _

from countries.sandbox import Refusal
from indicators.arithmetic import tonnes_per_hectare
from indicators.baseline.answers import actual_year_path
from indicators.baseline.classes import COVER, LAND, LPD, STATES, STATES_AND_GAPS, WATER
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
from indicators.baseline.keys import Key
from indicators.baseline.reading import stored
from indicators.baseline.record import Record
from indicators.models import Period
from indicators.offline.arrival import Arrival, Unread, known_fields
from indicators.offline.bounds import FileProblem
from indicators.offline.summary_names import NO_DATA
from indicators.offline.summary_tables import NEAR, TONNES, PeriodTables, nearest

TRENDS_EARTH = "trends_earth"
BASELINE = "baseline"
Pairs = Iterator[tuple[Key, Decimal, str]]


def read_summary(record: Record, found: Mapping[str, Any]) -> Arrival:
    """Offer the numbers of a summary. Raises Refusal where no period of it is the report's."""
    arrival = Arrival(TRENDS_EARTH, source={"source_title": _title(found["about"])})
    tables = {name: PeriodTables(name, **period) for name, period in found["periods"].items()}
    matched = _match(record, tables)
    if not matched:
        raise Refusal(
            FileProblem.NO_PERIOD,
            found=", ".join(tables),
            expected=", ".join(str(p.label) for p in record.frame.periods),
        )
    _tell_periods(arrival, tables, matched)
    _tell_classes(arrival, record)
    known, years = known_fields(record), dict[str, int]()
    for period, own in matched:
        for key, value, place in _numbers(period, own, arrival, years):
            if key.path in known and value >= 0:
                _offer(arrival, known, key, value, f"{own.name}: {place}")
        _tell_strangers(arrival, own)
    for path, year in years.items():
        if path in known:
            arrival.offer(known[path], "actual year", "s", str(year))
    return arrival


def _title(about: Mapping[str, str]) -> str:
    parts = ["Trends.Earth", about.get("version", ""), about.get("area", "")]
    return " ".join(filter(None, parts))[:300]


def _offer(arrival: Arrival, known: Any, key: Key, value: Decimal, place: str) -> None:
    if all(offered.path != key.path for offered in arrival.offered):
        arrival.offer(known[key.path], place, "n", str(stored(value)))


def _match(record: Record, tables: Mapping[str, PeriodTables]) -> list[tuple[Period, PeriodTables]]:
    """Which period of the report each of the file is: by its last years, else by its name."""
    matched = []
    left = {name: t for name, t in tables.items() if name != BASELINE}
    first = record.frame.baseline
    if first and BASELINE in tables and not _ends_elsewhere(tables[BASELINE], _ends(first)):
        matched.append((first, tables[BASELINE]))
    for period in record.frame.reporting:
        by_year = (name for name, t in left.items() if _ends(period) & t.last_years())
        name = next(by_year, period.key if period.key in left else "")
        if name and not _ends_elsewhere(left[name], _ends(period)):
            matched.append((period, left.pop(name)))
    return matched


def _ends(period: Period) -> set[int]:
    return {period.last_year, period.land_cover_last, period.productivity_last}


def _ends_elsewhere(tables: PeriodTables, ends: set[int]) -> bool:
    """Whether a period that has years ends far from where it should."""
    years = tables.last_years()
    return bool(years) and all(abs(y - end) > NEAR for y in years for end in ends)


def _tell_periods(
    arrival: Arrival,
    tables: Mapping[str, PeriodTables],
    matched: list[tuple[Period, PeriodTables]],
) -> None:
    for period, own in matched:
        words = _("The file's period “%(name)s” is read as %(period)s.")
        arrival.notes.append(words % {"name": own.name, "period": period.label})
    for name in set(tables) - {own.name for _period, own in matched}:
        words = _("The file's period “%(name)s” is none of this report and is left out.")
        arrival.notes.append(words % {"name": name})


def _tell_classes(arrival: Arrival, record: Record) -> None:
    """A summary is in the seven classes and for the whole country."""
    if record.frame.legend.is_own or record.frame.regions:
        arrival.notes.append(
            _(
                "The file is in the seven classes and for the whole country. This report records "
                "land cover in own classes or by regions, so numbers by class are left out where "
                "they are sums here; compare them on the page of other numbers."
            )
        )


def _tell_strangers(arrival: Arrival, own: PeriodTables) -> None:
    for label, place in own.strangers.items():
        words = _(
            "“%(found)s” is not a class that is known here, so its areas are left out. Map your "
            "legend to the seven classes in Trends.Earth, or enter the numbers on the page."
        )
        arrival.unread.append(Unread(place, label, words % {"found": label}))


def _numbers(period: Period, own: PeriodTables, arrival: Arrival, years: dict[str, int]) -> Pairs:
    areas = own.areas_by_year()
    yield from _areas(period, areas, years)
    yield from _change(period, own)
    yield from _productivity(period, own)
    yield from _stocks(period, own, areas, arrival, years)
    yield from _states(period, LAND_COVER, own.states("land_cover"), ("no_data",))
    yield from _states(period, CARBON, own.states("soil_organic_carbon"), STATES_AND_GAPS)
    yield from _states(period, SDG, own.states("sdg"), STATES_AND_GAPS)
    if not period.is_baseline:
        cells = own.against_baseline()
        for before, after in product(STATES, STATES):
            if (before, after) in cells:
                key = Key(SDG, CHANGE, period.key, before, after)
                yield key, cells[before, after], "change_assessment.sdg"


def _areas(
    period: Period, areas: Mapping[int, Mapping[str, Decimal]], years: dict[str, int]
) -> Pairs:
    for wanted in (period.land_cover_first, period.land_cover_last):
        used = nearest(areas, wanted)
        if used is None:
            continue
        _note_year(years, LAND_COVER, wanted, used)
        place = f"land_cover_areas_by_year.{used}"
        for cover in COVER:
            if cover in areas[used]:
                yield Key(LAND_COVER, AREA, str(wanted), cover), areas[used][cover], place
        land = [areas[used][c] for c in (*LAND, NO_DATA) if c in areas[used]]
        yield Key(PROFILE, AREA, str(wanted), "land"), sum(land, Decimal(0)), place
        if WATER in areas[used]:
            yield Key(PROFILE, AREA, str(wanted), WATER), areas[used][WATER], place


def _note_year(years: dict[str, int], indicator: str, wanted: int, used: int) -> None:
    if used != wanted:
        years.setdefault(actual_year_path(indicator, wanted), used)


def _change(period: Period, own: PeriodTables) -> Pairs:
    wanted = (period.land_cover_first, period.land_cover_last)
    near = [t for t in own.changes() if abs(t.first - wanted[0]) <= NEAR >= abs(t.last - wanted[1])]
    best = min(near, key=lambda t: abs(t.first - wanted[0]) + abs(t.last - wanted[1]), default=None)
    for pair, area in best.cells.items() if best else ():
        place = f"crosstabs_by_land_cover_class {best.first}–{best.last}" if best else ""
        yield Key(LAND_COVER, CHANGE, period.key, *pair), area, place


def _productivity(period: Period, own: PeriodTables) -> Pairs:
    areas, _years = own.productivity()
    for lpd, cover in product(LPD, LAND):
        if (lpd, cover) in areas:
            key = Key(PRODUCTIVITY, LPD_AREA, period.key, lpd, cover)
            yield key, areas[lpd, cover], "crosstabs_by_productivity_class"


def _stocks(
    period: Period,
    own: PeriodTables,
    areas: Mapping[int, Mapping[str, Decimal]],
    arrival: Arrival,
    years: dict[str, int],
) -> Pairs:
    unit, stocks = own.tonnes_by_year()
    if stocks and unit.casefold() not in TONNES:
        words = _("Stocks of carbon are in “%(unit)s” in the file, expected were tonnes.")
        arrival.notes.append(words % {"unit": unit[:40]})
        return
    for wanted in (period.carbon_first, period.carbon_last):
        used = nearest(stocks, wanted)
        if used is None:
            continue
        if used not in areas:
            words = _(
                "The file has stocks of carbon of %(year)s in tonnes but no land cover areas of "
                "that year, so they cannot be turned into t/ha and are left out."
            )
            arrival.notes.append(words % {"year": used})
            continue
        _note_year(years, CARBON, wanted, used)
        for cover in LAND:
            density = tonnes_per_hectare(
                stocks[used].get(cover, Decimal(0)), areas[used].get(cover, Decimal(0))
            )
            if cover in stocks[used] and density is not None:
                place = f"soc_stock_by_year.{used}"
                yield Key(CARBON, STOCK, str(wanted), cover), density, place


def _states(
    period: Period, indicator: str, found: Mapping[str, Decimal], states: tuple[str, ...]
) -> Pairs:
    for state in states:
        if state in found:
            yield Key(indicator, STATUS, period.key, state), found[state], f"{indicator}.summary"
