"""Comments on fields of a version."""

import pytest
from django.core.exceptions import PermissionDenied

from countries.models import Message, User
from countries.roles import RoleKey
from indicators.models import Report
from targets.actions import threads
from targets.actions.reviews import accept, return_to_party, start_review
from targets.models import Submission, Thread
from targets.policies import Refusal, Refused
from tests.factories import make_focal_point, make_party, make_user
from tests.targets.reports import make_filled_report, newest, submit_as

pytestmark = pytest.mark.django_db

FIELD = "sdg.status.baseline.degraded"


@pytest.fixture
def report() -> Report:
    return make_filled_report()


@pytest.fixture
def focal_point(report: Report) -> User:
    return make_focal_point(report.party)


@pytest.fixture
def reviewer() -> User:
    return make_user(RoleKey.REVIEWER)


@pytest.fixture
def submission(report: Report, focal_point: User, reviewer: User) -> Submission:
    submit_as(report, focal_point)
    start_review(newest(report), by=reviewer)
    return newest(report)


def open_thread(submission: Submission, by: User) -> Thread:
    return threads.open_thread(
        submission, by=by, field=FIELD, label="Degraded, baseline", text="Is this right?"
    )


def test_a_report_with_an_open_thread_cannot_be_accepted(
    submission: Submission, reviewer: User
) -> None:
    open_thread(submission, reviewer)

    with pytest.raises(Refused) as refused:
        accept(submission, by=reviewer)

    assert refused.value.refusal == Refusal.OPEN_THREADS
    assert "Threads still open: 1" in str(refused.value.message)


def test_a_report_whose_threads_are_resolved_can_be_accepted(
    report: Report, submission: Submission, reviewer: User
) -> None:
    thread = open_thread(submission, reviewer)
    threads.resolve(thread, by=reviewer)

    accept(submission, by=reviewer)

    assert newest(report).state == "accepted"


def test_the_party_is_told_of_a_comment_and_the_reviewers_of_the_answer(
    submission: Submission, reviewer: User, focal_point: User
) -> None:
    Message.objects.all().delete()
    thread = open_thread(submission, reviewer)
    threads.reply(thread, by=focal_point, text="Yes, see the atlas.")

    told = {(m.recipient_id, m.body.splitlines()[-1]) for m in Message.objects.all()}
    assert told == {(focal_point.pk, "Is this right?"), (reviewer.pk, "Yes, see the atlas.")}


def test_a_thread_goes_on_in_the_next_version(
    report: Report, submission: Submission, reviewer: User, focal_point: User
) -> None:
    thread = open_thread(submission, reviewer)
    return_to_party(submission, by=reviewer, reason="See the thread.")
    threads.reply(thread, by=focal_point, text="Put right.")
    submit_as(Report.objects.get(), focal_point)
    start_review(newest(report), by=reviewer)

    with pytest.raises(Refused):
        accept(newest(report), by=reviewer)
    threads.resolve(thread, by=reviewer)
    accept(newest(report), by=reviewer)

    assert newest(report).version == 2


def test_an_answer_to_a_resolved_thread_opens_it_again(
    submission: Submission, reviewer: User, focal_point: User
) -> None:
    thread = open_thread(submission, reviewer)
    threads.resolve(thread, by=reviewer)

    threads.reply(thread, by=focal_point, text="One more thing.")

    assert Thread.objects.get().state == "open"


def test_the_party_cannot_resolve_a_reviewers_thread(
    submission: Submission, reviewer: User, focal_point: User
) -> None:
    thread = open_thread(submission, reviewer)

    with pytest.raises(Refused) as refused:
        threads.resolve(thread, by=focal_point)

    assert refused.value.refusal == Refusal.NOT_YOURS


def test_people_resolve_what_they_opened_themselves(
    submission: Submission, focal_point: User
) -> None:
    thread = open_thread(submission, focal_point)

    threads.resolve(thread, by=focal_point)

    assert Thread.objects.get().resolved_by == focal_point


def test_no_comment_is_written_on_a_version_that_is_not_the_newest(
    report: Report, submission: Submission, reviewer: User, focal_point: User
) -> None:
    return_to_party(submission, by=reviewer, reason="Wetlands are missing.")
    submit_as(Report.objects.get(), focal_point)

    with pytest.raises(Refused) as refused:
        open_thread(submission, reviewer)

    assert refused.value.refusal == Refusal.NEWER_VERSION


def test_no_comment_is_written_once_a_report_is_accepted(
    submission: Submission, reviewer: User
) -> None:
    thread = open_thread(submission, reviewer)
    threads.resolve(thread, by=reviewer)
    accept(submission, by=reviewer)

    with pytest.raises(Refused) as refused:
        threads.reply(thread, by=reviewer, text="Too late.")

    assert refused.value.refusal == Refusal.THREADS_CLOSED


@pytest.mark.parametrize("role", [RoleKey.SECRETARIAT, RoleKey.OBSERVER])
def test_others_do_not_comment(submission: Submission, role: str) -> None:
    with pytest.raises(PermissionDenied):
        open_thread(submission, make_user(role))


def test_threads_are_seen_by_the_party_and_its_reviewers_only(
    submission: Submission, reviewer: User, focal_point: User
) -> None:
    open_thread(submission, reviewer)
    stranger = make_focal_point(make_party("XBB", boundary=False))

    def sees(user: User) -> bool:
        return Thread.objects.visible_to(user).exists()

    assert (sees(focal_point), sees(reviewer), sees(stranger)) == (True, True, False)
