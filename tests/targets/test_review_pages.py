"""Submitting and reviewing through the pages."""

import hashlib
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from countries.models import User
from countries.roles import RoleKey
from indicators.models import Report
from targets.actions import threads
from targets.actions.reviews import start_review
from targets.models import Submission, Thread
from tests.factories import make_focal_point, make_party, make_region, make_user
from tests.targets.reports import make_filled_report, make_measure, newest, submit_as

pytestmark = pytest.mark.django_db

MaxQueries = Callable[[int], AbstractContextManager[None]]
FIELD = "sdg.status.baseline.degraded"
ANSWERS = "/parties/XAA/2026/submit/answers/"
SIGNED = {"signed_name": "Awa Diallo", "signed_title": "Director", "confirmed": "on"}


@pytest.fixture
def report() -> Report:
    return make_filled_report(make_party(annex=make_region()))


@pytest.fixture
def focal_point(report: Report) -> User:
    return make_focal_point(report.party, full_name="Awa Diallo", title="Director")


@pytest.fixture
def reviewer() -> User:
    return make_user(RoleKey.REVIEWER)


@pytest.fixture
def submission(report: Report, focal_point: User) -> Submission:
    submit_as(report, focal_point)
    return newest(report)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def add_measure_beyond_degraded_land(report: Report, number: int) -> None:
    """A warning (R15): it would restore more land than is degraded."""
    make_measure(report.party, number=number, hierarchy=["reverse"], area_km2=200)


def page(user: User, url: str) -> str:
    response = signed_in(user).get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_answers_show_all_that_will_be_frozen(report: Report, focal_point: User) -> None:
    contents = page(focal_point, ANSWERS)
    links = re.findall(rf'href="({ANSWERS}[a-z_]+/)"', contents)
    text = "".join(page(focal_point, link) for link in links)

    assert links[0] == f"{ANSWERS}profile/"
    for words in (
        "Land, water and country",
        "1\xa0205",
        "National atlas",
        "Restore degraded grassland",
        "Halt: illegal mining, by 2030",
        "Rotational grazing",
    ):
        assert words in text


def test_the_check_page_leads_to_the_answers_and_asks_for_a_name(
    report: Report, focal_point: User
) -> None:
    text = page(focal_point, "/parties/XAA/2026/submit/")

    for words in (ANSWERS, "Submit the report", 'value="Awa Diallo"'):
        assert words in text


def test_a_section_without_answers_is_not_found(report: Report, focal_point: User) -> None:
    assert signed_in(focal_point).get(f"{ANSWERS}nothing/").status_code == 404


def test_the_answers_of_a_locked_report_stand_in_its_newest_version(
    submission: Submission, focal_point: User
) -> None:
    for url in (ANSWERS, f"{ANSWERS}profile/"):
        response = signed_in(focal_point).get(url)
        assert response["Location"] == "/parties/XAA/2026/submit/"


def test_words_on_a_warning_are_kept_while_pages_are_turned_and_go_into_the_version(
    report: Report, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("targets.views.submit.REMARKS_A_PAGE", 1)
    for number in (61, 62):
        add_measure_beyond_degraded_land(report, number)
    client, url = signed_in(focal_point), "/parties/XAA/2026/submit/"
    first = client.get(url).content.decode()
    [name] = re.findall(r'<textarea[^>]* name="(explanation-[^"]+)"', first)

    turned = client.post(url, {name: "Surveyed twice.", "signed_title": "Chief", "turn": "2"})
    text = turned.content.decode()
    [other] = re.findall(r'<textarea[^>]* name="(explanation-[^"]+)"', text)
    hidden = re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', text)
    client.post(url, {**SIGNED, name: hidden[0], other: "Never measured.", "page": "2"})

    assert other != name
    assert 'value="Chief"' in text
    assert "There are" not in text
    said = {r["explanation"] for r in Submission.objects.get().content["remarks"]}
    assert {"Surveyed twice.", "Never measured."} <= said


def test_remarks_of_one_section_can_be_shown_alone(
    report: Report, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("targets.views.submit.REMARKS_A_PAGE", 2)
    report.observations.filter(indicator="profile").update(comment="", source_title="")
    add_measure_beyond_degraded_land(report, 61)
    url = "/parties/XAA/2026/submit/"

    everything = page(focal_point, url)
    alone = page(focal_point, f"{url}?section=measures")

    assert "/baseline/profile/" in everything
    assert "/baseline/profile/" not in alone
    assert 'value="measures" selected' in alone
    assert "<textarea" in alone


def test_submitting_leads_to_a_receipt_with_version_and_digest(
    report: Report, focal_point: User
) -> None:
    client = signed_in(focal_point)

    response = client.post("/parties/XAA/2026/submit/", SIGNED, follow=True)

    submission = Submission.objects.get()
    text = response.content.decode()
    assert response.redirect_chain == [(f"/submissions/{submission.pk}/receipt/", 302)]
    assert submission.sha256 in text
    assert "Awa Diallo" in text


def test_a_report_is_not_submitted_without_a_name(report: Report, focal_point: User) -> None:
    response = signed_in(focal_point).post("/parties/XAA/2026/submit/", {"confirmed": "on"})

    assert response.status_code == 200
    assert "There are 2 things to put right" in response.content.decode()
    assert not Submission.objects.exists()


def test_errors_are_listed_with_links_and_leave_no_button(
    report: Report, focal_point: User
) -> None:
    report.observations.filter(indicator="profile").update(comment="", source_title="")

    text = page(focal_point, "/parties/XAA/2026/submit/")

    assert "errors stand in the way" in text
    assert "/parties/XAA/2026/baseline/profile/" in text
    assert "Submit the report</button>" not in text


def test_a_contributor_reads_the_check_page_but_has_no_button(report: Report) -> None:
    contributor = make_user(RoleKey.CONTRIBUTOR, report.party)

    text = page(contributor, "/parties/XAA/2026/submit/")

    assert "Only a national focal point submits the report." in text
    response = signed_in(contributor).post("/parties/XAA/2026/submit/", SIGNED)
    assert response.status_code == 403


def test_the_downloaded_snapshot_has_the_digest_of_the_receipt(
    submission: Submission, reviewer: User
) -> None:
    response = signed_in(reviewer).get(f"/submissions/{submission.pk}/snapshot.json")

    assert hashlib.sha256(response.content).hexdigest() == submission.sha256
    assert response["Content-Disposition"] == 'attachment; filename="XAA-2026-v1.json"'


def test_a_reviewer_starts_comments_and_returns_and_the_party_answers_and_resubmits(
    submission: Submission, reviewer: User, focal_point: User
) -> None:
    ours, theirs = signed_in(reviewer), signed_in(focal_point)
    url = f"/submissions/{submission.pk}"
    ours.post(f"{url}/do/start-review/")
    ours.post(f"{url}/comment/", {"field": FIELD, "text": "Is <b>this</b> right?"})
    without_reason = ours.post(f"{url}/do/return/", {"comment": ""})
    ours.post(f"{url}/do/return/", {"comment": "See the thread."})

    seen = theirs.get(f"{url}/read/sdg/").content.decode()
    thread = Thread.objects.get()
    theirs.post(f"/threads/{thread.pk}/reply/", {"text": "Yes."})
    theirs.post("/parties/XAA/2026/submit/", SIGNED)
    second = Submission.objects.get(version=2)
    ours.post(f"/submissions/{second.pk}/do/start-review/")
    too_early = ours.post(f"/submissions/{second.pk}/do/accept/", follow=True)
    ours.post(f"/threads/{thread.pk}/resolve/")
    ours.post(f"/submissions/{second.pk}/do/accept/")

    assert without_reason.status_code == 200
    assert "Is &lt;b&gt;this&lt;/b&gt; right?" in seen
    assert "Threads still open: 1" in too_early.content.decode()
    second.refresh_from_db()
    assert second.state == "accepted"
    assert Submission.objects.get(version=1).return_reason == "See the thread."
    assert [c.text for c in thread.comments.all()] == ["Is <b>this</b> right?", "Yes."]


def test_a_comment_on_a_field_that_does_not_exist_is_not_found(
    submission: Submission, reviewer: User
) -> None:
    start_review(submission, by=reviewer)

    response = signed_in(reviewer).post(
        f"/submissions/{submission.pk}/comment/", {"field": "sdg.nothing", "text": "?"}
    )

    assert response.status_code == 404
    assert not Thread.objects.exists()


def test_an_answer_does_not_lead_to_another_site(submission: Submission, reviewer: User) -> None:
    thread = threads.open_thread(
        submission, by=reviewer, field=FIELD, label="Degraded", text="Right?"
    )

    response = signed_in(reviewer).post(
        f"/threads/{thread.pk}/reply/", {"text": "!", "next": "https://example.org/"}
    )

    assert response["Location"].startswith(f"/submissions/{submission.pk}/read/sdg/#thread-")


def test_the_page_says_what_changed_since_the_version_before(
    submission: Submission, focal_point: User
) -> None:
    signed_in(focal_point).post(f"/submissions/{submission.pk}/do/recall/")
    report = Report.objects.get()
    report.observations.filter(indicator="sdg", category="degraded").update(value=60)
    report.observations.filter(indicator="sdg", category="stable").update(value=1115)
    signed_in(focal_point).post("/parties/XAA/2026/submit/", SIGNED)
    second = Submission.objects.get(version=2)

    overview = page(focal_point, f"/submissions/{second.pk}/")
    changes = page(focal_point, f"/submissions/{second.pk}/changes/")
    section = page(focal_point, f"/submissions/{second.pk}/read/sdg/")

    assert "What changed since the version before" in overview
    assert '<del class="diff-old">55\xa0km²</del>' in changes
    assert "before: 55" in section
    first = f"/submissions/{submission.pk}/changes/"
    assert signed_in(focal_point).get(first).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/parties/XAA/2026/submit/",
        "/submissions/{pk}/",
        "/submissions/{pk}/receipt/",
        "/submissions/{pk}/read/profile/",
        "/submissions/{pk}/read/targets/",
        "/submissions/{pk}/do/recall/",
    ],
)
def test_pages_of_a_version_need_few_queries(
    submission: Submission, focal_point: User, url: str, django_assert_max_num_queries: MaxQueries
) -> None:
    for _ in range(5):
        threads.open_thread(
            submission, by=focal_point, field=FIELD, label="Degraded", text="Right?"
        )
    client = signed_in(focal_point)

    with django_assert_max_num_queries(15):
        response = client.get(url.format(pk=submission.pk))

    assert response.status_code == 200


def test_the_check_page_of_a_draft_needs_few_queries(
    report: Report, focal_point: User, django_assert_max_num_queries: MaxQueries
) -> None:
    """It reads the whole report, each part once: the number does not grow with the report."""
    client = signed_in(focal_point)

    with django_assert_max_num_queries(22):
        response = client.get("/parties/XAA/2026/submit/")

    assert response.status_code == 200
