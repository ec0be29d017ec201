"""The inbox, and how its messages leave as e-mail."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries import bell
from countries.actions import invitations
from countries.actions.mail import deliver_waiting
from countries.actions.messages import DELIVER, mark_all_read, tell
from countries.languages import worded
from countries.models import Invitation, Message, User
from countries.roles import RoleKey
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(bell, "ring", lambda task, *args: names.append(task))
    return names


@pytest.fixture
def broken_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> int:
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


def test_everybody_is_told_in_their_own_language(rung: list[str]) -> None:
    english, french = factories.make_user(), factories.make_user(language="fr")

    tell([english, french], subject=_("Yes"), body=worded(_("Yes"), n=1), path="/inbox/")

    subjects = dict(Message.objects.values_list("recipient_id", "subject"))
    assert subjects == {english.pk: "Yes", french.pk: "Oui"}
    assert rung == [DELIVER]


def test_with_a_key_a_person_is_told_once(rung: list[str]) -> None:
    person = factories.make_user()

    for _turn in range(2):
        tell([person, person], subject="Deadline", body="In 7 days", key="deadline-7-2026")

    assert Message.objects.count() == 1


def test_without_a_key_the_same_may_be_said_again(rung: list[str]) -> None:
    person = factories.make_user()

    for _turn in range(2):
        tell([person], subject="Returned", body="Again")

    assert Message.objects.count() == 2


def test_who_left_is_not_told(rung: list[str]) -> None:
    tell([factories.make_user(is_active=False)], subject="Hello", body="Hello")

    assert not Message.objects.exists()


def test_a_message_leads_nowhere_else_than_to_the_portal(rung: list[str]) -> None:
    with pytest.raises(ValueError, match="page of the portal"):
        tell([factories.make_user()], subject="x", body="x", path="https://example.org/")


def test_a_message_leaves_once_as_e_mail(rung: list[str]) -> None:
    person = factories.make_user(full_name="Awa Diallo")
    tell([person], subject="Returned", body="Two comments.", path="/parties/XAA/2026/")

    first, second = deliver_waiting(), deliver_waiting()

    assert (first, second) == (1, 0)
    sent = outbox.outbox[0]
    assert (sent.subject, sent.to) == ("Returned", [person.email])
    assert "http://127.0.0.1:8000/parties/XAA/2026/" in str(sent.body)
    assert Message.objects.get().mailed_at is not None


def test_a_mail_server_that_is_down_loses_nothing(
    rung: list[str], broken_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell([factories.make_user()], subject="Returned", body="x")

    while_down = deliver_waiting()
    waiting = Message.objects.to_mail().count()
    monkeypatch.undo()
    afterwards = deliver_waiting()

    assert (while_down, waiting, afterwards) == (0, 1, 1)


def test_an_address_that_is_refused_for_good_does_not_hold_up_the_others(
    rung: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = factories.make_user(email="gone@example.org"), factories.make_user()
    tell([bad, good], subject="Hello", body="x")
    sent: list[str] = []

    def send(self: Any, mails: list[Any]) -> int:
        if mails[0].to == [bad.email]:
            raise smtplib.SMTPRecipientsRefused({bad.email: (550, b"unknown")})
        sent.extend(mails[0].to)
        return 1

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)
    deliver_waiting()

    assert sent == [good.email]
    assert not Message.objects.to_mail().exists()


def test_a_message_that_somebody_else_took_is_not_sent(
    rung: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell([factories.make_user()], subject="Hello", body="x")
    from countries.actions import mail

    keys = mail._keys

    def take_first(rows: Any) -> list[int]:
        found = keys(rows)
        Message.objects.filter(pk__in=found).update(mailed_at=timezone.now())
        return found

    monkeypatch.setattr(mail, "_keys", take_first)

    assert deliver_waiting() == 0
    assert outbox.outbox == []


def test_a_daily_mail_gathers_what_came_since_the_last(rung: list[str]) -> None:
    person = factories.make_user(digest=User.Digest.DAILY)
    tell([person], subject="One", body="1")
    deliver_waiting()
    tell([person], subject="Two", body="2")
    tell([person], subject="Three", body="3")

    same_day = deliver_waiting()
    Message.objects.filter(subject="One").update(mailed_at=timezone.now() - timedelta(days=1))
    next_day = deliver_waiting()

    assert (same_day, next_day) == (0, 1)
    assert outbox.outbox[1].subject.startswith("2 messages")
    assert "Two" in str(outbox.outbox[1].body)
    assert "Three" in str(outbox.outbox[1].body)


def test_who_wants_no_mail_gets_none_even_after_changing_their_mind(rung: list[str]) -> None:
    person = factories.make_user(digest=User.Digest.NEVER)
    tell([person], subject="Hello", body="x")
    User.objects.update(digest=User.Digest.AT_ONCE)

    assert deliver_waiting() == 0
    assert rung == []


def test_what_concerns_the_account_leaves_at_once_for_everybody(rung: list[str]) -> None:
    people = [factories.make_user(digest=digest) for digest in User.Digest.values]
    tell(people, subject="Your password was changed", body="x", at_once=True)

    assert deliver_waiting() == 3


def test_after_a_week_a_message_is_no_news(rung: list[str]) -> None:
    tell([factories.make_user()], subject="Hello", body="x")
    Message.objects.update(created_at=timezone.now() - timedelta(days=8))

    assert deliver_waiting() == 0


def test_a_subject_cannot_smuggle_in_a_header(rung: list[str]) -> None:
    tell([factories.make_user()], subject="Hello\r\nBcc: all@example.org", body="x")

    deliver_waiting()

    assert outbox.outbox[0].subject == "Hello Bcc: all@example.org"


def test_an_invitation_is_mailed_with_a_link_that_works(rung: list[str]) -> None:
    party = factories.make_party("XAA")
    invitations.invite(
        by=factories.make_focal_point(party, full_name="Awa Diallo"),
        email="new@example.org",
        role=RoleKey.CONTRIBUTOR,
        party=party,
    )

    deliver_waiting()

    body = str(outbox.outbox[0].body)
    token = body.split("/invitations/")[1].split("/", maxsplit=1)[0]
    assert "Awa Diallo" in body
    assert invitations.find(token) == Invitation.objects.get()


def test_an_invitation_waits_for_a_broken_mail_server(
    rung: list[str], broken_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitations.invite(by=None, email="new@example.org", role=RoleKey.OBSERVER)

    deliver_waiting()
    waiting = Invitation.objects.get().mailed_at
    monkeypatch.undo()
    deliver_waiting()

    assert waiting is None
    assert len(outbox.outbox) == 1
    assert Invitation.objects.get().mailed_at is not None


def test_marking_all_as_read_reads_nobody_elses(rung: list[str]) -> None:
    one, two = factories.make_user(), factories.make_user()
    tell([one, two], subject="Hello", body="x")

    assert mark_all_read(by=one) == 1
    assert Message.objects.unread().get().recipient == two


def test_delivering_asks_the_database_a_bounded_number_of_times(
    rung: list[str], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        deliver_waiting()
