"""A contributor who is limited to sections changes these and nothing else, by whatever way."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from countries.actions import memberships
from countries.audit_texts import Telling
from countries.models import AuditEvent, Invitation, Membership, Message, Party, User
from countries.roles import RoleKey
from countries.section_roles import section_titles
from indicators.actions.sections import save_section
from indicators.baseline.notation import Notation
from indicators.locks import NotYoursError
from indicators.models import Observation, Report, Section
from indicators.sections import SECTIONS
from targets.home import Home
from targets.models import Entry, Measure, Target
from tests.factories import make_cycle, make_focal_point, make_party, make_report, make_user
from tests.ldnportal.authorisation import world as worlds
from tests.ldnportal.authorisation.table import all_rows
from tests.web_pages import fill_in, read_page

pytestmark = pytest.mark.django_db
LAND = "profile.area.2000.land"
STOCK = "carbon.stock.2000.cropland"


@pytest.fixture
def report() -> Report:
    return make_report(make_party(), make_cycle())


@pytest.fixture
def focal_point(report: Report) -> User:
    return make_focal_point(report.party, full_name="Awa Diallo")


@pytest.fixture
def limited(report: Report) -> User:
    """A contributor who may change carbon stocks and targets."""
    person = make_user(RoleKey.CONTRIBUTOR, report.party, full_name="Benoît Kaboré")
    person.memberships.update(sections="carbon targets")
    return person


@pytest.fixture
def browser(client: Client, limited: User) -> Client:
    client.force_login(limited)
    return client


def section_url(section: str) -> str:
    return reverse("baseline_section", args=["XAA", 2026, section])


# ---- What they may and may not do ----


def test_every_section_of_a_report_can_be_named(report: Report) -> None:
    offered = set(section_titles())
    assert set(SECTIONS) < offered
    assert {"targets", "measures", "balance", "drivers", "finance"} < offered


def test_they_change_their_own_sections(browser: Client, report: Report) -> None:
    fill_in(browser, section_url("carbon"), {STOCK: "60"})
    browser.post(reverse("target_new", args=["XAA"]))

    assert Observation.objects.get().value == 60
    assert Target.objects.count() == 1


def test_the_other_sections_are_read_and_say_who_may_change_them(
    browser: Client, focal_point: User, report: Report
) -> None:
    page = read_page(browser.get(section_url("profile")))

    sentence = "You may read the section “Country profile”, but not change it. Awa Diallo may."
    assert sentence in page.text
    assert not [e for e in page.walk() if e["name"] == LAND]
    for name in ("measure_list", "balance"):
        args = ["XAA"] if name == "measure_list" else ["XAA", 2026]
        assert "Awa Diallo may." in read_page(browser.get(reverse(name, args=args))).text


def test_a_form_that_was_open_before_is_refused_with_the_same_sentence(
    browser: Client, focal_point: User, report: Report
) -> None:
    page = browser.post(section_url("profile"), {"version": 0, LAND: "1205"}, follow=True)

    assert "but not change it. Awa Diallo may." in page.content.decode()
    assert not Observation.objects.exists()
    assert not Section.objects.filter(version__gt=0).exists()


def test_autosave_is_told_that_it_is_locked(
    browser: Client, focal_point: User, report: Report
) -> None:
    headers = {"X-Autosave": "1"}

    answer = browser.post(section_url("profile"), {"version": 0, LAND: "1"}, headers=headers)

    assert answer.status_code == 423
    assert "Awa Diallo may." in answer.json()["locked"]


def test_without_a_limit_a_contributor_changes_everything(client: Client, report: Report) -> None:
    client.force_login(make_user(RoleKey.CONTRIBUTOR, report.party))
    fill_in(client, section_url("profile"), {LAND: "1205"})
    assert Observation.objects.get().value == 1205


def test_two_roles_allow_what_either_allows(report: Report, limited: User) -> None:
    Membership.objects.create(user=limited, role=RoleKey.FOCAL_POINT, party=report.party)
    save_section(report, "profile", {LAND: "1"}, version=0, notation=Notation(), by=limited)
    assert Observation.objects.exists()


def test_a_limit_at_one_party_does_not_hold_at_another(report: Report, limited: User) -> None:
    other = make_report(make_party("XBB"), report.cycle)
    Membership.objects.create(user=limited, role=RoleKey.CONTRIBUTOR, party=other.party)
    save_section(other, "profile", {LAND: "1"}, version=0, notation=Notation(), by=limited)
    with pytest.raises(NotYoursError):
        save_section(report, "profile", {LAND: "1"}, version=0, notation=Notation(), by=limited)


# ---- Every way to write ----

NOT_OF_A_SECTION = {
    # rasters, runs and what is asked of them: nothing of it reaches a section by itself
    "dataset",
    "legend",
    "run",
    "effect",
    "where",
    "import",
    # talking, and one's own account
    "thread",
    "comment",
    "question",
    "account",
    "token",
    "report",
    # tried out beside the report
    "scenario",
}


def test_no_address_lets_them_change_another_section() -> None:
    """Post everything that a contributor may post, as one who may write carbon stocks only."""
    world = worlds.build()
    person = world.actors["contributor"]
    assert person is not None
    person.memberships.update(sections="carbon")
    client = Client(raise_request_exception=False)
    client.force_login(person)
    before = _written(world.party)
    seen, wrong = 0, []
    for row in all_rows():
        if row.method != "POST" or row.expected[1] not in (200, 201, 302):
            continue
        if row.kwargs.get("iso3", "XAA") != "XAA" or row.name.startswith("account"):
            continue
        with transaction.atomic():
            last = _last_event()
            answer = _post(client, row, world)
            assert answer.status_code < 500, row.name
            seen += 1
            events = AuditEvent.objects.filter(pk__gt=last).values_list("kind", "data")
            wrong += [
                (row.name, dict(row.kwargs), kind)
                for kind, data in events
                if kind.partition(".")[0] not in NOT_OF_A_SECTION
                and data.get("section") != "carbon"
            ]
            if _written(world.party) != before and row.kwargs.get("section") != "carbon":
                wrong.append((row.name, dict(row.kwargs), "rows"))
            transaction.set_rollback(True)
    assert seen > 30
    assert not wrong, "\n".join(map(str, wrong))


def _last_event() -> int:
    last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    return int(last or 0)


def _post(client: Client, row: Any, world: worlds.World) -> Any:
    address = reverse(row.name, kwargs={k: world.value(v) for k, v in row.kwargs.items()})
    data = {k: world.value(v) for k, v in (row.data or {}).items()}
    return client.post(address + row.query, data)


def _written(party: Party) -> list[Any]:
    """The versions of all that people write together."""
    sections = Section.objects.filter(report__party=party, version__gt=0)
    rows: list[Any] = list(sections.values_list("key", "version"))
    for model in (Target, Measure, Entry):
        rows += model._default_manager.filter(party=party).values_list("pk", "version")
    return [*sorted(map(str, rows)), Observation.objects.filter(report__party=party).count()]


# ---- Setting the limit ----


def test_a_focal_point_sets_and_lifts_the_limit_and_it_holds_at_once(
    client: Client, report: Report, focal_point: User, limited: User
) -> None:
    # Arrange: a page of the contributor is open
    theirs = Client()
    theirs.force_login(limited)
    client.force_login(focal_point)
    address = reverse("team_sections", args=["XAA", limited.memberships.get().pk])

    # Act
    fill_in(client, address, {"sections": ["profile", "carbon"]})

    # Assert
    fill_in(theirs, section_url("profile"), {LAND: "1205"})
    assert Observation.objects.get().value == 1205
    team = read_page(client.get(reverse("team", args=["XAA"]))).text
    assert "may change: Country profile, Carbon stocks" in team
    event = AuditEvent.objects.filter(kind="membership.limited").get()
    assert event.data["before"] == ["carbon", "targets"]
    assert "to these sections: Country profile, Carbon stocks." in Telling(event).text
    assert "Country profile, Carbon stocks" in Message.objects.get(recipient=limited).body

    # Act
    fill_in(client, address, {"sections": []})

    # Assert
    assert limited.memberships.get().sections == ""
    assert AuditEvent.objects.filter(kind="membership.unlimited").count() == 1


def test_an_invitation_carries_the_limit_to_the_role(
    client: Client, report: Report, focal_point: User
) -> None:
    from countries.actions import invitations

    client.force_login(focal_point)
    fields = {"email": "new@example.org", "role": "contributor", "sections": ["land_cover"]}

    page = fill_in(client, reverse("team_invite", args=["XAA"]), fields)
    invitation = Invitation.objects.get()
    invitations.accept(invitation, by=make_user(email="new@example.org"))

    assert "(Land cover)" in page.content.decode()
    assert Membership.objects.get(user__email="new@example.org").section_keys == ["land_cover"]


def test_a_focal_point_cannot_be_limited(client: Client, report: Report, focal_point: User) -> None:
    client.force_login(focal_point)
    fields = {"email": "new@example.org", "role": "focal_point", "sections": ["carbon"]}

    page = fill_in(client, reverse("team_invite", args=["XAA"]), fields)

    assert "answers for the whole report" in page.content.decode()
    assert not Invitation.objects.exists()
    own = focal_point.memberships.get()
    assert client.get(reverse("team_sections", args=["XAA", own.pk])).status_code == 404
    with pytest.raises(ValidationError):
        memberships.limit(own, ["carbon"], by=focal_point)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=own.pk).update(sections="carbon")


def test_a_contributor_does_not_lift_their_own_limit(limited: User) -> None:
    with pytest.raises(PermissionDenied):
        memberships.limit(limited.memberships.get(), [], by=limited)


def test_the_home_of_the_report_opens_for_them(browser: Client, report: Report) -> None:
    assert Home(report.party, report, report.cycle).groups
    assert browser.get(report.get_absolute_url()).status_code == 200
