"""Access tokens: shown once, kept as a digest, expiring, revocable, told to their owner."""

import hashlib
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from countries.actions import tokens
from countries.models import ApiToken, AuditEvent, Message, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return make_user()


def test_only_the_digest_of_a_secret_is_kept(person: User) -> None:
    token, secret = tokens.create_token(by=person, name="Script", days=30)

    kept = ApiToken.objects.values().get(pk=token.pk)

    assert kept["digest"] == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in map(str, kept.values())
    assert secret.endswith(kept["ending"])
    assert len(secret) > 40


def test_a_secret_is_found_again_and_another_is_not(person: User) -> None:
    token, secret = tokens.create_token(by=person, name="Script", days=30)

    assert tokens.find_token(secret) == token
    assert tokens.find_token(secret + "x") is None
    assert tokens.find_token(token.digest) is None


def test_creating_and_revoking_are_in_the_audit_trail_without_the_secret(person: User) -> None:
    token, secret = tokens.create_token(by=person, name="Script", days=30)
    tokens.revoke_token(token, by=person)

    events = AuditEvent.objects.order_by("pk")

    assert [event.kind for event in events] == ["token.created", "token.revoked"]
    assert secret not in str(list(events.values()))


def test_the_owner_is_told_of_a_new_token_at_once(person: User) -> None:
    tokens.create_token(by=person, name="Script", days=30)

    message = Message.objects.get()

    assert (message.recipient, message.at_once) == (person, True)
    assert "Script" in message.body


@pytest.mark.parametrize("days", [0, -1, 366])
def test_no_token_lasts_for_ever(person: User, days: int) -> None:
    with pytest.raises(ValidationError, match="1 to 365 days"):
        tokens.create_token(by=person, name="Script", days=days)


def test_the_eleventh_valid_token_is_refused_until_one_is_revoked(person: User) -> None:
    made = [tokens.create_token(by=person, name=f"Script {n}", days=30)[0] for n in range(10)]
    with pytest.raises(ValidationError, match="Revoke one"):
        tokens.create_token(by=person, name="One more", days=30)

    tokens.revoke_token(made[0], by=person)

    tokens.create_token(by=person, name="One more", days=30)
    assert ApiToken.objects.valid().count() == 10


def test_nobody_revokes_the_token_of_somebody_else(person: User) -> None:
    token, _secret = tokens.create_token(by=person, name="Script", days=30)

    assert not tokens.revoke_token(token, by=make_user())
    assert ApiToken.objects.get().revoked_at is None


def test_the_use_of_a_token_is_noted_but_not_with_every_request(person: User) -> None:
    token, _secret = tokens.create_token(by=person, name="Script", days=30)
    first = timezone.now()

    noted = []
    for minutes in (0, 5, 15):
        tokens.note_use(ApiToken.objects.get(pk=token.pk), at=first + timedelta(minutes=minutes))
        noted.append(ApiToken.objects.get(pk=token.pk).last_used_at)

    assert noted == [first, first, first + timedelta(minutes=15)]


def test_the_secret_is_shown_once_and_no_more(person: User, client: Client) -> None:
    client.force_login(person)
    page = client.post(reverse("account_tokens"), {"name": "My <script>", "days": "90"})
    found = re.search(r'value="(ldn_[^"]+)"', unescape(page.content.decode()))
    assert found

    again = client.get(reverse("account_tokens")).content.decode()

    assert tokens.find_token(found[1]) is not None
    assert found[1] not in again
    assert found[1][-4:] in unescape(again)
    assert "My &lt;script&gt;" in again
    assert "no-store" in page["Cache-Control"]


def test_a_token_is_revoked_on_a_page_that_asks_first(person: User, client: Client) -> None:
    token, secret = tokens.create_token(by=person, name="Script", days=30)
    client.force_login(person)
    address = reverse("account_token_revoke", args=[token.pk])

    asked = client.get(address)
    still_valid = tokens.find_token(secret)
    client.post(address)

    assert "Script" in asked.content.decode()
    assert still_valid == token
    assert tokens.find_token(secret) is None


def test_too_many_tokens_are_an_error_on_the_form(person: User, client: Client) -> None:
    for n in range(10):
        tokens.create_token(by=person, name=f"Script {n}", days=30)
    client.force_login(person)

    page = client.post(reverse("account_tokens"), {"name": "One more", "days": "30"})

    assert "Revoke one that you no longer use first" in page.content.decode()
