"""Degraded land by driver: in the measures and hotspots that name it, and where its list says.

The places of several drivers overlap, so their areas do not add up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from indicators.baseline.classes import LAND
from targets.drivers import LABELS
from targets.models import Entry, ResponseMap
from targets.records.hotspots import HOTSPOTS, SpotKind
from targets.records.party_drivers import PARTY_DRIVERS

Degraded = Mapping[tuple[str, str], Decimal]
"""km2 to reverse by zone and land type."""


@dataclass(frozen=True)
class DriverArea:
    """A driver, how its place is known, and the degraded land there; None: the place is not."""

    driver: str
    known_by: str
    km2: Decimal | None

    @property
    def label(self) -> str:
        return str(LABELS.get(self.driver, self.driver))


def driver_areas(
    row: ResponseMap, entries: Iterable[Entry], degraded: Degraded
) -> list[DriverArea]:
    """All drivers with what is known of their places, the largest area first."""
    inside = {told["entry"] for told in row.drivers if "entry" in told}
    found = [_inside(told) for told in row.drivers]
    found += [_of_entry(entry, degraded) for entry in entries if entry.number not in inside]
    return sorted(found, key=lambda area: -(area.km2 if area.km2 is not None else Decimal(-1)))


def party_entries(party_id: int) -> list[Entry]:
    """The entries of a Party's list of drivers that name one (one query)."""
    rows = Entry.objects.filter(party=party_id, kind=PARTY_DRIVERS.key).current()
    return [entry for entry in rows.order_by("number") if entry.answers.get("driver")]


def placed_entries(party_id: int) -> list[Entry]:
    """Those of them that have a polygon."""
    return [entry for entry in party_entries(party_id) if entry.geometry]


def placed_hotspots(party_id: int) -> list[Entry]:
    """A Party's hotspots that have a polygon: in a brightspot land recovers (one query)."""
    rows = Entry.objects.filter(party=party_id, kind=HOTSPOTS.key, geometry__isnull=False)
    placed = rows.current().order_by("number")
    return [entry for entry in placed if entry.answers.get("kind") == SpotKind.HOTSPOT]


def drivers_of(hotspot: Entry) -> list[str]:
    """The direct and then the indirect drivers that it names."""
    named = (hotspot.answers.get(path) or [] for path in ("direct_drivers", "indirect_drivers"))
    return [driver for drivers in named for driver in drivers]


def _inside(told: Mapping[str, Any]) -> DriverArea:
    """What the worker found inside polygons."""
    if "entry" in told:
        known_by = _("polygon of entry %(number)s of the list") % {"number": told["entry"]}
    elif "hotspots" in told:
        known_by = _("polygons of hotspots %(numbers)s") % {"numbers": _listed(told["hotspots"])}
    else:
        known_by = _("polygons of measures %(numbers)s") % {"numbers": _listed(told["measures"])}
    return DriverArea(told["driver"], known_by, Decimal(str(told["km2"])))


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def _of_entry(entry: Entry, degraded: Degraded) -> DriverArea:
    place = str(entry.answers.get("place") or "").strip()
    land_types = [key for key in entry.answers.get("land_types") or [] if key in LAND]
    words = {"number": entry.number, "place": place}
    zones = {zone for zone, _land_type in degraded}
    driver = str(entry.answers["driver"])
    named = {zone for zone in zones if zone and zone.casefold() in place.casefold()}
    if place and not named:
        known_by = _("entry %(number)s of the list: “%(place)s” is no zone of the run") % words
        return DriverArea(driver, known_by, None)
    inside = named or zones
    km2 = sum(
        (
            area
            for (zone, land_type), area in degraded.items()
            if zone in inside and (not land_types or land_type in land_types)
        ),
        Decimal(0),
    )
    known_by = (
        _("entry %(number)s of the list: %(place)s") % words
        if place
        else _("entry %(number)s of the list: the whole country") % words
    )
    return DriverArea(driver, known_by, km2)
