"""Invite people to a role, and accept: the only way to an account.

The secret of the link is made at the moment of mailing and never kept: the row holds its SHA-256.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries import audit, bell
from countries.actions.messages import DELIVER, tell
from countries.languages import worded
from countries.models import Invitation, Membership, Party, Region, User
from countries.permissions import may_give

VALID_FOR = timedelta(days=14)


class InvitationOver(ValidationError):  # noqa: N818 - it says what happened
    """The invitation was accepted, withdrawn or has expired."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This invitation cannot be accepted any more: it was used, withdrawn or is older "
                "than %(days)s days. Ask the person who invited you for a new one."
            )
            % {"days": VALID_FOR.days},
            code="invitation_over",
        )


def digest_of(token: str) -> str:
    """Return the SHA-256 by which the secret of a link is recognised."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> Invitation | None:
    """Return the valid invitation that a link's secret belongs to."""
    valid = Invitation.objects.valid().select_related("party", "region", "created_by")
    return valid.filter(token_digest=digest_of(token)).first()


def new_link(invitation: Invitation) -> str:
    """Make a new secret for an open invitation and return the link that carries it.

    Links made before stop working.
    """
    token = secrets.token_urlsafe(32)
    Invitation.objects.open().filter(pk=invitation.pk).update(
        token_digest=digest_of(token), expires_at=timezone.now() + VALID_FOR
    )
    return settings.SITE_URL.rstrip("/") + reverse("invitation", args=[token])


@transaction.atomic
def invite(
    *,
    by: User | None,
    email: str,
    role: str,
    party: Party | None = None,
    region: Region | None = None,
    full_name: str = "",
    language: str = "en",
    sections: Iterable[str] = (),
    by_mail: bool = True,
) -> Invitation:
    """Invite an address to a role; `by` is None for the command line.

    A contributor can be limited to `sections` of the report; with none named they write all.
    Without `by_mail` nothing is sent: the caller hands over `new_link` itself.

    Raises PermissionDenied when `by` may not give the role, and ValidationError when the person
    holds it or has been invited to it already.
    """
    if by is not None and not may_give(by, role, party):
        raise PermissionDenied(role)
    invitation = Invitation(
        email=email.strip().lower(),
        full_name=full_name,
        role=role,
        party=party,
        region=region,
        language=language,
        sections=" ".join(sections),
        created_by=by,
        mailed_at=None if by_mail else timezone.now(),
        expires_at=timezone.now() + VALID_FOR,
    )
    invitation.full_clean(exclude=["created_by"])
    _refuse_twice(invitation)
    invitation.save()
    _record("invitation.sent", invitation, by=by)
    if by_mail:
        bell.ring(DELIVER)
    return invitation


def _refuse_twice(invitation: Invitation) -> None:
    same = {
        "role": invitation.role,
        "party": invitation.party,
        "region": invitation.region,
    }
    if Membership.objects.filter(user__email__iexact=invitation.email, **same).exists():
        raise ValidationError(
            _("%(email)s already holds this role.") % {"email": invitation.email},
            code="held_already",
        )
    if Invitation.objects.valid().filter(email__iexact=invitation.email, **same).exists():
        raise ValidationError(
            _("%(email)s has already been invited to this role. Send that one again instead.")
            % {"email": invitation.email},
            code="invited_already",
        )


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> None:
    """Mail an open invitation once more, with a new link; the old link stops working."""
    _require_giver(invitation, by)
    changed = (
        Invitation.objects.open()
        .filter(pk=invitation.pk)
        .update(mailed_at=None, token_digest=None, expires_at=timezone.now() + VALID_FOR)
    )
    if not changed:
        raise InvitationOver
    _record("invitation.sent_again", invitation, by=by)
    bell.ring(DELIVER)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Take an open invitation back; its link stops working at once."""
    _require_giver(invitation, by)
    deleted, _rows = Invitation.objects.open().filter(pk=invitation.pk).delete()
    if not deleted:
        raise InvitationOver
    _record("invitation.withdrawn", invitation, by=by)


def _require_giver(invitation: Invitation, by: User) -> None:
    if not may_give(by, invitation.role, invitation.party):
        raise PermissionDenied(invitation.role)


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> Membership:
    """Give `by` the role they were invited to; only the invited address may accept."""
    if by.email.lower() != invitation.email.lower():
        raise PermissionDenied("another address")
    taken = (
        Invitation.objects.valid()
        .filter(pk=invitation.pk)
        .update(accepted_at=timezone.now(), accepted_by=by, token_digest=None)
    )
    if not taken:
        raise InvitationOver
    membership, _created = Membership.objects.get_or_create(
        user=by,
        role=invitation.role,
        party=invitation.party,
        region=invitation.region,
        defaults={"created_by": invitation.created_by, "sections": invitation.sections},
    )
    _record("invitation.accepted", invitation, by=by)
    _tell_inviter(invitation, by)
    return membership


def _tell_inviter(invitation: Invitation, person: User) -> None:
    if invitation.created_by is None:
        return
    party = invitation.party
    tell(
        [invitation.created_by],
        subject=worded(
            gettext_lazy("%(person)s has accepted your invitation"), person=person.full_name
        ),
        body=worded(
            gettext_lazy("%(person)s (%(email)s) now holds the role: %(role)s."),
            person=person.full_name,
            email=person.email,
            role=invitation.definition.key.label,
        ),
        path=reverse("team", args=[party.iso3]) if party else reverse("people"),
    )


@transaction.atomic
def open_account(
    invitation: Invitation, *, full_name: str, title: str, language: str, password: str
) -> User:
    """Make the account of an invited person, with the invited address, and accept for them."""
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise ValidationError(_("There already is an account for this address. Sign in instead."))
    user = User.objects.create_user(
        invitation.email, password, full_name=full_name, title=title, language=language
    )
    # The link came by mail to this address, which proves it.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    audit.record("account.opened", by=user, target=user)
    accept(invitation, by=user)
    return user


def _record(kind: str, invitation: Invitation, *, by: User | None) -> None:
    audit.record(
        kind,
        by=by,
        party=invitation.party,
        target=invitation,
        email=invitation.email,
        role=invitation.role,
        region=invitation.region.slug if invitation.region else "",
        **({"sections": invitation.section_keys} if invitation.sections else {}),
    )
