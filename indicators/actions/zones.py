"""The zones of a report: read from a file, named by one of its columns, kept with their numbers."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from countries import audit
from countries.models import User
from countries.vectors.geodesy import geodesic_area_km2
from countries.vectors.sketch import sketch_of
from indicators.locks import require_baseline, require_editable
from indicators.models import LandCopy, Observation, Report, Section, Zone, ZoneFile
from indicators.runs.zones import best_column, keep_zones, name_columns

MOST_ZONES = 250
LONGEST_NAME = 120
_PLACES = Decimal("0.0001")
_DETAIL = 250

Features = Sequence[Mapping[str, Any]]


class ZonesRefusedError(Exception):
    """A file of zones cannot be used; the key says why, `params` what was found."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key, self.params = key, params


def possible_columns(features: Features) -> list[str]:
    """The columns that give each zone a name of its own that is not too long."""
    return [
        column
        for column in name_columns(features)
        if all(len(_name(feature, column)) <= LONGEST_NAME for feature in features)
        and len({_name(feature, column) for feature in features}) == len(features)
    ]


def _name(feature: Mapping[str, Any], column: str) -> str:
    return str(feature["properties"][column]).strip()


@transaction.atomic
def put_zones(report: Report, features: Features, *, name: str, by: User) -> ZoneFile:
    """Take the zones of a file, in place of those that were there; no number is lost.

    A zone of the same name keeps its numbers. One that the file no longer has stays, marked, if
    it has any. The naming column of the file before is kept where the new one has it too. Raises
    LockedError when the report cannot be edited, ZonesRefusedError for a file that does not name
    its zones or has too many.
    """
    require_editable(report)
    require_baseline(by, report.party)
    if len(features) > MOST_ZONES:
        raise ZonesRefusedError("too_many", found=len(features), most=MOST_ZONES)
    columns = possible_columns(features)
    before = ZoneFile.objects.filter(report=report).first()
    column = before.column if before and before.column in columns else best_column(columns)
    if column is None:
        raise ZonesRefusedError("no_names", longest=LONGEST_NAME)
    gone = _replace(report, features, column, columns)
    file, _created = ZoneFile.objects.update_or_create(
        report=report,
        defaults={
            "name": name[:200],
            "column": column,
            "columns": columns,
            "storage_key": _stored(report),
            "uploaded_at": timezone.now(),
            "uploaded_by": by,
        },
    )
    audit.record(
        "zones.uploaded",
        by=by,
        party=report.party,
        target=file,
        name=file.name,
        zones=len(features),
        gone=gone,
    )
    return file


def _replace(report: Report, features: Features, column: str, columns: list[str]) -> list[str]:
    """Bring the rows in line with a file; returns the names of zones that it no longer has."""
    there = {zone.name: zone for zone in report.zones.all()}
    number = max((zone.number for zone in there.values()), default=0)
    for feature in features:
        name = _name(feature, column)
        zone = there.pop(name, None)
        if zone is None:
            number += 1
            zone = Zone(report=report, number=number, name=name)
        _place(zone, feature, columns)
        zone.save()
    _let_go(report, there)
    return sorted(there)


def _place(zone: Zone, feature: Mapping[str, Any], columns: list[str]) -> None:
    geometry = json.loads(json.dumps(feature["geometry"]))
    zone.geometry = geometry
    zone.sketch = json.loads(json.dumps(sketch_of(geometry, _DETAIL)))
    zone.area_km2 = Decimal(str(geodesic_area_km2(geometry))).quantize(_PLACES)
    zone.names = {column: _name(feature, column) for column in columns}
    zone.in_file = True


def _let_go(report: Report, zones: Mapping[str, Zone]) -> None:
    """Mark zones as gone; those without numbers and words are removed."""
    gone = report.zones.filter(pk__in=[zone.pk for zone in zones.values()])
    gone.filter(~Exists(_numbers()), ~Exists(_words())).delete()
    gone.update(in_file=False)


def _numbers() -> Any:
    return Observation.objects.filter(report=OuterRef("report"), zone=OuterRef("name"))


def _words() -> Any:
    """Sections of a zone in which something was written or done."""
    return Section.objects.filter(report=OuterRef("report"), zone=OuterRef("name"), version__gt=0)


def _stored(report: Report) -> str:
    """Keep the zones in the form that runs read, and return the storage key."""
    features = [
        {"properties": {"name": zone.name}, "geometry": zone.geometry}
        for zone in report.zones.filter(in_file=True)
    ]
    return keep_zones(report.party, features, "name")


@transaction.atomic
def name_zones_by(report: Report, column: str, *, by: User) -> None:
    """Name the zones by another column of their file; their numbers go with them.

    Raises LockedError, and ZonesRefusedError for a column that does not name them, or where a
    zone that is gone has numbers under one of the new names.
    """
    require_editable(report)
    require_baseline(by, report.party)
    file = ZoneFile.objects.select_for_update().get(report=report)
    zones = list(report.zones.filter(in_file=True))
    if column not in file.columns or any(column not in zone.names for zone in zones):
        raise ZonesRefusedError("no_names", longest=LONGEST_NAME)
    taken = report.zones.filter(in_file=False, name__in=[z.names[column] for z in zones])
    if clash := taken.first():
        raise ZonesRefusedError("name_taken", name=clash.name)
    _rename(report, zones, column)
    file.column, file.storage_key = column, _stored(report)
    file.save(update_fields=["column", "storage_key"])
    audit.record("zones.named", by=by, party=report.party, target=file, column=column)


def _rename(report: Report, zones: list[Zone], column: str) -> None:
    """Two zones may swap names: all go by way of names that no zone has."""
    moves = [(zone, zone.name, f"\x1f{zone.number}", str(zone.names[column])) for zone in zones]
    for step in (1, 2):
        for zone, *names in moves:
            old, new = names[step - 1], names[step]
            for rows in (report.observations, report.sections):
                rows.filter(copy=LandCopy.NATIONAL, zone=old).update(zone=new)
            Zone.objects.filter(pk=zone.pk).update(name=new)


@transaction.atomic
def remove_zone_file(report: Report, *, by: User) -> None:
    """Take the file away. Zones with numbers stay, marked as no longer in the file."""
    require_editable(report)
    require_baseline(by, report.party)
    file = ZoneFile.objects.select_for_update().get(report=report)
    zones = {zone.name: zone for zone in report.zones.light()}
    audit.record("zones.removed", by=by, party=report.party, target=file, name=file.name)
    _let_go(report, zones)
    file.delete()


@transaction.atomic
def drop_zone(report: Report, number: int, *, by: User) -> None:
    """Remove a zone that is no longer in the file, with all its numbers and words."""
    require_editable(report)
    require_baseline(by, report.party)
    zone = report.zones.filter(in_file=False).get(number=number)
    where = Q(copy=LandCopy.NATIONAL, zone=zone.name)
    count, _rows = report.observations.filter(where).delete()
    report.sections.filter(where).delete()
    audit.record(
        "zones.dropped",
        by=by,
        party=report.party,
        target=zone,
        name=zone.name,
        numbers=count,
    )
    zone.delete()
