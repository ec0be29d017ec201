"""Submitting freezes a version that nobody changes any more."""

import json
import threading
from collections import Counter
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from countries.models import Membership, User
from countries.roles import RoleKey
from indicators.models import Dataset, Observation, Report, Run
from targets import guards
from targets.actions import reviews, submissions
from targets.canonical import canonical, sha256_of
from targets.models import Submission, Target
from targets.models.submissions import FrozenError
from targets.policies import Refusal, Refused
from targets.remarks import Remark
from tests.factories import make_focal_point, make_party, make_report, make_user
from tests.targets.reports import make_filled_report, make_target

pytestmark = pytest.mark.django_db


def submit(report: Report, by: User, **fields: object) -> Submission:
    return submissions.submit(
        report, by=by, signed_name="Awa Diallo", signed_title="Director", **fields
    )


@pytest.fixture
def report() -> Report:
    return make_filled_report()


@pytest.fixture
def focal_point(report: Report) -> User:
    return make_focal_point(report.party)


def test_the_snapshot_holds_numbers_origins_targets_measures_places_and_runs(
    report: Report, focal_point: User
) -> None:
    content = submit(report, focal_point).content

    records = {row["path"]: row for row in content["baseline"]["records"]}
    degraded = records["sdg.status.baseline.degraded"]
    run = content["baseline"]["runs"][0]
    assert (degraded["value"], degraded["origin"], degraded["run"]) == ("55", "computed", run["id"])
    assert (run["identity"], run["method_version"]) == ("a" * 64, "1")
    land = records["profile.area.2015.land"]
    assert (land["value"], land["source"]["title"], land["comment"]) == (
        "1205",
        "National atlas",
        "Ours",
    )
    derived = {row["path"]: row["value"] for row in content["baseline"]["derived"]}
    assert derived["profile.area.2015.country"] == "1235"
    target, measure = content["targets"][0], content["measures"][0]
    assert target["statements"]["fr"] == "Restaurer les prairies"
    assert [q["kind"] for q in target["quantities"]] == ["area", "halt"]
    assert target["geometry"]["type"] == "Polygon"
    assert (measure["targets"], measure["area_km2"]) == ([1], "120")
    assert content["baseline"]["boundary"]["area_km2"] == "48390.5"
    assert (content["party"]["iso3"], content["cycle"], content["version"]) == ("XAA", 2026, 1)
    assert content["signed"]["name"] == "Awa Diallo"
    assert (content["schema"], content["schema_version"]) == ("ldn-report", 2)


def test_the_receipts_digest_is_that_of_the_kept_canonical_text(
    report: Report, focal_point: User
) -> None:
    submission = submit(report, focal_point)
    submission.refresh_from_db()

    assert submission.sha256 == sha256_of(submission.snapshot)
    assert canonical(json.loads(submission.snapshot)) == submission.snapshot


def test_removed_targets_are_not_submitted(report: Report, focal_point: User) -> None:
    make_target(report.party, 2, removed_at="2026-01-01T00:00Z")

    assert [t["number"] for t in submit(report, focal_point).content["targets"]] == [1]


def test_what_is_typed_later_does_not_reach_a_version(report: Report, focal_point: User) -> None:
    submission = submit(report, focal_point)

    Observation.objects.update(value=1)
    Target.objects.update(statements={"en": "Something else"})

    kept = Submission.objects.get(pk=submission.pk)
    assert kept.snapshot == submission.snapshot
    assert "Something else" not in kept.snapshot


def test_a_version_cannot_be_changed_through_the_model(report: Report, focal_point: User) -> None:
    submission = submit(report, focal_point)

    with pytest.raises(FrozenError):
        submission.save()
    with pytest.raises(FrozenError):
        Submission.objects.update(sha256="0" * 64)


@pytest.mark.parametrize("column", guards.FROZEN["targets_submission"])
def test_the_database_itself_refuses_to_change_a_version(
    report: Report, focal_point: User, column: str
) -> None:
    submit(report, focal_point)
    value = "'2026-01-01'" if column == "submitted_at" else "'999'"
    if column in ("report_id", "version", "submitted_by_id"):
        value = "999"

    with (
        pytest.raises(IntegrityError, match="never change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE targets_submission SET {column} = {value}")


def test_the_state_of_a_version_can_still_change(report: Report, focal_point: User) -> None:
    submission = submit(report, focal_point)

    Submission.objects.filter(pk=submission.pk).update(recalled_at="2026-01-01T00:00Z")

    assert Submission.objects.get().state == "recalled"


def test_an_empty_report_is_refused_with_the_number_of_errors(focal_point: User) -> None:
    empty = make_report(make_party("XBB", boundary=False), focal_point_cycle())
    Membership.objects.create(user=focal_point, role=RoleKey.FOCAL_POINT, party=empty.party)
    person = User.objects.get(pk=focal_point.pk)

    with pytest.raises(Refused) as refused:
        submit(empty, person)

    assert refused.value.refusal == Refusal.ERRORS_OPEN
    assert "Errors still open: 1" in str(refused.value.message)
    assert Report.objects.get(pk=empty.pk).state == "draft"
    assert not Submission.objects.exists()


def focal_point_cycle() -> object:
    return Report.objects.first().cycle  # type: ignore[union-attr]


def test_the_explanation_of_a_warning_travels_with_the_report(
    report: Report, focal_point: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    warning = Remark("R5", is_error=False, path="productivity.lpd.baseline", text="15 km² missing.")
    monkeypatch.setattr(submissions, "remarks_on", lambda _copy: [warning])

    content = submit(
        report, focal_point, explanations={"R5:productivity.lpd.baseline": " A cloudy year. "}
    ).content

    assert content["remarks"] == [
        {
            "rule": "R5",
            "path": "productivity.lpd.baseline",
            "text": "15 km² missing.",
            "explanation": "A cloudy year.",
        }
    ]


def test_a_second_version_is_linked_to_the_first(report: Report, focal_point: User) -> None:
    first = submit(report, focal_point)
    submissions.recall(first, by=focal_point)
    second = submit(Report.objects.get(), focal_point)

    assert second.version == 2
    assert second.content["previous"] == {"version": 1, "sha256": first.sha256}


def test_the_maps_behind_a_version_open_to_its_reviewers_and_close_with_a_recall(
    report: Report, focal_point: User
) -> None:
    reviewer = make_user(RoleKey.REVIEWER)
    run = Run.objects.get()
    run.datasets.add(Dataset.objects.create(party=report.party, kind="land_cover"))

    def seen() -> tuple[bool, bool]:
        return (
            Run.objects.visible_to(reviewer).exists(),
            Dataset.objects.visible_to(reviewer).exists(),
        )

    before = seen()
    submission = submit(report, focal_point)
    during = seen()
    submissions.recall(submission, by=focal_point)

    assert (before, during, seen()) == ((False, False), (True, True), (False, False))
    assert not Run.objects.visible_to(make_user()).exists()


def test_a_recalled_version_is_no_longer_shown_to_reviewers(
    report: Report, focal_point: User
) -> None:
    reviewer = make_user(RoleKey.REVIEWER)
    submission = submit(report, focal_point)
    assert submission in Submission.objects.visible_to(reviewer)

    submissions.recall(submission, by=focal_point)

    assert submission not in Submission.objects.visible_to(reviewer)
    assert submission in Submission.objects.visible_to(focal_point)


def test_a_return_of_an_old_version_does_not_return_the_newer_one(
    report: Report, focal_point: User
) -> None:
    first_reviewer, second_reviewer = make_user(RoleKey.REVIEWER), make_user(RoleKey.REVIEWER)
    first = submit(report, focal_point)
    reviews.start_review(first, by=first_reviewer)
    stale = Submission.objects.select_related("report__party", "report__cycle").get()
    reviews.return_to_party(first, by=first_reviewer, reason="Wetlands are missing.")
    second = submit(Report.objects.get(), focal_point)
    reviews.start_review(second, by=first_reviewer)

    with pytest.raises(Refused) as refused, transaction.atomic():
        reviews.return_to_party(stale, by=second_reviewer, reason="Too late.")

    assert refused.value.refusal == Refusal.NEWER_VERSION
    assert Report.objects.get().state == "in_review"
    assert not Submission.objects.get(version=2).return_reason


def test_a_reader_with_an_old_page_is_told_the_state(report: Report, focal_point: User) -> None:
    old_page = Report.objects.select_related("party", "cycle").get()
    submit(report, focal_point)

    with pytest.raises(Refused) as refused:
        submit(old_page, focal_point)

    assert refused.value.refusal == Refusal.WRONG_STATE
    assert "the report is submitted" in str(refused.value.message)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_submits_make_exactly_one_version() -> None:
    report = make_filled_report()
    people = [make_focal_point(report.party) for _ in range(2)]
    outcomes: Counter[str] = Counter()
    start = threading.Barrier(50)

    def press_submit(number: int) -> None:
        try:
            page = Report.objects.select_related("party", "cycle").get(pk=report.pk)
            person = User.objects.get(pk=people[number % 2].pk)
            connection.close()
            start.wait()
            submit(page, person)
            outcomes["submitted"] += 1
        except Refused as refused:
            outcomes[refused.refusal] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=press_submit, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes == {"submitted": 1, Refusal.WRONG_STATE: 49}
    assert list(Submission.objects.values_list("version", flat=True)) == [1]
    assert Report.objects.get().state == "submitted"
    assert Decimal(Submission.objects.get().content["baseline"]["records"][0]["value"]) > 0
