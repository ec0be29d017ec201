"""Which numbers each section asks for, in the order in which they are shown."""

from collections.abc import Callable, Iterator
from itertools import product

from indicators.baseline import frame as frames
from indicators.baseline.classes import LPD, STATES, STATES_AND_GAPS
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.models import Indicator, Unit

PROFILE = Indicator.PROFILE.value
LAND_COVER = Indicator.LAND_COVER.value
PRODUCTIVITY = Indicator.PRODUCTIVITY.value
CARBON = Indicator.CARBON.value
SDG = Indicator.SDG.value

AREA = "area"
CHANGE, STATUS = frames.CHANGE, frames.STATUS
LPD_AREA = "lpd"
STOCK = "stock"


def _profile(frame: Frame) -> Iterator[Key]:
    for year, kind in product(frame.cover_years, ("land", "water")):
        yield Key(PROFILE, AREA, str(year), kind)


def _land_cover(frame: Frame) -> Iterator[Key]:
    for year, cover in product(frame.cover_years, frame.legend.keys):
        yield Key(LAND_COVER, AREA, str(year), cover)
    covers = frame.legend.keys
    for measure, period in product(frame.change_measures, frame.periods):
        for first, last in product(covers, covers):
            yield Key(LAND_COVER, measure, period.key, first, last)
    for period in frame.periods:
        yield Key(LAND_COVER, STATUS, period.key, "no_data")


def _productivity(frame: Frame) -> Iterator[Key]:
    for period, lpd, cover in product(frame.periods, LPD, frame.legend.land):
        yield Key(PRODUCTIVITY, LPD_AREA, period.key, lpd, cover)


def _carbon(frame: Frame) -> Iterator[Key]:
    for year, cover in product(frame.carbon_years, frame.legend.land):
        yield Key(CARBON, STOCK, str(year), cover)
    for period, state in product(frame.periods, STATES_AND_GAPS):
        yield Key(CARBON, STATUS, period.key, state)


def _sdg(frame: Frame) -> Iterator[Key]:
    for period, state in product(frame.periods, STATES_AND_GAPS):
        yield Key(SDG, STATUS, period.key, state)
    for period, before, after in product(frame.reporting, STATES, STATES):
        yield Key(SDG, CHANGE, period.key, before, after)


_FIELDS: dict[str, Callable[[Frame], Iterator[Key]]] = {
    PROFILE: _profile,
    LAND_COVER: _land_cover,
    PRODUCTIVITY: _productivity,
    CARBON: _carbon,
    SDG: _sdg,
}


def fields(section: str, frame: Frame) -> list[Key]:
    """List the numbers that a section asks for."""
    return list(_FIELDS[section](frame))


def unit_of(key: Key) -> Unit:
    """The unit in which a number is stored: t/ha for stocks, km2 for all else."""
    return Unit.T_PER_HA if key.measure == STOCK else Unit.KM2
