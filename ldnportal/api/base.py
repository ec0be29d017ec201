"""What all addresses of the data interface share: reading only, limits, headers, ETags."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.http import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from targets.models import Submission


class Representations(DefaultContentNegotiation):
    """Chooses by the header Accept, or by the parameter `f`; an unknown `f` is an error."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        if "f" not in request.query_params:
            chosen: tuple[Any, str] = super().select_renderer(request, renderers, format_suffix)
            return chosen
        asked, renderers = request.query_params["f"], list(renderers)
        for renderer in renderers:
            if renderer.format == asked:
                return renderer, renderer.media_type
        known = ", ".join(str(renderer.format) for renderer in renderers)
        sentence = _("“%(found)s” was found; one of these is expected: %(known)s.")
        raise ValidationError({"f": [sentence % {"found": asked[:40], "known": known}]})


class Open(APIView):
    """Open to everybody, for reading.

    `parameters` names the query parameters that an address knows; another one is an error, so
    that a misspelt filter never returns everything.
    """

    http_method_names = ["get", "head", "options"]
    content_negotiation_class = Representations
    parameters: Iterable[str] = ()

    @method_decorator(conditional_page)  # gives each answer an ETag of its content
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Before anybody is asked who they are: writing is not forbidden here, it does not exist.
        if str(request.method).lower() not in self.http_method_names:
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)
        self.refuse_unknown(request)

    def known_parameters(self) -> set[str]:
        return set(self.parameters)

    def refuse_unknown(self, request: Request) -> None:
        """Raise ValidationError for a query parameter that this address does not know."""
        known = self.known_parameters()
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            known_names = ", ".join(sorted(known)) or "–"
            sentence = _("There is no such parameter here. Known are: %(known)s.")
            raise ValidationError({name: [sentence % {"known": known_names}] for name in unknown})

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        signed_in = bool(getattr(request, "user", None) and request.user.is_authenticated)
        final["Cache-Control"] = f"{'private' if signed_in else 'public'}, no-cache"
        patch_vary_headers(final, ["Authorization", "Cookie", "Accept-Language"])
        # Pages of other sites may read what everybody may read; cookies are not sent with it.
        final["Access-Control-Allow-Origin"] = "*"
        changed = self.last_modified()
        if changed is not None and final.status_code == 200:
            final["Last-Modified"] = http_date(changed.timestamp())
        return final

    def last_modified(self) -> datetime | None:
        """When this last changed; None where nothing says so."""
        return None


class Filtered(Open, GenericAPIView[Any]):
    """Knows the parameters of its filters and of its pages."""

    def known_parameters(self) -> set[str]:
        filters = getattr(self, "filterset_class", None)
        names = set(filters.base_filters) if filters else set()
        pages = {"limit", "offset"} if isinstance(self, ListAPIView) else set()
        return super().known_parameters() | names | pages


class ListOf(Filtered, ListAPIView[Any]):
    """A list in pages."""


class OneOf(Filtered, RetrieveAPIView[Any]):
    """One object."""

    filter_backends = ()


class Published:
    """Changes when something is published, and only then."""

    def last_modified(self) -> datetime | None:
        newest = Submission.objects.aggregate(at=Max("published_at"))["at"]
        return newest if isinstance(newest, datetime) else None
