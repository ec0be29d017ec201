"""A person's own pages: settings, language, and the link of an invitation."""

import pytest
from django.test import Client
from django.urls import reverse

from countries.actions import invitations
from countries.models import AuditEvent, Invitation, Party, User
from countries.roles import RoleKey
from tests import factories

pytestmark = pytest.mark.django_db
PROFILE = {"full_name": "Awa Diallo", "title": "Director", "language": "ar", "digest": "daily"}
ACCOUNT = {
    "full_name": "Li Wei",
    "title": "Statistician",
    "language": "zh-hans",
    "password": factories.PASSWORD,
    "password_again": factories.PASSWORD,
}


@pytest.fixture
def party() -> Party:
    return factories.make_party("XAA")


@pytest.fixture
def link(party: Party) -> str:
    """The path of a link that invites new@example.org as contributor."""
    invitation = invitations.invite(
        by=factories.make_focal_point(party),
        email="new@example.org",
        role=RoleKey.CONTRIBUTOR,
        party=party,
        full_name="Li Wei",
        language="zh-hans",
    )
    return invitations.new_link(invitation).removeprefix("http://127.0.0.1:8000")


def test_a_person_changes_their_settings(client: Client) -> None:
    person = factories.make_user()
    client.force_login(person)

    response = client.post(reverse("account_settings"), PROFILE, follow=True)

    person.refresh_from_db()
    page = response.content.decode()
    assert (person.full_name, person.language, person.digest) == ("Awa Diallo", "ar", "daily")
    assert 'dir="rtl"' in page
    assert AuditEvent.objects.get().data["fields"] == ["full_name", "title", "language", "digest"]


def test_saving_without_a_change_records_nothing(client: Client) -> None:
    person = factories.make_user(**PROFILE)
    client.force_login(person)

    client.post(reverse("account_settings"), PROFILE)

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("field", ["email", "is_staff", "is_superuser"])
def test_nothing_else_can_be_set_through_the_settings(client: Client, field: str) -> None:
    person = factories.make_user()
    before = getattr(person, field)
    client.force_login(person)

    client.post(reverse("account_settings"), {**PROFILE, field: "1@example.org"})

    person.refresh_from_db()
    assert getattr(person, field) == before


@pytest.mark.parametrize(
    ("code", "direction"),
    [("en", "ltr"), ("fr", "ltr"), ("es", "ltr"), ("ru", "ltr"), ("ar", "rtl"), ("zh-hans", "ltr")],
)
def test_a_visitor_chooses_a_language(client: Client, code: str, direction: str) -> None:
    client.post(reverse("set_language"), {"language": code, "next": "/account/login/"})

    page = client.get("/account/login/").content.decode()

    assert f'lang="{code}" dir="{direction}"' in page


def test_the_choice_of_a_language_is_kept_with_the_account(client: Client) -> None:
    person = factories.make_user()
    client.force_login(person)

    client.post(reverse("set_language"), {"language": "ru", "next": "/inbox/"})

    person.refresh_from_db()
    assert person.language == "ru"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "\\\\evil.example", ""]
)
def test_choosing_a_language_leads_to_no_other_site(client: Client, target: str) -> None:
    response = client.post(reverse("set_language"), {"language": "fr", "next": target})

    assert response["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    person = factories.make_user()
    client.force_login(person)

    client.post(reverse("set_language"), {"language": "tlh"})

    person.refresh_from_db()
    assert person.language == "en"


def test_the_link_shows_what_one_is_invited_to(client: Client, link: str) -> None:
    page = client.get(link)

    assert page.status_code == 200
    assert "Testland XAA" in page.content.decode()
    assert 'value="Li Wei"' in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0")


def test_accepting_opens_the_account_and_signs_in(client: Client, link: str) -> None:
    response = client.post(link, ACCOUNT)

    user = User.objects.get(email="new@example.org")
    assert response["Location"] == "/parties/XAA/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert response.cookies["django_language"].value == "zh-hans"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password_again": "something else"}, "The two passwords differ"),
        ({"password": "short", "password_again": "short"}, "too short"),
        ({"full_name": ""}, "required"),
    ],
)
def test_a_form_with_a_mistake_opens_no_account(
    client: Client, link: str, change: dict[str, str], said: str
) -> None:
    page = client.post(link, {**ACCOUNT, **change})

    assert said in page.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_link_that_was_used_no_longer_works(client: Client, link: str) -> None:
    client.post(link, ACCOUNT)

    again = Client().get(link)

    assert again.status_code == 404
    assert "no longer works" in again.content.decode()


def test_somebody_with_an_account_is_asked_to_sign_in_first(client: Client, link: str) -> None:
    factories.make_user(email="new@example.org")

    page = client.get(link)
    response = client.post(link, ACCOUNT)

    assert "There already is an account" in page.content.decode()
    assert response["Location"] == f"/account/login/?next={link}"


def test_the_signed_in_account_gets_the_role(client: Client, link: str, party: Party) -> None:
    person = factories.make_user(email="new@example.org")
    client.force_login(person)

    client.get(link)
    held_after_looking = person.memberships.exists()
    client.post(link)

    assert not held_after_looking
    assert person.memberships.get().party == party


def test_somebody_else_who_is_signed_in_cannot_accept(client: Client, link: str) -> None:
    stranger = factories.make_user(email="stranger@example.org")
    client.force_login(stranger)

    page = client.post(link)

    assert "but the invitation is for" in page.content.decode()
    assert not stranger.memberships.exists()
    assert Invitation.objects.get().accepted_at is None
