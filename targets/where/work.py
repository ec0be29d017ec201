"""Working out where to act: claim the row, draw the map, keep its areas and patches."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import shapely
from django.db import transaction
from shapely.geometry import mapping

from countries.vectors.geodesy import geodesic_area_km2, within_one_world
from indicators.attempts import attempt
from indicators.jobs import Claim, claim, heartbeat
from indicators.science.classes import LandCover, Response
from indicators.science.errors import InputError
from indicators.science.storage import open_storage
from indicators.storage import location
from targets.models import Measure, ResponseArea, ResponseMap, ResponsePatch
from targets.models.vocabularies import Hierarchy
from targets.where.drivers import drivers_of, placed_entries, placed_hotspots

BELL = "targets.tasks.work_out_responses"
RESPONSES = tuple((member.value, int(Response[member.name])) for member in Hierarchy)
"""Avoid, Reduce, Reverse by their keys, and the code that each has in the map."""
_KEYS = {code: key for key, code in RESPONSES}
_COVER = {int(cover): cover.key for cover in LandCover}
MOST_PATCHES = 100
"""Of each response."""
Place = tuple[dict[str, Any], list[Any]]
"""What is told of a driver, and the polygons that it is found in."""
_KM2 = Decimal("0.0001")
_COORDINATE_PLACES = 6


def perform(pk: int) -> None:
    """Work one map out, if it still waits."""
    job = claim(ResponseMap, pk)
    if job is None:
        return
    row = ResponseMap.objects.select_related("run", "report").get(pk=pk)
    with attempt(job, task=BELL, refused="where_map"):
        with heartbeat(job):
            found = _map(row)
        _keep(job, row, found)


def _map(row: ResponseMap) -> Any:
    from indicators.science.candidates import map_candidates  # compiled code: not for the web
    from indicators.science.plan import Plan

    if not row.run.plan:
        raise InputError("The run has kept no plan.")
    plan = Plan.from_json(row.run.plan)
    row.zones = list(plan.zones.names)
    row.drivers, polygons = _driver_places(row.report.party_id)
    outputs, folder = location(row.run.output_key), open_storage(location(row.folder))
    return map_candidates(plan, outputs, row.period, folder, polygons, most=MOST_PATCHES)


def _driver_places(party_id: int) -> tuple[list[dict[str, Any]], dict[str, list[Any]]]:
    """What names a driver and has a polygon, each on ground that is counted once.

    All measures of a driver together, all hotspots of a driver together, each entry of the list
    of drivers alone. The second gives the polygons of each by its place in the first.
    """
    found = [*_of_measures(party_id), *_of_hotspots(party_id), *_of_entries(party_id)]
    polygons = {str(number): place for number, (_told, place) in enumerate(found)}
    return [told for told, _place in found], polygons


def _of_measures(party_id: int) -> list[Place]:
    rows = Measure.objects.filter(party=party_id, geometry__isnull=False).current()
    read = rows.only("number", "drivers", "geometry").order_by("number")
    return _together("measures", ((row.number, row.drivers, row.geometry) for row in read))


def _of_hotspots(party_id: int) -> list[Place]:
    rows = placed_hotspots(party_id)
    return _together("hotspots", ((row.number, drivers_of(row), row.geometry) for row in rows))


def _together(
    what: str, rows: Iterable[tuple[int, Iterable[str], Mapping[str, Any] | None]]
) -> list[Place]:
    """The numbers and polygons of all rows that name a driver, by driver."""
    found: dict[str, Place] = {}
    for number, drivers, geometry in rows:
        for driver in drivers:
            told, polygons = found.setdefault(driver, ({"driver": driver, what: []}, []))
            told[what].append(number)
            polygons.append(geometry)
    return list(found.values())


def _of_entries(party_id: int) -> list[Place]:
    return [
        (
            {
                "driver": entry.answers["driver"],
                "entry": entry.number,
                "land_types": list(entry.answers.get("land_types") or []),
            },
            [entry.geometry],
        )
        for entry in placed_entries(party_id)
    ]


def _driver_km2(told: dict[str, Any], areas: Any) -> float:
    """The degraded land inside, on the land types that are named, if any are."""
    codes = [code for code, key in _COVER.items() if key in told.get("land_types", [])]
    chosen = areas[codes] if codes else areas
    return float(chosen[:, int(Response.REVERSE)].sum())


def _keep(job: Claim, row: ResponseMap, found: Any) -> None:
    """Rows, drivers and the end of the job, all or nothing."""
    for number, told in enumerate(row.drivers):
        told["km2"] = _driver_km2(told, found.inside[str(number)])
    with transaction.atomic():
        row.areas.all().delete()
        row.patches.all().delete()
        ResponseArea.objects.bulk_create(_areas(row, found.zones))
        ResponsePatch.objects.bulk_create(_patches(row, found.patches), batch_size=50)
        job.succeed(zones=row.zones, drivers=row.drivers, smallest_km2=found.smallest_km2)


def _areas(row: ResponseMap, zones: np.ndarray[Any, Any]) -> Iterator[ResponseArea]:
    """A row for each zone and land type that has any land; zone 0 is outside every zone."""
    for number, name in enumerate(["", *row.zones]):
        for code, key in _COVER.items():
            km2 = {f"{name_}_km2": _km2(zones[number, code, at]) for name_, at in RESPONSES}
            if any(km2.values()):
                yield ResponseArea(map=row, zone=name, land_type=key, **km2)


def _km2(value: float) -> Decimal:
    return Decimal(repr(float(value))).quantize(_KM2)


def _patches(row: ResponseMap, patches: Any) -> Iterator[ResponsePatch]:
    names = ["", *row.zones]
    for number, patch in enumerate(patches, 1):
        shape = _clean(patch.geometry)
        middle = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
        yield ResponsePatch(
            map=row,
            number=number,
            response=_KEYS[patch.response],
            land_type=_COVER[patch.land_type],
            zone=names[patch.zone],
            area_km2=_km2(geodesic_area_km2(shape)),
            longitude=round(middle.x, _COORDINATE_PLACES),
            latitude=round(middle.y, _COORDINATE_PLACES),
            geometry=mapping(shape),
        )


def _clean(outline: Any) -> Any:
    """An outline as a drawn polygon would be kept: rounded, valid, within one world."""
    rounded = shapely.set_precision(within_one_world(outline), 10**-_COORDINATE_PLACES)
    if not rounded.is_valid:
        rounded = shapely.make_valid(rounded, method="structure", keep_collapsed=False)
    return shapely.orient_polygons(rounded)
