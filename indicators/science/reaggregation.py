"""Changing a legend, a matrix or corrections after a run, without decoding the series again.

Kept from a run are, per chunk, trend, state and means (first pass) and the counts of combinations
of own codes (second pass). So

- a changed degradation matrix gives all tables from the counts alone (`preview`), and
- any of the three changes gives tables and rasters by repeating the second pass, which reads only
  land cover and carbon (`reaggregate`).
"""

from __future__ import annotations

from typing import Any

from indicators.science.errors import EngineError, ManifestError
from indicators.science.gathering import gathered_in
from indicators.science.parsing import load_manifest
from indicators.science.plan import Plan
from indicators.science.preparation import plan_run
from indicators.science.storage import Storage, open_storage
from indicators.science.summary import build_summary

PLAN = "plan.json"
UNCHANGED: Any = object()


def save_plan(plan: Plan, scratch: Storage) -> None:
    """Keep the plan beside the intermediate files."""
    with scratch.writing(PLAN) as path:
        path.write_text(plan.to_json(), "utf-8")


def load_plan(scratch: Storage) -> Plan:
    """The plan that was kept. Raises EngineError if the folder holds none."""
    if not scratch.exists(PLAN):
        raise EngineError(f"{scratch.url}: no run was kept here; compute with a scratch folder.")
    with scratch.reading(PLAN) as path:
        return Plan.from_json(path.read_text("utf-8"))


def replan(
    plan: Plan,
    *,
    legend: Any = UNCHANGED,
    degradation: Any = UNCHANGED,
    corrections: Any = UNCHANGED,
) -> Plan:
    """The plan with another legend, other matrices or corrections; the first pass stays valid.

    Values are as in the manifest. Raises ManifestError as for a new manifest.
    """
    document = dict(plan.manifest.document)
    for key, value in (("legend", legend), ("degradation", degradation)):
        if value is not UNCHANGED:
            if not document.get("land_cover"):
                raise ManifestError(f"land_cover.{key}", "the run has no land cover.")
            document["land_cover"] = {**document["land_cover"], key: value}
    if corrections is not UNCHANGED:
        document["corrections"] = corrections
    return plan_run(
        load_manifest(document, plan.manifest.base),
        chunk_pixels=plan.chunk_pixels,
        block=plan.block,
        known_digests=plan.digests,
    )


def preview(scratch: str | Storage, *, degradation: Any) -> dict[str, Any]:
    """The whole summary under other degradation matrices (without polygons), from counts alone.

    No input is read and no raster is written. Raises ManifestError for a wrong matrix.
    """
    store = open_storage(scratch)
    plan = load_plan(store)
    changed = replan(plan, degradation=degradation)
    if changed.regions.as_json() != plan.regions.as_json():
        raise ManifestError(
            "land_cover.degradation", "other regions need the second pass; use reaggregate."
        )
    with gathered_in(plan, store) as (gathered, _):
        return build_summary(changed, gathered)
