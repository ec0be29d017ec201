"""May this person do this? Answered from memberships, without a request."""

from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from countries.roles import GIVEN_WITH, Permission, Scope

if TYPE_CHECKING:
    from countries.models import Membership, Party, User

Actor: TypeAlias = "User | AnonymousUser"


def _covers(membership: "Membership", party: "Party | None") -> bool:
    if membership.definition.scope == Scope.PARTY:
        return party is not None and membership.party_id == party.pk
    if membership.region_id is None or party is None:
        return True
    regions = {party.annex_id, party.subregion_id, party.sdg_region_id}
    return membership.region_id in regions


def permissions_of(user: "Actor", party: "Party | None" = None) -> frozenset[Permission]:
    """Everything `user` may do for `party`; without a Party, what they may do anywhere at all."""
    if not user.is_authenticated:
        return frozenset()
    held: set[Permission] = set()
    for membership in memberships_of(user):
        if _covers(membership, party):
            held |= membership.definition.permissions
    return frozenset(held)


def memberships_of(user: "Actor") -> list["Membership"]:
    """The memberships of `user`, read once for each request's user object."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_memberships"):
        user._memberships = list(user.memberships.select_related("party", "region"))  # type: ignore[attr-defined]
    return user._memberships  # type: ignore[attr-defined]


def may(user: "Actor", permission: Permission, party: "Party | None" = None) -> bool:
    """Return whether `user` may do `permission`, for `party` where one is given."""
    return permission in permissions_of(user, party)


def require(user: "Actor", permission: Permission, party: "Party | None" = None) -> None:
    """Raise PermissionDenied unless `user` may do `permission`."""
    if not may(user, permission, party):
        raise PermissionDenied(permission.value)


def may_give(user: "Actor", role: str, party: "Party | None" = None) -> bool:
    """Return whether `user` may give `role`, for `party` where it is a Party's, or take it away."""
    return bool(GIVEN_WITH[role] & permissions_of(user, party))
