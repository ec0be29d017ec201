"""Doors of the pages: who is signed in, which Party the page is for, and what they may do there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from countries.models import Party, User
from countries.permissions import require
from countries.roles import Permission

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request whose user has signed in."""

    user: User


PartyView = Callable[Concatenate[SignedInRequest, Party, P], HttpResponseBase]


def party_page(
    read: Permission = Permission.VIEW_WORK, write: Permission | None = None
) -> Callable[[PartyView[P]], Callable[..., HttpResponseBase]]:
    """Open a page of one Party's work: `view(request, party, ...)` from the URL's `iso3`.

    Somebody else's Party is a 404. Reading asks for `read`, anything but GET and HEAD for
    `write` (by default the same); a person of the Party who may not is told so (403).
    """

    def decorate(view: PartyView[P]) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def inner(request: HttpRequest, iso3: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = cast(User, request.user)
            party = get_object_or_404(
                Party.objects.working_for(user).select_related("annex", "boundary"), iso3=iso3
            )
            reading = request.method in ("GET", "HEAD")
            require(user, read if reading or write is None else write, party)
            request.party = party  # type: ignore[attr-defined]
            return view(cast(SignedInRequest, request), party, *args, **kwargs)

        return cast(Callable[..., HttpResponseBase], inner)

    return decorate


def staff_page(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open a page of the Global Mechanism or the secretariat to those who hold `permission`."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @login_required
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            require(cast(User, request.user), permission)
            return view(request, *args, **kwargs)

        return inner

    return decorate
