"""Contributors who write some sections of a report only. docs/decisions/0051 says why.

Which sections there are, the apps above say: each in the `SECTION_TITLES` of its module
`section_titles`.
"""

from collections.abc import Iterable
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from countries.models import Membership, Party, User
from countries.permissions import memberships_of
from countries.roles import ROLES, Permission

MODULE = "section_titles"
MOST_NAMES = 3
_WRITERS = [role.key for role in ROLES.values() if Permission.EDIT_RECORD in role.permissions]


@cache
def section_titles() -> dict[str, str | Promise]:
    """Every section of a report that can be written, with its title, in the order of a report."""
    found: dict[str, str | Promise] = {}
    for config in reversed(list(apps.get_app_configs())):  # the apps below come last there
        if config.module is not None and module_has_submodule(config.module, MODULE):
            found |= import_module(f"{config.name}.{MODULE}").SECTION_TITLES
    return found


def titles_of(sections: Iterable[str]) -> str:
    """The titles of sections as a list in words."""
    known = section_titles()
    return ", ".join(str(known.get(key, key)) for key in sections)


def why_not_yours(user: User | None, party: Party, section: str) -> str:
    """Say that `user` may not write a section, and who may; nothing where they may.

    People without a role of the Party are turned away at the door, not here; None is the command
    line.
    """
    roles = [m for m in memberships_of(user) if m.party_id == party.pk] if user else []
    if not roles or any(role.writes(section) for role in roles):
        return ""
    title = section_titles().get(section, section)
    people = get_text_list(writers_of(party, section), _("and"))
    return _("You may read the section “%(title)s”, but not change it. %(people)s may.") % {
        "title": title,
        "people": people or _("A national focal point"),
    }


def writers_of(party: Party, section: str) -> list[str]:
    """The names of some people who may write a section."""
    roles = Membership.objects.filter(party=party, role__in=_WRITERS, user__is_active=True)
    rows = roles.select_related("user").order_by("-role", "user__full_name")
    names = dict.fromkeys(row.user.full_name for row in rows if row.writes(section))
    return list(names)[:MOST_NAMES]
