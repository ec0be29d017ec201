"""Two people at the same moment, in threads of their own: one wins, and nothing is half done."""

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from countries.models import AuditEvent, User
from countries.roles import RoleKey
from indicators.models import Report
from targets.actions.reviews import accept, return_to_party, start_review
from targets.actions.submissions import recall
from targets.models import Submission
from targets.policies import Refused
from tests.factories import make_focal_point, make_user
from tests.targets.reports import make_filled_report, newest, submit_as

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Act = Callable[[], object]


@pytest.fixture
def report() -> Report:
    return make_filled_report()


@pytest.fixture
def focal_point(report: Report) -> User:
    return make_focal_point(report.party)


@pytest.fixture
def reviewers() -> list[User]:
    return [make_user(RoleKey.REVIEWER) for _ in range(2)]


def at_once(**acts: Act) -> Counter[str]:
    """Do everything at the same moment; count what got through, and what was refused."""
    outcomes: Counter[str] = Counter()
    start = threading.Barrier(len(acts))

    def do(name: str, act: Act) -> None:
        try:
            start.wait()
            act()
            outcomes[name] += 1
        except Refused as refused:
            outcomes[f"{name}: {refused.refusal}"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=item) for item in acts.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_return_and_an_acceptance_at_once_have_one_winner(
    report: Report, focal_point: User, reviewers: list[User]
) -> None:
    submit_as(report, focal_point)
    start_review(newest(report), by=reviewers[0])
    one, other = newest(report), newest(report)

    outcomes = at_once(
        returned=lambda: return_to_party(one, by=reviewers[0], reason="Look again."),
        accepted=lambda: accept(other, by=reviewers[1]),
    )

    won = Report.objects.get().state
    lost = ({"returned", "accepted"} - {won}).pop()
    assert outcomes == {won: 1, f"{lost}: wrong_state": 1}
    version = Submission.objects.get()
    assert (version.returned_at is None) == (won == "accepted")
    assert (version.accepted_at is None) == (won == "returned")
    assert AuditEvent.objects.filter(kind__in=["report.return", "report.accept"]).count() == 1


def test_a_recall_and_the_start_of_a_review_at_once_have_one_winner(
    report: Report, focal_point: User, reviewers: list[User]
) -> None:
    submit_as(report, focal_point)
    one, other = newest(report), newest(report)

    outcomes = at_once(
        draft=lambda: recall(one, by=focal_point),
        in_review=lambda: start_review(other, by=reviewers[0]),
    )

    won = Report.objects.get().state
    assert outcomes[won] == 1
    assert sum(outcomes.values()) == 2
    version = Submission.objects.get()
    assert (version.recalled_at is None) == (won == "in_review")
    assert (version.review_started_at is None) == (won == "draft")


def test_a_return_racing_a_resubmission_makes_one_version_after_it(
    report: Report, focal_point: User, reviewers: list[User]
) -> None:
    submit_as(report, focal_point)
    start_review(newest(report), by=reviewers[0])
    first = newest(report)

    returned = threading.Event()

    def give_back() -> None:
        try:
            return_to_party(first, by=reviewers[0], reason="Look again.")
        finally:
            returned.set()

    def submit_as_soon_as_possible() -> None:
        while True:
            is_last_try = returned.is_set()
            page = Report.objects.select_related("party", "cycle").get(pk=report.pk)
            try:
                submit_as(page, focal_point)
            except Refused:
                if is_last_try:
                    raise
                time.sleep(0.01)  # lets the other one in
            else:
                return

    outcomes = at_once(returned=give_back, submitted=submit_as_soon_as_possible)

    assert outcomes == {"returned": 1, "submitted": 1}
    assert Report.objects.get().state == "submitted"
    versions = Submission.objects.order_by("version")
    assert [version.state for version in versions] == ["returned", "submitted"]
    kinds = AuditEvent.objects.filter(kind__startswith="report.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "report.submit",
        "report.start-review",
        "report.return",
        "report.submit",
    ]
