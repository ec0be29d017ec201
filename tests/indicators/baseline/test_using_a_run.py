"""Use these numbers: a preview first, national numbers kept unless ticked."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from countries.models import AuditEvent
from indicators.actions.baseline import RunNotUsableError, run_proposals, use_run
from indicators.baseline.derived import derive
from indicators.baseline.keys import Key
from indicators.models import JobState, Observation, Origin, ReportState
from indicators.rules.check import check_record
from tests.factories import make_cycle, make_party
from tests.indicators.baseline.record_making import (
    make_run,
    make_worked_report,
    post_section,
    record_of,
    w1_summary,
)

pytestmark = pytest.mark.django_db
CROPLAND = "land_cover.area.2015.cropland"


def page_of(report: Any, run: Any) -> str:
    return reverse("use_run", args=[report.party.iso3, report.cycle.year, run.pk])


def test_a_run_fills_every_indicator_and_names_itself() -> None:
    # Arrange
    party, report, user = make_worked_report()
    run = make_run(party, report.cycle, w1_summary())

    # Act
    used = use_run(report, run, by=user)

    # Assert
    rows = Observation.objects.all()
    assert used.kept == 0
    assert used.written == rows.count()
    assert {row.origin for row in rows} == {Origin.COMPUTED}
    assert {row.run_id for row in rows} == {run.pk}
    assert {row.indicator for row in rows} == {
        "profile",
        "land_cover",
        "productivity",
        "carbon",
        "sdg",
    }


def test_what_follows_from_a_run_is_the_worked_cases() -> None:
    # Arrange: W1 in the baseline, W2 after it
    party, report, user = make_worked_report()
    run = make_run(party, report.cycle, w1_summary())
    use_run(report, run, by=user)

    # Act
    derived = derive(record_of(report))

    # Assert
    assert derived[Key("land_cover", "status", "baseline", "degraded")] == 55
    share = derived[Key("sdg", "reported_share", "baseline", "degraded")]
    assert share.quantize(Decimal("0.001")) == Decimal("8.299")
    assert derived[Key("sdg", "reported", "report_1", "degraded")] == 130
    assert derived[Key("sdg", "since_baseline", "report_1", "km2")] == 30
    assert derived[Key("sdg", "balance", "report_1", "delta")] == 75


def test_a_number_keeps_its_nominal_and_its_actual_year() -> None:
    party, report, user = make_worked_report()
    summary = w1_summary()
    baseline = summary["periods"]["baseline"]
    baseline["land_cover_by_year"]["2001"] = baseline["land_cover_by_year"].pop("2000")
    run = make_run(party, report.cycle, summary)
    run.manifest["periods"][0]["land_cover"] = [2001, 2015]
    run.save()

    use_run(report, run, by=user)

    row = Observation.objects.get(
        indicator="land_cover", measure="area", year=2000, category="cropland"
    )
    assert (row.value, row.actual_year) == (215, 2001)


def test_a_national_number_is_kept_unless_it_is_ticked(client: Any) -> None:
    # Arrange
    party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "land_cover", {CROPLAND: "262"})
    run = make_run(party, report.cycle, w1_summary())

    # Act
    preview = client.get(page_of(report, run)).content.decode()
    client.post(page_of(report, run))

    # Assert
    assert "1 national number is kept unless you tick it" in preview
    assert f'value="{CROPLAND}"' in preview
    assert "−2.00" in preview
    row = Observation.objects.get(indicator="land_cover", year=2015, category="cropland")
    assert (row.value, row.origin) == (262, Origin.NATIONAL)

    client.post(page_of(report, run), {"replace": [CROPLAND]})
    row.refresh_from_db()
    assert (row.value, row.origin, row.run_id) == (260, Origin.COMPUTED, run.pk)


def test_looking_at_the_preview_changes_nothing(client: Any) -> None:
    party, report, user = make_worked_report()
    client.force_login(user)
    run = make_run(party, report.cycle, w1_summary())

    assert client.get(page_of(report, run)).status_code == 200

    assert not Observation.objects.exists()


def test_a_text_that_could_not_be_read_is_not_thrown_away_by_a_run(client: Any) -> None:
    party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "land_cover", {CROPLAND: "26o"})
    run = make_run(party, report.cycle, w1_summary())

    use_run(report, run, by=user)

    assert report.sections.get(key="land_cover").unread == {CROPLAND: "26o"}


def test_using_the_same_run_twice_changes_nothing_the_second_time() -> None:
    party, report, user = make_worked_report()
    run = make_run(party, report.cycle, w1_summary())
    use_run(report, run, by=user)
    versions = dict(report.sections.values_list("key", "version"))

    use_run(report, run, by=user)

    assert dict(report.sections.values_list("key", "version")) == versions


def test_a_later_run_replaces_the_numbers_of_an_earlier_one() -> None:
    party, report, user = make_worked_report()
    first = make_run(party, report.cycle, w1_summary())
    second = make_run(party, report.cycle, w1_summary())
    use_run(report, first, by=user)

    proposals = run_proposals(record_of(report), second)
    use_run(report, second, by=user)

    assert all(proposal.is_same for proposal in proposals)
    assert not Observation.objects.exclude(run=second).exists()


def test_a_computed_number_that_is_overridden_loses_its_run(client: Any) -> None:
    party, report, user = make_worked_report()
    client.force_login(user)
    use_run(report, make_run(party, report.cycle, w1_summary()), by=user)

    post_section(client, report, "land_cover", {CROPLAND: "262"})

    row = Observation.objects.get(indicator="land_cover", year=2015, category="cropland")
    assert (row.origin, row.run) == (Origin.NATIONAL, None)
    found = [f for f in check_record(record_of(report)) if f.rule == "R18"]
    assert "1 national numbers have no source" in found[0].message


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.RUNNING])
def test_a_run_that_has_not_succeeded_cannot_be_used(state: str) -> None:
    party, report, user = make_worked_report()
    run = make_run(party, report.cycle, w1_summary())
    run.job_state = state
    with pytest.raises(RunNotUsableError):
        use_run(report, run, by=user)


def test_a_run_of_another_party_cannot_be_used(client: Any) -> None:
    _party, report, user = make_worked_report()
    other = make_party("XBB")
    run = make_run(other, report.cycle, w1_summary())
    client.force_login(user)

    with pytest.raises(RunNotUsableError):
        use_run(report, run, by=user)
    assert client.get(page_of(report, run)).status_code == 404


def test_a_run_of_another_cycle_cannot_be_used() -> None:
    party, report, user = make_worked_report()
    run = make_run(party, make_cycle(2022), w1_summary())
    with pytest.raises(RunNotUsableError):
        use_run(report, run, by=user)


def test_a_locked_report_keeps_its_numbers_and_says_why(client: Any) -> None:
    party, report, user = make_worked_report()
    report.state = ReportState.IN_REVIEW
    report.save()
    client.force_login(user)
    run = make_run(party, report.cycle, w1_summary())

    page = client.post(page_of(report, run), follow=True).content.decode()

    assert "has been in review since" in page
    assert not Observation.objects.exists()


def test_before_the_report_is_started_the_page_leads_to_starting_it(client: Any) -> None:
    party, report, user = make_worked_report()
    run = make_run(party, report.cycle, w1_summary())
    address, home = page_of(report, run), report.get_absolute_url()
    report.delete()
    client.force_login(user)

    answer = client.get(address)

    assert answer.url == home
    assert "Start the report first" in client.get(home).content.decode()


def test_using_a_run_is_recorded_for_each_section() -> None:
    party, report, user = make_worked_report()
    run = make_run(party, report.cycle, w1_summary())

    use_run(report, run, by=user)

    events = AuditEvent.objects.filter(kind="section.computed")
    assert {event.data["section"] for event in events} == {
        "profile",
        "land_cover",
        "productivity",
        "carbon",
        "sdg",
    }
    assert {event.data["run"] for event in events} == {run.number}
