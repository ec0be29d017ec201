"""Reminders: to whom, when, and never twice."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from countries.models import Message, Party, User
from countries.roles import RoleKey
from indicators.models import Cycle, Report, ReportState, Section
from targets import tasks
from targets.actions.reminders import remind
from targets.actions.reviews import return_to_party, start_review
from tests.factories import (
    make_cycle,
    make_focal_point,
    make_party,
    make_region,
    make_report,
    make_user,
)
from tests.targets.reports import make_filled_report, newest, submit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def party() -> Party:
    return make_party("XAA", boundary=False)


@pytest.fixture
def focal_point(party: Party) -> User:
    return make_focal_point(party)


@pytest.fixture
def cycle() -> Cycle:
    return make_cycle()


def _before(cycle: Cycle, days: int) -> datetime:
    day = cycle.due_on - timedelta(days=days)
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _in_days(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)


def _told() -> set[tuple[int, str]]:
    return set(Message.objects.exclude(key="").values_list("recipient", "subject"))


# ---- Deadlines ----


@pytest.mark.parametrize(("days", "reminders"), [(31, 0), (30, 1), (7, 1), (1, 1), (0, 1), (-1, 0)])
def test_a_focal_point_is_reminded_as_the_deadline_comes_near(
    focal_point: User, cycle: Cycle, days: int, reminders: int
) -> None:
    assert remind(_before(cycle, days)) == reminders


def test_each_stage_is_told_once_and_a_missed_day_is_made_up_for(
    focal_point: User, cycle: Cycle
) -> None:
    sent = [remind(_before(cycle, days)) for days in (30, 30, 29, 12, 5, 5, 3, 1, 0)]

    assert sent == [1, 0, 0, 0, 1, 0, 0, 1, 0]
    bodies = list(Message.objects.order_by("pk").values_list("body", flat=True))
    assert ["Days left: 30." in bodies[0], "Days left: 5." in bodies[1]] == [True, True]


def test_a_deadline_that_was_moved_is_told_again(focal_point: User, cycle: Cycle) -> None:
    remind(_before(cycle, 7))
    Cycle.objects.update(due_on=cycle.due_on + timedelta(days=20))
    cycle.refresh_from_db()

    assert remind(_before(cycle, 7)) == 1


def test_a_reminder_speaks_the_language_of_who_reads_it(party: Party, cycle: Cycle) -> None:
    make_focal_point(party, language="fr")

    remind(_before(cycle, 7))

    message = Message.objects.get()
    with override("fr"):
        assert date_format(cycle.due_on, "DATE_FORMAT") in message.subject
    assert message.path == "/parties/XAA/2026/"


@pytest.mark.parametrize(
    ("state", "reminders"),
    [
        (ReportState.DRAFT, 1),
        (ReportState.RETURNED, 1),
        (ReportState.SUBMITTED, 0),
        (ReportState.ACCEPTED, 0),
        (ReportState.PUBLISHED, 0),
    ],
)
def test_who_has_handed_in_is_left_alone(
    party: Party, focal_point: User, cycle: Cycle, state: str, reminders: int
) -> None:
    make_report(party, cycle, state=state, state_changed_at=_before(cycle, 7))

    assert remind(_before(cycle, 7)) == reminders


def test_contributors_and_people_who_left_are_not_reminded_of_deadlines(
    party: Party, cycle: Cycle
) -> None:
    make_user(RoleKey.CONTRIBUTOR, party)
    make_focal_point(party, is_active=False)

    assert remind(_before(cycle, 7)) == 0


# ---- Reviews and returns ----


def test_a_report_without_a_reviewer_for_a_week_is_told_to_reviewers_and_the_secretariat(
    party: Party, focal_point: User
) -> None:
    annex = make_region(slug="annex-i")
    Party.objects.filter(pk=party.pk).update(annex=annex)
    party.refresh_from_db()
    people = [
        make_user(RoleKey.REVIEWER),
        make_user(RoleKey.REVIEWER, region=annex),
        make_user(RoleKey.SECRETARIAT),
    ]
    make_user(RoleKey.REVIEWER, region=make_region(slug="annex-ii"))
    make_user(RoleKey.OBSERVER)
    submit_as(make_filled_report(party), focal_point)

    assert remind(_in_days(6.9)) == 0
    assert remind(_in_days(7.1)) == 3
    assert remind(_in_days(8)) == 0
    assert remind(_in_days(14.1)) == 3

    subject = "The report of Testland XAA for 2026 waits for a reviewer"
    assert _told() == {(person.pk, subject) for person in people}


def test_a_review_that_was_taken_up_is_not_reminded_of(party: Party, focal_point: User) -> None:
    reviewer = make_user(RoleKey.REVIEWER)
    start_review(submit_as(make_filled_report(party), focal_point), by=reviewer)

    assert remind(_in_days(8)) == 0


@pytest.fixture
def returned(party: Party, focal_point: User) -> Report:
    reviewer = make_user(RoleKey.REVIEWER)
    report = make_filled_report(party)
    start_review(submit_as(report, focal_point), by=reviewer)
    return_to_party(newest(report), by=reviewer, reason="Check the wetlands")
    report.refresh_from_db()
    return report


def test_a_returned_report_left_for_a_week_is_told_to_the_people_of_the_party(
    returned: Report, focal_point: User
) -> None:
    contributor = make_user(RoleKey.CONTRIBUTOR, returned.party)

    assert remind(_in_days(6.9)) == 0
    assert remind(_in_days(7.1)) == 2
    assert remind(_in_days(7.2)) == 0

    assert {recipient for recipient, _subject in _told()} == {focal_point.pk, contributor.pk}


def test_a_returned_report_that_somebody_works_on_is_not_reminded_of(returned: Report) -> None:
    Section.objects.update_or_create(
        report=returned, key="profile", defaults={"updated_at": timezone.now()}
    )

    assert remind(_in_days(8)) == 0


# ---- The schedule ----


def test_the_task_and_the_command_do_the_same_and_say_how_many(returned: Report) -> None:
    Report.objects.update(state_changed_at=timezone.now() - timedelta(days=8))
    out = StringIO()

    tasks.send_reminders()
    call_command("remind", stdout=out)

    assert Message.objects.exclude(key="").count() == 1
    assert out.getvalue() == "0 reminders sent.\n"
    scheduled = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert tasks.send_reminders.name in scheduled


def test_looking_for_reminders_needs_few_queries(
    focal_point: User, cycle: Cycle, django_assert_max_num_queries: object
) -> None:
    make_filled_report(make_party("XBB", boundary=False), cycle)

    with django_assert_max_num_queries(5):  # type: ignore[operator]
        remind(_before(cycle, 40))
