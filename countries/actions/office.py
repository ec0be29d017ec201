"""What the secretariat sets for a Party: its names, where it belongs, and its outline."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from countries import audit
from countries.actions.messages import tell
from countries.actions.outlines import load_boundary
from countries.languages import worded
from countries.models import Boundary, Party, Region, User
from countries.permissions import require
from countries.roles import Permission, RoleKey

NEW_OUTLINE = _("The outline of %(party)s on the portal's maps has changed")
NEW_OUTLINE_BODY = _(
    "The secretariat loaded another outline of %(party)s (%(source)s). Runs that are finished keep "
    "the outline they were counted in; polygons are compared with the new one."
)


@transaction.atomic
def change_party(
    party: Party, values: Mapping[str, Any], *, groups: Iterable[Region], by: User
) -> list[str]:
    """Set columns and groups of a Party; return the names of those that changed.

    Raises ValidationError with a message for each field that cannot stand.
    """
    require(by, Permission.EDIT_PARTIES)
    held = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
    changed = [name for name, value in values.items() if getattr(held, name) != value]
    before = {name: _shown(getattr(held, name)) for name in changed}
    for name in changed:
        setattr(held, name, values[name])
    held.full_clean()
    held.save(update_fields=changed)
    after = {name: _shown(values[name]) for name in changed}
    if set(groups) != set(held.groups.all()):
        before["groups"], after["groups"] = _slugs(held.groups.all()), _slugs(groups)
        held.groups.set(groups)
        changed.append("groups")
    if changed:
        audit.record(
            "party.edited",
            by=by,
            party=held,
            target=held,
            fields=changed,
            before=before,
            after=after,
        )
    return changed


def _shown(value: Any) -> Any:
    return value.slug if isinstance(value, Region) else value


def _slugs(regions: Iterable[Region]) -> str:
    return " ".join(sorted(region.slug for region in regions))


@transaction.atomic
def set_outline(
    party: Party, geometry: dict[str, Any], *, origin: str, source: str, by: User
) -> Boundary:
    """Replace the outline of a Party, and tell its focal points."""
    require(by, Permission.EDIT_PARTIES)
    boundary = load_boundary(party, geometry, origin=origin, source=source, by=by)
    focal_points = User.objects.filter(
        memberships__party=party, memberships__role=RoleKey.FOCAL_POINT
    ).distinct()
    tell(
        focal_points,
        subject=worded(NEW_OUTLINE, party=party),
        body=worded(NEW_OUTLINE_BODY, party=party, source=source),
        path=party.get_absolute_url(),
    )
    return boundary
