"""What every page's frame shows."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy as _

from countries.models import Party
from countries.permissions import memberships_of
from countries.roles import Permission


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the navigation in the header."""

    label: Promise
    url: str
    current: bool


class Frame:
    """Name of the portal, the Party worked for, the navigation and the reader's inbox."""

    short_name = _("LDN portal")

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def name(self) -> str:
        return str(settings.PORTAL_NAME)

    @property
    def demo(self) -> bool:
        return bool(settings.DEMO)

    @cached_property
    def party(self) -> Party | None:
        """The Party of the page, else the one that the reader belongs to."""
        party: Party | None = getattr(self.request, "party", None)
        if party is not None or not hasattr(self.request, "user"):
            return party
        own = [m.party for m in memberships_of(self.request.user) if m.party]
        return own[0] if own else None

    @cached_property
    def inbox_unread(self) -> int:
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return 0
        return int(user.inbox.unread().count())

    @cached_property
    def nav(self) -> list[NavigationItem]:
        items = []
        for label, name, *args in self._entries():
            with suppress(NoReverseMatch):
                url = reverse(name, args=args)
                items.append(NavigationItem(label, url, self.request.path.startswith(url)))
        return items

    def _entries(self) -> Iterator[tuple[Any, ...]]:
        """Each entry's label, the name of its address, and the address's arguments."""
        user = getattr(self.request, "user", None)
        held = memberships_of(user) if user is not None else []
        staff = {p for m in held if not m.party_id for p in m.definition.permissions}
        if self.party and any(m.party_id == self.party.pk for m in held):
            yield _("Team"), "team", self.party.iso3
            yield _("History"), "party_history", self.party.iso3
        if user is not None and user.is_authenticated:
            yield _("Calendar"), "cycle_calendar"
        if Permission.READ_SUBMISSIONS in staff:
            yield _("Review board"), "review_board"
        if {Permission.ASK, Permission.ANSWER} & {
            p for m in held for p in m.definition.permissions
        }:
            yield _("Helpdesk"), "helpdesk"
        if Permission.APPOINT in staff:
            yield _("People"), "people"
        if Permission.EDIT_PARTIES in staff:
            yield _("Parties"), "party_list"
        if Permission.MANAGE_CYCLES in staff:
            yield _("Cycles"), "cycle_list"
        if Permission.READ_AUDIT in staff:
            yield _("Audit trail"), "audit_trail"
        yield _("Countries"), "country_list"
        yield _("Regions"), "region_list"
        yield _("Register of measures"), "register"
        yield _("Search"), "search"
        if self.demo:
            yield _("Guided tour"), "tour"


def portal(request: HttpRequest) -> dict[str, Any]:
    return {"portal": SimpleLazyObject(lambda: Frame(request))}
