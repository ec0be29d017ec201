"""Regions of a report that have degradation and change matrices of their own."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.db import transaction

from countries import audit
from countries.models import User
from countries.vectors.geodesy import as_geometry, overlap_km2
from countries.vectors.placing import set_geometry
from indicators import drafts
from indicators.baseline.answers import meaning_measure
from indicators.baseline.fields import LAND_COVER
from indicators.drafts import SavedMeanwhileError
from indicators.locks import hold_section, require_editable
from indicators.models import MOST_REGIONS, Region, Report, Section

REGIONS_FIELD = f"{LAND_COVER}.regions"
Geometry = Mapping[str, Any]


class TooManyRegionsError(Exception):
    """The report has as many regions as can be reported."""


@transaction.atomic
def add_region(
    report: Report, name: str, geometry: Geometry | None, *, version: int, by: User | None
) -> Region:
    """Divide the country: from now on change is recorded by region, and the country is their sum.

    The new region starts with the signs that the country has. No number is lost: national
    change matrices are set aside while there are regions. Raises LockedError,
    SavedMeanwhileError when the section was saved after `version`, and TooManyRegionsError.
    """
    row = _held(report, version)
    if report.regions.filter(is_listed=True).count() >= MOST_REGIONS:
        raise TooManyRegionsError
    last = report.regions.order_by("-number").first()
    region = Region(report=report, number=last.number + 1 if last else 1, name=name)
    set_geometry(region, geometry)
    region.save()
    _give_signs(row, region)
    _settle(report, row, "region.added", by, name=name)
    return region


@transaction.atomic
def edit_region(
    region: Region, name: str, geometry: Geometry | None, *, version: int, by: User | None
) -> Region:
    """Change the name or the polygon of a region. Raises as `add_region`."""
    row = _held(region.report, version)
    before = [region.name, _km2(region)]
    region.name = name
    set_geometry(region, geometry)
    region.save()
    changes = {region.key: [", ".join(before), f"{name}, {_km2(region)}"]}
    _settle(region.report, row, "region.edited", by, name=name, changes=changes)
    return region


@transaction.atomic
def list_region(region: Region, *, listed: bool, version: int, by: User | None) -> Region:
    """Take a region out, or put it back with its numbers. Raises as `add_region`."""
    row = _held(region.report, version)
    if listed and region.report.regions.filter(is_listed=True).count() >= MOST_REGIONS:
        raise TooManyRegionsError
    region.is_listed = listed
    region.save(update_fields=["is_listed"])
    kind = "region.put_back" if listed else "region.removed"
    _settle(region.report, row, kind, by, name=region.name)
    return region


def _held(report: Report, version: int) -> Section:
    require_editable(report)
    row = hold_section(report, LAND_COVER)
    if row.version != version:
        raise SavedMeanwhileError(row, {})
    return row


def _give_signs(row: Section, region: Region) -> None:
    """Start from the signs of the whole country."""
    own = f"{LAND_COVER}.{meaning_measure()}."
    signs = {path: sign for path, sign in row.answers.items() if path.startswith(own)}
    theirs = f"{LAND_COVER}.{meaning_measure(region.key)}."
    row.answers |= {path.replace(own, theirs, 1): sign for path, sign in signs.items()}


def _settle(report: Report, row: Section, kind: str, by: User | None, **data: object) -> None:
    _measure_overlaps(report)
    row.state = Section.State.DRAFT
    drafts.stamp(row, [REGIONS_FIELD], by=by)
    audit.record(kind, by=by, party=report.party, target=row, section=LAND_COVER, **data)


def _measure_overlaps(report: Report) -> None:
    """Keep with each region what it shares with those after it, so that no page works it out."""
    listed = list(report.regions.filter(is_listed=True, geometry__isnull=False).order_by("number"))
    shapes = {region.pk: as_geometry(region.geometry or {}) for region in listed}
    for region in listed:
        region.overlaps = {}
    for one, other in combinations(listed, 2):
        shared = overlap_km2(shapes[one.pk], shapes[other.pk])
        if shared > 0:
            one.overlaps[other.key] = str(Decimal(str(shared)).quantize(Decimal("0.0001")))
    Region.objects.bulk_update(listed, ["overlaps"])


def _km2(region: Region) -> str:
    area = region.geometry_area_km2
    return "–" if area is None else f"{area} km²"
