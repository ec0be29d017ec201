"""Take roles away. They are given by accepting an invitation: see countries.actions.invitations."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries import audit
from countries.actions.messages import tell
from countries.languages import worded
from countries.models import Membership, Party, User
from countries.permissions import may, may_give
from countries.roles import Permission, RoleKey


@transaction.atomic
def remove(membership: Membership, *, by: User) -> None:
    """Take a role from a person, at once.

    Raises PermissionDenied when `by` may not, and ValidationError when a Party would be left
    without a focal point by its own people.
    """
    if not may_give(by, membership.role, membership.party):
        raise PermissionDenied(membership.role)
    _keep_a_focal_point(membership, by)
    deleted, _rows = Membership.objects.filter(pk=membership.pk).delete()
    if not deleted:
        return
    _record_removal(membership, by)
    if membership.user_id != by.pk:
        _tell_person(membership, by)


def _keep_a_focal_point(membership: Membership, by: User) -> None:
    party = membership.party
    if membership.role != RoleKey.FOCAL_POINT or party is None or may(by, Permission.APPOINT):
        return
    # Two focal points who remove each other at the same moment wait for one another here.
    Party.objects.select_for_update().get(pk=party.pk)
    others = party.memberships.filter(role=RoleKey.FOCAL_POINT).exclude(pk=membership.pk)
    if not others.exists():
        raise ValidationError(
            _(
                "%(party)s would be left without a national focal point. "
                "Invite another one first, or ask the secretariat."
            )
            % {"party": party.name},
            code="last_focal_point",
        )


def _record_removal(membership: Membership, by: User) -> None:
    audit.record(
        "membership.removed",
        by=by,
        party=membership.party,
        target=membership.user,
        email=membership.user.email,
        role=membership.role,
        region=membership.region.slug if membership.region else "",
    )


def _tell_person(membership: Membership, by: User) -> None:
    tell(
        [membership.user],
        subject=gettext_lazy("A role of yours has been taken away"),
        body=worded(
            gettext_lazy("%(person)s has taken this role from you: %(role)s. %(party)s"),
            person=by.full_name,
            role=membership.definition.key.label,
            party=membership.party or "",
        ),
    )
