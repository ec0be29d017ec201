"""Send what waits to be mailed: messages at once or once a day, and invitations.

A row is claimed by compare-and-set on `mailed_at` and given back when the mail server is down,
so two workers never send the same mail and a broken server delays mail without losing it.
"""

import logging
import smtplib
from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from countries.actions import invitations
from countries.models import Invitation, Message, User

logger = logging.getLogger(__name__)

GIVE_UP_AFTER = timedelta(days=7)
A_DAY = timedelta(days=1)
BATCH = 200

Row = TypeVar("Row", Invitation, Message)


class MailServerDown(Exception):  # noqa: N818 - it says what happened
    """Nothing can be sent now; what waits goes on waiting."""


def deliver_waiting() -> int:
    """Send all mail that waits and return how many e-mails left."""
    try:
        return _deliver_invitations() + _deliver_at_once() + _deliver_digests()
    except MailServerDown as error:
        logger.warning("The mail server cannot be reached, mail waits: %s", error)
        return 0


def _send(address: str, subject: str, body: str) -> None:
    """Send one e-mail; an address that is refused for good is logged and not tried again."""
    mail = EmailMessage(subject=subject, body=body, to=[address], connection=get_connection())
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        logger.warning("The mail server refused a recipient: %s", error)
    except (smtplib.SMTPException, OSError) as error:
        raise MailServerDown(str(error)) from error


def _claim(rows: "models.QuerySet[Row]") -> tuple[int, "models.QuerySet[Row]"]:
    """Mark unsent rows as sent now; return how many were ours to send, and those rows."""
    stamp = timezone.now()
    keys = list(rows.values_list("pk", flat=True))
    ours = rows.model._default_manager.filter(pk__in=keys)
    return ours.filter(mailed_at__isnull=True).update(mailed_at=stamp), ours.filter(mailed_at=stamp)


def _deliver_invitations() -> int:
    waiting = Invitation.objects.valid().filter(mailed_at__isnull=True)
    return sum(_deliver_invitation(pk) for pk in _keys(waiting))


def _deliver_invitation(pk: int) -> int:
    count, claimed = _claim(Invitation.objects.filter(pk=pk))
    if not count:
        return 0
    invitation = claimed.select_related("party", "region", "created_by").get()
    try:
        with override(invitation.language):
            subject, body = _invitation_text(invitation, invitations.new_link(invitation))
            _send(invitation.email, subject, body)
    except MailServerDown:
        Invitation.objects.filter(pk=pk).update(mailed_at=None)
        raise
    return 1


def _invitation_text(invitation: Invitation, link: str) -> tuple[str, str]:
    context = {"invitation": invitation, "link": link, "days": invitations.VALID_FOR.days}
    return _("Invitation to the land degradation neutrality portal"), render_to_string(
        "countries/mail/invitation.txt", context
    )


def _deliver_at_once() -> int:
    waiting = _waiting_messages().filter(Q(recipient__digest=User.Digest.AT_ONCE) | Q(at_once=True))
    return sum(_deliver(Message.objects.filter(pk=pk)) for pk in _keys(waiting))


def _deliver_digests() -> int:
    """Send what gathered to those who want one e-mail a day, a day after their last."""
    last = Message.objects.filter(recipient=OuterRef("pk"), at_once=False).order_by("-mailed_at")
    due = (
        User.objects.filter(digest=User.Digest.DAILY)
        .filter(Exists(_waiting_messages().filter(recipient=OuterRef("pk"))))
        .annotate(last_mail=Subquery(last.exclude(mailed_at=None).values("mailed_at")[:1]))
        .filter(Q(last_mail__isnull=True) | Q(last_mail__lte=timezone.now() - A_DAY))
    )
    people = _keys(due)
    return sum(_deliver(_waiting_messages().filter(recipient=person)) for person in people)


def _waiting_messages() -> "models.QuerySet[Message]":
    since = timezone.now() - GIVE_UP_AFTER
    return Message.objects.to_mail().filter(created_at__gte=since, recipient__is_active=True)


def _keys(rows: "models.QuerySet[models.Model]") -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _deliver(waiting: "models.QuerySet[Message]") -> int:
    """Send one person's messages as one e-mail and return 1, or 0 when somebody else has."""
    count, claimed = _claim(waiting)
    if not count:
        return 0
    messages = list(claimed.select_related("recipient").order_by("created_at", "pk"))
    person = messages[0].recipient
    try:
        with override(person.language):
            _send(person.email, _subject(messages), _body(messages))
    except MailServerDown:
        claimed.update(mailed_at=None)
        raise
    return 1


def _subject(messages: list[Message]) -> str:
    if len(messages) == 1:
        return messages[0].subject
    text = ngettext(
        "%(number)s message from the land degradation neutrality portal",
        "%(number)s messages from the land degradation neutrality portal",
        len(messages),
    )
    return text % {"number": len(messages)}


def _body(messages: Iterable[Message]) -> str:
    context = {"inbox_messages": messages, "site": settings.SITE_URL.rstrip("/")}
    return render_to_string("countries/mail/messages.txt", context)
