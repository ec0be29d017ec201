"""The pages by which people are invited, removed, listed and told."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from countries.models import Invitation, Membership, Message, Party, User
from countries.roles import RoleKey
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def party() -> Party:
    return factories.make_party("XAA")


@pytest.fixture
def focal_point(party: Party) -> User:
    return factories.make_focal_point(party, full_name="Awa Diallo")


@pytest.fixture
def secretariat() -> User:
    return factories.make_user(RoleKey.SECRETARIAT, full_name="Sofia Rossi")


def _invited(**fields: str) -> dict[str, str]:
    return {"email": "new@example.org", "role": "contributor", "language": "fr", **fields}


def test_a_focal_point_invites_from_the_team_page(
    client: Client, party: Party, focal_point: User
) -> None:
    client.force_login(focal_point)

    response = client.post(reverse("team_invite", args=["XAA"]), _invited(), follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [("/parties/XAA/team/", 302)]
    assert Invitation.objects.get().party == party
    assert "new@example.org" in page
    assert "waiting to be sent" in page


@pytest.mark.parametrize("role", ["reviewer", "secretariat", "observer", ""])
def test_the_form_offers_only_the_roles_of_a_party(
    client: Client, focal_point: User, role: str
) -> None:
    client.force_login(focal_point)

    page = client.post(reverse("team_invite", args=["XAA"]), _invited(role=role))

    assert page.status_code == 200
    assert not Invitation.objects.exists()


def test_inviting_twice_says_what_to_do_instead(client: Client, focal_point: User) -> None:
    client.force_login(focal_point)

    for _turn in range(2):
        page = client.post(reverse("team_invite", args=["XAA"]), _invited())

    assert "Send that one again instead" in page.content.decode()


def test_a_contributor_sees_the_team_without_its_buttons(
    client: Client, party: Party, focal_point: User
) -> None:
    client.force_login(factories.make_user(RoleKey.CONTRIBUTOR, party))

    page = client.get(reverse("team", args=["XAA"])).content.decode()

    assert "Awa Diallo" in page
    assert reverse("team_invite", args=["XAA"]) not in page
    assert "/remove/" not in page


def test_a_removed_person_is_shut_out_at_the_next_click(
    client: Client, party: Party, focal_point: User
) -> None:
    contributor = factories.make_user(RoleKey.CONTRIBUTOR, party)
    browser = Client()
    browser.force_login(contributor)
    client.force_login(focal_point)
    before = browser.get(reverse("team", args=["XAA"])).status_code

    client.post(reverse("team_remove", args=["XAA", contributor.memberships.get().pk]))

    assert (before, browser.get(reverse("team", args=["XAA"])).status_code) == (200, 404)


def test_the_last_focal_point_reads_why_they_stay(
    client: Client, party: Party, focal_point: User
) -> None:
    client.force_login(focal_point)
    own = focal_point.memberships.get()

    page = client.post(reverse("team_remove", args=["XAA", own.pk]), follow=True)

    assert "without a national focal point" in page.content.decode()
    assert Membership.objects.filter(pk=own.pk).exists()


def test_looking_at_the_question_removes_nobody(
    client: Client, party: Party, focal_point: User
) -> None:
    contributor = factories.make_user(RoleKey.CONTRIBUTOR, party)
    client.force_login(focal_point)

    client.get(reverse("team_remove", args=["XAA", contributor.memberships.get().pk]))

    assert contributor.memberships.exists()


def test_the_team_page_asks_the_database_the_same_number_of_times_however_large(
    client: Client, party: Party, focal_point: User, django_assert_max_num_queries: Any
) -> None:
    for _n in range(24):
        factories.make_user(RoleKey.CONTRIBUTOR, party)
    client.force_login(focal_point)

    with django_assert_max_num_queries(9):
        client.get(reverse("team", args=["XAA"]))


def test_a_name_with_markup_is_shown_as_text(client: Client, party: Party) -> None:
    client.force_login(factories.make_focal_point(party, full_name="<script>alert(1)</script>"))

    page = client.get(reverse("team", args=["XAA"])).content.decode()

    assert "<script>alert(1)" not in page


def test_the_secretariat_finds_people_by_party_and_role(
    client: Client, party: Party, focal_point: User, secretariat: User
) -> None:
    factories.make_focal_point(factories.make_party("XBB"), full_name="Li Wei")
    client.force_login(secretariat)

    by_code = client.get(reverse("people"), {"q": "xaa"}).content.decode()
    by_role = client.get(reverse("people"), {"role": "focal_point"}).context["page"]

    assert ("Awa Diallo" in by_code, "Li Wei" in by_code) == (True, False)
    assert {person.full_name for person in by_role} == {"Awa Diallo", "Li Wei"}


def test_the_list_of_people_is_paged_and_asks_a_bounded_number_of_times(
    client: Client, party: Party, secretariat: User, django_assert_max_num_queries: Any
) -> None:
    for _n in range(60):
        factories.make_user(RoleKey.CONTRIBUTOR, party)
    client.force_login(secretariat)

    with django_assert_max_num_queries(9):
        response = client.get(reverse("people"), {"page": "2"})

    assert len(response.context["page"].object_list) == 25


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"role": "focal_point"}, "Choose which"),
        ({"role": "reviewer", "party": "@party"}, "Only a focal point belongs to a Party"),
        ({"role": "observer", "region": "@region"}, "Only a reviewer is given a region"),
    ],
)
def test_an_appointment_that_does_not_fit_says_why(
    client: Client, party: Party, secretariat: User, fields: dict[str, str], said: str
) -> None:
    keys = {"@party": str(party.pk), "@region": str(factories.make_region().pk)}
    client.force_login(secretariat)

    data = _invited(**{name: keys.get(value, value) for name, value in fields.items()})
    page = client.post(reverse("people_appoint"), data)

    assert said in page.content.decode()
    assert not Invitation.objects.exists()


def test_the_secretariat_appoints_a_reviewer_of_a_region(client: Client, secretariat: User) -> None:
    region = factories.make_region()
    client.force_login(secretariat)

    client.post(reverse("people_appoint"), _invited(role="reviewer", region=str(region.pk)))

    assert Invitation.objects.get().region == region


def test_a_message_is_read_when_it_is_opened(client: Client, focal_point: User) -> None:
    message = Message.objects.create(
        recipient=focal_point, subject="Returned", body="One\n\nTwo", path="/parties/XAA/team/"
    )
    client.force_login(focal_point)

    before = client.get(reverse("inbox"), {"show": "unread"}).content.decode()
    page = client.get(reverse("message", args=[message.pk])).content.decode()
    after = client.get(reverse("inbox"), {"show": "unread"}).content.decode()

    assert "Returned" in before
    assert "<p>One</p>" in page
    assert 'href="/parties/XAA/team/"' in page
    assert "Returned" not in after


def test_the_inbox_is_paged_and_asks_a_bounded_number_of_times(
    client: Client, focal_point: User, django_assert_max_num_queries: Any
) -> None:
    Message.objects.bulk_create(
        Message(recipient=focal_point, subject=f"Message {n}", body="x") for n in range(60)
    )
    client.force_login(focal_point)

    with django_assert_max_num_queries(8):
        response = client.get(reverse("inbox"))

    assert response.context["page"].paginator.num_pages == 3
