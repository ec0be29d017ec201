"""Runs, an engine that computes nothing, and bells that are written down instead of sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from countries import bell
from countries.models import Party, User
from indicators.actions.runs import start_run
from indicators.forms.run_request import RunRequest
from indicators.models import Cycle, JobState, Run, RunChunk
from indicators.runs import steps
from indicators.runs.inputs import inputs_of
from tests.factories import make_cycle, make_focal_point, make_party
from tests.indicators.runs.engine_double import EngineDouble
from tests.indicators.runs.landscape import make_landscape


@pytest.fixture(autouse=True)
def bells(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Every bell that was rung, as (task, first argument)."""
    rung: list[Any] = []
    monkeypatch.setattr(bell, "send", lambda name, args: rung.append((name, *args[:1])))
    return rung


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> EngineDouble:
    double = EngineDouble()
    monkeypatch.setattr(steps, "engine", lambda: double)
    return double


@pytest.fixture
def party(db: None) -> Party:
    return make_party()


@pytest.fixture
def cycle(db: None) -> Cycle:
    return make_cycle()


@pytest.fixture
def focal_point(party: Party) -> User:
    return make_focal_point(party)


@pytest.fixture
def new_run(party: Party, cycle: Cycle) -> Callable[[], Run]:
    """Make runs of nothing in particular, with their first step laid."""

    def make() -> Run:
        number = Run.objects.count() + 1
        run = Run.objects.create(
            party=party,
            cycle=cycle,
            number=number,
            manifest={},
            identity="0" * 64,
            method_version="1",
        )
        steps.begin(run)
        return run

    return make


def work(limit: int = 1000) -> None:
    """Be the worker: do waiting steps, oldest first, until none waits."""
    for _turn in range(limit):
        step = RunChunk.objects.filter(job_state=JobState.QUEUED).order_by("pk").first()
        if step is None:
            return
        steps.perform(step.pk)
    raise AssertionError("The work did not come to an end.")


@pytest.fixture
def ask(party: Party, cycle: Cycle) -> Callable[..., RunRequest]:
    """Fill in the form of a run as it is proposed, with some answers changed."""
    from tests.indicators.runs.forms import changed, default_answers

    def fill_in(files: Any = None, **changes: Any) -> RunRequest:
        answers = default_answers(RunRequest(party, cycle, inputs_of(party)))
        return RunRequest(
            party, cycle, inputs_of(party), changed(answers, **changes), files or MultiValueDict()
        )

    return fill_in


@pytest.fixture
def finished(settings: Any, party: Party, focal_point: User, ask: Callable[..., RunRequest]) -> Run:
    """A run of everything on a small country, done by the real engine."""
    settings.RUN_CHUNK_PIXELS, settings.RUN_TILE_PIXELS = 10_000, 16
    make_landscape(party)
    asked = ask()
    assert asked.is_valid(), [form.errors for form in asked.forms]
    run = start_run(asked.choice(), by=focal_point, remembered=asked.remembered()).run
    work()
    run.refresh_from_db()
    assert run.job_state == JobState.SUCCEEDED, (run.error_code, run.error_params)
    return run
