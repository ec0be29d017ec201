"""A worker killed while it applies corrections: the run stays, then the next one does it."""

import psutil
import pytest
from django.db import connection

from indicators.actions.baseline import use_run
from indicators.actions.revisions import revise_run
from indicators.models import JobState, Observation, Revision, Run
from indicators.science import engine
from indicators.storage import list_folder, location
from tests.factories import make_cycle, make_focal_point, make_party, make_report
from tests.indicators.runs.conftest import work
from tests.indicators.runs.quad import make_quad, pixels
from tests.indicators.runs.station import Station, portal_worker, wait_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.xdist_group("worker"),
]
CORRECTION = {
    "name": "Fallows",
    "polygon": pixels(slice(0, 1), slice(0, 2)),
    "recode": {"degraded": "stable"},
    "periods": ["baseline"],
    "reason": "Fallow of the third year",
}


@pytest.fixture(autouse=True)
def small(settings: object) -> None:
    settings.RUN_CHUNK_PIXELS, settings.RUN_TILE_PIXELS = 1024, 16  # type: ignore[attr-defined]


def degraded() -> float:
    row = Observation.objects.get(
        indicator="sdg", measure="status", category="degraded", period__key="baseline"
    )
    assert row.value is not None
    return round(float(row.value), 3)


def caught_at_work(revision: Revision, station: Station) -> psutil.Process | None:
    """Stop the process that holds the revision; None if it was done with it by then."""
    revision.refresh_from_db()
    if revision.job_state != JobState.RUNNING:
        return None
    pid = int(revision.claimed_by.rpartition(":")[2])
    process = next((p for p in station.pool() if p.pid == pid), None)
    if process is None:
        return None
    process.suspend()
    revision.refresh_from_db()
    if revision.job_state == JobState.RUNNING:
        return process
    process.resume()
    return None


def test_a_worker_killed_while_applying_costs_nothing_but_time(tmp_path: object) -> None:
    party, cycle = make_party(), make_cycle()
    focal_point = make_focal_point(party)
    run = make_quad(party, cycle, focal_point)
    work()
    run.refresh_from_db()
    use_run(make_report(party, cycle), run, by=focal_point)
    before = Run.objects.filter(pk=run.pk).values("summary", "outputs", "revision").get()
    revision = revise_run(run, by=focal_point, corrections=[CORRECTION])

    with portal_worker(tmp_path) as station:  # type: ignore[arg-type]
        victim = wait_for(lambda: caught_at_work(revision, station), "a worker at the revision")
        victim.kill()
        during = Run.objects.filter(pk=run.pk).values("summary", "outputs", "revision").get()
        assert (during, degraded()) == (before, 3)

        wait_for(lambda: has_ended(revision), "the end of the revision")

    run.refresh_from_db()
    assert revision.job_state == JobState.SUCCEEDED, revision.error_code
    assert revision.attempt == 2
    assert (run.revision, degraded()) == (1, 1)
    assert run.outputs == undisturbed(run)
    connection.close()


def has_ended(revision: Revision) -> bool:
    revision.refresh_from_db()
    return revision.has_ended


def undisturbed(run: Run) -> object:
    """The files of the same manifest computed in one go, without any worker."""
    manifest = engine.load_manifest(run.manifest, location("").rstrip("/"))
    plan = engine.plan_run(manifest, chunk_pixels=1024, block=16)
    engine.run_passes(plan, location("undisturbed-scratch"), workers=1)
    engine.finish(plan, location("undisturbed-scratch"), location("undisturbed"))
    return list_folder("undisturbed")
