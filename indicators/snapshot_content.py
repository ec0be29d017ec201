"""What a submitted version freezes of the numbers: plain data, complete enough to be read alone.

Keys are stable texts, never primary keys of other rows, except for the UUIDs of runs and
datasets. Exact numbers stay Decimal: targets.canonical writes them. A record's `path` names its
field for ever; comments hang on it and two versions are compared by it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch

from countries.languages import LANGUAGE_CODES
from countries.models import Boundary
from indicators.baseline.derived import derive
from indicators.baseline.fields import STOCK
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.baseline.record import Record, key_of
from indicators.baseline.scope import NATIONAL, Scope
from indicators.models import (
    AffectedArea,
    Dataset,
    Legend,
    Licence,
    Observation,
    OwnClass,
    OwnLegend,
    Period,
    Region,
    Report,
    Run,
    Section,
    Unit,
    Zone,
    ZoneFile,
)
from indicators.models.datasets import Sourced

_PERIOD_FIELDS = (
    "key",
    "order",
    "is_baseline",
    "first_year",
    "last_year",
    "land_cover_first",
    "land_cover_last",
    "carbon_first",
    "carbon_last",
    "productivity_first",
    "productivity_last",
    "recent_years",
)


_OWN_CLASS = ("key", "label", "colour", "unccd_class", "codes", "order", "is_listed")
_REGION = ("number", "name", "place", "is_listed", "geometry", "geometry_area_km2", "overlaps")
MIXED = "mixed"
"""The origin of a derived number that follows from numbers of different origins."""

_PERCENT_MEASURES = {"share_of_land", "share_of_country", "reported_share"}


Records = Mapping[Scope, Record]


def baseline_content(
    report: Report, records: Records | None = None, zones: Sequence[Zone] | None = None
) -> dict[str, Any]:
    """Return the numbers of `report` with their origins, legends, runs, rasters and outline.

    `records` are its records by scope, and `zones` its zones, where they have been read already.
    """
    records = records or Record.load_all(report)
    frame = records[NATIONAL].frame
    observations = [row for record in records.values() for row in record.observations.values()]
    runs = _runs({o.run_id for o in observations if o.run_id})
    datasets = {dataset.pk: dataset for run in runs for dataset in run.datasets.all()}
    rows = [_record(o, frame) for o in observations]
    aside = [_record(o, frame) for record in records.values() for o in record.aside.values()]
    sections = [s for r in records.values() for _key, s in sorted(r.sections.items())]
    return {
        "periods": [_period(p) for p in frame.periods],
        "sections": [_section(section) for section in sections],
        "records": sorted(rows, key=lambda row: str(row["path"])),
        "set_aside": sorted(aside, key=lambda row: str(row["path"])),
        "derived": [row for record in records.values() for row in _derived(record)],
        "own_legends": _own_legends(frame),
        "regions": [_region(region) for region in _regions(report, frame)],
        **_parts(report, report.zones.light() if zones is None else zones),
        "legends": [_legend(g) for g in report.party.legends.prefetch_related("classes")],
        "runs": [_run(run) for run in runs],
        "datasets": [_dataset(datasets[pk]) for pk in sorted(datasets)],
        "boundary": _boundary(report),
    }


def _runs(keys: Collection[Any]) -> list[Run]:
    """The runs that numbers come from, with their rasters."""
    rasters = Prefetch("datasets", Dataset.objects.select_related("legend"))
    return list(Run.objects.filter(pk__in=keys).prefetch_related(rasters).order_by("number"))


def _parts(report: Report, zones: Iterable[Zone]) -> dict[str, Any]:
    """The zones and the affected areas.

    The polygons of zones are not repeated here: the digest names the file they are in.
    """
    file: ZoneFile | None = getattr(report, "zone_file", None)
    affected: AffectedArea | None = getattr(report, "affected_area", None)
    return {
        "zones": [_zone(zone) for zone in zones],
        "zone_file": _zone_file(file) if file else None,
        "affected_area": affected
        and {"geometry": affected.geometry, "area_km2": affected.area_km2},
    }


def _zone(zone: Zone) -> dict[str, Any]:
    return {
        "number": zone.number,
        "name": zone.name,
        "area_km2": zone.area_km2,
        "in_file": zone.in_file,
    }


def _zone_file(file: ZoneFile) -> dict[str, Any]:
    return {"name": file.name, "column": file.column, "sha256": file.sha256}


def _record(observation: Observation, frame: Frame) -> dict[str, Any]:
    key = key_of(observation, {pk: period.key for pk, period in frame.by_id.items()})
    return {
        "path": Scope.of_row(observation).prefix + key.path,
        "copy": observation.copy,
        "zone": observation.zone,
        "indicator": observation.indicator,
        "measure": observation.measure,
        "period": _period_key(observation, frame),
        "year": observation.year,
        "actual_year": observation.actual_year,
        "category": observation.category,
        "category_to": observation.category_to,
        "value": observation.value,
        "unit": observation.unit,
        "entered_value": observation.entered_value,
        "entered_unit": observation.entered_unit,
        "origin": observation.origin,
        "run": observation.run_id,
        **source_content(observation),
    }


def _period_key(observation: Observation, frame: Frame) -> str:
    period = frame.by_id.get(observation.period_id or 0)
    return period.key if period else ""


def _own_legends(frame: Frame) -> list[dict[str, Any]]:
    by_legend: dict[OwnLegend, list[OwnClass]] = {}
    for row in frame.every_class:
        by_legend.setdefault(row.legend, []).append(row)
    return [_own_legend(own, rows) for own, rows in by_legend.items()]


def _regions(report: Report, frame: Frame) -> Iterable[Region]:
    """The regions with their polygons, asked for only where there are any."""
    return report.regions.order_by("number") if frame.every_region else ()


def _own_legend(own: OwnLegend, rows: list[OwnClass]) -> dict[str, Any]:
    classes = [{name: getattr(c, name) for name in _OWN_CLASS} for c in rows]
    return {
        "number": own.number,
        "name": own.name,
        "source": own.source.name if own.source else "",
        "is_current": own.is_current,
        "classes": classes,
    }


def _region(region: Region) -> dict[str, Any]:
    return {name: getattr(region, name) for name in _REGION}


def _derived(record: Record) -> list[dict[str, Any]]:
    """The numbers that follow from those of a scope, as they did on the day of submission."""
    rests: dict[tuple[str, str], list[Observation]] = {}
    for key, row in record.observations.items():
        rests.setdefault((key.indicator, key.when), []).append(row)
    return [
        _derived_number(record, key, value, rests.get((key.indicator, key.when), []))
        for key, value in sorted(derive(record).items())
    ]


def _derived_number(
    record: Record, key: Key, value: Any, rests_on: list[Observation]
) -> dict[str, Any]:
    scope, origins = record.scope, {row.origin for row in rests_on}
    # A sum stands where a record in the seven classes has numbers: it needs a licence as they do.
    licence = {"licence": _strictest(rests_on)} if key in record.sums else {}
    return {
        **licence,
        "path": scope.prefix + key.path,
        **scope.columns,
        "indicator": key.indicator,
        "measure": key.measure,
        "period": "" if key.year else key.when,
        "year": key.year,
        "category": key.category,
        "category_to": key.category_to,
        "value": value,
        "unit": _derived_unit(key),
        "origin": next(iter(origins)) if len(origins) == 1 else MIXED if origins else "",
    }


def _strictest(rows: list[Observation]) -> str:
    """The licence that asks for most among those of some numbers."""
    found = {row.licence for row in rows}
    asking = (Licence.CUSTOM.value, Licence.SHARE_ALIKE.value, Licence.OPEN.value)
    return next((licence for licence in asking if licence in found), "")


def _derived_unit(key: Key) -> str:
    if key.measure == STOCK:
        return Unit.T_PER_HA.value
    if key.measure in _PERCENT_MEASURES or (key.indicator, key.measure) == ("carbon", "change"):
        return "%"
    if key.category == "points":
        return "points"
    return "t" if key.measure == "tonnes" else "km2"


def source_content(row: Sourced) -> dict[str, Any]:
    """Return the source of a number or a raster, with its licence and the Party's comment."""
    return {
        "source": {
            "title": row.source_title,
            "link": row.source_link,
            "author": row.source_author,
            "citation": row.source_citation,
        },
        "licence": row.licence,
        "permission": row.permission,
        "comment": row.comment,
    }


def _period(period: Period) -> dict[str, Any]:
    return {name: getattr(period, name) for name in _PERIOD_FIELDS}


def _section(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "copy": section.copy,
        "zone": section.zone,
        "state": section.state,
        "answers": section.answers,
        "explanations": section.explanations,
    }


def _legend(legend: Legend) -> dict[str, Any]:
    classes = [
        {"code": c.code, "label": c.label, "unccd_class": c.unccd_class}
        for c in legend.classes.all()
    ]
    return {"name": legend.name, "preset": legend.preset, "classes": classes}


def _run(run: Run) -> dict[str, Any]:
    return {
        "id": run.pk,
        "number": run.number,
        "profile": run.profile,
        "method_version": run.method_version,
        "identity": run.identity,
        "manifest": run.manifest,
        "datasets": sorted(str(dataset.pk) for dataset in run.datasets.all()),
        "method": run.summary.get("method", {}),
        "outputs": run.outputs,
        "revision": run.revision,
        "revised_at": run.revised_at,
        "finished_at": run.finished_at,
    }


def _dataset(dataset: Dataset) -> dict[str, Any]:
    return {
        "id": dataset.pk,
        "kind": dataset.kind,
        "title": dataset.title,
        "first_year": dataset.first_year,
        "last_year": dataset.last_year,
        "original_name": dataset.original_name,
        "size": dataset.size,
        "sha256": dataset.sha256,
        "cog_sha256": dataset.cog_sha256,
        "legend": dataset.legend.name if dataset.legend else "",
        **source_content(dataset),
    }


def _boundary(report: Report) -> dict[str, Any] | None:
    boundary: Boundary | None = getattr(report.party, "boundary", None)
    if boundary is None:
        return None
    return {
        "geometry": boundary.geometry,
        "origin": boundary.origin,
        "source": boundary.source,
        "area_km2": boundary.area_km2,
    }


def names_content(named: Any) -> dict[str, str]:
    """Return the names in six languages that there are."""
    names = {code: getattr(named, f"name_{code}") for code in LANGUAGE_CODES}
    return {code: name for code, name in names.items() if name}
