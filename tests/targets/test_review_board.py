"""The reviewers' board: Parties and sections, filters, order, file, and its cost."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from countries.models import Party, User
from countries.roles import RoleKey
from indicators.models import Cycle, Report
from targets.actions import threads
from targets.actions.reviews import start_review
from targets.models import Submission, Thread
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

ExactQueries = Callable[[int], AbstractContextManager[None]]
FIELD = "sdg.status.baseline.degraded"


@pytest.fixture
def report() -> Report:
    return make_filled_report(make_party(annex=make_region()))


@pytest.fixture
def reviewer() -> User:
    return make_user(RoleKey.REVIEWER, full_name="Rita Reader")


@pytest.fixture
def submission(report: Report) -> Submission:
    submit_as(report, make_focal_point(report.party))
    return newest(report)


def board(user: User, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    response = client.get(f"/review/{query}")
    assert response.status_code == 200
    return response.content.decode()


def sheet(user: User, query: str = "") -> list[dict[str, str]]:
    client = Client()
    client.force_login(user)
    response = client.get(f"/review/board.csv{query}")
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def names(rows: list[dict[str, str]]) -> list[str]:
    return [row["ISO 3"] for row in rows]


def age(report: Report, days: int) -> None:
    Report.objects.filter(pk=report.pk).update(
        state_changed_at=timezone.now() - timedelta(days=days, hours=1)
    )


def test_a_party_that_has_not_begun_stands_on_the_board(reviewer: User) -> None:
    make_cycle()
    make_party("XZZ", boundary=False)

    assert "Testland XZZ" in board(reviewer)
    (row,) = sheet(reviewer)
    assert (row["State"], row["Days in it"], row["Version"]) == ("Not started", "", "")
    assert row["Land cover: review"] == ""


def test_a_reviewer_sees_the_parties_of_their_region_only(submission: Submission) -> None:
    other = make_user(RoleKey.REVIEWER, region=make_region(slug="annex-ii"))

    assert "Nothing here" in board(other)
    assert sheet(other) == []


def test_without_a_cycle_the_board_says_so(reviewer: User) -> None:
    assert "There is no cycle yet" in board(reviewer)
    assert sheet(reviewer) == []


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?state=submitted", True),
        ("?state=accepted", False),
        ("?mine=on", False),
        ("?overdue=idle", False),
        ("?annex={annex}", True),
        ("?cycle=2026", True),
        ("?sort=nothing&cycle=1999&annex=nobody", True),
    ],
)
def test_filters_keep_what_they_ask_for(
    submission: Submission, reviewer: User, query: str, shown: bool
) -> None:
    asked = query.format(annex=submission.report.party.annex_id)

    assert ("Testland XAA" in board(reviewer, asked)) is shown
    assert bool(sheet(reviewer, asked)) is shown


def test_mine_are_those_that_were_given_to_me(submission: Submission, reviewer: User) -> None:
    start_review(submission, by=reviewer)

    assert names(sheet(reviewer, "?mine=on")) == ["XAA"]
    assert "Rita Reader" in board(reviewer, "?mine=on")


def test_a_report_waits_too_long_without_a_reviewer_only(
    submission: Submission, reviewer: User
) -> None:
    age(submission.report, 8)
    alone = sheet(reviewer, "?overdue=idle")
    Submission.objects.update(reviewer=reviewer)

    assert (alone[0]["Days in it"], alone[0]["Overdue"]) == ("8", "a week without a reviewer")
    assert sheet(reviewer, "?overdue=idle") == []


def test_who_has_not_submitted_after_the_due_date_is_overdue(
    submission: Submission, reviewer: User
) -> None:
    cycle = submission.report.cycle
    make_report(make_party("XBB", boundary=False), cycle)
    make_party("XCC", boundary=False)
    before = sheet(reviewer, "?overdue=due")
    Cycle.objects.update(due_on=timezone.localdate() - timedelta(days=1))

    assert before == []
    assert names(sheet(reviewer, "?overdue=due")) == ["XBB", "XCC"]
    assert names(sheet(reviewer, "?overdue=any&sort=-party")) == ["XCC", "XBB"]
    assert "due date passed" in board(reviewer)


def test_a_section_says_what_is_open_in_it_and_for_how_long(
    submission: Submission, reviewer: User
) -> None:
    one, two = (
        threads.open_thread(submission, by=reviewer, field=FIELD, label="Degraded", text="Right?")
        for _ in range(2)
    )
    now = timezone.now()
    Thread.objects.filter(pk=one.pk).update(created_at=now - timedelta(days=5, hours=1))
    Thread.objects.filter(pk=two.pk).update(created_at=now - timedelta(days=3, hours=1))

    (row,) = sheet(reviewer)
    threads.resolve(one, by=reviewer)
    (with_one,) = sheet(reviewer)
    threads.resolve(two, by=reviewer)
    (with_none,) = sheet(reviewer)

    section = "SDG indicator 15.3.1"
    said = [
        (r[f"{section}: review"], r[f"{section}: days"], r[f"{section}: open threads"])
        for r in (row, with_one, with_none)
    ]
    assert said == [("open", "5", "2"), ("open", "3", "1"), ("settled", "0", "0")]
    assert row["Land cover: review"] == "no comment"
    assert (row["Open threads"], with_none["Open threads"]) == ("2", "0")


def test_warnings_are_counted_in_their_section(submission: Submission, reviewer: User) -> None:
    (row,) = sheet(reviewer)

    remarks = submission.content["remarks"]
    counted = [int(v) for k, v in row.items() if k.endswith(": remarks") and v]
    assert remarks, "the report of this test has warnings"
    assert int(row["Remarks"]) == len(remarks) == sum(counted)


def test_a_recalled_version_is_not_shown(submission: Submission, reviewer: User) -> None:
    Submission.objects.update(recalled_at=timezone.now())
    Report.objects.update(state="draft")

    (row,) = sheet(reviewer)
    assert (row["State"], row["Version"], row["Land cover: review"]) == ("Draft", "", "")


def test_the_board_is_sorted_by_any_column_both_ways(reviewer: User) -> None:
    cycle = make_cycle()
    days = {"XAA": 3, "XBB": 9, "XCC": 1}
    for iso3, since in days.items():
        age(make_report(make_party(iso3, boundary=False), cycle), since)
    make_party("XDD", boundary=False)

    assert names(sheet(reviewer, "?sort=since")) == ["XBB", "XAA", "XCC", "XDD"]
    assert names(sheet(reviewer, "?sort=-since")) == ["XCC", "XAA", "XBB", "XDD"]
    assert names(sheet(reviewer, "?sort=-party")) == ["XDD", "XCC", "XBB", "XAA"]
    assert names(sheet(reviewer, "?sort=state"))[0] == "XDD"
    assert 'aria-sort="descending"' in board(reviewer, "?sort=-party")


def test_a_name_that_looks_like_a_formula_stays_text(reviewer: User) -> None:
    make_cycle()
    make_party("XAA", boundary=False, name_en="=1+1")

    assert sheet(reviewer)[0]["Party"] == "'=1+1"


def test_another_cycle_with_waiting_reports_is_pointed_to(
    submission: Submission, reviewer: User
) -> None:
    old = Cycle.objects.get()
    Cycle.objects.update(
        opens_on=F("opens_on") - timedelta(days=400),
        due_on=F("due_on") - timedelta(days=400),
        closes_on=F("closes_on") - timedelta(days=400),
        year=2022,
    )
    make_cycle(2026)

    text = board(reviewer)

    assert "Review board, cycle 2026" in text
    assert f"?cycle={old.year - 4}" in text
    assert "Review board, cycle 2022" in board(reviewer, "?cycle=2022")


def seed(count: int, cycle: Cycle, reviewer: User) -> None:
    """Many Parties with a submitted report each, and an open thread on every second one."""
    annex = make_region()
    parties = Party.objects.bulk_create(
        Party(iso3=f"Q{n:02X}", name_en=f"Country {n:03}", annex=annex) for n in range(count)
    )
    reports = Report.objects.bulk_create(
        Report(party=party, cycle=cycle, state="submitted") for party in parties
    )
    versions = Submission.objects.bulk_create(
        Submission(
            report=report,
            version=1,
            snapshot="{}",
            sha256="0" * 64,
            submitted_by=reviewer,
            remarks_by_page={"profile": 0, "land_cover": 2},
            remark_count=2,
        )
        for report in reports
    )
    Thread.objects.bulk_create(
        Thread(report=v.report, submission=v, field=FIELD, label="Degraded", created_by=reviewer)
        for v in versions[::2]
    )


def test_the_board_of_198_parties_needs_as_many_queries_as_that_of_one(
    reviewer: User, django_assert_num_queries: ExactQueries
) -> None:
    """Session, person, roles, cycles (3), annexes (2), count, page, threads, unread messages."""
    cycle = make_cycle()
    client = Client()
    client.force_login(reviewer)
    seed(1, cycle, reviewer)
    with django_assert_num_queries(12):
        client.get("/review/")
    Thread.objects.all().delete()
    Submission.objects.all().delete()
    Party.objects.all().delete()
    seed(198, cycle, reviewer)

    with django_assert_num_queries(12):
        response = client.get("/review/")
    with django_assert_num_queries(6):
        rows = sheet_of(client.get("/review/board.csv").content)

    assert response.context["page"].paginator.count == 198
    assert len(rows) == 198
    assert sum(int(row["Open threads"]) for row in rows) == 99


def sheet_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
