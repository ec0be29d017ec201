"""Changing a legend, a matrix or corrections after a run, without decoding the series again.

Kept from a run are, per chunk, trend, state and means (first pass) and the counts of combinations
of own codes (second pass). So

- a changed degradation matrix gives all tables from the counts alone (`preview`, `tables_of`), and
- any of the three changes gives tables and rasters by repeating the second pass, which reads only
  land cover, carbon and ready-made LPD (`reaggregate`, `revise`).

Planning the change opens no raster at all: where files stand and how they are laid out is in the
plan that is changed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from indicators.science import outlines
from indicators.science.counting import count_fields
from indicators.science.digest import digests
from indicators.science.errors import EngineError, ManifestError
from indicators.science.first_pass import histograms_name, planes_name, series_use
from indicators.science.gathering import gathered_in
from indicators.science.manifest import Manifest
from indicators.science.parsing import load_manifest
from indicators.science.periods import planned_periods
from indicators.science.plan import InputDigest, Plan
from indicators.science.second_pass import THRESHOLDS, result_name
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

    Values are as in the manifest. No raster is opened. Raises ManifestError as for a new manifest.
    """
    document = dict(plan.manifest.document)
    for key, value in (("legend", legend), ("degradation", degradation)):
        if value is not UNCHANGED:
            if not document.get("land_cover"):
                raise ManifestError(f"land_cover.{key}", "the run has no land cover.")
            document["land_cover"] = {**document["land_cover"], key: value}
    if corrections is not UNCHANGED:
        document["corrections"] = corrections
    return _with_manifest(plan, load_manifest(document, plan.manifest.base))


def _with_manifest(plan: Plan, manifest: Manifest) -> Plan:
    periods, left_out = planned_periods(manifest, plan.series_years)
    shapes, recodes = outlines.corrections(manifest, plan.grid)
    return replace(
        plan,
        manifest=manifest,
        periods=periods,
        left_out=left_out,
        regions=outlines.regions(manifest, plan.grid),
        corrections=shapes,
        recodes=recodes,
        digests=_digests(plan, manifest),
    )


def _digests(plan: Plan, manifest: Manifest) -> tuple[InputDigest, ...]:
    """Those of the rasters as they are, those of vector files anew."""
    rasters = [digest for digest in plan.digests if digest.entry in plan.sources]
    named = {
        entry: (manifest.shown(name), manifest.location(name))
        for entry, name in outlines.files(manifest)
    }
    return tuple(sorted([*rasters, *digests(named)], key=lambda digest: digest.entry))


def first_pass_is_kept(plan: Plan, scratch: str | Storage) -> bool:
    """Tell whether a folder holds everything that the second pass of this plan needs."""
    if series_use(plan) is None:
        return True
    names = {name for c in plan.chunks for name in (planes_name(c), histograms_name(c))}
    if any(period.performance for period in plan.periods):
        names.add(THRESHOLDS)
    return names <= set(open_storage(scratch).names())


def preview(scratch: str | Storage, *, degradation: Any) -> dict[str, Any]:
    """The whole summary under other degradation matrices (without polygons), from counts alone.

    No input is read and no raster is written. Raises ManifestError for a wrong matrix.
    """
    store = open_storage(scratch)
    plan = load_plan(store)
    changed = replan(plan, degradation=degradation)
    if not same_counts(plan, changed):
        raise ManifestError(
            "land_cover.degradation", "other regions need the second pass; use reaggregate."
        )
    return tables_of(changed, store)


def same_counts(plan: Plan, changed: Plan) -> bool:
    """Tell whether what was counted for one plan is what the other one counts."""
    same_polygons = all(
        getattr(plan, name).as_json() == getattr(changed, name).as_json()
        for name in ("regions", "corrections")
    )
    # Carbon follows the classes, pixel by pixel: another legend is another count.
    same_legend = _legend(plan) == _legend(changed)
    alike = same_polygons and same_legend and plan.recodes == changed.recodes
    return alike and count_fields(plan) == count_fields(changed)


def _legend(plan: Plan) -> list[tuple[int, int]]:
    cover = plan.manifest.land_cover
    return list(cover.legend.items()) if cover else []


def counts_are_kept(plan: Plan, scratch: str | Storage) -> bool:
    """Tell whether a folder holds the counts of every chunk."""
    return {result_name(chunk) for chunk in plan.chunks} <= set(open_storage(scratch).names())


def tables_of(plan: Plan, scratch: str | Storage) -> dict[str, Any]:
    """The summary of a plan from the counts in a folder; see `same_counts`.

    Raises EngineError where the counts are not kept.
    """
    store = open_storage(scratch)
    if not counts_are_kept(plan, store):
        raise EngineError(f"{store.url}: the counts of this run are not kept.")
    with gathered_in(plan, store) as (gathered, _):
        return build_summary(plan, gathered)
