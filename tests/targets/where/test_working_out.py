"""Drawing where to act: areas, drivers and patches of a country that is known to the km2."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from countries.models import AuditEvent, User
from countries.roles import RoleKey
from indicators.actions.baseline import use_run
from indicators.baseline.record import Record
from indicators.models import JobState, Report, Run
from indicators.storage import location
from targets.actions.where import NoMapError, ask_where, map_for
from targets.models import Entry, Measure, ResponseMap
from targets.neutrality.observed import observe
from targets.tasks import sweep_effects
from targets.where import work
from targets.where.page import WherePage
from tests.factories import make_focal_point, make_party, make_report, make_user
from tests.targets.where.squares import DEGRADED_CROPLAND, block, make_square_run

pytestmark = pytest.mark.django_db


def areas(row: ResponseMap) -> dict[tuple[str, str], list[int]]:
    """Reverse, Reduce and Avoid in whole km2 by zone and land type."""
    return {
        (area.zone, area.land_type): [round(area.km2_of(h)) for h in ("reverse", "reduce", "avoid")]
        for area in row.areas.all()
    }


def test_every_square_kilometre_is_in_its_zone_land_type_and_response(drawn: ResponseMap) -> None:
    assert areas(drawn) == {
        ("North", "grassland"): [0, 0, 400],
        ("North", "cropland"): [100, 0, 300],
        ("South", "grassland"): [26, 0, 354],
        ("South", "cropland"): [0, 16, 364],
    }
    assert drawn.areas.get(zone="North", land_type="cropland").reverse_km2 == Decimal("100.0000")


def test_patches_are_contiguous_and_none_is_smaller_than_the_floor(drawn: ResponseMap) -> None:
    found = [
        (p.response, p.land_type, p.zone, round(p.area_km2))
        for p in drawn.patches.exclude(response="avoid")
    ]
    # The single degraded pixel went into the land around it.
    assert found == [
        ("reverse", "cropland", "North", 100),
        ("reverse", "grassland", "South", 25),
        ("reduce", "cropland", "South", 16),
    ]
    first = drawn.patches.get(number=1)
    (west, south), (east, north) = DEGRADED_CROPLAND["coordinates"][0][0::2][:2]
    assert (first.longitude, first.latitude) == pytest.approx(
        ((west + east) / 2, (south + north) / 2), abs=1e-4
    )


def test_drivers_have_the_degraded_land_of_their_measures_and_of_their_places(
    report: Report, user: User
) -> None:
    half = block(3, 4, 5, 10)
    for geometry in (half, half):  # two measures on the same ground count it once
        Measure.objects.create(
            party=report.party,
            number=Measure.objects.count() + 1,
            drivers=["grazing-management"],
            geometry=geometry,
        )
    for number, answers in enumerate(
        (
            {"driver": "fire-regime-change", "place": "The south"},
            {"driver": "climate-change", "land_types": ["grassland"]},
            {"driver": "demographic", "place": "Atlantis"},
            {"place": "North"},
        ),
        1,
    ):
        Entry.objects.create(party=report.party, kind="drivers", number=number, answers=answers)
    for number, driver, land_types in ((5, "economic", []), (6, "cultural", ["cropland"])):
        Entry.objects.create(
            party=report.party,
            kind="drivers",
            number=number,
            geometry=block(24, 19, 6, 6),  # the degraded grassland of the south
            answers={"driver": driver, "place": "Atlantis", "land_types": land_types},
        )
    row = ask_where(report, by=user)
    work.perform(row.pk)
    row.refresh_from_db()

    found = {d.driver: (d.known_by, d.km2) for d in WherePage(row).drivers}

    assert {key: None if km2 is None else round(km2) for key, (_by, km2) in found.items()} == {
        "grazing-management": 50,
        "fire-regime-change": 26,
        "climate-change": 26,
        "demographic": None,
        "economic": 25,
        "cultural": 0,
    }
    assert found["grazing-management"][0] == "polygons of measures 1, 2"
    assert "no zone of the run" in found["demographic"][0]


def test_drivers_have_the_degraded_land_of_the_hotspots_that_name_them(
    report: Report, user: User
) -> None:
    south, half = block(24, 19, 6, 6), block(3, 4, 5, 10)  # 25 and 50 km2 degraded
    Measure.objects.create(party=report.party, number=1, drivers=["climate-change"], geometry=south)
    grazed = {"kind": "hotspot", "direct_drivers": ["grazing-management"]}
    for number, (answers, geometry) in enumerate(
        (
            (grazed, half),
            (grazed | {"indirect_drivers": ["economic"]}, half),  # the same ground counts once
            (grazed | {"direct_drivers": ["climate-change"]}, half),
            (grazed | {"kind": "brightspot"}, south),  # land recovers there
            ({"direct_drivers": ["grazing-management"]}, south),  # not said which of the two
            (grazed, None),
            ({"kind": "hotspot"}, south),  # names no driver
        ),
        1,
    ):
        Entry.objects.create(
            party=report.party, kind="hotspots", number=number, answers=answers, geometry=geometry
        )
    row = ask_where(report, by=user)
    work.perform(row.pk)
    row.refresh_from_db()

    found = {(d.driver, d.known_by): round(d.km2 or 0) for d in WherePage(row).drivers}

    assert found == {
        ("climate-change", "polygons of measures 1"): 25,
        ("climate-change", "polygons of hotspots 3"): 50,
        ("grazing-management", "polygons of hotspots 1, 2"): 50,
        ("economic", "polygons of hotspots 2"): 50,
    }


def test_a_removed_hotspot_names_no_driver(report: Report, user: User) -> None:
    Entry.objects.create(
        party=report.party,
        kind="hotspots",
        number=1,
        answers={"kind": "hotspot", "direct_drivers": ["climate-change"]},
        geometry=DEGRADED_CROPLAND,
        removed_at=timezone.now(),
    )
    row = ask_where(report, by=user)
    work.perform(row.pk)
    row.refresh_from_db()

    assert WherePage(row).drivers == []


def test_the_run_behind_the_numbers_is_taken_else_the_newest(report: Report, user: User) -> None:
    older, newer = Run.objects.get(), make_square_run(report)
    source = map_for(report)
    assert source is not None
    assert (source.run, source.period) == (newer, "report_1")

    use_run(report, older, by=user)

    source = map_for(report)
    assert source is not None
    assert source.run == older == observe(Record.load(report)).run


def test_asking_twice_lays_one_job_and_is_told_in_the_history(report: Report, user: User) -> None:
    assert ask_where(report, by=user) == ask_where(report, by=user)
    assert AuditEvent.objects.filter(kind="responses.asked").count() == 1


def test_without_a_run_there_is_nothing_to_ask() -> None:
    party = make_party("XBB")
    report = make_report(party)
    with pytest.raises(NoMapError):
        ask_where(report, by=make_focal_point(party))


def test_only_who_may_compute_may_ask(report: Report) -> None:
    with pytest.raises(PermissionDenied):
        ask_where(report, by=make_user(RoleKey.OBSERVER))


def test_a_run_that_kept_no_plan_fails_with_its_reason(report: Report, user: User) -> None:
    Run.objects.update(plan="")
    row = ask_where(report, by=user)

    work.perform(row.pk)

    row.refresh_from_db()
    assert (row.job_state, row.error_code) == (JobState.FAILED, "where_map")


def test_a_raster_that_is_gone_is_tried_again_and_then_fails(report: Report, user: User) -> None:
    row = ask_where(report, by=user)
    for path in Path(location(row.run.output_key)).glob("*_lpd.tif"):
        path.unlink()

    for _attempt in range(settings.JOB_MAX_ATTEMPTS):
        work.perform(row.pk)

    row.refresh_from_db()
    assert (row.job_state, row.error_code) == (JobState.FAILED, "unexpected")
    assert not row.areas.exists()


def test_a_map_whose_worker_died_is_taken_back_and_done_once(
    report: Report, user: User, settings: Any
) -> None:
    row = ask_where(report, by=user)
    long_ago = row.created_at.replace(year=2000)
    ResponseMap.objects.update(
        job_state=JobState.RUNNING, attempt=1, heartbeat_at=long_ago, claimed_by="elsewhere:1:2"
    )

    sweep_effects()
    work.perform(row.pk)
    work.perform(row.pk)

    row.refresh_from_db()
    assert (row.job_state, row.attempt, row.areas.count()) == (JobState.SUCCEEDED, 2, 4)
