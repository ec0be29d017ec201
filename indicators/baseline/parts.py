"""A section that is too large for one page, in parts: areas, a change matrix each, the signs."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from indicators.baseline.answers import meaning_measure
from indicators.baseline.fields import LAND_COVER, LPD_AREA, PRODUCTIVITY
from indicators.baseline.frame import CHANGE, Frame, change_of

ALL = ""
AREAS = "areas"
STATES = "states"


@dataclass(frozen=True)
class Part:
    """A page of a section: its key in the address, its words, and what it is a page of."""

    key: str
    label: str
    group: str = ""

    @property
    def title(self) -> str:
        return f"{self.group}, {self.label}" if self.group else self.label


def parts_of(section: str, frame: Frame) -> list[Part]:
    """The parts of a section in their order; none where one page shows all of it."""
    if section == PRODUCTIVITY and frame.has_many_classes:
        return _of_productivity(frame)
    return _of_land_cover(frame) if section == LAND_COVER and frame.is_large else []


def _of_productivity(frame: Frame) -> list[Part]:
    found = [Part(STATES, _("Degraded, stable and improved land"))]
    return found + [Part(f"{LPD_AREA}.{p.key}", p.label) for p in frame.periods]


def _of_land_cover(frame: Frame) -> list[Part]:
    country = _("Whole country")
    found = [Part(AREAS, _("Areas by year, degraded and improved land"), country)]
    found += [Part(f"{CHANGE}.{p.key}", p.label, country) for p in frame.periods]
    if not frame.regions:
        found.append(Part(meaning_measure(), _("What each change means"), country))
    for region in frame.regions:
        measure = change_of(region.key)
        found += [Part(f"{measure}.{p.key}", p.label, region.name) for p in frame.periods]
        meaning = meaning_measure(region.key)
        found.append(Part(meaning, _("What each change means"), region.name))
    return found


def grouped(parts: list[Part]) -> list[tuple[str, list[Part]]]:
    """The parts of the country, then those of each region."""
    return [(group, list(found)) for group, found in groupby(parts, key=lambda p: p.group)]


def part_of(path: str, section: str, frame: Frame) -> str:
    """The part that shows a field; ALL where the section has none."""
    parts = [part.key for part in parts_of(section, frame)]
    if not parts:
        return ALL
    _section, measure, when = [*path.split(".", 3), "", ""][:3]
    return next((key for key in (f"{measure}.{when}", measure) if key in parts), parts[0])


def known_part(asked: str, field: str, section: str, frame: Frame) -> str:
    """The part to show: the one that is asked for, the one with a field, or the first."""
    keys = [part.key for part in parts_of(section, frame)]
    if asked in keys:
        return asked
    return part_of(field, section, frame) if keys else ALL
