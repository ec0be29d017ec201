"""Who is told: the people whose roles cover a Party."""

from django.db.models import Q, QuerySet

from countries.models import Party, User
from countries.roles import ROLES, Permission, Scope


def people_of_party(party: Party) -> "QuerySet[User]":
    """Everybody who holds a role for `party` itself."""
    return User.objects.filter(is_active=True, memberships__party=party).distinct()


def holders_of(permission: Permission, party: Party) -> "QuerySet[User]":
    """Those of the Global Mechanism and the secretariat who may do `permission` for `party`."""
    roles = [
        key
        for key, role in ROLES.items()
        if permission in role.permissions and role.scope != Scope.PARTY
    ]
    regions = [r for r in (party.annex_id, party.subregion_id, party.sdg_region_id) if r]
    covers = Q(memberships__region__isnull=True) | Q(memberships__region__in=regions)
    return User.objects.filter(covers, is_active=True, memberships__role__in=roles).distinct()
