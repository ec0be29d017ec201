"""What becomes of a job by what its work raises."""

from typing import Any

import pytest

from indicators.attempts import attempt
from indicators.jobs import Claim, JobLost, claim
from indicators.models import JobState, Run
from indicators.science.errors import InputError
from tests.factories import make_cycle, make_party

pytestmark = pytest.mark.django_db
TASK = "somewhere.work"


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The bells that were rung."""
    found: list[tuple[Any, ...]] = []
    monkeypatch.setattr("countries.bell.ring", lambda *said: found.append(said))
    return found


@pytest.fixture
def run(db: None) -> Run:
    return Run.objects.create(
        party=make_party(), cycle=make_cycle(), number=1, manifest={}, identity="1" * 64,
        method_version="1",
    )  # fmt: skip


def claimed(run: Run) -> Claim:
    job = claim(Run, run.pk)
    assert job is not None
    return job


def tried(job: Claim, error: Exception | None = None) -> None:
    with attempt(job, task=TASK, refused="the_place"):
        if error is not None:
            raise error
        job.succeed()


def test_work_that_comes_through_ends_as_it_says(run: Run, rung: list[Any]) -> None:
    tried(claimed(run))

    run.refresh_from_db()
    assert (run.job_state, run.error_code, rung) == (JobState.SUCCEEDED, "", [])


def test_what_the_input_makes_impossible_is_not_tried_again(run: Run, rung: list[Any]) -> None:
    tried(claimed(run), InputError("The polygon holds no pixel."))

    run.refresh_from_db()
    assert (run.job_state, run.error_code, rung) == (JobState.FAILED, "the_place", [])


def test_what_may_pass_is_tried_again_until_it_was_tried_often_enough(
    run: Run, rung: list[Any], settings: Any
) -> None:
    settings.JOB_MAX_ATTEMPTS = 2

    tried(claimed(run), OSError("The storage is away."))
    run.refresh_from_db()
    assert (run.job_state, rung) == (JobState.QUEUED, [(TASK, run.pk)])

    tried(claimed(run), OSError("The storage is away."))
    run.refresh_from_db()
    assert (run.job_state, run.error_code) == (JobState.FAILED, "unexpected")
    assert len(rung) == 1


@pytest.mark.parametrize("error", [JobLost(), InputError("No pixel."), OSError("Away.")])
def test_a_job_that_was_taken_away_is_left_alone(
    run: Run, rung: list[Any], error: Exception, settings: Any
) -> None:
    settings.JOB_MAX_ATTEMPTS = 1
    job = claimed(run)
    Run.objects.update(job_state=JobState.CANCELLED)

    tried(job, error)

    run.refresh_from_db()
    assert (run.job_state, run.error_code, rung) == (JobState.CANCELLED, "", [])
