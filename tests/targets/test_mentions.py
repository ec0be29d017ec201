"""Mentions in comments, and what is new to whom."""

import pytest
from django.test import Client

from countries.models import Message, User
from countries.roles import RoleKey
from indicators.models import Report
from targets.actions import threads
from targets.actions.reviews import start_review
from targets.mentions import mentionable, mentioned_in
from targets.models import Comment, Submission, Thread
from tests.factories import make_focal_point, make_party, make_region, make_user
from tests.targets.reports import make_filled_report, newest, submit_as

pytestmark = pytest.mark.django_db

FIELD = "sdg.status.baseline.degraded"


@pytest.fixture
def report() -> Report:
    return make_filled_report(make_party(annex=make_region()))


@pytest.fixture
def focal_point(report: Report) -> User:
    return make_focal_point(report.party, full_name="Amina Sorel")


@pytest.fixture
def reviewer() -> User:
    return make_user(RoleKey.REVIEWER, full_name="Jonas Lind")


@pytest.fixture
def colleague() -> User:
    return make_user(RoleKey.REVIEWER, full_name="Jonas Lindqvist")


@pytest.fixture
def submission(report: Report, focal_point: User, reviewer: User) -> Submission:
    submit_as(report, focal_point)
    start_review(newest(report), by=reviewer)
    Message.objects.all().delete()
    return newest(report)


def comment(submission: Submission, by: User, text: str) -> Thread:
    return threads.open_thread(submission, by=by, field=FIELD, label="Degraded", text=text)


def page(user: User, url: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Jonas Lind, look", ["Jonas Lind"]),
        ("@jonas   lindqvist!", ["Jonas Lindqvist"]),
        ("(@Jonas Lindqvist) and @Jonas Lind.", ["Jonas Lindqvist", "Jonas Lind"]),
        ("Jonas Lind", []),
        ("jonas@Jonas Lind", []),
        ("@Jonas Linde", []),
        ("@Amina Sorel", []),
    ],
)
def test_a_full_name_after_the_sign_is_a_mention(
    reviewer: User, colleague: User, text: str, names: list[str]
) -> None:
    found = mentioned_in(text, [reviewer, colleague])

    assert [person.full_name for person in found] == names


def test_who_is_mentioned_is_told_so_and_nobody_is_told_twice(
    submission: Submission, reviewer: User, colleague: User, focal_point: User
) -> None:
    other = make_user(RoleKey.CONTRIBUTOR, submission.report.party)

    thread = comment(submission, reviewer, "@Amina Sorel and @Jonas Lindqvist, is this right?")

    told = dict(Message.objects.values_list("recipient__full_name", "subject"))
    mentioned = "Jonas Lind mentioned you on the report of Testland XAA: Degraded"
    assert told == {
        "Amina Sorel": mentioned,
        "Jonas Lindqvist": mentioned,
        other.full_name: "Comment on the report of Testland XAA: Degraded",
    }
    assert Message.objects.count() == 3
    assert set(thread.comments.get().mentions.all()) == {focal_point, colleague}


def test_nobody_is_mentioned_who_may_not_read_the_thread(
    submission: Submission, reviewer: User, focal_point: User
) -> None:
    make_focal_point(make_party("XBB", boundary=False), full_name="Foreign Eyes")
    make_user(RoleKey.REVIEWER, region=make_region(slug="annex-ii"), full_name="Far Away")
    make_user(RoleKey.OBSERVER, full_name="Silent Watcher")

    thread = comment(submission, reviewer, "@Foreign Eyes @Far Away @Silent Watcher")

    assert not thread.comments.get().mentions.exists()


def test_the_party_mentions_its_own_people_and_the_reviewer_and_no_other_reviewers(
    submission: Submission, reviewer: User, colleague: User, focal_point: User
) -> None:
    contributor = make_user(RoleKey.CONTRIBUTOR, submission.report.party, full_name="Zoe")

    assert list(mentionable(submission.report, focal_point)) == [reviewer, contributor]
    assert list(mentionable(submission.report, reviewer)) == [focal_point, colleague, contributor]


def test_a_mention_is_set_off_and_everything_is_escaped(
    submission: Submission, reviewer: User, focal_point: User
) -> None:
    User.objects.filter(pk=focal_point.pk).update(full_name="O'Neil <b>")

    comment(submission, reviewer, "<script>@O'Neil <b></script>")

    text = page(reviewer, f"/submissions/{submission.pk}/read/sdg/")
    assert '<span class="mention">@O&#x27;Neil &lt;b&gt;</span>' in text
    assert "<script>@" not in text


def test_a_comment_is_new_until_it_has_been_seen_and_never_to_its_writer(
    submission: Submission, reviewer: User, focal_point: User
) -> None:
    thread = comment(submission, reviewer, "Is this right?")
    threads.reply(thread, by=reviewer, text="I mean the north.")

    def new() -> tuple[int, int]:
        rows = Comment.objects
        return rows.new_to(focal_point).count(), rows.new_to(reviewer).count()

    before = new()
    overview = page(focal_point, f"/submissions/{submission.pk}/")
    seen = new()
    threads.reply(thread, by=focal_point, text="It is.")

    assert (before, seen, new()) == ((2, 0), (0, 0), (0, 1))
    assert "2 new comments" in overview
    assert "new comment" not in page(focal_point, f"/submissions/{submission.pk}/")
    assert "1 new comment" in page(reviewer, "/review/")


def test_a_section_marks_its_own_threads_as_seen_only(
    submission: Submission, reviewer: User, focal_point: User
) -> None:
    comment(submission, reviewer, "Is this right?")
    threads.open_thread(submission, by=reviewer, field="profile", label="Profile", text="And this?")

    text = page(focal_point, f"/submissions/{submission.pk}/read/sdg/")

    assert "1 new" in text
    left = Comment.objects.new_to(focal_point)
    assert [comment.thread.field for comment in left] == ["profile"]
