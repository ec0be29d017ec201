"""From plan to summary, whatever dies on the way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connection
from django.utils import timezone

from indicators import jobs, sweeper
from indicators.models import JobState, Run, RunChunk, Stage
from indicators.runs import steps
from indicators.runs.errors import sentence_for
from indicators.storage import location
from tests.indicators.runs.conftest import work
from tests.indicators.runs.engine_double import EngineDouble, expected_total, files_in

pytestmark = pytest.mark.django_db
NewRun = Callable[[], Run]
Bells = list[tuple[str, Any]]
BELLS = {RunChunk: steps.BELL}


def sweep(**options: bool) -> None:
    sweeper.sweep(BELLS, **options)


def queued(run: Run) -> list[RunChunk]:
    return list(run.chunks.filter(job_state=JobState.QUEUED).order_by("pk"))


def test_a_run_goes_through_all_its_stages_and_keeps_the_summary(
    new_run: NewRun, engine: EngineDouble
) -> None:
    run = new_run()

    work()

    run.refresh_from_db()
    assert run.job_state == JobState.SUCCEEDED
    assert run.summary == {"total": expected_total(12)}
    assert run.finished_at is not None
    assert [stage for stage, chunk in engine.calls] == (
        ["plan"] + 12 * ["first"] + ["merge"] + 12 * ["second"] + ["finish"]
    )


def test_every_step_is_rung_for_once(
    new_run: NewRun, engine: EngineDouble, bells: Bells, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = new_run()
        work()

    rung = [pk for name, pk in bells if name == steps.BELL]
    assert sorted(rung) == sorted(run.chunks.values_list("pk", flat=True))


def test_a_step_that_was_done_is_not_done_again(new_run: NewRun, engine: EngineDouble) -> None:
    run = new_run()
    [plan] = queued(run)
    steps.perform(plan.pk)

    steps.perform(plan.pk)

    assert engine.calls == [("plan", None)]
    assert run.chunks.filter(stage=Stage.FIRST).count() == 12


def test_two_who_see_a_stage_done_open_the_next_once(new_run: NewRun, engine: EngineDouble) -> None:
    run = new_run()
    steps.perform(queued(run)[0].pk)
    run.chunks.filter(stage=Stage.FIRST).update(job_state=JobState.SUCCEEDED)

    steps.advance(run.pk)
    steps.advance(run.pk)

    assert run.chunks.filter(stage=Stage.MERGE).count() == 1


def test_the_sweeper_carries_on_where_a_worker_died_between_two_stages(
    new_run: NewRun, engine: EngineDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = new_run()
    with monkeypatch.context() as patch:
        patch.setattr(steps, "advance", lambda run_id: None)
        work()
    assert run.chunks.count() == 1

    sweep()
    work()

    run.refresh_from_db()
    assert run.job_state == JobState.SUCCEEDED


def test_a_chunk_whose_process_is_gone_is_redone_alone(
    new_run: NewRun, engine: EngineDouble, bells: Bells
) -> None:
    run = new_run()
    steps.perform(queued(run)[0].pk)
    first, *others = queued(run)
    jobs.claim(RunChunk, first.pk)
    gone = jobs.worker_name().rsplit(":", 1)[0] + ":4194305"  # above the largest process id
    RunChunk.objects.filter(pk=first.pk).update(claimed_by=gone)
    steps.perform(others[0].pk)

    sweep()
    work()

    run.refresh_from_db()
    assert run.summary == {"total": expected_total(12)}
    attempts = dict(run.chunks.values_list("pk", "attempt"))
    assert attempts.pop(first.pk) == 2
    assert set(attempts.values()) == {1}


def test_a_chunk_in_a_living_process_is_left_to_it(new_run: NewRun, engine: EngineDouble) -> None:
    run = new_run()
    jobs.claim(RunChunk, queued(run)[0].pk)

    sweep()

    assert run.chunks.get().job_state == JobState.RUNNING


def test_a_chunk_on_a_silent_machine_is_taken_back(new_run: NewRun, engine: EngineDouble) -> None:
    run = new_run()
    [step] = queued(run)
    jobs.claim(RunChunk, step.pk)
    long_ago = timezone.now() - timedelta(seconds=settings.JOB_STALE_SECONDS + 1)
    RunChunk.objects.update(claimed_by="elsewhere:1:1", heartbeat_at=long_ago)

    sweep()

    assert [s.pk for s in queued(run)] == [step.pk]


def test_a_worker_that_comes_back_too_late_changes_nothing(
    new_run: NewRun, engine: EngineDouble
) -> None:
    run = new_run()
    [step] = queued(run)
    late = jobs.claim(RunChunk, step.pk)
    assert late is not None
    RunChunk.objects.update(job_state=JobState.QUEUED)
    jobs.claim(RunChunk, step.pk)

    with pytest.raises(jobs.JobLost):
        late.succeed()

    assert run.chunks.get().job_state == JobState.RUNNING


def test_a_chunk_that_kills_its_worker_each_time_fails_the_run_in_words(
    new_run: NewRun, engine: EngineDouble
) -> None:
    run = new_run()
    steps.perform(queued(run)[0].pk)
    poison = queued(run)[3]
    for _attempt in range(settings.JOB_MAX_ATTEMPTS):
        assert jobs.claim(RunChunk, poison.pk)
        RunChunk.objects.filter(pk=poison.pk).update(
            heartbeat_at=timezone.now() - timedelta(days=1), claimed_by="elsewhere:1:1"
        )
        sweep()

    run.refresh_from_db()
    assert run.job_state == JobState.FAILED
    assert run.error_code == "worker_died"
    assert not queued(run)


def test_a_refused_input_fails_the_run_at_once_and_names_the_dataset(
    new_run: NewRun, engine: EngineDouble
) -> None:
    from indicators.science.errors import InputError

    def refuse(stage: str, chunk: int | None) -> None:
        if (stage, chunk) == ("first", 5):
            raise InputError("datasets/x.tif: the block at row 3 is damaged.")

    engine.trouble = refuse
    run = new_run()

    work()

    run.refresh_from_db()
    assert run.job_state == JobState.FAILED
    assert run.error_code == "input"
    assert "row 3 is damaged" in run.error_params["detail"]
    assert run.chunks.get(stage=Stage.FIRST, index=5).attempt == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "out_of_memory"),
        (SoftTimeLimitExceeded(), "out_of_time"),
        (OSError(28, "No space left on device"), "disk_full"),
    ],
)
def test_limits_become_codes_that_have_sentences(
    new_run: NewRun, engine: EngineDouble, error: Exception, code: str
) -> None:
    def raise_it(stage: str, chunk: int | None) -> None:
        raise error

    engine.trouble = raise_it
    run = new_run()

    work()

    run.refresh_from_db()
    assert run.error_code == code
    assert "%" not in sentence_for(code, run.error_params)


def test_what_nobody_foresaw_is_tried_again_and_may_pass(
    new_run: NewRun, engine: EngineDouble, caplog: pytest.LogCaptureFixture
) -> None:
    times: list[int | None] = []

    def stumble_once(stage: str, chunk: int | None) -> None:
        if (stage, chunk) == ("second", 2) and not times:
            times.append(chunk)
            raise RuntimeError("the network file system hiccupped")

    engine.trouble = stumble_once
    run = new_run()

    work()

    run.refresh_from_db()
    assert run.job_state == JobState.SUCCEEDED
    assert run.chunks.get(stage=Stage.SECOND, index=2).attempt == 2
    assert "hiccupped" in caplog.text


def test_what_fails_every_time_ends_in_a_reference_and_no_traceback(
    new_run: NewRun, engine: EngineDouble
) -> None:
    def always(stage: str, chunk: int | None) -> None:
        raise RuntimeError("secret inner working")

    engine.trouble = always
    run = new_run()

    work()

    run.refresh_from_db()
    assert run.error_code == "unexpected"
    assert "secret" not in str(run.error_params)
    assert str(run.pk) in run.error_params["reference"]


def test_cancelling_ends_the_run_and_nothing_waits_any_more(
    new_run: NewRun, engine: EngineDouble
) -> None:
    run = new_run()
    steps.perform(queued(run)[0].pk)
    running = jobs.claim(RunChunk, queued(run)[0].pk)
    assert running is not None

    assert steps.cancel(run)

    run.refresh_from_db()
    assert run.job_state == JobState.CANCELLED
    assert not queued(run)
    with pytest.raises(jobs.JobLost):
        running.beat()


def test_a_run_that_has_ended_cannot_be_cancelled(new_run: NewRun, engine: EngineDouble) -> None:
    run = new_run()
    work()

    assert not steps.cancel(run)

    run.refresh_from_db()
    assert run.job_state == JobState.SUCCEEDED


def test_the_first_pass_is_kept_for_revisions_for_its_time_and_the_outputs_stay(
    new_run: NewRun, engine: EngineDouble, settings: Any
) -> None:
    run = new_run()
    work()
    ended = timezone.now() - timedelta(days=settings.RUN_KEEP_DAYS - 1)
    Run.objects.update(finished_at=ended, kept_until=steps.keep_until(ended))

    sweep()
    assert "first-0.json" in files_in(location(run.scratch_key))

    Run.objects.update(kept_until=timezone.now() - timedelta(seconds=1))
    sweep()
    assert files_in(location(run.scratch_key)) == []
    assert files_in(location(run.output_key)) == ["summary.json"]


def test_what_a_late_worker_wrote_after_the_end_is_cleared_by_the_sweeper(
    new_run: NewRun, engine: EngineDouble
) -> None:
    run = new_run()
    steps.cancel(run)
    ended = timezone.now() - timedelta(seconds=settings.JOB_STALE_SECONDS + 1)
    Run.objects.update(finished_at=ended)
    engine.first_pass(None, 1, location(run.scratch_key), lambda: False)  # type: ignore[arg-type]

    sweep()

    run.refresh_from_db()
    assert files_in(location(run.scratch_key)) == []
    assert run.scratch_cleared_at is not None


def test_a_lost_bell_is_rung_again_when_nobody_is_busy(
    new_run: NewRun, engine: EngineDouble, bells: Bells, django_capture_on_commit_callbacks: Any
) -> None:
    run = new_run()
    RunChunk.objects.update(queued_at=timezone.now() - timedelta(minutes=1))

    with django_capture_on_commit_callbacks(execute=True):
        sweep()
        sweep()

    assert bells == [(steps.BELL, run.chunks.get().pk)]


def test_rows_that_wait_behind_busy_workers_are_not_rung_for(
    new_run: NewRun, engine: EngineDouble, bells: Bells, django_capture_on_commit_callbacks: Any
) -> None:
    run = new_run()
    steps.perform(queued(run)[0].pk)
    jobs.claim(RunChunk, queued(run)[0].pk)
    run.chunks.filter(job_state=JobState.QUEUED).update(
        queued_at=timezone.now() - timedelta(minutes=1)
    )

    with django_capture_on_commit_callbacks(execute=True):
        sweep()

    assert bells == []


def test_a_worker_that_starts_rings_for_everything_that_waits(
    new_run: NewRun, engine: EngineDouble, bells: Bells, django_capture_on_commit_callbacks: Any
) -> None:
    run = new_run()
    steps.perform(queued(run)[0].pk)

    with django_capture_on_commit_callbacks(execute=True):
        sweep(at_start=True)

    assert {pk for _name, pk in bells} == {step.pk for step in queued(run)}


def test_a_sweep_of_quiet_runs_asks_the_database_little(
    new_run: NewRun, engine: EngineDouble, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        new_run()

    with django_assert_max_num_queries(20, connection=connection):
        sweep()
