"""Requests made up from the OpenAPI document find no server error and no broken promise."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.throttling import SimpleRateThrottle
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from countries.actions.tokens import create_token
from countries.roles import RoleKey
from ldnportal.api.schema import openapi_document
from ldnportal.wsgi import application
from targets.models import Submission
from tests.factories import make_focal_point, make_user
from tests.ldnportal.regions.region import Stage, make_stage
from tests.targets.reports import make_filled_report, submit_as

EXAMPLES = 12
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the connection that the test's transaction is on, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def stage(db: None, one_connection: None, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Two published reports, one submitted, and no limit on how often one may ask."""
    rates = dict.fromkeys(SimpleRateThrottle.THROTTLE_RATES)
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)
    stage = make_stage()
    submit_as(make_filled_report(stage.silent, stage.cycle), make_focal_point(stage.silent))
    return stage


@pytest.fixture
def credentials(stage: Stage) -> dict[str, dict[str, str]]:
    """The headers of three roles."""
    people = {
        "focal point": make_focal_point(stage.silent),
        "secretariat": make_user(RoleKey.SECRETARIAT),
    }
    secrets = {
        role: create_token(by=person, name="Fuzzing", days=1)[1] for role, person in people.items()
    }
    found = {role: {"Authorization": f"Bearer {secret}"} for role, secret in secrets.items()}
    return {"anonymous": {}, **found}


def _operations() -> Iterator[Any]:
    schema = schemathesis.openapi.from_dict(openapi_document())
    schema.app = application
    schema.config.generation.update(allow_x00=False)  # refused, which no schema can say
    for found in schema.get_all_operations():
        yield found.ok()


def _known() -> dict[str, Any]:
    """Names and keys of things that are there; made-up ones hardly ever are."""
    submission = Submission.objects.order_by("pk").last()
    assert submission is not None
    return {
        "iso3": "XAA",
        "slug": "annex-i",
        "year": 2026,
        "name": "XAA-2026-1",
        "id": submission.pk,
        "collection": "targets",
    }


def _question(
    operation: Any, mode: GenerationMode, headers: dict[str, str], known: dict[str, Any]
) -> Callable[[], None]:
    """A test of one operation with made-up requests of one mode."""
    # No schema can say that a box has its south below its north, what a time looks like, or which
    # regions and Parties there are.
    boxed = operation.path.endswith("/items") or operation.method == "post"
    unfit = [CHECKS.get_one("positive_data_acceptance")] if boxed else []

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def ask(case: Any, real: bool) -> None:
        if real and mode is GenerationMode.POSITIVE:
            case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
        case.call_and_validate(headers=headers, excluded_checks=unfit)

    return ask


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("role", ["anonymous", "focal point", "secretariat"])
def test_no_made_up_request_finds_a_fault(
    role: str, mode: GenerationMode, credentials: dict[str, dict[str, str]]
) -> None:
    known = _known()
    asked = 0

    for operation in _operations():
        if mode is GenerationMode.NEGATIVE and not any(operation.iter_parameters()):
            continue  # there is nothing to be wrong about
        _question(operation, mode, credentials[role], known)()
        asked += 1

    assert asked > 15
