"""Prepared files: ask for one, look how far it is, fetch it, cancel it."""

import re
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers as s
from rest_framework.exceptions import APIException, Throttled, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from countries.models import User
from indicators.models import Cycle, JobState
from ldnportal.actions.exports import TooManyWaiting, ask_export, cancel_export
from ldnportal.api.base import ListOf, OneOf, Open
from ldnportal.exports.limits import RATES
from ldnportal.exports.progress import progress_of, sentence_for
from ldnportal.exports.region_files import FILES, offered
from ldnportal.models import Export
from ldnportal.regions.facts import cycles_with_facts
from ldnportal.regions.scope import MOST_CHOSEN, NoSuchScope, Scope, find_scope
from ldnportal.views.exports import send_export

_WAIT_SECONDS = 60


class HadEnded(APIException):
    """There is nothing left to cancel."""

    status_code = 409
    default_detail = gettext_lazy("It had ended already.")


class ExportSerializer(s.ModelSerializer[Export]):
    """A file that is or was prepared."""

    state = s.ChoiceField(choices=JobState.choices, source="job_state")
    region = s.CharField(source="scope")
    parties = s.ListField(child=s.CharField())
    cycle = s.IntegerField(source="cycle.year")
    percent = s.SerializerMethodField()
    progress = s.SerializerMethodField()
    error = s.SerializerMethodField()
    url = s.SerializerMethodField()
    download = s.SerializerMethodField()

    class Meta:
        model = Export
        fields = [
            "id",
            "url",
            "file",
            "region",
            "parties",
            "cycle",
            "state",
            "percent",
            "progress",
            "error",
            "rows_done",
            "rows_total",
            "created_at",
            "finished_at",
            "expires_at",
            "size",
            "sha256",
            "download",
        ]
        extra_kwargs = {"sha256": {"allow_blank": True}}

    def get_percent(self, export: Export) -> int:
        return progress_of(export).percent

    def get_progress(self, export: Export) -> str:
        """What is being done, in words; empty when it has ended."""
        return "" if export.has_ended else progress_of(export).words

    def get_error(self, export: Export) -> str:
        """Why it failed and what to do; empty when it has not."""
        return sentence_for(export) if export.job_state == JobState.FAILED else ""

    def get_url(self, export: Export) -> str:
        return str(reverse("api_export_detail", [export.pk], request=self.context["request"]))

    def get_download(self, export: Export) -> str | None:
        """Where the file can be fetched; null while it cannot."""
        if not export.is_ready:
            return None
        return str(reverse("api_export_file", [export.pk], request=self.context["request"]))


class NewExportSerializer(s.Serializer[Any]):
    """What is asked for."""

    file = s.ChoiceField(choices=list(FILES))
    region = s.CharField(max_length=60, help_text="slug of a region, “world”, or “set”")
    cycle = s.IntegerField(
        min_value=1900,
        max_value=2200,
        required=False,
        help_text="by default the newest with published data",
    )
    parties = s.ListField(
        child=s.RegexField("^[A-Z]{3}$"),
        required=False,
        max_length=MOST_CHOSEN,
        help_text="ISO 3166-1 codes, with the region “set”",
    )


def _scope(asked: dict[str, Any]) -> Scope:
    try:
        return find_scope(asked["region"], asked.get("parties", ()))
    except NoSuchScope as error:
        sentence = _("There is no such region, or one of the Parties is not known.")
        raise ValidationError({"region": [sentence]}) from error


def _cycle(asked: dict[str, Any]) -> Cycle:
    cycles = {cycle.year: cycle for cycle in cycles_with_facts()}
    year = asked.get("cycle", next(iter(cycles), None))
    if year not in cycles:
        known = ", ".join(map(str, cycles)) or "–"
        sentence = _("Nothing was published for that cycle. Known are: %(known)s.")
        raise ValidationError({"cycle": [sentence % {"known": known}]})
    return cycles[year]


def _refuse_unoffered(name: str) -> None:
    if name not in {file.name for file in offered()}:
        raise ValidationError({"file": [_("This portal makes no PDF files.")]})


class ExportList(ListOf):
    """Your own prepared files, newest first; a POST asks for one more."""

    http_method_names = ["get", "head", "options", "post"]
    permission_classes = (AllowAny,)
    parser_classes = (JSONParser,)
    serializer_class = ExportSerializer
    queryset = Export.objects.none()
    filter_backends = ()

    def get_queryset(self) -> "QuerySet[Export]":
        user = self.request.user
        if not user.is_authenticated:
            return Export.objects.none()
        return Export.objects.filter(created_by=user).select_related("cycle")

    def get_throttles(self) -> list[Any]:
        more = [rate() for rate in RATES] if self.request.method == "POST" else []
        return [*super().get_throttles(), *more]

    @extend_schema(operation_id="listExports", summary="Your prepared files", tags=["Files"])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="askExport",
        summary="Ask for a file",
        description="A worker prepares it. Look at `url` every few seconds until `download` says "
        "where it is. Open to everybody; who asks without a token keeps the address.",
        tags=["Files"],
        request=NewExportSerializer,
        responses={202: ExportSerializer},
    )
    def post(self, request: Request) -> Response:
        asked = NewExportSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        _refuse_unoffered(wanted["file"])
        scope, cycle = _scope(wanted), _cycle(wanted)
        try:
            export = ask_export(
                FILES[wanted["file"]],
                scope,
                cycle,
                by=cast(User, request.user),
                language=get_language() or "en",
            )
        except TooManyWaiting as error:
            raise Throttled(_WAIT_SECONDS) from error
        shown = ExportSerializer(export, context={"request": request}).data
        return Response(shown, status=202, headers={"Location": shown["url"]})


_PK = OpenApiParameter("id", OpenApiTypes.UUID, "path", description="Its key.")


def _found(request: Request, pk: str) -> Export:
    """The export of a key; a text that cannot be one is a 404."""
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", pk):
        raise Http404
    found = Export.objects.visible_to(cast(User, request.user)).select_related("cycle")
    return get_object_or_404(found, pk=UUID(pk))


class ExportDetail(OneOf):
    """One prepared file: how far it is and where it can be fetched."""

    http_method_names = ["get", "head", "options", "delete"]
    permission_classes = (AllowAny,)
    serializer_class = ExportSerializer
    queryset = Export.objects.none()

    def get_object(self) -> Export:
        return _found(self.request, self.kwargs["pk"])

    @extend_schema(
        operation_id="getExport", summary="One prepared file", tags=["Files"], parameters=[_PK]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="cancelExport",
        summary="Cancel a file",
        tags=["Files"],
        parameters=[_PK],
        responses={
            204: OpenApiResponse(description="It will not be made."),
            409: OpenApiResponse(description="It had ended already."),
        },
    )
    def delete(self, request: Request, pk: str) -> Response:
        if not cancel_export(_found(request, pk), by=cast(User, request.user)):
            raise HadEnded
        return Response(status=204)


class ExportFile(Open):
    """The file itself, whole or in parts."""

    @extend_schema(
        operation_id="getExportFile",
        summary="The file of an export",
        tags=["Files"],
        parameters=[_PK],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: str) -> HttpResponseBase:
        return send_export(request, _found(request, pk))
