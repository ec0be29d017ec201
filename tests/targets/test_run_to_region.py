"""One real line: rasters, a run, a report, its version, its review, the public, a region."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from countries import bell
from countries.models import User
from countries.roles import RoleKey
from indicators.actions.baseline import use_run
from indicators.actions.runs import start_run
from indicators.forms.run_request import RunRequest
from indicators.models import JobState, Report, Run
from indicators.runs.inputs import inputs_of
from targets.models import Fact
from targets.readiness import remarks_on
from targets.working_copy import WorkingCopy
from tests.factories import make_cycle, make_focal_point, make_party, make_region, make_user
from tests.indicators.runs.conftest import work
from tests.indicators.runs.forms import default_answers
from tests.indicators.runs.landscape import make_landscape
from tests.targets.reports import newest, submit_as

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Report:
    """A report whose numbers all come from one run over a small landscape."""
    monkeypatch.setattr(bell, "send", lambda _name, _args: None)
    party, cycle = make_party(annex=make_region()), make_cycle()
    make_landscape(party, 50)
    asked = RunRequest(party, cycle, inputs_of(party))
    asked = RunRequest(party, cycle, inputs_of(party), default_answers(asked), {})
    assert asked.is_valid(), [form.errors for form in asked.forms]
    person = make_focal_point(party, email="focal@example.org")
    run = start_run(asked.choice(), by=person).run
    work()
    run.refresh_from_db()
    assert run.job_state == JobState.SUCCEEDED, (run.error_code, run.error_params)
    report = Report.objects.get_or_create(party=party, cycle=cycle)[0]
    use_run(report, run, by=person)
    return report


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_numbers_go_from_a_run_to_the_region_with_every_step_on_pages(report: Report) -> None:
    remarks = remarks_on(WorkingCopy.load(report))
    assert not [r.text for r in remarks if r.is_error], "a run's own numbers must add up"
    focal_point = User.objects.get(email="focal@example.org")
    reviewer, secretariat = make_user(RoleKey.REVIEWER), make_user(RoleKey.SECRETARIAT)
    run = Run.objects.get()
    ours, theirs = signed_in(reviewer), signed_in(secretariat)
    tile = f"/parties/XAA/runs/{run.pk}/"
    assert ours.get(tile).status_code == 404

    submission = submit_as(report, focal_point)
    url = f"/submissions/{submission.pk}"
    ours.post(f"{url}/do/start-review/")
    maps = text_of(ours.get(f"{url}/read/sdg/"))
    sources = text_of(ours.get(f"{url}/read/sources/"))
    ours.post(f"{url}/do/accept/")
    theirs.post(f"{url}/do/publish/")

    assert f"/parties/XAA/runs/{run.pk}/tiles/" in maps
    assert text_of(ours.get(tile))
    assert run.identity in sources
    assert run.outputs[0]["sha256"] in sources
    assert run.datasets.first().cog_sha256 in sources  # type: ignore[union-attr]
    content = newest(report).content
    assert content["baseline"]["runs"][0]["method"] == run.summary["method"]
    assert newest(report).state == "published"
    degraded = Fact.objects.current().get(
        topic="sdg", measure="reported", period="report_1", category="degraded"
    )
    region = text_of(Client().get("/regions/annex-i/"))
    workbook = Client().get("/regions/annex-i/summary.xlsx").getvalue()  # type: ignore[attr-defined]
    book = openpyxl.load_workbook(BytesIO(workbook), read_only=True)
    rows = list(book["parties"].values)
    shown = dict(zip(rows[0], rows[1], strict=True))
    assert "1 of 1 Party" in region
    assert shown["degraded_km2_report_1"] == pytest.approx(float(degraded.value))
    assert "XAA" in text_of(Client().get("/countries/?published=1"))
    assert degraded.origin == "computed"
