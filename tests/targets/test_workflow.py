"""Who may do what to a report in which state: the expected answers are written by hand here."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from countries.models import AuditEvent, Membership, Message, User
from countries.roles import Permission, RoleKey
from indicators.models import Report, ReportState
from targets.actions import publication, reviews, submissions
from targets.models import Submission
from targets.policies import Refusal, Refused, possible_transitions
from targets.workflow import STATE_OWNERS, TRANSITIONS, Action, leaving
from targets.workflow_text import workflow_text
from tests.factories import make_party, make_region, make_user
from tests.targets.reports import make_filled_report

pytestmark = pytest.mark.django_db

FOCAL_POINTS = {"focal point", "second focal point", "focal point who is a reviewer too"}
REVIEWERS = {"reviewer", "reviewer of the annex"}
EVERYBODY = {
    *FOCAL_POINTS,
    *REVIEWERS,
    "contributor",
    "contributor who is a reviewer too",
    "contributor who is of the secretariat too",
    "reviewer of another annex",
    "secretariat",
    "observer",
    "focal point of another Party",
    "somebody without a role",
    "focal point who submitted, now reviewer only",
}

MAY: dict[tuple[str, str], set[str]] = {
    ("draft", "submit"): FOCAL_POINTS,
    ("returned", "submit"): FOCAL_POINTS,
    ("submitted", "recall"): FOCAL_POINTS,
    ("submitted", "start-review"): REVIEWERS,
    ("in_review", "return"): REVIEWERS,
    ("in_review", "accept"): REVIEWERS,
    ("accepted", "publish"): {"secretariat"},
    ("published", "revise"): FOCAL_POINTS,
}


@dataclass
class Stage:
    """A submitted report and the people around it."""

    submission: Submission
    people: dict[str, User]

    @property
    def report(self) -> Report:
        return self.submission.report


@pytest.fixture
def stage() -> Stage:
    annex, other_annex = make_region(slug="annex-i"), make_region(slug="annex-ii")
    party = make_party(annex=annex)
    people = {
        "contributor": make_user(RoleKey.CONTRIBUTOR, party),
        "focal point": make_user(RoleKey.FOCAL_POINT, party),
        "second focal point": make_user(RoleKey.FOCAL_POINT, party),
        "reviewer": make_user(RoleKey.REVIEWER),
        "reviewer of the annex": make_user(RoleKey.REVIEWER, region=annex),
        "reviewer of another annex": make_user(RoleKey.REVIEWER, region=other_annex),
        "secretariat": make_user(RoleKey.SECRETARIAT),
        "observer": make_user(RoleKey.OBSERVER),
        "focal point of another Party": make_user(
            RoleKey.FOCAL_POINT, make_party("XBB", boundary=False)
        ),
        "somebody without a role": make_user(),
        "focal point who submitted, now reviewer only": make_user(RoleKey.FOCAL_POINT, party),
    }
    for name, first, second in (
        ("focal point who is a reviewer too", RoleKey.FOCAL_POINT, RoleKey.REVIEWER),
        ("contributor who is a reviewer too", RoleKey.CONTRIBUTOR, RoleKey.REVIEWER),
        ("contributor who is of the secretariat too", RoleKey.CONTRIBUTOR, RoleKey.SECRETARIAT),
    ):
        people[name] = make_user(first, party)
        Membership.objects.create(user=people[name], role=second)
    submitter = people["focal point who submitted, now reviewer only"]
    submission = submissions.submit(
        make_filled_report(party), by=submitter, signed_name="A", signed_title="B"
    )
    submitter.memberships.all().delete()
    Membership.objects.create(user=submitter, role=RoleKey.REVIEWER)
    return Stage(submission, {n: User.objects.get(pk=u.pk) for n, u in people.items()})


def put(stage: Stage, state: str) -> Submission:
    """Put the report into a state without walking there."""
    Report.objects.filter(pk=stage.report.pk).update(state=state)
    if state == "published":
        Submission.objects.update(accepted_at="2026-01-01T00:00Z", published_at="2026-01-02T00:00Z")
    elif state == "accepted":
        Submission.objects.update(accepted_at="2026-01-01T00:00Z")
    return Submission.objects.select_related("report__party", "report__cycle").get()


def act(action: str, submission: Submission, by: User) -> None:
    match action:
        case "submit":
            submissions.submit(submission.report, by=by, signed_name="A", signed_title="B")
        case "recall":
            submissions.recall(submission, by=by)
        case "revise":
            submissions.start_revision(submission, by=by)
        case "start-review":
            reviews.start_review(submission, by=by)
        case "return":
            reviews.return_to_party(submission, by=by, reason="Wetlands are missing.")
        case "accept":
            reviews.accept(submission, by=by)
        case "publish":
            publication.publish(submission, by=by)


@pytest.mark.parametrize("state", ReportState.values)
@pytest.mark.parametrize("action", Action.values)
def test_only_those_named_by_hand_can_take_a_step(stage: Stage, state: str, action: str) -> None:
    assert set(stage.people) == EVERYBODY
    done = set()
    for name, person in stage.people.items():
        submission = put(stage, state)
        try:
            with transaction.atomic():
                act(action, submission, person)
                done.add(name)
                transaction.set_rollback(True)
        except (PermissionDenied, Refused):
            assert Report.objects.get().state == state

    assert done == MAY.get((state, action), set())


@pytest.mark.parametrize("state", ReportState.values)
def test_there_is_a_button_for_what_can_be_done_and_for_nothing_else(
    stage: Stage, state: str
) -> None:
    submission = put(stage, state)

    for name, person in stage.people.items():
        buttons = {r.action for r in possible_transitions(person, submission.report, submission)}
        expected = {a for (s, a), names in MAY.items() if s == state and name in names}
        assert buttons == expected, name


def test_a_reviewer_cannot_accept_their_own_submission(stage: Stage) -> None:
    submission = put(stage, "in_review")
    submitter = stage.people["focal point who submitted, now reviewer only"]

    with pytest.raises(Refused) as refused:
        reviews.accept(submission, by=submitter)

    assert refused.value.refusal == Refusal.OWN_PARTY
    assert "submitted this report yourself" in str(refused.value.message)


def test_a_return_needs_a_reason(stage: Stage) -> None:
    submission = put(stage, "in_review")

    with pytest.raises(Refused) as refused:
        reviews.return_to_party(submission, by=stage.people["reviewer"], reason="  ")

    assert refused.value.refusal == Refusal.COMMENT_MISSING
    assert Report.objects.get().state == "in_review"


def test_every_state_has_an_owner_and_a_way_out() -> None:
    for state in ReportState:
        assert state in STATE_OWNERS
        assert leaving(state), f"nothing leads out of {state}"


def test_every_action_has_one_row_whose_permission_a_role_holds() -> None:
    assert list(TRANSITIONS) == list(Action)
    assert {row.permission for row in TRANSITIONS.values()} == {
        Permission.SUBMIT,
        Permission.RECALL,
        Permission.REVIEW,
        Permission.PUBLISH,
        Permission.REVISE,
    }


@pytest.mark.parametrize(
    ("state", "action", "actor", "told"),
    [
        ("draft", "submit", "focal point", {"second focal point", "contributor", "reviewer"}),
        ("submitted", "recall", "focal point", {"contributor", "reviewer of the annex"}),
        ("submitted", "start-review", "reviewer", {"focal point", "contributor"}),
        ("in_review", "return", "reviewer", {"focal point", "contributor"}),
        ("in_review", "accept", "reviewer", {"focal point", "secretariat"}),
        ("accepted", "publish", "secretariat", {"focal point", "reviewer"}),
        ("published", "revise", "focal point", {"contributor", "secretariat"}),
    ],
)
def test_a_step_is_audited_and_tells_those_it_concerns(
    stage: Stage, state: str, action: str, actor: str, told: set[str]
) -> None:
    submission = put(stage, state)
    Message.objects.all().delete()

    act(action, submission, stage.people[actor])

    event = AuditEvent.objects.order_by("-pk").first()
    assert event is not None
    assert (event.kind, event.actor) == (f"report.{action}", stage.people[actor].email)
    assert event.data["sha256"] == Submission.objects.order_by("-pk")[0].sha256
    heard = set(Message.objects.values_list("recipient_id", flat=True))
    assert {stage.people[name].pk for name in told} <= heard
    silent = {actor, "reviewer of another annex", "observer", "focal point of another Party"}
    assert not heard & {stage.people[name].pk for name in silent}


def test_a_message_names_the_party_in_its_readers_language(stage: Stage) -> None:
    submission = put(stage, "in_review")
    submission.report.party.name_fr = "Terre d'essai"
    submission.report.party.save()
    reader = stage.people["focal point"]
    User.objects.filter(pk=reader.pk).update(language="fr")
    Message.objects.all().delete()

    reviews.return_to_party(
        put(stage, "in_review"), by=stage.people["reviewer"], reason="Wetlands are missing."
    )

    message = Message.objects.get(recipient=reader)
    assert "Terre d'essai" in message.subject
    assert "Wetlands are missing." in message.body
    assert message.path == submission.get_absolute_url()


def test_the_page_on_the_workflow_is_printed_from_the_table() -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "workflow.md").read_text()

    assert workflow_text() in page
    assert page.count(" --> ") == 1 + sum(len(row.sources) for row in TRANSITIONS.values())
