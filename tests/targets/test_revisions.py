"""A published target that changes asks for a reason; what it said before stays readable."""

from typing import Any

import pytest

from countries.models import User
from indicators.models import Report
from targets.actions import promises as actions
from targets.actions.submissions import start_revision
from targets.models import Submission, Target
from targets.readiness import remarks_on
from targets.rules.revisions import chain
from targets.working_copy import WorkingCopy
from tests.targets.promises.promise_making import url
from tests.targets.reports import make_filled_report, publish_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Submission:
    """A published version whose report is open for a revision."""
    report = make_filled_report()
    submission = publish_report(report)
    start_revision(submission, by=author(submission))
    return submission


def author(submission: Submission) -> User:
    return User.objects.get(pk=submission.submitted_by_id)


def change(submission: Submission, **fields: str) -> Target:
    target = Target.objects.select_related("party").get(number=1)
    texts = {path.replace("__", "."): text for path, text in fields.items()}
    actions.save(target, texts, version=target.version, by=author(submission))
    return Target.objects.select_related("party").get(number=1)


def found(submission: Submission) -> list[str]:
    report = Report.objects.get(pk=submission.report_id)
    return [r.path for r in remarks_on(WorkingCopy.load(report)) if r.rule == "REVISION"]


def test_a_target_that_is_as_published_needs_no_reason(first: Submission) -> None:
    assert found(first) == []


def test_a_change_of_its_status_is_no_revision(first: Submission) -> None:
    change(first, status="extended")

    assert found(first) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"statement__en": "Restore more"},
        {"quantities__0__value": "700"},
        {"land_types": "cropland"},
        {"place": "Southern district"},
    ],
)
def test_a_changed_promise_asks_for_a_reason(first: Submission, fields: dict[str, str]) -> None:
    change(first, **fields)

    assert found(first) == ["targets.1.revision_reason"]


def test_a_reason_settles_it_and_travels_with_the_next_version(
    client: Any, first: Submission
) -> None:
    target = change(first, statement__en="Restore more", revision_reason="New map of the north.")
    assert found(first) == []

    second = publish_report(Report.objects.get(pk=first.report_id))

    newest, before = chain(target)
    assert (newest.version, newest.statement, newest.reason) == (
        second.version,
        "Restore more",
        "New map of the north.",
    )
    assert (before.version, before.statement) == (1, "Restore degraded grassland")
    client.force_login(author(first))
    page = client.get(url(target, "detail")).content.decode()
    for words in ("Restore degraded grassland", "New map of the north.", "Report for 2026"):
        assert words in page


def test_the_reason_of_an_earlier_revision_does_not_explain_the_next(first: Submission) -> None:
    change(first, statement__en="Restore more", revision_reason="New map of the north.")
    second = publish_report(Report.objects.get(pk=first.report_id))
    start_revision(second, by=author(second))

    change(first, statement__en="Restore less")

    assert found(first) == ["targets.1.revision_reason"]


def test_versions_that_say_the_same_stand_once(first: Submission) -> None:
    publish_report(Report.objects.get(pk=first.report_id))

    assert len(chain(Target.objects.get(number=1))) == 1
