"""The people and objects that the rows speak of. Everything belongs to the Party XAA."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from countries.actions import helpdesk
from countries.models import ApiToken, Invitation, Message, Party, Region, User
from countries.roles import RoleKey
from indicators.models import Dataset, DatasetKind, PendingImport, Report
from indicators.offline.arrival import Arrival
from ldnportal.models import Export
from targets.models import (
    Entry,
    Measure,
    PlannedLoss,
    SavedScenario,
    Submission,
    Target,
    Thread,
)
from targets.pages.build import pages_of
from targets.snapshots import Signature, freeze
from targets.working_copy import WorkingCopy
from tests import factories
from tests.indicators.baseline.zone_making import make_zones
from tests.ldnportal.authorisation.computed import make_response_map, make_runs
from tests.ldnportal.authorisation.rasters import accepted_raster
from tests.targets import reports

MARKS = ("review_started_at", "returned_at", "recalled_at", "accepted_at", "published_at")


@dataclass
class World:
    """Eight actors; the Party XAA with one of everything, XBB with nothing, XCC published."""

    party: Party
    other: Party
    report: Report
    actors: dict[str, User | None]
    things: dict[str, Any] = field(default_factory=dict)

    def value(self, value: Any) -> Any:
        """Replace "@name" by the key of the thing of that name."""
        if isinstance(value, str) and value.startswith("@"):
            return self.things[value[1:]]
        return value

    def put_in_state(self, state: str) -> None:
        """Bring XAA's report, and its one submission, into a state."""
        Report.objects.filter(pk=self.report.pk).update(state=state)
        now = timezone.now()
        marks = {
            "draft": ["recalled_at"],
            "submitted": [],
            "in_review": ["review_started_at"],
            "returned": ["review_started_at", "returned_at"],
            "accepted": ["review_started_at", "accepted_at"],
            "published": ["review_started_at", "accepted_at", "published_at"],
        }[state]
        submission = Submission.objects.filter(pk=self.things["submission"])
        submission.update(**{mark: now if mark in marks else None for mark in MARKS})
        reviewing = {"in_review", "returned", "accepted", "published"}
        submission.update(reviewer=self.actors["reviewer"] if state in reviewing else None)


def build() -> World:
    """Make the world in the database of the running test."""
    region = factories.make_region(slug="annex-i")
    elsewhere = factories.make_region(slug="annex-ii")
    party = factories.make_party("XAA", annex=region)
    other = factories.make_party("XBB", annex=elsewhere)
    actors: dict[str, User | None] = {
        "anonymous": None,
        "contributor": factories.make_user(RoleKey.CONTRIBUTOR, party),
        "focal_point": factories.make_focal_point(party),
        "other_focal_point": factories.make_focal_point(other),
        "reviewer": factories.make_user(RoleKey.REVIEWER, region=region),
        "other_reviewer": factories.make_user(RoleKey.REVIEWER, region=elsewhere),
        "secretariat": factories.make_user(RoleKey.SECRETARIAT),
        "observer": factories.make_user(RoleKey.OBSERVER),
    }
    report = factories.make_report(party)
    world = World(party, other, report, actors)
    _add_people(world, region)
    _add_work(world)
    _add_submission(world)
    _add_questions(world)
    published = factories.make_party("XCC", annex=region)
    Entry.objects.create(party=published, kind="finance", number=1, answers={"title": "Seed"})
    reports.publish_report(reports.make_filled_report(published, report.cycle))
    return world


def _add_people(world: World, region: Region) -> None:
    colleague = factories.make_user(RoleKey.CONTRIBUTOR, world.party)
    appointed = factories.make_user(RoleKey.OBSERVER)
    invited = {"expires_at": timezone.now() + timedelta(days=7), "email": "guest@example.org"}
    world.things |= {
        "membership": colleague.memberships.get().pk,
        "appointed": appointed.memberships.get().pk,
        "invitation": Invitation.objects.create(
            party=world.party, role=RoleKey.CONTRIBUTOR, **invited
        ).pk,
        "appointment": Invitation.objects.create(
            role=RoleKey.REVIEWER, region=region, **invited
        ).pk,
        "message": Message.objects.create(
            recipient=world.actors["focal_point"], subject="Hello", body="Hello"
        ).pk,
        "token": ApiToken.objects.create(
            user=world.actors["focal_point"],
            name="A script",
            digest="0" * 64,
            expires_at=timezone.now() + timedelta(days=7),
        ).pk,
    }


def _add_work(world: World) -> None:
    party, person = world.party, world.actors["focal_point"]
    make_zones(world.report, 1)
    world.report.regions.create(number=1, name="North", is_listed=False)
    dataset = Dataset.objects.create(
        party=party,
        kind=DatasetKind.LAND_COVER,
        title="Land cover 2015",
        original_name="land-cover.tif",
        uploaded_by=person,
    )
    runs = make_runs(party, world.report.cycle, person)
    target = Target.objects.create(party=party, number=1, statements={"en": "Halt it."})
    measure = Measure.objects.create(party=party, number=1, title="Terraces")
    need = Entry.objects.create(party=party, kind="finance", number=1, answers={"title": "Seed"})
    pledge = Entry.objects.create(party=party, kind="business", number=1)
    reports.add_progress(measure)
    loss = PlannedLoss.objects.create(
        report=world.report, number=1, land_type="wetland", area_km2=1, entered_area=1, reason="Dam"
    )
    drawn, patch = make_response_map(world.report, runs["finished_run"])
    pending = PendingImport.objects.create(
        report=world.report,
        name="filled.xlsx",
        content=Arrival("workbook").to_json(),
        created_by=person,
    )
    export = Export.objects.create(
        file="summary.xlsx", scope="world", cycle=world.report.cycle, created_by=person
    )
    world.things |= {
        "export": export.pk,
        "pending_import": pending.pk,
        "dataset": dataset.pk,
        "raster": accepted_raster(party, person).pk,
        **{name: run.pk for name, run in runs.items()},
        "loss": loss.number,
        "map": drawn.pk,
        "scenario": SavedScenario.objects.create(report=world.report, name="Wetlands first").pk,
        "patch": patch.pk,
        "target": target.pk,
        "measure": measure.pk,
        "need": need.pk,
        "pledge": pledge.pk,
    }


def _add_submission(world: World) -> None:
    """Version 1, returned, and version 2, which the states are about; a thread on a number."""
    person = world.actors["focal_point"]
    assert person is not None
    number = reports.add_number(world.report, "profile.area.2015.land", 1205)
    first = _freeze(world.report, person, version=1)
    Submission.objects.filter(pk=first.pk).update(
        review_started_at=timezone.now(), returned_at=timezone.now()
    )
    submission = _freeze(world.report, person, version=2, previous=first)
    page = pages_of(submission.content)[0]
    thread = Thread.objects.create(
        report=world.report,
        submission=submission,
        field="profile.area.2015.land",
        label="Land area, 2015",
        created_by=world.actors["reviewer"],
    )
    world.things |= {
        "submission": submission.pk,
        "thread": thread.pk,
        "page": page.key,
        "number": number.pk,
    }


def _add_questions(world: World) -> None:
    """A question of XAA that nobody shared, and one whose answer is shared with all Parties."""
    person, secretariat = world.actors["focal_point"], world.actors["secretariat"]
    assert person is not None
    assert secretariat is not None
    asked = {"by": person, "party": world.party, "subject": "Wetlands", "text": "Are they land?"}
    shared = helpdesk.ask(**asked)
    helpdesk.write(shared, by=secretariat, text="They are.")
    helpdesk.share(shared, by=secretariat, shared_question="Are they?", shared_answer="Yes.")
    world.things |= {"question": helpdesk.ask(**asked).pk, "shared_question": shared.pk}


def _freeze(
    report: Report, by: User, *, version: int, previous: Submission | None = None
) -> Submission:
    """A version with a real snapshot, in whatever state the report is."""
    copy = WorkingCopy.load(report)
    signature = Signature("A. Person", "Director", timezone.now())
    text = freeze(copy, signature=signature, remarks=[], previous=previous)
    return Submission.objects.create(
        report=report,
        version=version,
        snapshot=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        submitted_by=by,
        signed_name="A. Person",
        signed_title="Director",
    )
