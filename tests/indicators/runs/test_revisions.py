"""Corrections, a matrix and a legend after a run: its tables and maps follow, and go back."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import rasterio
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from countries.models import AuditEvent, Message, Party, User
from indicators import sweeper
from indicators.actions.baseline import use_run
from indicators.actions.revisions import (
    BusyError,
    NothingToReviseError,
    restore_run,
    revise_run,
)
from indicators.jobs import claim
from indicators.locks import LockedError
from indicators.models import (
    Cycle,
    JobState,
    LegendClass,
    Observation,
    Report,
    ReportState,
    Revision,
    Run,
    Section,
)
from indicators.runs import revising
from indicators.runs.drift import default_rows, drift_of
from indicators.science import engine
from indicators.science.errors import ManifestError
from indicators.science.inputs import Inputs
from indicators.storage import location
from tests.factories import make_report
from tests.indicators.runs.conftest import work
from tests.indicators.runs.quad import make_quad, pixels

pytestmark = pytest.mark.django_db
NOT_DEGRADED = {
    "name": "Correction 1",
    "polygon": pixels(slice(0, 1), slice(0, 2)),
    "recode": {"degraded": "stable"},
    "periods": ["baseline"],
    "reason": "Fallow of the third year",
}
DEGRADED = {
    "name": "Correction 2",
    "polygon": pixels(slice(0, 2), slice(1, 2)),
    "recode": {"stable": "degraded", "improved": "degraded"},
    "periods": ["baseline"],
    "reason": "Gullies",
}
TREES_TO_CROPS_IS_FINE = default_rows()
TREES_TO_CROPS_IS_FINE[0][2] = 0


@pytest.fixture(autouse=True)
def small(settings: Any) -> None:
    settings.RUN_CHUNK_PIXELS, settings.RUN_TILE_PIXELS = 1024, 16


@pytest.fixture
def quad(party: Party, cycle: Cycle, focal_point: User) -> Run:
    run = make_quad(party, cycle, focal_point)
    work()
    run.refresh_from_db()
    assert run.job_state == JobState.SUCCEEDED, (run.error_code, run.error_params)
    return run


@pytest.fixture
def report(quad: Run, focal_point: User) -> Report:
    """The report, with the numbers of the run in it."""
    report = make_report(quad.party, quad.cycle)
    use_run(report, quad, by=focal_point)
    return report


@pytest.fixture
def browser(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


def revise(run: Run, by: User, **changes: Any) -> Run:
    """Ask for a revision and be the worker that does it."""
    revision = revise_run(run, by=by, **changes)
    revising.perform(str(revision.pk))
    revision.refresh_from_db()
    assert revision.job_state == JobState.SUCCEEDED, (revision.error_code, revision.error_params)
    run.refresh_from_db()
    return revision.became or run


def sdg(run: Run, period: str = "baseline") -> tuple[int, int, int, int]:
    """Degraded, stable, improved and water of 15.3.1, km2: as counted in the margin."""
    areas = run.summary["periods"][period]["sdg"]
    return tuple(round(areas[name]) for name in ("degraded", "stable", "improved", "water"))  # type: ignore[return-value]


def status(run: Run) -> tuple[int, int, int]:
    areas = run.summary["status"]["report_1"]["three_class"]
    return tuple(round(areas[name]) for name in ("degraded", "stable", "improved"))  # type: ignore[return-value]


def drawn(run: Run, layer: str) -> Any:
    with rasterio.open(location(f"{run.output_key}/{layer}.tif")) as file:
        return file.read(1)


def recorded(report: Report, measure: str = "status", category: str = "degraded") -> Decimal:
    row = Observation.objects.get(
        report=report, indicator="sdg", measure=measure, category=category, period__key="baseline"
    )
    assert row.value is not None
    return row.value


# --- The arithmetic ---------------------------------------------------------------------------


def test_the_run_before_any_correction(quad: Run) -> None:
    assert sdg(quad) == (3, 11, 1, 1)
    assert status(quad) == (4, 10, 1)


def test_a_correction_changes_tables_and_map(quad: Run, focal_point: User) -> None:
    revise(quad, focal_point, corrections=[NOT_DEGRADED])

    assert sdg(quad) == (1, 13, 1, 1)
    assert status(quad) == (2, 12, 1)
    assert drawn(quad, "baseline_sdg")[0].tolist() == [0, 0, 1, 2]
    assert quad.summary["periods"]["baseline"]["sdg_before_corrections"]["degraded"] == 3


@pytest.mark.parametrize(
    ("corrections", "expected", "column"),
    [
        pytest.param([NOT_DEGRADED, DEGRADED], (3, 11, 1, 1), [-1, -1], id="degraded-last"),
        pytest.param([DEGRADED, NOT_DEGRADED], (2, 12, 1, 1), [0, -1], id="not-degraded-last"),
    ],
)
def test_where_two_polygons_overlap_the_last_one_wins(
    corrections: list[dict[str, Any]],
    expected: tuple[int, ...],
    column: list[int],
    quad: Run,
    focal_point: User,
) -> None:
    revise(quad, focal_point, corrections=corrections)

    assert sdg(quad) == expected
    assert drawn(quad, "baseline_sdg")[:2, 1].tolist() == column


def test_tables_and_files_are_those_of_a_fresh_run_byte_for_byte(
    quad: Run, focal_point: User, tmp_path: Path
) -> None:
    revise(
        quad,
        focal_point,
        corrections=[NOT_DEGRADED, DEGRADED],
        degradation=TREES_TO_CROPS_IS_FINE,
        legend={**{str(c): c for c in range(1, 8)}, "2": 1},
    )
    (tmp_path / "manifest.json").write_text(json.dumps(quad.manifest))
    plan = engine.plan_run(
        engine.load_manifest(quad.manifest, base=location("").rstrip("/")),
        chunk_pixels=1024,
        block=16,
    )
    engine.run_passes(plan, tmp_path / "scratch", workers=1)
    engine.finish(plan, tmp_path / "scratch", tmp_path / "fresh")

    fresh = {path.name: path.read_bytes() for path in (tmp_path / "fresh").iterdir()}
    revised = {path.name: path.read_bytes() for path in Path(location(quad.output_key)).iterdir()}
    assert revised == fresh
    assert json.loads(fresh["summary.json"]) == quad.summary
    assert {entry["name"] for entry in quad.outputs} == set(fresh)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"corrections": [NOT_DEGRADED]}, id="corrections"),
        pytest.param({"degradation": TREES_TO_CROPS_IS_FINE}, id="matrix"),
        pytest.param({"legend": {**{str(c): c for c in range(1, 8)}, "2": 1}}, id="legend"),
    ],
)
def test_no_productivity_file_is_opened(
    changes: dict[str, Any], quad: Run, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = quad.datasets.get(kind="productivity")
    Path(location(series.cog_key)).unlink()
    monkeypatch.setattr(Inputs, "series", lambda *_: pytest.fail("the series was decoded again"))

    revise(quad, focal_point, **changes)

    assert quad.revision == 1


def test_where_the_first_pass_was_cleared_away_the_series_is_read_again(
    quad: Run, focal_point: User
) -> None:
    Run.objects.update(
        kept_until=timezone.now() - timedelta(days=1),
        finished_at=timezone.now() - timedelta(days=1),
    )
    sweeper.clear_scratch()
    assert not Path(location(quad.scratch_key)).exists()

    revise(quad, focal_point, corrections=[NOT_DEGRADED])

    assert sdg(quad) == (1, 13, 1, 1)
    assert Path(location(quad.scratch_key)).exists(), "kept again, for the next correction"


def test_a_first_pass_of_another_method_is_not_used(
    quad: Run, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    Run.objects.update(method_version="0.9.0")
    quad.refresh_from_db()
    read: list[int] = []
    series = Inputs.series
    monkeypatch.setattr(Inputs, "series", lambda *a: (read.append(1), series(*a))[1])

    revise(quad, focal_point, corrections=[NOT_DEGRADED])
    assert read
    read.clear()
    revise(quad, focal_point, corrections=[DEGRADED])

    assert not read, "the one that was made again is used"
    assert sdg(quad) == (4, 10, 1, 1)


# --- The run, its record and its readers ------------------------------------------------------


def test_the_run_keeps_its_number_and_its_first_summary(quad: Run, focal_point: User) -> None:
    number, first, identity = quad.number, quad.summary, quad.identity

    revise(quad, focal_point, corrections=[NOT_DEGRADED])

    assert quad.number == number
    assert quad.identity != identity
    kept = quad.revisions.get(number=0)
    assert (kept.summary, kept.identity) == (first, identity)
    assert quad.revised_by == focal_point
    assert Message.objects.filter(recipient=focal_point, subject__contains="was revised").exists()


def test_files_stand_under_new_keys_with_new_digests(quad: Run, focal_point: User) -> None:
    before = {entry["name"]: entry["sha256"] for entry in quad.outputs}
    place = quad.output_key

    revise(quad, focal_point, corrections=[NOT_DEGRADED])

    after = {entry["name"]: entry["sha256"] for entry in quad.outputs}
    assert quad.output_key != place
    assert after["baseline_sdg.tif"] != before["baseline_sdg.tif"]
    assert after["report_1_status.tif"] != before["report_1_status.tif"]
    assert Path(location(f"{place}/baseline_sdg.tif")).exists(), "the first files are kept"


def test_numbers_taken_from_the_run_follow_and_national_ones_stay(
    quad: Run, report: Report, focal_point: User
) -> None:
    own = Observation.objects.get(
        report=report, indicator="sdg", measure="status", category="improved",
        period__key="baseline",
    )  # fmt: skip
    Observation.objects.filter(pk=own.pk).update(origin="national", run=None, value=7)
    assert recorded(report) == 3

    revise(quad, focal_point, corrections=[NOT_DEGRADED])

    assert recorded(report) == 1
    assert recorded(report, category="improved") == 7
    event = AuditEvent.objects.get(kind="run.revised")
    assert event.data["numbers"] > 0
    assert AuditEvent.objects.filter(kind="section.computed").count() > 1


def test_what_was_first_computed_can_be_restored_and_the_numbers_follow(
    quad: Run, report: Report, focal_point: User
) -> None:
    first, place = quad.outputs, quad.output_key
    revise(quad, focal_point, corrections=[NOT_DEGRADED])

    restore_run(quad, by=focal_point)

    quad.refresh_from_db()
    assert (sdg(quad), quad.revision) == ((3, 11, 1, 1), 0)
    assert (quad.outputs, quad.output_key) == (first, place)
    assert recorded(report) == 3
    with pytest.raises(NothingToReviseError):
        restore_run(quad, by=focal_point)


def test_corrections_can_follow_one_another_and_be_taken_back(
    quad: Run, report: Report, focal_point: User, django_capture_on_commit_callbacks: Any
) -> None:
    revise(quad, focal_point, corrections=[NOT_DEGRADED])
    middle = quad.output_key
    with django_capture_on_commit_callbacks(execute=True):
        revise(quad, focal_point, corrections=[DEGRADED])
    assert sdg(quad) == (4, 10, 1, 1)
    assert not Path(location(middle)).exists(), "only the first and the last are kept"

    revise(quad, focal_point, corrections=[])

    assert sdg(quad) == (3, 11, 1, 1)
    assert recorded(report) == 3


def test_a_cited_run_stays_and_a_run_of_its_own_shows_the_revision(
    quad: Run, report: Report, focal_point: User
) -> None:
    Run.objects.update(cited_at=timezone.now())
    quad.refresh_from_db()
    before = Run.objects.filter(pk=quad.pk).values().get()
    files = {p.name: p.read_bytes() for p in Path(location(quad.output_key)).iterdir()}

    own = revise(quad, focal_point, corrections=[NOT_DEGRADED])

    after = Run.objects.filter(pk=quad.pk).values().get()
    assert {**after, "kept_until": None} == {**before, "kept_until": None}
    assert files == {p.name: p.read_bytes() for p in Path(location(quad.output_key)).iterdir()}
    assert own.pk != quad.pk
    assert (own.number, own.revises, own.cited_at) == (quad.number + 1, quad, None)
    assert sdg(own) == (1, 13, 1, 1)
    assert recorded(report) == 1
    assert set(Observation.objects.values_list("run", flat=True)) == {own.pk}


def test_a_run_that_is_cited_while_the_worker_is_at_work_stays_too(
    quad: Run, report: Report, focal_point: User
) -> None:
    revision = revise_run(quad, by=focal_point, corrections=[NOT_DEGRADED])
    Run.objects.update(cited_at=timezone.now())
    Report.objects.update(state=ReportState.SUBMITTED)

    revising.perform(str(revision.pk))

    quad.refresh_from_db()
    revision.refresh_from_db()
    assert sdg(quad) == (3, 11, 1, 1)
    assert recorded(report) == 3, "a submitted report keeps its numbers"
    assert revision.became is not None
    assert sdg(revision.became) == (1, 13, 1, 1)


def test_a_revision_of_a_revision_shares_the_first_pass_too(
    quad: Run, report: Report, focal_point: User
) -> None:
    Run.objects.update(cited_at=timezone.now())
    own = revise(quad, focal_point, corrections=[NOT_DEGRADED])
    Path(location(quad.datasets.get(kind="productivity").cog_key)).unlink()

    again = revise(own, focal_point, corrections=[DEGRADED])

    assert again.pk == own.pk
    assert sdg(again) == (4, 10, 1, 1)


# --- What is refused --------------------------------------------------------------------------


def test_one_revision_at_a_time(quad: Run, focal_point: User) -> None:
    revise_run(quad, by=focal_point, corrections=[NOT_DEGRADED])

    with pytest.raises(BusyError):
        revise_run(quad, by=focal_point, corrections=[DEGRADED])


def test_what_the_run_shows_already_is_not_computed_again(quad: Run, focal_point: User) -> None:
    with pytest.raises(NothingToReviseError):
        revise_run(quad, by=focal_point, corrections=[])


def test_a_locked_report_locks_its_runs(quad: Run, report: Report, focal_point: User) -> None:
    Report.objects.update(state=ReportState.IN_REVIEW)

    with pytest.raises(LockedError, match="in review"):
        revise_run(quad, by=focal_point, corrections=[NOT_DEGRADED])


def test_what_the_engine_cannot_read_is_refused_at_once(quad: Run, focal_point: User) -> None:
    wrong = {**NOT_DEGRADED, "periods": ["report_9"]}

    with pytest.raises(ManifestError, match="periods"):
        revise_run(quad, by=focal_point, corrections=[wrong])


# --- A worker that dies -----------------------------------------------------------------------


def test_an_attempt_that_was_given_up_changes_nothing_when_it_comes_back(
    quad: Run, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = revise_run(quad, by=focal_point, corrections=[NOT_DEGRADED])
    compute = revising._compute

    def slow(job: Any, row: Revision, cancelled: Any) -> Any:
        """While it computes it is given up for dead, and another attempt takes the row."""
        results = compute(job, row, cancelled)
        if job.attempt == 1:
            Revision.objects.update(job_state=JobState.QUEUED)
            assert claim(Revision, row.pk) is not None
        return results

    monkeypatch.setattr(revising, "_compute", slow)
    revising.perform(str(revision.pk))

    quad.refresh_from_db()
    assert (quad.revision, sdg(quad)) == (0, (3, 11, 1, 1))

    Revision.objects.update(job_state=JobState.QUEUED)
    revising.perform(str(revision.pk))

    quad.refresh_from_db()
    assert (quad.revision, sdg(quad)) == (1, (1, 13, 1, 1))


def test_a_failure_says_why_and_leaves_the_run(
    quad: Run, focal_point: User, browser: Client
) -> None:
    stocks = quad.datasets.get(kind="carbon")
    Path(location(stocks.cog_key)).write_bytes(b"no raster")
    revision = revise_run(quad, by=focal_point, corrections=[NOT_DEGRADED])

    revising.perform(str(revision.pk))

    quad.refresh_from_db()
    assert (quad.revision, sdg(quad)) == (0, (3, 11, 1, 1))
    page = browser.get(quad.get_absolute_url()).content.decode()
    assert "The maps could not be renewed" in page
    assert "“stocks”" in page


# --- The record's matrix and legend -----------------------------------------------------------


def say(report: Report, path: str, sign: str) -> None:
    section, _made = Section.objects.get_or_create(report=report, key="land_cover")
    section.answers = {**section.answers, path: sign}
    section.save()


def test_a_changed_sign_of_the_record_is_offered_and_renews_the_map(
    quad: Run, report: Report, browser: Client
) -> None:
    assert not drift_of(quad)
    say(report, "land_cover.meaning.tree-covered.cropland", "0")

    page = browser.get(quad.get_absolute_url()).content.decode()
    assert "The map is older than the degradation matrix of the record." in page
    browser.post(reverse("run_renew", args=[quad.party.iso3, quad.pk]))
    revision = Revision.objects.get(number=1)
    revising.perform(str(revision.pk))

    quad.refresh_from_db()
    assert sdg(quad) == (0, 14, 1, 1)
    assert drawn(quad, "baseline_land_cover")[0].tolist() == [0, 0, 1, 0]
    assert not drift_of(quad)
    say(report, "land_cover.meaning.tree-covered.cropland", "-")
    assert drift_of(quad).changes == {"degradation": None}


def test_with_the_matrix_alone_the_tables_are_there_before_the_maps(
    quad: Run, report: Report, focal_point: User, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = revise_run(quad, by=focal_point, degradation=TREES_TO_CROPS_IS_FINE)
    seen: list[str] = []
    revise_engine = engine.revise

    def looking(*args: Any, **more: Any) -> Any:
        address = reverse("run_revision", args=[quad.party.iso3, quad.pk])
        seen.append(" ".join(browser.get(address).content.decode().split()))
        return revise_engine(*args, **more)

    monkeypatch.setattr(engine, "revise", looking)
    revising.perform(str(revision.pk))

    assert "The maps are being drawn anew." in seen[0]
    assert "Once renewed" in seen[0]
    quad.refresh_from_db()
    assert sdg(quad) == (0, 14, 1, 1)


def test_a_changed_legend_renews_tables_and_map(
    quad: Run, focal_point: User, browser: Client
) -> None:
    LegendClass.objects.filter(code=2).update(unccd_class=1)

    page = browser.get(quad.get_absolute_url()).content.decode()
    assert "The map is older than the mapping of its legend." in page
    revise(quad, focal_point, **drift_of(quad).changes)

    # Grass counts as trees now: what grew from grass to trees is stable.
    assert sdg(quad) == (3, 12, 0, 1)


# --- The page ---------------------------------------------------------------------------------


def test_the_page_tells_of_the_corrections_and_shows_the_first_state(
    quad: Run, report: Report, focal_point: User, browser: Client
) -> None:
    revise(quad, focal_point, corrections=[NOT_DEGRADED, DEGRADED])

    page = " ".join(browser.get(quad.get_absolute_url()).content.decode().split())
    assert "With 2 corrections, applied on" in page
    assert "Fallow of the third year" in page
    parameters = quad.summary["method"]["parameters"]["corrections"]
    assert all(entry["polygon_sha256"] in page for entry in parameters)
    first = " ".join(browser.get(f"{quad.get_absolute_url()}?as=first").content.decode().split())
    assert "This is how the run was first computed" in first
    assert "Gullies" not in first
    browser.post(reverse("run_restore", args=[quad.party.iso3, quad.pk]))
    quad.refresh_from_db()
    assert sdg(quad) == (3, 11, 1, 1)


def test_downloads_follow_with_another_etag(quad: Run, focal_point: User, browser: Client) -> None:
    address = reverse("run_file", args=[quad.party.iso3, quad.pk, "baseline_sdg.tif"])
    before = browser.get(address)
    first = b"".join(before.streaming_content)  # type: ignore[arg-type]
    revise(quad, focal_point, corrections=[NOT_DEGRADED])

    after = browser.get(address)

    assert after["ETag"] != before["ETag"]
    second = b"".join(after.streaming_content)  # type: ignore[arg-type]
    assert second != first
    assert second == Path(location(f"{quad.output_key}/baseline_sdg.tif")).read_bytes()


@pytest.mark.parametrize(
    ("corrections", "changed"),
    [
        pytest.param([NOT_DEGRADED, DEGRADED], [1, 1], id="degraded-last"),
        pytest.param([DEGRADED, NOT_DEGRADED], [1, 2], id="not-degraded-last"),
    ],
)
def test_the_run_says_what_each_polygon_changes_where_it_is_the_last(
    corrections: list[dict[str, Any]], changed: list[int], quad: Run, focal_point: User
) -> None:
    revise(quad, focal_point, corrections=corrections)

    rows = quad.summary["periods"]["baseline"]["corrections"]
    assert [row["name"] for row in rows] == [given["name"] for given in corrections]
    assert [row["changed"] for row in rows] == pytest.approx(changed)
    assert quad.summary["checks"]["all_equal"]
