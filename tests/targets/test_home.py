"""The home of a Party: where each section stands, in words."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.actions.sections import save_section
from indicators.baseline.notation import Notation
from indicators.baseline.scope import AFFECTED
from indicators.models import Cycle, Report, ReportState, Section
from targets.models import Submission, Thread
from tests.factories import make_cycle, make_focal_point, make_party, make_user
from tests.indicators.baseline.record_making import (
    make_run,
    make_worked_report,
    post_section,
    w1_land_cover,
    w1_profile,
    w1_summary,
)
from tests.indicators.baseline.zone_making import make_zones
from tests.targets.promises.promise_making import make_measure, make_target, square

pytestmark = pytest.mark.django_db


def home(client: Any, report: Report) -> str:
    page: str = client.get(report.get_absolute_url()).content.decode()
    return page.replace("\xa0", " ")


def test_the_partys_address_leads_to_its_report_of_the_current_cycle(client: Any) -> None:
    party, report, user = make_worked_report()
    client.force_login(user)
    assert client.get(party.get_absolute_url()).url == report.get_absolute_url()


def test_a_party_without_a_report_starts_it(client: Any) -> None:
    party = make_party()
    cycle = make_cycle()
    client.force_login(make_focal_point(party))
    address = reverse("report_home", args=["XAA", cycle.year])
    assert "Start the report" in client.get(address).content.decode()

    client.post(reverse("report_start", args=["XAA", cycle.year]))

    assert Report.objects.get().party == party
    assert "0 of 8 sections complete" in client.get(address).content.decode()


def test_an_earlier_cycle_cannot_be_started(client: Any) -> None:
    party, _report, user = make_worked_report()
    earlier = make_cycle(2022)
    Cycle.objects.filter(pk=earlier.pk).update(
        opens_on="2022-01-01", due_on="2022-06-01", closes_on="2022-12-31"
    )
    client.force_login(user)

    client.post(reverse("report_start", args=[party.iso3, 2022]))

    assert not Report.objects.filter(cycle=earlier).exists()


def test_without_any_cycle_the_page_says_so(client: Any) -> None:
    party = make_party()
    client.force_login(make_focal_point(party))
    page = client.get(party.get_absolute_url()).content.decode()
    assert "No cycle has been opened yet" in page


def test_a_section_shows_its_state_who_touched_it_and_when(client: Any) -> None:
    party, report, _user = make_worked_report()
    awa = make_user("contributor", party, full_name="Awa Diallo")
    client.force_login(awa)
    post_section(client, report, "carbon", {"carbon.stock.2000.cropland": "100"})

    page = home(client, report)

    assert "Awa Diallo" in page
    assert timezone.localdate().strftime("%Y") in page
    assert "Not started" in page


def test_errors_are_counted_in_words_and_the_deadline_is_told(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", {"profile.area.2000.land": "12oo"})

    page = home(client, report)

    assert "1 error<" in page
    due = timezone.localdate() + timedelta(days=60)
    assert f"Due on {due.day} {due.strftime('%B %Y')} (in 60 days)" in page


def test_a_complete_section_without_errors_counts(client: Any) -> None:
    _party, report, user = make_worked_report()
    client.force_login(user)
    Section.objects.create(report=report, key="targets", state=Section.State.COMPLETE)
    assert "1 of 8 sections complete" in home(client, report)


def test_a_returned_report_shows_where_the_comments_are(client: Any) -> None:
    # Arrange
    _party, report, user = make_worked_report()
    submission = Submission.objects.create(
        report=report,
        version=1,
        snapshot="{}",
        sha256="0" * 64,
        submitted_by=user,
        signed_name="A",
        signed_title="B",
    )
    for field in ("land_cover.area.2000.cropland", "land_cover"):
        Thread.objects.create(
            report=report, submission=submission, field=field, label="x", created_by=user
        )
    report.state = ReportState.RETURNED
    report.save()
    client.force_login(user)

    # Act
    page = home(client, report)

    # Assert
    assert "Returned with 2 comments" in page
    assert "Version 1, submitted on" in page
    assert "Read and answer the comments" in page
    assert "2 open comments" in page


def test_a_locked_report_says_why(client: Any) -> None:
    _party, report, user = make_worked_report()
    report.state = ReportState.ACCEPTED
    report.save()
    client.force_login(user)
    assert "waits to be published" in home(client, report)


def test_the_outline_shows_targets_and_measures_with_the_disclaimer(client: Any) -> None:
    party, report, user = make_worked_report()
    make_target(party, user, {"geometry": square(10, 10, 1)})
    measure = make_measure(party, user, {"title": "Terraces", "geometry": square(11, 11, 0.5)})
    client.force_login(user)

    page = home(client, report)

    assert f'<a href="{measure.get_absolute_url()}"><title>Terraces</title>' in page
    assert 'class="outline-target"' in page
    assert "do not imply official endorsement" in page
    assert "Source: made for a test" in page


def test_the_home_takes_at_most_eighteen_queries(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "profile", w1_profile())
    post_section(client, report, "land_cover", w1_land_cover())
    make_run(party, report.cycle, w1_summary())
    for _number in range(3):
        make_target(party, user, {"quantities.0.kind": "halt"})
        make_measure(party, user, {"title": "T", "geometry": square(10, 10, 1)})
    report.state = ReportState.RETURNED
    report.save()

    with django_assert_max_num_queries(18):
        assert client.get(report.get_absolute_url()).status_code == 200


def test_the_parts_of_the_country_are_listed_with_their_state(client: Any) -> None:
    # Arrange
    _party, report, user = make_worked_report()
    make_zones(report, 3)
    client.force_login(user)
    before = home(client, report)

    # Act
    fields = {"profile.area.2015.land": "800"}
    save_section(report, "profile", fields, version=0, notation=Notation(), by=user, scope=AFFECTED)
    after = home(client, report)

    # Assert
    assert "/parties/XAA/2026/baseline/affected/" in before
    assert "3 zones" in before
    assert after.count("Draft") == before.count("Draft") + 1


def test_somebody_elses_home_is_a_404(client: Any) -> None:
    _party, report, _user = make_worked_report()
    client.force_login(make_focal_point(make_party("XBB")))
    assert client.get(report.get_absolute_url()).status_code == 404
