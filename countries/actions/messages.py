"""Tell people something: a row in their inbox first, an e-mail when the mail server allows."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import override

from countries import bell
from countries.models import Message, User

DELIVER = "countries.tasks.deliver_messages"


def tell(
    recipients: Iterable[User],
    *,
    subject: str | Promise,
    body: str | Promise,
    path: str = "",
    key: str = "",
    at_once: bool = False,
) -> list[Message]:
    """Write one message to each recipient, in that person's language, and ring for its delivery.

    `subject` and `body` are lazy texts (`countries.languages.worded` fills in names late).
    `path` is the page of the portal it is about. With a `key`, a person is told once only.
    `at_once` leaves as e-mail whatever the person chose: for the safety of an account.
    """
    if path and not path.startswith("/"):
        raise ValueError(f"A message leads to a page of the portal, which {path!r} is not.")
    messages = [
        _message_to(person, subject, body, path=path, key=key, at_once=at_once)
        for person in {person.pk: person for person in recipients if person.is_active}.values()
    ]
    with transaction.atomic():
        # A message that was told before under the same key is left as it is.
        Message.objects.bulk_create(messages, ignore_conflicts=bool(key))
        if any(message.wants_mail for message in messages):
            bell.ring(DELIVER)
    return messages


def _message_to(
    person: User,
    subject: str | Promise,
    body: str | Promise,
    *,
    path: str,
    key: str,
    at_once: bool,
) -> Message:
    with override(person.language):
        return Message(
            recipient=person,
            key=key,
            subject=" ".join(str(subject).split())[:200],
            body=str(body),
            path=path,
            wants_mail=at_once or person.digest != User.Digest.NEVER,
            at_once=at_once,
        )


def mark_read(messages: Iterable[Message], *, at: datetime | None = None) -> int:
    """Mark messages as read and return how many were not."""
    keys = [message.pk for message in messages]
    return Message.objects.unread().filter(pk__in=keys).update(read_at=at or timezone.now())


def mark_all_read(*, by: User) -> int:
    """Mark everything in the inbox of `by` as read and return how many messages that were."""
    return Message.objects.visible_to(by).unread().update(read_at=timezone.now())
