"""How people get in: by invitation, with an e-mail address, and a second step if they want."""

import base64
import hashlib
import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from countries import audit
from countries.actions.messages import tell
from countries.models import User

logger = logging.getLogger(__name__)


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep a language in the browser, where Django's locale middleware looks for it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Sign-up is closed; an invitation creates the account: see countries.actions.invitations."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.PORTAL_NAME}: {subject}"

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Go on in the language of the account."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_language(response, user.language)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail that carries a secret; say so when the mail server cannot be reached.

        Known and unknown addresses come through here alike: what is said betrays neither.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (smtplib.SMTPException, OSError):
            logger.exception("A mail about an account could not be sent.")
            messages.error(
                current.request,
                _("The e-mail could not be sent just now. Try again in some minutes."),
            )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what was changed in their account, in the inbox and by e-mail at once."""
        details = {
            "timestamp": timezone.now(),
            "ip": self.get_client_ip(self.request),
            "user_agent": self.get_http_user_agent(self.request)[:200],
            **(context or {}),
        }
        with override(user.language):
            subject = render_to_string(f"{template_prefix}_subject.txt", details)
            body = render_to_string(f"{template_prefix}_message.txt", details)
        audit.record(
            "account.guard_changed", by=user, target=user, change=template_prefix.rpartition("/")[2]
        )
        tell([user], subject=subject, body=body.strip(), at_once=True)


class EncryptedSecretsAdapter(DefaultMFAAdapter):
    """Keep the secrets of the second step unreadable to whoever gets hold of the database."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Return a cipher keyed by SECRET_KEY that still reads what older keys wrote."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second step of sign-in:{key!s}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
