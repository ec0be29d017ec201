"""What a record says today about a run's matrix: own classes, regions, and what no map can show."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from countries.models import Party, User
from indicators import sweeper
from indicators.baseline.answers import meaning_path
from indicators.baseline.record import Record
from indicators.models import Cycle, JobState, OwnClass, Region, Report, Revision, Run, Section
from indicators.runs.drift import UnmappableError, default_rows, degradation_of, drift_of
from indicators.science.parsing import load_manifest
from indicators.storage import local_path, location
from tests.factories import make_report
from tests.indicators.baseline.own_cover import TWO_FORESTS, give_legend, give_regions
from tests.indicators.runs.quad import pixels

pytestmark = pytest.mark.django_db
TREES, CROPS = 0, 2


@pytest.fixture
def report(party: Party, cycle: Cycle) -> Report:
    return make_report(party, cycle)


def say(report: Report, path: str, sign: str) -> None:
    section, _made = Section.objects.get_or_create(report=report, key="land_cover", zone="")
    section.answers = {**section.answers, path: sign}
    section.save()


def key_of(report: Report, label: str) -> str:
    return str(OwnClass.objects.get(report=report, label=label).key)


def test_without_signs_of_its_own_a_record_says_the_default(report: Report) -> None:
    assert degradation_of(Record.load(report)) == default_rows()


def test_own_classes_that_agree_are_one_sign_of_the_seven(
    report: Report, focal_point: User
) -> None:
    give_legend(report, focal_point, TWO_FORESTS)
    fields = key_of(report, "Fields")
    for forest in ("Dense forest", "Open forest"):
        say(report, meaning_path(key_of(report, forest), fields), "0")

    rows = degradation_of(Record.load(report))

    assert rows[TREES][CROPS] == 0
    assert rows[CROPS] == default_rows()[CROPS]


def test_own_classes_that_disagree_cannot_be_shown_on_a_map_of_the_seven(
    report: Report, focal_point: User
) -> None:
    give_legend(report, focal_point, TWO_FORESTS)
    say(report, meaning_path(key_of(report, "Dense forest"), key_of(report, "Fields")), "0")

    with pytest.raises(UnmappableError):
        degradation_of(Record.load(report))


def test_a_change_within_one_class_of_the_seven_cannot_be_shown_either(
    report: Report, focal_point: User
) -> None:
    give_legend(report, focal_point, TWO_FORESTS)
    dense, opened = key_of(report, "Dense forest"), key_of(report, "Open forest")
    say(report, meaning_path(dense, opened), "-")

    with pytest.raises(UnmappableError):
        degradation_of(Record.load(report))


def test_regions_have_a_matrix_and_a_polygon_each_as_a_manifest_has_them(
    report: Report, focal_point: User
) -> None:
    north, _south = give_regions(report, focal_point, "North", "South")
    with pytest.raises(UnmappableError):  # not drawn yet
        degradation_of(Record.load(report))
    for region, rows in zip(Region.objects.order_by("number"), (0, 2), strict=True):
        region.geometry = pixels(slice(rows, rows + 2), slice(0, 4))
        region.save()
    say(report, meaning_path("tree-covered", "cropland", north.key), "+")

    found = degradation_of(Record.load(report))

    assert [entry["name"] for entry in found] == ["North", "South"]
    assert [entry["matrix"][TREES][CROPS] for entry in found] == [1, -1]
    cover = {"legend": "unccd7", "years": {"2000": "a.tif", "2015": "b.tif"}, "degradation": found}
    period = {"key": "baseline", "land_cover": [2000, 2015]}
    read = load_manifest(json.loads(json.dumps({"land_cover": cover, "periods": [period]})))
    assert read.land_cover is not None
    assert [region.name for region in read.land_cover.regions] == ["default", "North", "South"]


def test_a_run_without_land_cover_never_drifts(party: Party, cycle: Cycle) -> None:
    assert not drift_of(Run(party=party, cycle=cycle, manifest={"periods": []}))


def test_what_a_dead_attempt_left_is_cleared_once_the_revision_has_ended(
    party: Party, cycle: Cycle
) -> None:
    run = Run.objects.create(
        party=party, cycle=cycle, number=1, manifest={}, identity="0" * 64, method_version="1"
    )
    revision = Revision.objects.create(
        run=run,
        number=1,
        manifest={},
        identity="0" * 64,
        method_version="1",
        results_key="revisions/x",
        job_state=JobState.FAILED,
        finished_at=timezone.now() - timedelta(days=1),
    )
    left = [local_path(f"{revision.scratch_key}/1/second-0.results"), local_path("revisions/x/a")]
    for path in left:
        path.write_bytes(b"left")

    sweeper.clear_scratch()

    assert not any(path.exists() for path in left)
    assert not Path(location(revision.scratch_key)).exists()
    revision.refresh_from_db()
    assert revision.scratch_cleared_at is not None
