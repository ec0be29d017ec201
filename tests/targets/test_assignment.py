"""Giving the review of a version to somebody."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from countries.models import AuditEvent, Membership, Message, User
from countries.roles import RoleKey
from indicators.models import Report
from targets.actions.assignment import assign, candidates
from targets.actions.reviews import accept, start_review
from targets.actions.submissions import recall
from targets.models import Submission
from targets.policies import Refusal, Refused
from tests.factories import make_focal_point, make_party, make_region, make_user
from tests.targets.reports import make_filled_report, newest, submit_as

pytestmark = pytest.mark.django_db

MaxQueries = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def report() -> Report:
    return make_filled_report(make_party(annex=make_region(), boundary=False))


@pytest.fixture
def focal_point(report: Report) -> User:
    return make_focal_point(report.party)


@pytest.fixture
def submission(report: Report, focal_point: User) -> Submission:
    submit_as(report, focal_point)
    return newest(report)


@pytest.fixture
def reviewer() -> User:
    return make_user(RoleKey.REVIEWER, full_name="Rosa Weber")


@pytest.fixture
def secretariat() -> User:
    return make_user(RoleKey.SECRETARIAT)


def _refused(submission: Submission, person: User, by: User) -> Refusal:
    with pytest.raises(Refused) as refused:
        assign(submission, person, by=by)
    return refused.value.refusal


def test_a_review_is_given_told_and_written_down(
    submission: Submission, reviewer: User, secretariat: User
) -> None:
    assign(submission, reviewer, by=secretariat)

    event = AuditEvent.objects.get(kind="review.assigned")
    message = Message.objects.get(recipient=reviewer, subject__startswith="The review of")
    assert newest(submission.report).reviewer == reviewer
    assert (event.data["reviewer"], event.data["version"]) == ("Rosa Weber", 1)
    assert message.path == submission.get_absolute_url()


def test_taking_a_review_oneself_and_taking_it_twice_tells_nobody(
    submission: Submission, reviewer: User
) -> None:
    assign(submission, reviewer, by=reviewer)
    assign(newest(submission.report), reviewer, by=reviewer)

    assert not Message.objects.filter(subject__startswith="The review of").exists()
    assert AuditEvent.objects.filter(kind="review.assigned").count() == 1


def test_only_independent_reviewers_of_the_region_can_be_chosen(
    submission: Submission, focal_point: User, reviewer: User, secretariat: User
) -> None:
    annex = make_user(RoleKey.REVIEWER, region=submission.report.party.annex, full_name="A")
    elsewhere = make_user(RoleKey.REVIEWER, region=make_region(slug="annex-ii"))
    Membership.objects.create(user=focal_point, role=RoleKey.REVIEWER)

    assert candidates(submission) == [annex, reviewer]
    for person in (elsewhere, focal_point, secretariat):
        assert _refused(submission, person, secretariat) == Refusal.NOT_A_REVIEWER


def test_a_party_and_a_reviewer_of_another_region_give_no_reviews(
    submission: Submission, focal_point: User, reviewer: User
) -> None:
    elsewhere = make_user(RoleKey.REVIEWER, region=make_region(slug="annex-ii"))

    for person in (focal_point, elsewhere, make_user(RoleKey.OBSERVER)):
        with pytest.raises(PermissionDenied):
            assign(submission, reviewer, by=person)


def test_of_two_who_give_a_review_at_once_one_is_told(
    submission: Submission, reviewer: User, secretariat: User
) -> None:
    stale = newest(submission.report)
    assign(submission, reviewer, by=secretariat)

    other = make_user(RoleKey.REVIEWER)

    assert _refused(stale, other, secretariat) == Refusal.ASSIGNED_MEANWHILE
    assert newest(submission.report).reviewer == reviewer


def test_a_review_is_given_only_while_there_is_one(
    submission: Submission, focal_point: User, reviewer: User, secretariat: User
) -> None:
    start_review(submission, by=reviewer)
    assign(newest(submission.report), make_user(RoleKey.REVIEWER), by=secretariat)
    accept(newest(submission.report), by=reviewer)

    assert _refused(newest(submission.report), reviewer, secretariat) == Refusal.WRONG_STATE


def test_an_older_version_is_given_to_nobody(
    submission: Submission, focal_point: User, reviewer: User, secretariat: User
) -> None:
    recall(submission, by=focal_point)
    report = Report.objects.get(pk=submission.report_id)
    submit_as(report, focal_point)

    old = Submission.objects.get(report=report, version=1)

    assert _refused(old, reviewer, secretariat) == Refusal.NEWER_VERSION


# ---- The page ----


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_reviewer_is_chosen_on_a_page_and_then_named(
    submission: Submission, reviewer: User, secretariat: User
) -> None:
    client = _signed_in(secretariat)
    url = f"/submissions/{submission.pk}/assign/"
    asked = client.get(url).content.decode()

    after = client.post(url, {"reviewer": reviewer.pk}, follow=True).content.decode()

    assert "Rosa Weber" in asked
    assert "Change the reviewer" in after
    assert "Rosa Weber" in after


def test_somebody_who_is_not_on_the_list_is_not_taken(
    submission: Submission, reviewer: User, secretariat: User
) -> None:
    url = f"/submissions/{submission.pk}/assign/"

    response = _signed_in(secretariat).post(url, {"reviewer": secretariat.pk})

    assert response.status_code == 200
    assert newest(submission.report).reviewer is None


def test_without_a_reviewer_for_the_region_the_page_says_so(
    submission: Submission, secretariat: User
) -> None:
    text = _signed_in(secretariat).get(f"/submissions/{submission.pk}/assign/").content.decode()

    assert "Nobody can review this report" in text


def test_the_page_needs_few_queries_however_many_reviewers_there_are(
    submission: Submission, secretariat: User, django_assert_max_num_queries: MaxQueries
) -> None:
    for _number in range(12):
        make_user(RoleKey.REVIEWER)
    client = _signed_in(secretariat)

    with django_assert_max_num_queries(15):
        client.get(f"/submissions/{submission.pk}/assign/")
