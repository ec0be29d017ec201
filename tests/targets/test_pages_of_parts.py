"""A version with affected areas and zones: each zone has its page, and nothing mixes."""

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from countries.models import User
from indicators.baseline.scope import AFFECTED, Scope
from indicators.models import Report
from targets.comparison import changes
from targets.models import Submission
from targets.pages.build import pages_of
from targets.pages.charts import SnapshotCharts
from targets.pages.margins import page_of_field
from targets.readiness import remarks_on
from targets.snapshots import Signature, freeze
from targets.working_copy import WorkingCopy
from tests.factories import make_focal_point
from tests.indicators.baseline.zone_making import fill_scope, make_filled_zones, make_zones
from tests.targets.reports import make_filled_report

pytestmark = pytest.mark.django_db
NORTH = Scope(zone="Province 01", number=1)
CELL = "land_cover.area.2015.cropland"


@pytest.fixture
def report() -> Report:
    report = make_filled_report()
    make_zones(report, 2)
    fill_scope(report, AFFECTED, Decimal(7))
    fill_scope(report, NORTH, Decimal(3))
    return report


def frozen(report: Report) -> str:
    signature = Signature("A. Diallo", "Director", timezone.now())
    copy = WorkingCopy.load(Report.objects.get(pk=report.pk))
    return freeze(copy, signature=signature, remarks=[], previous=None)


def test_a_snapshot_has_the_numbers_of_each_part_and_what_follows_from_them(
    report: Report,
) -> None:
    baseline = json.loads(frozen(report))["baseline"]

    values = {r["path"]: r["value"] for r in (*baseline["records"], *baseline["derived"])}
    assert values["affected:/" + CELL] == "7"
    assert values[NORTH.prefix + CELL] == "3"
    for prefix, country in (("", "1235"), ("affected:/", "14"), (NORTH.prefix, "6")):
        assert values[f"{prefix}profile.area.2015.country"] == country
    assert [zone["name"] for zone in baseline["zones"]] == ["Province 01", "Province 02"]
    assert baseline["zone_file"]["sha256"] == "0" * 64
    keys = {(s["copy"], s["zone"], s["key"]) for s in baseline["sections"]}
    assert ("affected", "", "sdg") in keys
    assert ("national", "Province 01", "sdg") in keys


def test_a_zone_has_a_page_of_its_own_and_the_country_keeps_its_pages(report: Report) -> None:
    pages = {page.key: page for page in pages_of(json.loads(frozen(report)))}

    zone = pages[page_of_field(NORTH.prefix + CELL)]
    assert str(zone.title) == "Zone: Province 01"
    assert NORTH.prefix + CELL in {item.path for item in zone.items()}
    assert not [i.path for i in pages["land_cover"].items() if i.path.startswith(":")]
    assert "affected:/" + CELL in {item.path for item in pages["land_cover"].items()}
    assert page_of_field("affected:/" + CELL) == "land_cover"


def test_charts_are_drawn_from_the_whole_country(report: Report) -> None:
    record = SnapshotCharts(json.loads(frozen(report))).record

    assert {row.value for row in record.observations.values()}.isdisjoint({Decimal(7), Decimal(3)})


def test_two_versions_are_compared_part_by_part_in_words(report: Report) -> None:
    # Arrange
    before = json.loads(frozen(report))
    rows = report.observations.filter(indicator="land_cover", category="cropland", year=2015)
    rows.filter(copy="affected").update(value=8)
    rows.filter(zone="Province 01").update(value=4)

    # Act
    found = {c.path: c for c in changes(before, json.loads(frozen(report)))}

    # Assert
    affected, north = found["affected:/" + CELL], found[NORTH.prefix + CELL]
    assert "affected areas" in affected.label
    assert "Province 01" in north.label
    assert north.page == page_of_field(NORTH.prefix + CELL)
    assert CELL not in found


def test_a_reader_opens_the_page_of_a_zone(report: Report, client: Client) -> None:
    user: User = make_focal_point(report.party)
    submission = Submission.objects.create(
        report=report,
        version=1,
        snapshot=frozen(report),
        sha256="0" * 64,
        submitted_at=timezone.now(),
        submitted_by=user,
    )
    client.force_login(user)
    key = page_of_field(NORTH.prefix + CELL)

    page = client.get(reverse("submission_page", args=[submission.pk, key]))
    contents = client.get(reverse("submission_detail", args=[submission.pk])).content.decode()

    assert "Zone: Province 01" in page.content.decode()
    assert "Zone: Province 01" in contents


def test_the_errors_of_a_zone_are_one_remark_a_section(report: Report) -> None:
    remarks = remarks_on(WorkingCopy.load(Report.objects.get(pk=report.pk)))

    north = [r for r in remarks if r.is_error and r.path.startswith(NORTH.prefix)]
    sections = [remark.path.rpartition("/")[2].partition(".")[0] for remark in north]
    assert len(sections) == len(set(sections)) > 1
    assert any("Errors besides this one in the same section" in str(r.text) for r in north)
    assert all(str(remark.text).startswith("Province 01: ") for remark in north)


def test_zones_that_are_no_longer_in_the_file_are_not_checked(report: Report) -> None:
    report.zones.filter(name="Province 01").update(in_file=False)

    remarks = remarks_on(WorkingCopy.load(Report.objects.get(pk=report.pk)))

    assert not [r for r in remarks if r.path.startswith(NORTH.prefix)]


def test_the_check_of_thirty_zones_takes_as_many_queries_as_of_one(
    client: Client,
) -> None:
    report = make_filled_report()
    client.force_login(make_focal_point(report.party))
    url = reverse("submit_report", args=["XAA", 2026])
    zones = make_filled_zones(report, 30)
    report.zones.exclude(pk=zones[0].pk).update(in_file=False)
    with CaptureQueriesContext(connection) as few:
        client.get(url)

    report.zones.update(in_file=True)
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) <= len(few)
