"""The numbers of a run's summary, at the addresses of the record.

Areas are those on land: water of a period's last year is left out of states, as it is out of the
denominator. A run may use other years than the cycle names; a number then stands at the nominal
year and keeps the actual year of its data.

A record in own classes has places for theirs too: they are the sums of the run's tables by code,
where every code of the run belongs to one of them (`run_codes`). Mean stocks are not kept by code;
an own class has one where it is all of a class of the Convention.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

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
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.baseline.reading import stored
from indicators.baseline.run_codes import RunCodes
from indicators.baseline.scope import Scope
from indicators.models import Period, Run

Summary = Mapping[str, Any]
NO_DATA = "no_data"


@dataclass(frozen=True)
class Found:
    """A number of a run; `actual_year` only where it belongs to a year."""

    value: Decimal
    actual_year: int | None = None


Numbers = dict[Key, Found]
Pairs = Iterator[tuple[Key, Any, int | None]]


def numbers_for(scope: Scope, run: Run, frame: Frame) -> "Numbers":
    """The numbers that a run has for a scope: its own tables, or those of the zone of that name.

    A run says nothing about the affected areas.
    """
    codes = RunCodes.of(run, frame.legend)
    if scope.is_national:
        return numbers_of(run.summary, run.manifest, frame, codes)
    if scope.is_affected:
        return {}
    zones = run.summary.get("zones") or []
    tables: Summary = next((zone for zone in zones if zone.get("name") == scope.zone), {})
    return numbers_of(tables, run.manifest, frame, codes)


def numbers_of(
    summary: Summary, manifest: Mapping[str, Any], frame: Frame, codes: RunCodes
) -> Numbers:
    """Give every number of a run that the record has a place for; periods are matched by key."""
    windows = {window["key"]: window for window in manifest.get("periods", [])}
    found: Numbers = {}
    for period in frame.periods:
        tables = summary.get("periods", {}).get(period.key)
        if tables is None:
            continue
        window = windows.get(period.key, {})
        for part in (_areas, _profile, _change, _productivity, _stocks):
            _add(found, part(tables, period, window))
        if codes.fit:
            for own in (_own_areas, _own_change, _own_productivity, _own_stocks):
                _add(found, own(tables, period, window, codes))
        _add(found, _states(tables, period))
        _add(found, _status(summary.get("status", {}).get(period.key) or {}, period))
    return found


def _add(found: Numbers, pairs: Pairs) -> None:
    for key, value, actual in pairs:
        if value is not None:
            found[key] = Found(stored(Decimal(str(value))), actual)


def _years(
    by_year: Summary, nominal: tuple[int, int], window: Mapping[str, Any], indicator: str
) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Nominal year, actual year and table of both ends of a period."""
    actual = window.get(indicator) or nominal
    for named, used in zip(nominal, actual, strict=True):
        table = by_year.get(str(used))
        if table is not None:
            yield str(named), int(used), table


def _cover_years(
    by_year: Summary, period: Period, window: Mapping[str, Any]
) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    nominal = (period.land_cover_first, period.land_cover_last)
    return _years(by_year, nominal, window, LAND_COVER)


def _areas(tables: Summary, period: Period, window: Mapping[str, Any]) -> Pairs:
    by_year = tables.get("land_cover_by_year", {})
    for named, used, table in _cover_years(by_year, period, window):
        for cover in COVER:
            yield Key(LAND_COVER, AREA, named, cover), table.get(cover), used


def _profile(tables: Summary, period: Period, window: Mapping[str, Any]) -> Pairs:
    """Land is what is not water, land without data included."""
    by_year = tables.get("land_cover_by_year", {})
    for named, used, table in _cover_years(by_year, period, window):
        land = sum(Decimal(str(table.get(name) or 0)) for name in (*LAND, NO_DATA))
        yield Key(PROFILE, AREA, named, "land"), land, used
        yield Key(PROFILE, AREA, named, "water"), table.get(WATER), used


def _change(tables: Summary, period: Period, _window: Mapping[str, Any]) -> Pairs:
    rows = tables.get("land_cover_change")
    if rows is None:
        return
    for (first, i), (last, j) in product(COVER.items(), COVER.items()):
        yield Key(LAND_COVER, CHANGE, period.key, first, last), rows[i - 1][j - 1], None
    no_data = tables.get(LAND_COVER, {}).get(NO_DATA)
    yield Key(LAND_COVER, STATUS, period.key, NO_DATA), no_data, None


def _productivity(tables: Summary, period: Period, _window: Mapping[str, Any]) -> Pairs:
    by_cover = tables.get("lpd_by_cover", {})
    for lpd, cover in product(LPD, LAND):
        area = by_cover.get(cover, {}).get(lpd.replace("no-data", NO_DATA))
        yield Key(PRODUCTIVITY, LPD_AREA, period.key, lpd, cover), area, None


def _stocks(tables: Summary, period: Period, window: Mapping[str, Any]) -> Pairs:
    for named, used, table in _carbon_years(tables, period, window):
        for cover in LAND:
            yield Key(CARBON, STOCK, named, cover), table.get(cover), used


def _carbon_years(
    tables: Summary, period: Period, window: Mapping[str, Any]
) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    nominal = (period.carbon_first, period.carbon_last)
    return _years(tables.get("carbon_by_cover", {}), nominal, window, CARBON)


def _own_areas(
    tables: Summary, period: Period, window: Mapping[str, Any], codes: RunCodes
) -> Pairs:
    for named, used, table in _cover_years(codes.by_year(tables), period, window):
        for key, area in codes.areas(table).items():
            yield Key(LAND_COVER, AREA, named, key), area, used


def _own_change(
    tables: Summary, period: Period, _window: Mapping[str, Any], codes: RunCodes
) -> Pairs:
    rows = codes.change(tables)
    if rows is None:
        return
    by_last = {first: codes.areas(row) for first, row in rows.items()}
    for first, last in product(codes.own, codes.own):
        area = sum(by_last[code][last] for code in codes.own[first] if code in by_last)
        yield Key(LAND_COVER, CHANGE, period.key, first, last), area, None


def _own_productivity(
    tables: Summary, period: Period, _window: Mapping[str, Any], codes: RunCodes
) -> Pairs:
    rows = codes.lpd(tables)
    if rows is None:
        return
    for lpd in LPD:
        column = lpd.replace("no-data", NO_DATA)
        areas = codes.areas({code: (row or {}).get(column) for code, row in rows.items()})
        for key in codes.legend.land:
            yield Key(PRODUCTIVITY, LPD_AREA, period.key, lpd, key), areas.get(key), None


def _own_stocks(
    tables: Summary, period: Period, window: Mapping[str, Any], codes: RunCodes
) -> Pairs:
    for named, used, table in _carbon_years(tables, period, window):
        for key, cover in codes.same_as_unccd.items():
            if key not in codes.legend.water:
                yield Key(CARBON, STOCK, named, key), table.get(cover), used


def _states(tables: Summary, period: Period) -> Pairs:
    for indicator in (CARBON, SDG):
        areas = tables.get(indicator, {})
        for state in STATES_AND_GAPS:
            yield Key(indicator, STATUS, period.key, state), areas.get(state), None


def _status(table: Summary, period: Period) -> Pairs:
    rows = table.get("crosstab")
    if rows is None:
        return
    for (i, before), (j, after) in product(enumerate(STATES), enumerate(STATES)):
        yield Key(SDG, CHANGE, period.key, before, after), rows[i][j], None
