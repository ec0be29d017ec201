"""What each kind of audit event says. Each app keeps its kinds in a module `audit_texts`.

`TEXTS` maps a kind to a text with %(name)s for what the event recorded, and for `actor`, `party`
and `target`. A kind that is recorded somewhere and has no text here fails a test.
"""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.functional import Promise, cached_property
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import AuditEvent
from countries.roles import RoleKey
from countries.section_roles import titles_of

TEXTS: dict[str, str | Promise] = {
    "account.opened": gettext_lazy("%(actor)s opened their account."),
    "account.profile_changed": gettext_lazy("%(actor)s changed their settings: %(fields)s."),
    "account.guard_changed": gettext_lazy("%(actor)s changed how they sign in (%(change)s)."),
    "token.created": gettext_lazy(
        "%(actor)s created the access token “%(name)s”, valid until %(until)s."
    ),
    "token.revoked": gettext_lazy("%(actor)s revoked the access token “%(name)s”."),
    "invitation.sent": gettext_lazy("%(actor)s invited %(email)s: %(role)s."),
    "invitation.sent_again": gettext_lazy(
        "%(actor)s sent the invitation of %(email)s again: %(role)s."
    ),
    "invitation.withdrawn": gettext_lazy(
        "%(actor)s withdrew the invitation of %(email)s: %(role)s."
    ),
    "invitation.accepted": gettext_lazy("%(actor)s accepted the invitation: %(role)s."),
    "membership.limited": gettext_lazy(
        "%(actor)s limited %(email)s to these sections: %(sections)s."
    ),
    "membership.unlimited": gettext_lazy("%(actor)s let %(email)s change every section."),
    "membership.removed": gettext_lazy("%(actor)s took this role from %(email)s: %(role)s."),
    "question.asked": gettext_lazy("%(actor)s asked the helpdesk: %(subject)s"),
    "question.followed_up": gettext_lazy("%(actor)s wrote more about the question: %(subject)s"),
    "question.answered": gettext_lazy("%(actor)s answered the question: %(subject)s"),
    "question.assigned": gettext_lazy("%(actor)s gave the question to %(assignee)s: %(subject)s"),
    "question.closed": gettext_lazy("%(actor)s closed the question: %(subject)s"),
    "question.reopened": gettext_lazy("%(actor)s opened the question again: %(subject)s"),
    "question.shared": gettext_lazy("%(actor)s shared the question with all Parties: %(subject)s"),
    "question.unshared": gettext_lazy("%(actor)s took the shared question back: %(subject)s"),
    "party.loaded": gettext_lazy("%(party)s was added from the list of Parties."),
    "party.changed": gettext_lazy("%(party)s was changed from the list of Parties: %(fields)s."),
    "party.edited": gettext_lazy("%(actor)s changed %(party)s: %(fields)s."),
    "boundary.loaded": gettext_lazy(
        "The outline of %(party)s was loaded from %(source)s (%(origin)s, %(area_km2)s km²)."
    ),
}


def all_texts() -> dict[str, str | Promise]:
    """Return the texts of all apps by kind."""
    texts: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        if config.name.startswith(("django.", "allauth")):
            continue
        if config.module and module_has_submodule(config.module, "audit_texts"):
            texts |= import_module(f"{config.name}.audit_texts").TEXTS
    return texts


class _Recorded(dict[str, Any]):
    """What an event recorded; what an older event lacks reads as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _in_words(name: str, value: Any) -> Any:
    if name == "role" and value in RoleKey.values:
        return RoleKey(value).label
    if name == "sections" and isinstance(value, list):
        return titles_of(value) or "–"
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return "–" if value in ("", None) else value


class Telling:
    """An audit event in the reader's language."""

    def __init__(self, event: AuditEvent) -> None:
        self.event = event

    @cached_property
    def text(self) -> str:
        event = self.event
        recorded = _Recorded({name: _in_words(name, value) for name, value in event.data.items()})
        recorded["actor"] = event.actor or _("The command line")
        recorded["party"] = event.party or "–"
        recorded["target"] = event.target_id
        text = all_texts().get(event.kind)
        return event.kind if text is None else str(text) % recorded
