"""Create, recognise and revoke access tokens. The secret is shown once and never kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries import audit
from countries.actions.messages import tell
from countries.languages import worded
from countries.models import ApiToken, User

PREFIX = "ldn_"
MAX_VALID_TOKENS = 10
MAX_DAYS = 365
_USE_IS_NOTED_EVERY = timedelta(minutes=10)


def digest_of(secret: str) -> str:
    """Return the SHA-256 by which a secret is recognised."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_token(*, by: User, name: str, days: int) -> tuple[ApiToken, str]:
    """Make a token that reads for `by` during `days` days; return its row and its secret.

    Raises ValidationError for a time that is too long, and for more tokens than one can watch.
    """
    if not 1 <= days <= MAX_DAYS:
        raise ValidationError(
            _("A token is valid for 1 to %(most)s days, not for %(days)s.")
            % {"most": MAX_DAYS, "days": days}
        )
    # Two requests at once must not both take the last place.
    User.objects.select_for_update().get(pk=by.pk)
    if ApiToken.objects.visible_to(by).valid().count() >= MAX_VALID_TOKENS:
        raise ValidationError(
            _("You already have %(count)s valid tokens. Revoke one that you no longer use first.")
            % {"count": MAX_VALID_TOKENS}
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    token = ApiToken.objects.create(
        user=by,
        name=name,
        digest=digest_of(secret),
        ending=secret[-4:],
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    until = token.expires_at.date().isoformat()
    audit.record("token.created", by=by, target=token, name=name, until=until)
    _tell_owner(token)
    return token, secret


def _tell_owner(token: ApiToken) -> None:
    tell(
        [token.user],
        subject=gettext_lazy("A new access token for your account"),
        body=worded(
            gettext_lazy(
                "The access token “%(name)s” was created. A program that has it reads what you may"
                " read. If you did not create it, revoke it and change your password."
            ),
            name=token.name,
        ),
        path=reverse("account_tokens"),
        at_once=True,
    )


def find_token(secret: str) -> ApiToken | None:
    """Return the valid token that a secret belongs to."""
    if not secret.startswith(PREFIX):
        return None
    valid = ApiToken.objects.valid().select_related("user")
    return valid.filter(digest=digest_of(secret)).first()


def note_use(token: ApiToken, *, at: datetime | None = None) -> None:
    """Remember that a token was used; to spare the database, to within ten minutes."""
    now = at or timezone.now()
    before = now - _USE_IS_NOTED_EVERY
    if token.last_used_at is not None and token.last_used_at > before:
        return
    unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lte=before)
    ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> bool:
    """Stop a token of `by` at once; return whether it was open until now."""
    open_tokens = ApiToken.objects.visible_to(by).filter(revoked_at__isnull=True)
    revoked = open_tokens.filter(pk=token.pk).update(revoked_at=timezone.now())
    if revoked:
        audit.record("token.revoked", by=by, target=token, name=token.name)
    return bool(revoked)
