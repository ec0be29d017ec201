"""Publishing: one version is public, and facts say what its snapshot says."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from countries.models import User
from countries.roles import RoleKey
from indicators.baseline.scope import AFFECTED, Scope
from indicators.models import Observation, Report
from targets.actions.publication import publish, write_facts
from targets.actions.reviews import accept, start_review
from targets.actions.submissions import start_revision
from targets.canonical import sha256_of
from targets.models import Fact, Submission
from targets.policies import Refused
from targets.snapshots import Signature, freeze
from targets.working_copy import WorkingCopy
from tests.factories import make_focal_point, make_user
from tests.indicators.baseline.zone_making import fill_scope, make_zones
from tests.targets.reports import make_filled_report, newest, publish_report, submit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    return make_filled_report()


def fact(**wanted: object) -> Fact:
    return Fact.objects.current().get(**wanted)


def test_publishing_writes_the_numbers_of_the_snapshot_flat(report: Report) -> None:
    publish_report(report)

    degraded = fact(topic="sdg", measure="status", category="degraded", period="baseline")
    assert (degraded.value, degraded.unit, degraded.origin) == (Decimal(55), "km2", "computed")
    assert (degraded.party, degraded.cycle, degraded.version) == (report.party, report.cycle, 1)
    reported = fact(topic="sdg", measure="reported", period="baseline")
    assert (reported.value, reported.origin) == (Decimal(55), "computed")
    land = fact(topic="profile", measure="land_of_period", period="baseline")
    assert (land.value, land.category) == (Decimal(1205), "land")
    country = fact(topic="profile", measure="area", category="country", year=2015)
    assert country.value == Decimal(1235)


def test_targets_and_measures_become_facts_too(report: Report) -> None:
    publish_report(report)

    def rows(topic: str, measure: str) -> set[tuple[str, str, Decimal]]:
        facts = Fact.objects.filter(topic=topic, measure=measure)
        return set(facts.values_list("item", "category", "value"))

    assert rows("target", "hierarchy") == {("target-1", "reverse", Decimal(1))}
    assert rows("target", "quantity") == {
        ("target-1.1", "area", Decimal(1)),
        ("target-1.2", "halt", Decimal(1)),
    }
    assert rows("target", "quantity_area") == {("target-1.1", "area", Decimal(500))}
    assert rows("measure", "planned_area") == {("measure-1", "", Decimal(120))}
    assert rows("measure", "slm_group") == {("measure-1", "pastoralism", Decimal(1))}


def test_shares_are_no_facts(report: Report) -> None:
    publish_report(report)

    assert not Fact.objects.filter(unit="%").exists()


def test_facts_come_from_the_snapshot_and_not_from_the_working_copy(report: Report) -> None:
    focal_point, reviewer = make_focal_point(report.party), make_user(RoleKey.REVIEWER)
    submission = submit_as(report, focal_point)
    Observation.objects.filter(indicator="sdg").update(value=1)
    start_review(submission, by=reviewer)
    accept(newest(report), by=reviewer)

    publish(newest(report), by=make_user(RoleKey.SECRETARIAT))

    assert fact(topic="sdg", measure="status", category="degraded").value == Decimal(55)


def test_publishing_twice_changes_nothing(report: Report) -> None:
    submission = publish_report(report)
    count = Fact.objects.count()

    with pytest.raises(Refused):
        publish(submission, by=make_user(RoleKey.SECRETARIAT))

    assert write_facts(submission) == count == Fact.objects.count()


def test_a_revision_leaves_the_published_version_public_until_the_next_is_published(
    report: Report,
) -> None:
    first = publish_report(report)
    focal_point = User.objects.get(pk=first.submitted_by_id)
    start_revision(first, by=focal_point)
    Observation.objects.filter(indicator="sdg", category="degraded").update(value=60)
    Observation.objects.filter(indicator="sdg", category="stable").update(value=1115)
    while_revising = fact(topic="sdg", measure="status", category="degraded").value

    second = publish_report(Report.objects.get(pk=report.pk))

    assert while_revising == Decimal(55)
    assert fact(topic="sdg", measure="status", category="degraded").value == Decimal(60)
    assert (second.version, second.state) == (2, "published")
    assert Submission.objects.get(version=1).state == "superseded"
    assert list(Submission.objects.published()) == [second]


def test_what_was_published_is_remembered_on_the_working_copy(report: Report) -> None:
    publish_report(report)

    row = Observation.objects.get(indicator="sdg", category="degraded")
    assert row.published_value == Decimal(55)


def test_the_database_refuses_to_change_a_fact(report: Report) -> None:
    publish_report(report)

    with (
        pytest.raises(IntegrityError, match="never change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE targets_fact SET value = 0 WHERE topic = 'sdg'")


def test_affected_areas_are_published_apart_and_zones_are_not(report: Report) -> None:
    # Arrange
    make_zones(report, 1)
    fill_scope(report, AFFECTED, Decimal(7))
    fill_scope(report, Scope(zone="Province 01"), Decimal(3))
    sources = {"source_title": "Atlas", "comment": "So"}
    report.observations.exclude(zone="", copy="national").update(**sources)

    # Act
    submission = publish_scoped(report)

    # Assert
    facts = submission.facts
    degraded = {"category": "degraded", "period": "baseline"}
    assert facts.get(topic="sdg", measure="status", **degraded).value == 55
    affected = facts.filter(topic="affected")
    assert affected.get(measure="sdg.status", **degraded).value == 7
    assert affected.get(measure="profile.land_of_period", period="baseline").value == 7
    assert affected.get(measure="profile.area", category="country", year=2015).value == 14
    assert not facts.filter(value=3, topic="affected").exists()
    assert not facts.exclude(topic="affected").filter(value=7, topic="sdg").exists()


def publish_scoped(report: Report) -> Submission:
    """Publish without the rules' consent: what is frozen is what is asked about here."""
    snapshot = freeze(
        WorkingCopy.load(report),
        signature=Signature("A. Diallo", "Director", timezone.now()),
        remarks=[],
        previous=None,
    )
    submission = Submission.objects.create(
        report=report,
        version=1,
        snapshot=snapshot,
        sha256=sha256_of(snapshot),
        submitted_at=timezone.now(),
        submitted_by=make_focal_point(report.party),
    )
    write_facts(submission)
    return submission
