"""Runs on the real engine: tiny rasters, many chunks."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from countries.models import Party, User
from indicators.actions.runs import repeat_run, start_run
from indicators.forms.run_request import RunRequest
from indicators.models import JobState, Run, Stage
from indicators.storage import location
from tests.indicators.runs.conftest import work
from tests.indicators.runs.landscape import make_landscape

pytestmark = pytest.mark.django_db
Ask = Callable[..., RunRequest]


@pytest.fixture(autouse=True)
def small_chunks(settings: Any) -> None:
    settings.RUN_CHUNK_PIXELS, settings.RUN_TILE_PIXELS = 1024, 16


def start(asked: RunRequest, by: User) -> Run:
    assert asked.is_valid(), [form.errors for form in asked.forms]
    return start_run(asked.choice(), by=by, remembered=asked.remembered()).run


def done(run: Run) -> Run:
    work()
    run.refresh_from_db()
    assert run.job_state == JobState.SUCCEEDED, (run.error_code, run.error_params)
    return run


def test_a_run_computes_everything_in_more_than_ten_chunks(
    ask: Ask, party: Party, focal_point: User
) -> None:
    make_landscape(party)

    run = done(start(ask(), focal_point))

    assert run.chunks.filter(stage=Stage.FIRST).count() > 10
    assert set(run.summary["periods"]) == {"baseline", "report_1", "report_2"}
    assert run.summary["checks"]["all_equal"]
    stored = json.loads(Path(location(run.output_key), "summary.json").read_text())
    assert stored == run.summary
    names = {entry["name"] for entry in run.outputs}
    assert {"summary.json", "baseline_sdg.tif", "report_2_status.tif"} <= names


def test_the_command_gives_the_same_summary_byte_for_byte(finished: Run, tmp_path: Path) -> None:
    manifest = Path(location("manifest.json"))
    manifest.write_text(json.dumps(finished.manifest))

    call_command("compute_indicators", str(manifest), out=str(tmp_path / "again"), verbosity=0)

    of_the_run = Path(location(finished.output_key), "summary.json").read_bytes()
    assert (tmp_path / "again" / "summary.json").read_bytes() == of_the_run


def test_the_same_in_other_chunks_is_the_same(
    finished: Run, focal_point: User, settings: Any
) -> None:
    settings.RUN_CHUNK_PIXELS = 1024
    again = done(repeat_run(finished, by=focal_point))

    assert again.chunks.count() > finished.chunks.count()
    assert again.summary == finished.summary


def test_calibration_uses_the_rain(ask: Ask, party: Party, focal_point: User) -> None:
    make_landscape(party)

    run = done(start(ask(calibration="restrend"), focal_point))

    parameters = run.summary["method"]["parameters"]["productivity"]
    assert parameters["calibration"] == "restrend"


def test_without_carbon_the_rest_is_computed_and_the_gap_is_named(
    ask: Ask, party: Party, focal_point: User
) -> None:
    make_landscape(party)

    run = done(start(ask(carbon=None, climate_zone=None), focal_point))

    assert "carbon" not in run.summary["periods"]["baseline"]
    assert "land_cover" in run.summary["periods"]["baseline"]
    assert {"carbon", "sdg"} <= {item["indicator"] for item in run.summary["left_out"]}


def test_a_raster_that_changed_after_it_was_accepted_is_refused_by_its_name(
    ask: Ask, party: Party, focal_point: User
) -> None:
    stocks = next(d for d in make_landscape(party) if d.kind == "carbon")
    path = Path(location(stocks.cog_key))
    path.write_bytes(path.read_bytes() + b"\0")
    run = start(ask(), focal_point)

    work()

    run.refresh_from_db()
    assert run.error_code == "input"
    assert str(stocks) in run.error_params["detail"]
    assert "has changed" in run.error_params["detail"]
