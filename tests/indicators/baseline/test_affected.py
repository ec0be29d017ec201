"""The affected areas: rules within the copy, its messages, its place, and what cannot be."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from countries.models import User
from indicators.actions.sections import save_section
from indicators.baseline.record import Record
from indicators.baseline.scope import AFFECTED, NATIONAL, Scope
from indicators.models import AffectedArea, Report
from indicators.rules.check import check_record
from targets.readiness import remarks_on
from targets.working_copy import WorkingCopy
from tests.indicators.baseline.record_making import KM2, make_worked_report, w1_profile
from tests.indicators.baseline.zone_making import fill_scope, make_zones, strip

pytestmark = pytest.mark.django_db
ZONE = Scope(zone="Province 01", number=1)


@pytest.fixture
def desk(client: Client) -> tuple[Report, User, Client]:
    _party, report, user = make_worked_report()
    client.force_login(user)
    return report, user, client


def save(report: Report, user: User, scope: Scope, section: str, **fields: str) -> None:
    row = report.sections.filter(key=section, **scope.columns).first()
    version = row.version if row else 0
    save_section(report, section, fields, version=version, notation=KM2, by=user, scope=scope)


def messages_of(report: Report, scope: Scope, rule: str) -> list[str]:
    return [f.message for f in check_record(Record.load(report, scope)) if f.rule == rule]


@pytest.mark.parametrize(
    ("scope", "begins"), [(AFFECTED, "Affected areas: "), (ZONE, "Province 01: "), (NATIONAL, "")]
)
def test_rules_hold_within_each_part_and_its_messages_name_it(
    desk: tuple[Report, User, Client], scope: Scope, begins: str
) -> None:
    report, user, _client = desk
    make_zones(report, 1)
    save(report, user, scope, "profile", **w1_profile())
    save(report, user, scope, "land_cover", **{"land_cover.area.2015.cropland": "1000"})

    [message] = messages_of(report, scope, "R2")

    assert message.startswith(f"{begins}2015: the land cover classes")
    assert "but the land area is 1\xa0205\xa0km²" in message


def test_a_message_names_the_part_in_the_language_of_whoever_reads_it(
    desk: tuple[Report, User, Client],
) -> None:
    report, user, _client = desk
    save(report, user, AFFECTED, "profile", **{"profile.area.2015.land": "12oo"})
    [remark] = [r for r in remarks_on(WorkingCopy.load(report)) if r.path.startswith("affected:/")]

    with translation.override("fr"):
        french = str(remark.text)

    assert remark.rule == "READ"
    assert str(remark.text).startswith("Affected areas: ")
    assert "12oo" in french
    assert remark.url.startswith("/parties/XAA/2026/baseline/affected/profile/?check=1")
    assert remark.url.endswith("#profile.area.2015.land")
    assert remark.path == "affected:/profile.area.2015.land"


def test_a_part_larger_than_the_country_is_a_warning_and_not_an_error(
    desk: tuple[Report, User, Client],
) -> None:
    # Arrange
    report, user, client = desk
    save(report, user, NATIONAL, "profile", **w1_profile())
    save(report, user, AFFECTED, "profile", **(w1_profile() | {"profile.area.2015.land": "1300"}))

    # Act
    [message] = messages_of(report, AFFECTED, "PART")
    page = client.get(
        reverse("baseline_section", args=["XAA", 2026, "affected/profile"], query={"check": "1"})
    ).content.decode()

    # Assert
    assert message.startswith("Affected areas: 2015: larger than in the whole country: 1 number")
    assert "Land area, 2015" in message
    assert "correct one of them, or explain" in page
    finding = next(f for f in check_record(Record.load(report, AFFECTED)) if f.rule == "PART")
    assert not finding.blocks
    assert finding.can_be_explained


def test_a_part_as_large_as_the_country_is_no_warning(desk: tuple[Report, User, Client]) -> None:
    report, user, _client = desk
    for scope in (NATIONAL, AFFECTED):
        save(report, user, scope, "profile", **w1_profile())

    assert not messages_of(report, AFFECTED, "PART")


def test_an_explanation_in_one_part_does_not_explain_the_same_in_another(
    desk: tuple[Report, User, Client],
) -> None:
    # Arrange: more land cover of the productivity classes than there is, in both
    report, _user, client = desk
    for scope in (NATIONAL, AFFECTED):
        fill_scope(report, scope, Decimal(10))
        report.observations.filter(category="cropland", measure="area").update(value=1)
    url = reverse("baseline_explain", args=["XAA", 2026, "affected/productivity"])
    finding = next(f for f in check_record(Record.load(report, AFFECTED)) if f.rule == "R5")

    # Act
    client.post(url, {"finding": finding.key, "reason": "Mixed pixels"})

    # Assert
    said = {
        scope: next(f for f in check_record(Record.load(report, scope)) if f.key == finding.key)
        for scope in (NATIONAL, AFFECTED)
    }
    assert said[AFFECTED].explanation == "Mixed pixels"
    assert said[NATIONAL].explanation == ""


def test_the_own_land_area_is_the_denominator(desk: tuple[Report, User, Client]) -> None:
    report, user, client = desk
    save(report, user, NATIONAL, "profile", **w1_profile())
    save(report, user, AFFECTED, "profile", **{"profile.area.2015.land": "200"})
    save(report, user, AFFECTED, "sdg", **{"sdg.status.baseline.degraded": "50"})

    page = client.get(reverse("baseline_section", args=["XAA", 2026, "affected/sdg"]))

    assert "25.000" in page.content.decode()


# ---- The place ----


def test_the_polygon_is_kept_with_its_area_and_can_be_taken_away(
    desk: tuple[Report, User, Client],
) -> None:
    # Arrange
    report, _user, client = desk
    place = reverse("affected_place", args=["XAA", 2026])
    feature = {"type": "Feature", "properties": {}, "geometry": strip(1, 4)}
    file = SimpleUploadedFile("dry.geojson", json.dumps(feature).encode())

    # Act
    page = client.post(place, {"file": file}, follow=True).content.decode()
    area = AffectedArea.objects.get(report=report).area_km2
    gone = client.post(place, {"remove": "1"}, follow=True).content.decode()

    # Assert
    assert 12_000 < area < 12_200
    assert "The affected areas are on the map" in page
    assert "affected-map" in page
    assert "The polygon is removed" in gone
    assert not AffectedArea.objects.exists()


def test_a_polygon_that_cannot_be_read_is_refused_in_words(
    desk: tuple[Report, User, Client],
) -> None:
    _report, _user, client = desk
    file = SimpleUploadedFile("dry.geojson", b"not a map")

    page: Any = client.post(reverse("affected_place", args=["XAA", 2026]), {"file": file})

    assert page.status_code == 200
    assert not AffectedArea.objects.exists()
