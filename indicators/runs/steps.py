"""A run from its plan to its summary, step by step.

Each step is a row: claimed, done by one call of the engine, recorded. Whoever records the last
step of a stage opens the next stage, by compare-and-set on the run, so that it happens once.
Nothing here depends on a message arriving: the sweeper calls `advance` and rings again.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from countries import bell
from indicators.jobs import Claim, JobLost, claim, heartbeat
from indicators.models import ENDED_STATES, JobState, Run, RunChunk, Stage
from indicators.runs.errors import Failure, failure_from
from indicators.runs.notices import tell_of_end
from indicators.science.errors import Cancelled, InputError
from indicators.storage import list_folder, location, remove_folder

logger = logging.getLogger(__name__)
BELL = "indicators.tasks.compute_step"
PARALLEL = (Stage.FIRST, Stage.SECOND)
IsCancelled = Callable[[], bool]
Fields = dict[str, Any]


def perform(pk: int) -> None:
    """Do one step, if it still waits: claim it, call the engine once, record what came of it."""
    job = claim(RunChunk, pk)
    if job is None:
        return
    step = RunChunk.objects.select_related("run").get(pk=pk)
    Run.objects.filter(pk=step.run_id, job_state=JobState.QUEUED).update(
        job_state=JobState.RUNNING, started_at=timezone.now()
    )
    try:
        with heartbeat(job) as lost:
            fields = WORK[Stage(step.stage)](step, lost.is_set)
        _record(job, step, fields)
    except (JobLost, Cancelled):
        logger.info("Step %s was taken away, or its run cancelled.", step)
    except Exception as error:  # noqa: BLE001 - a row must tell it
        _settle(job, step, failure_from(error, step))
    advance(step.run_id)


def _record(job: Claim, step: RunChunk, fields: Fields) -> None:
    with transaction.atomic():
        job.succeed()
        if fields:
            Run.objects.filter(pk=step.run_id).exclude(job_state__in=ENDED_STATES).update(**fields)


def _settle(job: Claim, step: RunChunk, failure: Failure) -> None:
    """Try again what may pass by itself; fail what will not."""
    if failure.may_pass and job.attempt < settings.JOB_MAX_ATTEMPTS:
        job.release()
        bell.ring(BELL, step.pk)
        return
    try:
        job.fail(failure.code, **failure.params)
    except JobLost:
        logger.info("Step %s failed after it was taken away.", step)


# --- What each stage does: one call of the engine ---------------------------------------------


def engine() -> Any:
    """The engine, loaded when it is needed: its compiled code is not for the web process."""
    from indicators.science import engine as loaded

    return loaded


def plan_of(run: Run) -> Any:
    """The plan of a run, as the engine has it."""
    return _read_plan(engine().Plan, run.plan)


@lru_cache(maxsize=2)  # a worker mostly does one step of a run after the other
def _read_plan(kind: Any, text: str) -> Any:
    return kind.from_json(text)


def _scratch(run: Run) -> str:
    return location(run.scratch_key)


def _plan(step: RunChunk, _cancelled: IsCancelled) -> Fields:
    manifest = engine().load_manifest(step.run.manifest, base=settings.STORAGE_URL)
    plan = engine().plan_run(
        manifest, chunk_pixels=settings.RUN_CHUNK_PIXELS, block=settings.RUN_TILE_PIXELS
    )
    _check_inputs(step.run, plan)
    return {"plan": plan.to_json()}


def _check_inputs(run: Run, plan: Any) -> None:
    """The identity of a run rests on its inputs: they must be the files that were accepted."""
    accepted = dict(run.datasets.values_list("cog_key", "cog_sha256"))
    for found in plan.digests:
        if accepted.get(found.name, found.sha256) != found.sha256:
            raise InputError(f"{found.name} is not the file that was accepted; it has changed.")


def _first(step: RunChunk, cancelled: IsCancelled) -> Fields:
    plan = plan_of(step.run)
    chunk = plan.chunks[step.index]
    engine().first_pass(plan, chunk, _scratch(step.run), cancelled=cancelled)
    return {}


def _merge(step: RunChunk, _cancelled: IsCancelled) -> Fields:
    engine().merge_first(plan_of(step.run), _scratch(step.run))
    return {}


def _second(step: RunChunk, cancelled: IsCancelled) -> Fields:
    plan = plan_of(step.run)
    chunk = plan.chunks[step.index]
    engine().second_pass(plan, chunk, _scratch(step.run), cancelled=cancelled)
    return {}


def _finish(step: RunChunk, _cancelled: IsCancelled) -> Fields:
    run = step.run
    summary = engine().finish(plan_of(run), _scratch(run), location(run.output_key))
    return {"summary": summary, "outputs": list_folder(run.output_key)}


WORK: dict[Stage, Callable[[RunChunk, IsCancelled], Fields]] = {
    Stage.PLAN: _plan,
    Stage.FIRST: _first,
    Stage.MERGE: _merge,
    Stage.SECOND: _second,
    Stage.FINISH: _finish,
}


# --- From stage to stage ----------------------------------------------------------------------


def begin(run: Run) -> None:
    """Lay the first step of a new run and ring for it."""
    _lay(run.pk, Stage.PLAN, 1)


def advance(run_id: Any) -> None:
    """Open the next stage when this one is done; end the run when a step of it failed."""
    run = Run.objects.unfinished().light().filter(pk=run_id).first()
    if run is None:
        return
    steps = RunChunk.objects.filter(run_id=run_id, stage=run.stage)
    failed = steps.filter(job_state=JobState.FAILED).first()
    if failed is not None:
        _end(run, JobState.FAILED, error_code=failed.error_code, error_params=failed.error_params)
    elif not steps.exclude(job_state=JobState.SUCCEEDED).exists():
        _open_next(run)


def _open_next(run: Run) -> None:
    after = Stage(run.stage).next
    if after is None:
        _end(run, JobState.SUCCEEDED)
        return
    with transaction.atomic():
        mine = Run.objects.unfinished().filter(pk=run.pk, stage=run.stage)
        if mine.update(stage=after):  # of all who saw the stage done, one opens the next
            _lay(run.pk, after, _steps_of(run, after))


def _steps_of(run: Run, stage: Stage) -> int:
    if stage not in PARALLEL:
        return 1
    return len(plan_of(run).chunks)


def _lay(run_id: Any, stage: Stage, count: int) -> None:
    with transaction.atomic():
        rows = [RunChunk(run_id=run_id, stage=stage, index=index) for index in range(count)]
        for row in RunChunk.objects.bulk_create(rows):
            bell.ring(BELL, row.pk)


def cancel(run: Run) -> bool:
    """End an unfinished run; workers in the middle of a step hear of it at their next beat."""
    return _end(run, JobState.CANCELLED)


def _end(run: Run, state: JobState, **fields: Any) -> bool:
    """Give the run its last state, once; nothing of it waits or runs any longer."""
    now = timezone.now()
    with transaction.atomic():
        mine = Run.objects.unfinished().filter(pk=run.pk)
        if not mine.update(job_state=state, finished_at=now, **fields):
            return False
        RunChunk.objects.filter(run_id=run.pk).exclude(job_state__in=ENDED_STATES).update(
            job_state=JobState.CANCELLED, finished_at=now
        )
        tell_of_end(run, state)
        if state == JobState.SUCCEEDED:
            Run.objects.filter(pk=run.pk).update(kept_until=keep_until(now))
        else:
            transaction.on_commit(lambda: clear_scratch(run, also_outputs=True))
    return True


def keep_until(now: datetime) -> datetime:
    """Until when a run's first pass is kept that was used just now."""
    return now + timedelta(days=settings.RUN_KEEP_DAYS)


def clear_scratch(run: Run, *, also_outputs: bool) -> None:
    """Remove what a run that has ended no longer needs; the sweeper tries again what fails."""
    try:
        remove_folder(run.scratch_key)
        if also_outputs:
            remove_folder(run.output_key)
    except OSError as error:
        logger.warning("What %s left could not be removed: %s", run.pk, error)
