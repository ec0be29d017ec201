"""How far a run is, in words."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from indicators.models import JobState, Run, RunChunk, Stage
from indicators.runs import steps
from indicators.runs.progress import WEIGHTS, about, progress_of
from tests.indicators.runs.conftest import work
from tests.indicators.runs.engine_double import EngineDouble

pytestmark = pytest.mark.django_db
NewRun = Callable[[], Run]


def test_the_weights_of_the_stages_make_a_hundred() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert set(WEIGHTS) == set(Stage)


def test_it_counts_the_parts_of_a_stage(new_run: NewRun, engine: EngineDouble) -> None:
    run = new_run()
    for _ in range(4):  # the plan and three chunks
        step = run.chunks.filter(job_state=JobState.QUEUED).order_by("pk").first()
        assert step is not None
        steps.perform(step.pk)
    run.refresh_from_db()

    progress = progress_of(run)

    assert progress.words == "Reading the rasters and computing: 3 of 12 parts done"
    assert progress.percent == 4 + 52 * 3 // 12


def test_it_never_goes_back_and_ends_before_a_hundred(
    new_run: NewRun, engine: EngineDouble
) -> None:
    run, seen = new_run(), []
    while step := RunChunk.objects.filter(job_state=JobState.QUEUED).order_by("pk").first():
        run.refresh_from_db()
        seen.append(progress_of(run).percent)
        steps.perform(step.pk)

    assert seen == sorted(seen)
    assert seen[0] == 0
    assert 80 < seen[-1] < 100


def test_the_time_left_follows_the_pace_so_far(new_run: NewRun, engine: EngineDouble) -> None:
    run = new_run()
    steps.perform(run.chunks.get().pk)
    run.chunks.filter(stage=Stage.FIRST, index__lt=6).update(job_state=JobState.SUCCEEDED)
    run.refresh_from_db()
    run.started_at = timezone.now() - timedelta(minutes=9)

    # 4 % + half of 52 % took 9 minutes, so the other 70 % take 21.
    assert progress_of(run).left == "about 21 minutes left"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (20, "less than a minute left"),
        (70, "about 1 minute left"),
        (3000, "about 50 minutes left"),
        (4 * 3600, "about 4 hours left"),
    ],
)
def test_time_is_said_as_one_would_say_it(seconds: int, words: str) -> None:
    assert about(timedelta(seconds=seconds)) == words


def test_a_finished_run_has_a_length(new_run: NewRun, engine: EngineDouble) -> None:
    from indicators.runs.progress import lasted

    run = new_run()
    assert lasted(run) is None

    work()

    run.refresh_from_db()
    assert lasted(run) is not None
