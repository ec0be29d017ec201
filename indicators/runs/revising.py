"""Working out a revision of a run: one job, one call of the engine, then the run shows it.

The job can be killed at any moment: until the last transaction the run is what it was, and what
the next attempt writes is the same, byte for byte.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from countries import bell
from indicators.jobs import Claim, JobLost, claim, heartbeat
from indicators.models import Revision, Run
from indicators.runs import steps
from indicators.runs.errors import Failure, failure_from
from indicators.science.errors import Cancelled
from indicators.science.profiles import METHOD_VERSION
from indicators.storage import list_folder, location, remove_folder

logger = logging.getLogger(__name__)
BELL = "indicators.tasks.revise_run"
IsCancelled = Callable[[], bool]


@dataclass(frozen=True)
class Results:
    """What a revision came to."""

    plan: str
    summary: dict[str, Any]
    outputs: list[dict[str, Any]]


def perform(pk: str) -> None:
    """Work out one revision, if it still waits: claim it, compute, and let the run show it."""
    from indicators.actions.revisions import show_revision

    job = claim(Revision, pk)
    if job is None:
        return
    revision = Revision.objects.select_related("run", "created_by").get(pk=pk)
    try:
        with heartbeat(job) as lost:
            results = _compute(job, revision, lost.is_set)
        show_revision(revision, results, job=job)
    except (JobLost, Cancelled):
        logger.info("Revision %s was taken away.", revision)
    except Exception as error:  # noqa: BLE001 - a row must tell it
        _settle(job, revision, failure_from(error, revision))
    finally:
        remove_folder(_own_scratch(job, revision))


def _own_scratch(job: Claim, revision: Revision) -> str:
    """A folder of this attempt alone: one that was given up may still be writing to its own."""
    return f"{revision.scratch_key}/{job.attempt}"


def _compute(job: Claim, revision: Revision, cancelled: IsCancelled) -> Results:
    engine = steps.engine()
    plan = _plan(engine, revision)
    counted = _Counted.of(revision.run)
    _tables_at_once(job, engine, counted, plan)
    summary = engine.revise(
        plan,
        location(counted.key),
        location(_own_scratch(job, revision)),
        location(revision.results_key),
        cancelled=cancelled,
    )
    return Results(plan.to_json(), summary, list_folder(revision.results_key))


def _plan(engine: Any, revision: Revision) -> Any:
    """The run's plan with what the revision changes; a new one if the storage has moved."""
    plan = steps.plan_of(revision.run)
    if plan.manifest.base == settings.STORAGE_URL:
        return engine.replan(plan, **_changes(revision.manifest))
    manifest = engine.load_manifest(revision.manifest, base=settings.STORAGE_URL)
    return engine.plan_run(manifest, chunk_pixels=plan.chunk_pixels, block=plan.block)


def _changes(manifest: dict[str, Any]) -> dict[str, Any]:
    """What the engine is asked to change: everything that a revision may differ in."""
    changes = {"corrections": manifest.get("corrections")}
    if manifest.get("land_cover"):
        changes |= {name: manifest["land_cover"].get(name) for name in ("legend", "degradation")}
    return changes


@dataclass(frozen=True)
class _Counted:
    """What a run's folder holds: the first pass, and counts under the plan of the first summary."""

    key: str
    plan: str

    @classmethod
    def of(cls, run: Run) -> "_Counted":
        root = run.revises or run
        first = root.revisions.filter(number=0).first() or root
        # Another version of the method may compute another first pass: a folder of its own.
        own = first.method_version == METHOD_VERSION
        return cls(root.scratch_key if own else f"{root.scratch_key}/{METHOD_VERSION}", first.plan)


def _tables_at_once(job: Claim, engine: Any, counted: _Counted, plan: Any) -> None:
    """Record the tables before the maps are drawn, where the counts that are kept give them."""
    kept = location(counted.key)
    if not engine.same_counts(engine.Plan.from_json(counted.plan), plan):
        return
    if engine.counts_are_kept(plan, kept):
        job.rows.update(summary=engine.tables_of(plan, kept))


def _settle(job: Claim, revision: Revision, failure: Failure) -> None:
    """Try again what may pass by itself; fail what will not."""
    if failure.may_pass and job.attempt < settings.JOB_MAX_ATTEMPTS:
        job.release()
        bell.ring(BELL, str(revision.pk))
        return
    try:
        job.fail(failure.code, **failure.params)
    except JobLost:
        logger.info("Revision %s failed after it was taken away.", revision)
