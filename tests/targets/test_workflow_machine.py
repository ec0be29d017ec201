"""The life of a report under many hands, with old pages in them: it never reaches an illegal state.

People act in any order, on the report as it is now or as some page showed it before (a stale
compare-and-set). What should come of each act is worked out by a model that is written here by
hand and knows nothing of targets.workflow: 200 lives of 50 steps, 10 000 in all.
"""

import contextlib
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from countries.models import Membership, User
from countries.roles import RoleKey
from indicators.locks import LockedError, require_editable
from indicators.models import Report
from targets.actions import publication, reviews, submissions, threads
from targets.models import Submission, Thread
from targets.policies import Refused
from targets.readiness import remarks_on
from targets.working_copy import WorkingCopy
from tests.factories import make_cycle, make_party, make_report, make_user
from tests.targets.reports import add_number

LIVES, STEPS = 200, 50

# From which states an act leads where, by hand.
LEADS = {
    "submit": ({"draft", "returned"}, "submitted"),
    "recall": ({"submitted"}, "draft"),
    "start": ({"submitted"}, "in_review"),
    "return": ({"in_review"}, "returned"),
    "accept": ({"in_review"}, "accepted"),
    "publish": ({"accepted"}, "published"),
    "revise": ({"published"}, "draft"),
}
FOCAL = {"focal point", "second focal point", "focal point and reviewer"}
REVIEWERS = {"reviewer", "second reviewer"}
MAY = {
    "submit": FOCAL,
    "recall": FOCAL,
    "revise": FOCAL,
    "start": REVIEWERS,
    "return": REVIEWERS,
    "accept": REVIEWERS,
    "publish": {"secretariat"},
}
NAMES = [*FOCAL, *REVIEWERS, "secretariat", "contributor", "observer"]
ACTS = st.sampled_from(sorted(LEADS))
PEOPLE = st.sampled_from(sorted(NAMES))
# Mostly those who may, so that lives get far.
FITTING = st.sampled_from([True, True, True, False])
# How many looks ago the page was opened on which somebody acts; 0 is now.
AGES = st.sampled_from([0, 0, 0, 1, 2, 5])


class World:
    """A Party, its report with one number, and eight people: made once for all lives."""

    def __init__(self) -> None:
        party = make_party(boundary=False)
        self.report = make_report(party, make_cycle())
        for kind in ("land", "water"):
            add_number(self.report, f"profile.area.2015.{kind}", 10)
        roles = {
            "focal point": RoleKey.FOCAL_POINT,
            "second focal point": RoleKey.FOCAL_POINT,
            "focal point and reviewer": RoleKey.FOCAL_POINT,
            "contributor": RoleKey.CONTRIBUTOR,
            "reviewer": RoleKey.REVIEWER,
            "second reviewer": RoleKey.REVIEWER,
            "secretariat": RoleKey.SECRETARIAT,
            "observer": RoleKey.OBSERVER,
        }
        of_party = {RoleKey.FOCAL_POINT, RoleKey.CONTRIBUTOR}
        self.people: dict[str, User] = {
            name: make_user(role, party if role in of_party else None)
            for name, role in roles.items()
        }
        both = self.people["focal point and reviewer"]
        Membership.objects.create(user=both, role=RoleKey.REVIEWER)


def act(name: str, report: Report, submission: Submission | None, by: User) -> None:
    """Do one thing as the pages do it; without a version there is nothing but submitting."""
    if name == "submit":
        submissions.submit(report, by=by, signed_name="A", signed_title="B")
    elif submission is None:
        raise PermissionDenied
    elif name == "recall":
        submissions.recall(submission, by=by)
    elif name == "revise":
        submissions.start_revision(submission, by=by)
    elif name == "start":
        reviews.start_review(submission, by=by)
    elif name == "return":
        reviews.return_to_party(submission, by=by, reason="Look again.")
    elif name == "accept":
        reviews.accept(submission, by=by)
    else:
        publication.publish(submission, by=by)


class Life(RuleBasedStateMachine):
    """One report from its first day on."""

    world: World

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.state, self.versions, self.public, self.open = "draft", 0, 0, 0
        self.looks: list[tuple[Report, Submission | None]] = []
        self.frozen: dict[int, str] = {}
        self.checked = ""
        self.look()

    def look(self) -> None:
        """Open the page: what it shows is kept, and grows old."""
        report = Report.objects.select_related("party", "cycle").get(pk=self.world.report.pk)
        newest = Submission.objects.filter(report=report).order_by("-version").first()
        if newest is not None:
            newest.report = report
        self.looks = [(report, newest), *self.looks[:5]]

    def seen(self, age: int) -> tuple[Report, Submission | None]:
        return self.looks[min(age, len(self.looks) - 1)]

    @rule(name=ACTS, person=PEOPLE, fitting=FITTING, pick=st.integers(0, 2), age=AGES)
    def somebody_acts(self, name: str, person: str, fitting: bool, pick: int, age: int) -> None:
        if fitting:  # an act that leads out of the state, by somebody who may
            possible = sorted(act for act, (sources, _to) in LEADS.items() if self.state in sources)
            name = possible[pick % len(possible)]
            allowed = sorted(MAY[name])
            person = allowed[pick % len(allowed)]
        self.look()
        report, submission = self.seen(age)
        done = self.tried(name, report, submission, self.world.people[person])
        sources, target = LEADS[name]
        legal = self.state in sources and person in MAY[name]
        current = submission is not None and submission.version == self.versions
        if done:
            assert legal, f"{person} could {name} a report that was {self.state}"
            assert name == "submit" or current, "an old version was acted on"
            self.follow(name, target)
        elif age == 0 and legal and not (name == "accept" and self.open):
            raise AssertionError(f"{person} could not {name} a report that was {self.state}")

    def tried(self, name: str, report: Report, submission: Submission | None, by: User) -> bool:
        """Act inside a transaction of its own; say whether it was let through."""
        try:
            with transaction.atomic():
                act(name, report, submission, by)
        except (PermissionDenied, Refused):
            report.refresh_from_db(fields=["state"])
            return False
        return True

    def follow(self, name: str, target: str) -> None:
        assert not (name == "accept" and self.open), "accepted with an open thread"
        self.state = target
        if name == "submit":
            self.versions += 1
        elif name == "publish":
            self.public = self.versions

    @precondition(lambda self: self.state in {"submitted", "in_review", "returned"})
    @rule(resolve=st.booleans())
    def a_reviewer_comments(self, resolve: bool) -> None:
        newest = Submission.objects.select_related("report").order_by("-version").first()
        assert newest is not None
        reviewer = self.world.people["reviewer"]
        if resolve:
            for thread in Thread.objects.filter(resolved_at__isnull=True):
                threads.resolve(thread, by=reviewer)
            self.open = 0
        else:
            threads.open_thread(newest, by=reviewer, field="profile", label="P", text="?")
            self.open += 1

    @invariant()
    def it_is_where_it_should_be(self) -> None:
        report = Report.objects.get(pk=self.world.report.pk)
        assert report.state == self.state
        if self.state != self.checked:
            assert is_editable(report) == (self.state in {"draft", "returned"})
            self.checked = self.state

    @invariant()
    def versions_are_one_a_submit_never_change_and_one_of_them_stays_public(self) -> None:
        rows = Submission.objects.values_list("version", "sha256", "published_at", "superseded_at")
        kept = {version: sha256 for version, sha256, _at, _gone in rows}
        public = [version for version, _sha, at, gone in rows if at and not gone]
        assert sorted(kept) == list(range(1, self.versions + 1))
        assert self.frozen.items() <= kept.items()
        assert public == ([self.public] if self.public else [])
        self.frozen = kept

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


def is_editable(report: Report) -> bool:
    """What the pages ask before they save anything."""
    with contextlib.suppress(LockedError), transaction.atomic():
        require_editable(report)
        return True
    return False


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The stage. What a report says never changes here: it is read and checked by rules once."""
    world = World()
    copy = WorkingCopy.load(world.report)
    remarks = remarks_on(copy)
    assert not [remark for remark in remarks if remark.is_error]
    monkeypatch.setattr(submissions, "WorkingCopy", FrozenCopy(copy))
    monkeypatch.setattr(submissions, "remarks_on", lambda _copy: remarks)
    return world


class FrozenCopy:
    """Stands for WorkingCopy: what was read once, of whatever page's report."""

    def __init__(self, copy: WorkingCopy) -> None:
        self.copy = copy

    def load(self, report: Report) -> WorkingCopy:
        return replace(self.copy, report=report)


@pytest.mark.slow
def test_a_report_never_reaches_an_illegal_state(world: World) -> None:

    class Lives(Life):
        pass

    Lives.world = world
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_states_of_the_model_are_all_states_there_are() -> None:
    from indicators.models import ReportState

    reached: set[Any] = {target for _sources, target in LEADS.values()}
    assert reached == set(ReportState.values)
