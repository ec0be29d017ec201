"""The door of the pages of one run."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from countries.access import SignedInRequest
from countries.models import User
from countries.permissions import require
from countries.roles import Permission
from indicators.models import Run

P = ParamSpec("P")
RunView = Callable[Concatenate[SignedInRequest, Run, P], HttpResponseBase]


def run_page(
    write: Permission | None = None, *, light: bool = False
) -> Callable[[RunView[P]], Callable[..., HttpResponseBase]]:
    """Open a page of one run: `view(request, run, ...)` from the URL's `iso3` and `pk`.

    A run that the reader may not see is a 404; with `write`, who may see it but not do this is
    told so (403). `light` leaves manifest, plan and summary in the database.
    """

    def decorate(view: RunView[P]) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def inner(
            request: HttpRequest, iso3: str, pk: Any, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            user = cast(User, request.user)
            runs = Run.objects.visible_to(user).select_related("party", "cycle", "created_by")
            run = get_object_or_404(runs.light() if light else runs, party__iso3=iso3, pk=pk)
            if write is not None:
                require(user, write, run.party)
            request.party = run.party  # type: ignore[attr-defined]
            return view(cast(SignedInRequest, request), run, *args, **kwargs)

        return cast(Callable[..., HttpResponseBase], inner)

    return decorate
