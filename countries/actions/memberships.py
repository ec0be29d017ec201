"""Take roles away. They are given by accepting an invitation: see countries.actions.invitations."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries import audit
from countries.actions.messages import tell
from countries.languages import worded
from countries.models import Membership, Party, User
from countries.permissions import may, may_give
from countries.roles import Permission, RoleKey
from countries.section_roles import section_titles, titles_of


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


@transaction.atomic
def limit(membership: Membership, sections: Iterable[str], *, by: User) -> Membership:
    """Limit a contributor to sections of the report, at once; with none named they write all.

    Raises PermissionDenied when `by` may not, and ValidationError for a role that has no limits
    or a section that does not exist.
    """
    if not may_give(by, membership.role, membership.party):
        raise PermissionDenied(membership.role)
    known = section_titles()
    wanted = [key for key in known if key in set(sections)]
    held = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    before, held.sections = held.section_keys, " ".join(wanted)
    if held.section_keys == before:
        return held
    held.full_clean()
    held.save(update_fields=["sections"])
    audit.record(
        "membership.limited" if wanted else "membership.unlimited",
        by=by,
        party=held.party,
        target=held.user,
        email=held.user.email,
        sections=wanted,
        before=before,
    )
    if held.user_id != by.pk:
        _tell_limit(held, by)
    return held


def _tell_limit(membership: Membership, by: User) -> None:
    body = LIMITED if membership.sections else UNLIMITED
    titles = lazy(titles_of, str)(membership.section_keys)
    tell(
        [membership.user],
        subject=worded(
            gettext_lazy("What you may change for %(party)s has changed"), party=membership.party
        ),
        body=worded(body, person=by.full_name, sections=titles),
        path=reverse("party_home", args=[membership.party.iso3]) if membership.party else "",
    )


LIMITED = gettext_lazy(
    "%(person)s has set which sections you may change: %(sections)s. Everything else you can read."
)
UNLIMITED = gettext_lazy("%(person)s has lifted the limit: you may change every section again.")
