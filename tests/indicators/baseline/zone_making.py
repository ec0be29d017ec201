"""Zones for tests: strips of a square, and a full record in each."""

from decimal import Decimal
from typing import Any

from countries.vectors.geodesy import geodesic_area_km2
from indicators.baseline.fields import fields, unit_of
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.baseline.record import SECTIONS
from indicators.baseline.scope import Scope
from indicators.models import Observation, Origin, Report, Section, Zone, ZoneFile


def strip(number: int, count: int) -> dict[str, Any]:
    """One of `count` strips of the square that tests give every Party, west to east."""
    west, east = 10 + 2 * (number - 1) / count, 10 + 2 * number / count
    ring = [[west, 10.0], [east, 10.0], [east, 12.0], [west, 12.0], [west, 10.0]]
    return {"type": "Polygon", "coordinates": [ring]}


def zone_name(number: int) -> str:
    return f"Province {number:02}"


def make_zones(report: Report, count: int) -> list[Zone]:
    """The zones of a report as an uploaded file would leave them, without numbers."""
    ZoneFile.objects.create(
        report=report,
        name="provinces.geojson",
        column="name",
        columns=["name"],
        storage_key=f"zones/{report.party.iso3}/{'0' * 64}.geojson",
    )
    zones = []
    for number in range(1, count + 1):
        geometry = strip(number, count)
        area = Decimal(str(geodesic_area_km2(geometry))).quantize(Decimal("0.0001"))
        name = zone_name(number)
        zones.append(
            Zone(
                report=report,
                number=number,
                name=name,
                names={"name": name},
                geometry=geometry,
                sketch=geometry,
                area_km2=area,
            )
        )
    return Zone.objects.bulk_create(zones)


def fill_scope(report: Report, scope: Scope, value: Decimal = Decimal(10)) -> int:
    """Give every number that a scope asks for the same value; returns how many there are."""
    frame = Frame.of(report)
    keys = [key for section in SECTIONS for key in fields(section, frame)]
    Observation.objects.bulk_create(
        [_number(report, scope, frame, key, value) for key in keys], batch_size=500
    )
    Section.objects.bulk_create(
        Section(report=report, key=section, state=Section.State.DRAFT, version=1, **scope.columns)
        for section in SECTIONS
        if not report.sections.filter(key=section, **scope.columns).exists()
    )
    return len(keys)


def _number(report: Report, scope: Scope, frame: Frame, key: Key, value: Decimal) -> Observation:
    return Observation(
        report=report,
        indicator=key.indicator,
        measure=key.measure,
        period=None if key.year else frame.by_key[key.when],
        year=key.year,
        category=key.category,
        category_to=key.category_to,
        value=value,
        entered_value=value,
        unit=unit_of(key),
        entered_unit=unit_of(key),
        origin=Origin.NATIONAL,
        **scope.columns,
    )


def make_filled_zones(report: Report, count: int = 30) -> list[Zone]:
    """`count` zones with a full record in each: what the acceptance speaks of as "30 zones"."""
    zones = make_zones(report, count)
    for zone in zones:
        fill_scope(report, Scope.of_zone(zone))
    return zones
