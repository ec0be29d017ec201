"""What a submitted version freezes of targets and measures: plain data, readable alone."""

from collections.abc import Iterable
from typing import Any

from countries.models.located import Located
from targets.models import Measure, MeasureProgress, Quantity, Target

_QUANTITY_FIELDS = (
    "kind",
    "indicator",
    "land_type",
    "value",
    "from_value",
    "to_value",
    "from_level",
    "of_value",
    "unit",
    "what",
    "area_km2",
    "base_year",
    "target_year",
)


def targets_content(targets: Iterable[Target], measures: Iterable[Measure]) -> dict[str, Any]:
    """Return targets and measures with their quantities and places."""
    return {
        "targets": [target_content(target) for target in targets],
        "measures": [_measure(measure) for measure in measures],
    }


def target_content(target: Target) -> dict[str, Any]:
    """Return what a version freezes of one target."""
    return {
        "path": f"targets.{target.number}",
        "number": target.number,
        "statements": target.statements,
        "scope": target.scope,
        "hierarchy": target.hierarchy,
        "land_types": target.land_types,
        "adopted_in": target.adopted_in,
        "adopted_year": target.adopted_year,
        "status": target.status,
        "evidence": target.evidence,
        "commitments": target.commitments,
        "sdgs": target.sdgs,
        "revision_reason": target.revision_reason,
        "quantities": [_quantity(q) for q in target.quantities.all()],
        **_place(target),
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {name: getattr(quantity, name) for name in _QUANTITY_FIELDS}


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "path": f"measures.{measure.number}",
        "number": measure.number,
        "title": measure.title,
        "description": measure.description,
        "targets": sorted(t.number for t in measure.targets.all() if t.removed_at is None),
        "hierarchy": measure.hierarchy,
        "slm_group": measure.slm_group,
        "land_types": measure.land_types,
        "drivers": measure.drivers,
        "start_year": measure.start_year,
        "end_year": measure.end_year,
        "area_km2": measure.area_km2,
        "entered_area": measure.entered_area,
        "entered_unit": measure.entered_unit,
        "details": measure.details,
        "progress": [_progress(measure, row) for row in measure.progress.all()],
        **_place(measure),
    }


def _progress(measure: Measure, row: MeasureProgress) -> dict[str, Any]:
    return {
        "path": f"measures.{measure.number}.progress.{row.number}",
        "number": row.number,
        "date": row.date,
        "status": row.status,
        "area_km2": row.area_km2,
        "entered_area": row.entered_area,
        "entered_unit": row.entered_unit,
        "comment": row.comment,
        "evidence": {
            "name": row.evidence_name,
            "size": row.evidence_size,
            "sha256": row.evidence_sha256,
        },
    }


def _place(row: Located) -> dict[str, Any]:
    return {
        "place": row.place,
        "geometry": row.geometry,
        "geometry_area_km2": row.geometry_area_km2,
        "explanations": row.explanations,  # type: ignore[attr-defined]
    }
