"""kill -9 at any moment costs at most one chunk, and nobody has to help."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.db import connection

from countries.models import Message
from indicators.actions.runs import cancel_run, start_run
from indicators.forms.run_request import RunRequest
from indicators.models import JobState, Run, RunChunk
from indicators.runs.inputs import inputs_of
from indicators.science import engine
from indicators.storage import list_folder, location
from tests.factories import make_cycle, make_focal_point, make_party
from tests.indicators.runs.forms import default_answers
from tests.indicators.runs.landscape import make_landscape
from tests.indicators.runs.station import Station, portal_worker, wait_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.xdist_group("worker"),  # one after the other: each wants the machine
]
SIZE = 256  # 8 x 8 chunks, twice
STEPS = 2 * 64 + 3
REDIS_URL = os.environ.get("REDIS_URL", "")
STACKS = [
    pytest.param("", id="embedded"),
    pytest.param(
        REDIS_URL,
        id="redis",
        marks=[
            pytest.mark.services,
            pytest.mark.skipif(not REDIS_URL, reason="REDIS_URL names no Redis"),
        ],
    ),
]


@pytest.fixture(autouse=True)
def small_chunks(settings: Any) -> None:
    settings.RUN_CHUNK_PIXELS, settings.RUN_TILE_PIXELS = 1024, 16


@pytest.fixture
def run() -> Iterator[Run]:
    party, cycle = make_party(), make_cycle()
    make_landscape(party, SIZE)
    proposed = default_answers(RunRequest(party, cycle, inputs_of(party)))
    asked = RunRequest(party, cycle, inputs_of(party), proposed, {})  # type: ignore[arg-type]
    assert asked.is_valid()
    yield start_run(asked.choice(), by=make_focal_point(party)).run
    connection.close()


def undisturbed(run: Run, folder: Path) -> list[dict[str, Any]]:
    """The files of the same manifest computed in one go, without any worker."""
    plan = engine.plan_run(
        engine.load_manifest(run.manifest, location("").rstrip("/")), chunk_pixels=1024, block=16
    )
    engine.run_passes(plan, folder / "scratch", workers=1)
    engine.finish(plan, folder / "scratch", location("undisturbed"))
    return list_folder("undisturbed")


def share_done(run: Run) -> float:
    return run.chunks.filter(job_state=JobState.SUCCEEDED).count() / STEPS


def child_at_work(run: Run, station: Station) -> psutil.Process:
    """A process that is in the middle of a step of the run, by the row it has claimed."""

    def look() -> psutil.Process | None:
        pool = {process.pid: process for process in station.pool()}
        claims = run.chunks.filter(job_state=JobState.RUNNING).values_list("claimed_by", flat=True)
        pids = [int(claim.rpartition(":")[2]) for claim in claims]
        return next((pool[pid] for pid in pids if pid in pool), None)

    return wait_for(look, "a child in the middle of a step")


def worker_itself(run: Run, station: Station) -> psutil.Process:
    return station.worker()


Victim = Callable[[Run, Station], psutil.Process]


def kill_at(run: Run, station: Station, share: float, victim: Victim) -> None:
    wait_for(lambda: share_done(run) >= share, f"{share:.0%} of the run")
    victim(run, station).kill()


def has_ended(run: Run) -> bool:
    run.refresh_from_db()
    return run.has_ended


@pytest.mark.parametrize("redis_url", STACKS)
@pytest.mark.parametrize(
    "victims",
    [
        pytest.param((child_at_work, worker_itself, child_at_work), id="child-parent-child"),
        pytest.param((worker_itself, child_at_work, worker_itself), id="parent-child-parent"),
    ],
)
def test_a_run_ends_right_and_once_whoever_is_killed_at_10_50_and_90_percent(
    run: Run, redis_url: str, victims: tuple[Victim, ...], tmp_path: Path
) -> None:
    with portal_worker(tmp_path, redis_url=redis_url) as station:
        for share, victim in zip((0.1, 0.5, 0.9), victims, strict=True):
            kill_at(run, station, share, victim)
        wait_for(lambda: has_ended(run), "the end of the run")

    assert run.job_state == JobState.SUCCEEDED, (run.error_code, station.log.read_text()[-3000:])
    assert run.outputs == undisturbed(run, tmp_path)
    attempts = list(run.chunks.values_list("attempt", flat=True))
    assert len(attempts) == STEPS
    assert sum(attempts) - STEPS <= len(victims), "a kill cost more than one step"
    assert not run.chunks.exclude(job_state=JobState.SUCCEEDED).exists()
    assert Message.objects.filter(subject__contains="done").count() == 1


@pytest.mark.parametrize("redis_url", STACKS)
def test_the_clock_is_started_again_when_it_is_killed(
    run: Run, redis_url: str, tmp_path: Path
) -> None:
    with portal_worker(tmp_path, redis_url=redis_url) as station:
        killed = station.clock()
        killed.kill()

        again = wait_for(
            lambda: (found := station.clock()).pid != killed.pid and found, "another clock"
        )

        assert again.is_running()


def test_half_a_message_in_the_folder_stops_no_worker(run: Run, tmp_path: Path) -> None:
    with portal_worker(tmp_path) as station:
        worker = station.worker()
        wait_for(lambda: share_done(run) > 0.1, "a tenth of the run")
        for number, content in enumerate((b"", b'{"body": "W1tdL', b"{}")):
            name = f"{number:020d}_half.{station.queue}.msg"
            (station.broker / name).write_bytes(content)
        wait_for(lambda: has_ended(run), "the end of the run")

        assert station.worker().pid == worker.pid
        assert len(list(station.broker.glob(".*.unreadable"))) == 3

    assert run.job_state == JobState.SUCCEEDED


def test_cancelling_reaches_a_worker_in_the_middle_of_its_work(run: Run, tmp_path: Path) -> None:
    with portal_worker(tmp_path) as station:
        wait_for(lambda: share_done(run) > 0.3, "a third of the run")

        assert run.created_by is not None
        assert cancel_run(run, by=run.created_by)

        scratch = Path(location(run.scratch_key))
        wait_for(lambda: has_ended(run) and not scratch.exists(), "an empty scratch folder")
        assert station.worker().is_running()

    assert run.job_state == JobState.CANCELLED
    assert not run.chunks.filter(job_state__in=(JobState.QUEUED, JobState.RUNNING)).exists()


def test_a_worker_that_is_told_to_stop_finishes_what_it_has_and_leaves_nobody_behind(
    run: Run, tmp_path: Path
) -> None:
    with portal_worker(tmp_path) as station:
        wait_for(lambda: share_done(run) > 0.2, "a fifth of the run")
        family = station.supervisor.children(recursive=True)
        station.supervisor.terminate()
        wait_for(lambda: not any(process.is_running() for process in family), "an empty house", 30)

    assert not RunChunk.objects.filter(job_state=JobState.RUNNING).exists()
    assert set(run.chunks.values_list("attempt", flat=True)) <= {0, 1}
