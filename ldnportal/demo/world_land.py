"""Made-up numbers of a country that add up: covers, changes, productivity, carbon, status."""

import random
from collections.abc import Mapping
from decimal import Decimal

from indicators.baseline.classes import COVER, LAND, LPD, STATES, WATER
from indicators.baseline.fields import AREA, CHANGE, LPD_AREA, STATUS, STOCK, fields
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.models import Indicator

_CENT = Decimal("0.01")
_WATER_SHARE = Decimal("0.02")
_STATE_SHARES = {"degraded": (4, 35), "improved": (2, 12)}  # percent of the land, from and to
Areas = dict[str, Decimal]
Numbers = dict[Key, Decimal]


def numbers_of(frame: Frame, country_km2: Decimal, draws: random.Random) -> Numbers:
    """Draw every number that a report asks for, of a country so large."""
    found: Numbers = {}
    water = (country_km2 * _WATER_SHARE).quantize(_CENT)
    land = country_km2.quantize(_CENT) - water
    covers = _covers(found, frame, _first_cover(land, water, draws), draws)
    for year in frame.cover_years:
        found[Key(Indicator.PROFILE, AREA, str(year), "land")] = land
        found[Key(Indicator.PROFILE, AREA, str(year), "water")] = water
    for period in frame.periods:
        _productivity(found, period.key, covers[period.land_cover_last], draws)
        for indicator in (Indicator.CARBON, Indicator.SDG):
            _states(found, indicator, period.key, land, draws)
    for year in frame.carbon_years:
        for cover in LAND:
            stock = Decimal(draws.randint(2000, 12000)) / 100
            found[Key(Indicator.CARBON, STOCK, str(year), cover)] = stock
    _status(found, frame, land)
    wanted = {key for indicator in Indicator.values for key in fields(indicator, frame)}
    return {key: value for key, value in found.items() if key in wanted}


def _split(whole: Decimal, weights: Mapping[str, float]) -> Areas:
    """Divide an area by weights, to the cent, with the rest in the largest part."""
    total = Decimal(str(sum(weights.values())))
    parts = {k: (whole * Decimal(str(w)) / total).quantize(_CENT) for k, w in weights.items()}
    largest = max(weights, key=lambda key: weights[key])
    parts[largest] += whole - sum(parts.values())
    return parts


def _first_cover(land: Decimal, water: Decimal, draws: random.Random) -> Areas:
    return {**_split(land, {cover: draws.random() + 0.02 for cover in LAND}), WATER: water}


def _covers(found: Numbers, frame: Frame, cover: Areas, draws: random.Random) -> dict[int, Areas]:
    """Change the cover from period to period, and write areas and matrices down."""
    covers: dict[int, Areas] = {}
    for period in frame.periods:
        first = covers.setdefault(period.land_cover_first, cover)
        last = dict.fromkeys(COVER, Decimal(0))
        for before in COVER:
            for after, area in _moved(before, first[before], draws).items():
                found[Key(Indicator.LAND_COVER, CHANGE, period.key, before, after)] = area
                last[after] += area
        covers[period.land_cover_last] = last
        cover = last if period.is_baseline else cover
        found[Key(Indicator.LAND_COVER, STATUS, period.key, "no_data")] = Decimal(0)
    for year, areas in covers.items():
        for category, area in areas.items():
            found[Key(Indicator.LAND_COVER, AREA, str(year), category)] = area
    return covers


def _moved(before: str, area: Decimal, draws: random.Random) -> Areas:
    """Where the land of a class is at the end of a period; water stays water."""
    moved = dict.fromkeys(COVER, Decimal(0))
    for after in LAND if before != WATER else ():
        if after != before and draws.random() < 0.4:
            moved[after] = (area * Decimal(draws.randint(1, 20)) / 1000).quantize(_CENT)
    moved[before] = area - sum(moved.values())
    return moved


def _productivity(found: Numbers, period: str, cover: Areas, draws: random.Random) -> None:
    for category in LAND:
        weights = {lpd: draws.random() + 0.05 for lpd in LPD}
        for lpd, area in _split(cover[category], weights).items():
            found[Key(Indicator.PRODUCTIVITY, LPD_AREA, period, lpd, category)] = area


def _states(
    found: Numbers, indicator: str, period: str, land: Decimal, draws: random.Random
) -> None:
    parts = {
        state: (land * draws.randint(least * 10, most * 10) / 1000).quantize(_CENT)
        for state, (least, most) in _STATE_SHARES.items()
    }
    parts["stable"] = land - sum(parts.values())
    for state, area in (parts | {"no_data": Decimal(0)}).items():
        found[Key(indicator, STATUS, period, state)] = area


def _status(found: Numbers, frame: Frame, land: Decimal) -> None:
    """Spread the states of each period over those of the baseline."""
    if frame.baseline is None:
        return
    for period in frame.reporting:
        after = {s: float(found[Key(Indicator.SDG, STATUS, period.key, s)]) for s in STATES}
        for state in STATES:
            whole = found[Key(Indicator.SDG, STATUS, frame.baseline.key, state)]
            for later, area in _split(whole, after).items():
                found[Key(Indicator.SDG, CHANGE, period.key, state, later)] = area
