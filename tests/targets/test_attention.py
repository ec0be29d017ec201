"""What a reviewer is pointed to: findings of rules, and what stands out beside the last version."""

from decimal import Decimal

import pytest
from django.test import Client

from countries.models import User
from countries.roles import RoleKey
from indicators.models import Report
from targets.actions import submissions
from targets.actions.reviews import return_to_party, start_review
from targets.attention import compared, notices, share_of_change
from targets.models import Measure, Submission, Target
from tests.factories import make_focal_point, make_party, make_user
from tests.targets.reports import make_filled_report, newest, submit_as

pytestmark = pytest.mark.django_db

STRIP = {
    "type": "Polygon",
    "coordinates": [[[10.0, 10.0], [12.0, 10.0], [12.0, 11.0], [10.0, 11.0], [10.0, 10.0]]],
}


@pytest.fixture
def report() -> Report:
    return make_filled_report(make_party())


@pytest.fixture
def focal_point(report: Report) -> User:
    return make_focal_point(report.party)


@pytest.fixture
def reviewer() -> User:
    return make_user(RoleKey.REVIEWER)


@pytest.fixture
def returned(report: Report, focal_point: User, reviewer: User) -> Report:
    """A report whose first version was returned."""
    submit_as(report, focal_point)
    start_review(newest(report), by=reviewer)
    return_to_party(newest(report), by=reviewer, reason="Look again.")
    return Report.objects.get()


def resubmit(report: Report, focal_point: User) -> list[tuple[str, str]]:
    """Submit again and say what stands out."""
    submit_as(report, focal_point)
    first, second = Submission.objects.order_by("version")
    return [(n.path, n.text) for n in compared(second.content, first.content)]


def test_nothing_stands_out_where_nothing_changed(returned: Report, focal_point: User) -> None:
    assert resubmit(returned, focal_point) == []


def test_a_number_that_moved_by_more_than_ten_percent_is_pointed_out(
    returned: Report, focal_point: User
) -> None:
    status = returned.observations.filter(indicator="sdg")
    status.filter(category="degraded").update(value=Decimal("60.5"))  # exactly 10 % more
    status.filter(category="improved").update(value=Decimal("33.1"))  # 10.3 % more
    status.filter(category="stable").update(value=Decimal("1111.4"))  # 0.8 % less

    assert resubmit(returned, focal_point) == [
        (
            "sdg.status.baseline.improved",
            "Changed by +10.3 %: from 30\xa0km² to 33.1\xa0km².",
        )
    ]


@pytest.mark.parametrize(
    ("was", "now", "share"),
    [("100", "111", "0.11"), ("0", "5", "1"), ("-50", "-25", "0.5"), ("7", "7", None)],
)
def test_a_change_is_a_share_of_what_it_was(was: str, now: str, share: str | None) -> None:
    expected = None if share is None else Decimal(share)

    assert share_of_change(Decimal(was), Decimal(now)) == expected


def test_a_number_that_was_taken_out_is_pointed_out(returned: Report, focal_point: User) -> None:
    returned.observations.filter(indicator="sdg", category="no_data").update(value=None)

    ((path, text),) = resubmit(returned, focal_point)

    assert path == "sdg.status.baseline.no_data"
    assert text == "The version before said 0\xa0km²; the field is empty now."


def test_numbers_that_are_now_called_national_are_pointed_out_once_a_table(
    report: Report, focal_point: User, reviewer: User
) -> None:
    report.observations.filter(indicator="profile").update(origin="default")
    submit_as(report, focal_point)
    start_review(newest(report), by=reviewer)
    return_to_party(newest(report), by=reviewer, reason="Look again.")
    profile = report.observations.filter(indicator="profile")
    profile.update(origin="national")

    ((path, text),) = resubmit(Report.objects.get(), focal_point)

    assert path == "profile.area.2000.land"
    assert text == (
        "10 numbers that were “default” are now “national”."
        " 10 of them have the same value as before."
    )


def test_what_is_no_longer_promised_is_pointed_out(returned: Report, focal_point: User) -> None:
    Measure.objects.update(removed_at="2026-01-01T00:00Z")
    quantity = Target.objects.get().quantities.get(kind="area")
    quantity.area_km2 = quantity.value = Decimal(400)
    quantity.save()

    assert resubmit(returned, focal_point) == [
        ("measures", "Measure 1 of the version before is no longer in the report."),
        (
            "targets.1.quantities",
            "Changed by −20.0 %: from 500\xa0km² to 400\xa0km².",
        ),
    ]


def test_a_polygon_that_changed_is_pointed_out_with_its_areas(
    returned: Report, focal_point: User
) -> None:
    Target.objects.update(geometry=STRIP)

    ((path, text),) = resubmit(returned, focal_point)

    assert path == "targets.1.geometry"
    assert text.startswith("The polygon changed: 0\xa0km² added, 24")


def test_the_page_leads_to_each_field_and_offers_a_thread(
    returned: Report, focal_point: User, reviewer: User
) -> None:
    returned.observations.filter(indicator="sdg", category="degraded").update(value=80)
    returned.observations.filter(indicator="sdg", category="stable").update(value=1095)
    submissions.submit(returned, by=focal_point, signed_name="A", signed_title="B", explanations={})
    second = newest(returned)
    start_review(second, by=reviewer)
    client = Client()
    client.force_login(reviewer)

    text = client.get(f"/submissions/{second.pk}/remarks/").content.decode()
    section = client.get(f"/submissions/{second.pk}/read/sdg/").content.decode()
    overview = client.get(f"/submissions/{second.pk}/").content.decode()

    path = "sdg.status.baseline.degraded"
    assert f'href="/submissions/{second.pk}/read/sdg/#{path}"' in text
    assert f'id="{path}"' in section
    assert f"/submissions/{second.pk}/comment/?field={path}" in text
    assert client.get(f"/submissions/{second.pk}/comment/?field={path}").status_code == 200
    assert f"/submissions/{second.pk}/remarks/" in overview
    count = len(notices(second.content, Submission.objects.get(version=1).content))
    assert second.remark_count == count == sum(second.remarks_by_page.values())


def test_the_page_shows_what_the_party_explained(report: Report, focal_point: User) -> None:
    submissions.submit(
        report,
        by=focal_point,
        signed_name="A",
        signed_title="B",
        explanations=_for_all(report, "The statistics office has a newer figure."),
    )
    version = newest(report)
    client = Client()
    client.force_login(focal_point)

    text = client.get(f"/submissions/{version.pk}/remarks/").content.decode()

    assert version.content["remarks"]
    assert "The statistics office has a newer figure." in text
    assert "Start a thread here" in text


def _for_all(report: Report, words: str) -> dict[str, str]:
    from targets.readiness import remarks_on
    from targets.working_copy import WorkingCopy

    return {remark.key: words for remark in remarks_on(WorkingCopy.load(report))}
