"""Parties, regions, cycles, numbers, targets, measures and versions of reports, read only."""

import re
from typing import Any, cast

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from countries.models import Party, Region, User
from indicators.models import Cycle, Report
from ldnportal.api import serializers as shapes
from ldnportal.api.base import ListOf, OneOf, Open, Published
from ldnportal.api.downloads import downloads_of
from ldnportal.api.filters import (
    FactFilter,
    MeasureFilter,
    PartyFilter,
    RegionKindFilter,
    SubmissionFilter,
    TargetFilter,
)
from ldnportal.exports.promises import named
from targets.models import Fact, PublishedPromise, Submission

_CODE = re.compile(r"[A-Z]{3}")


def described(**options: Any) -> Any:
    """Describe what a GET of a view answers."""
    return extend_schema_view(get=extend_schema(**options))


def _parties() -> "QuerySet[Party]":
    published = Report.objects.filter(
        submissions__published_at__isnull=False, submissions__superseded_at__isnull=True
    ).select_related("cycle")
    return Party.objects.select_related("annex", "subregion", "sdg_region").prefetch_related(
        "groups", Prefetch("reports", published, to_attr="published_reports")
    )


@described(operation_id="listParties", summary="Parties", tags=["Who and where"])
class PartyList(ListOf):
    """All Parties and observer States, by name."""

    serializer_class = shapes.PartySerializer
    filterset_class = PartyFilter
    queryset = Party.objects.none()

    def get_queryset(self) -> "QuerySet[Party]":
        return _parties().order_by("name_en", "iso3")


@described(
    operation_id="getParty",
    summary="One Party",
    tags=["Who and where"],
    parameters=[OpenApiParameter("iso3", {"type": "string", "pattern": "^[A-Z]{3}$"}, "path")],
)
class PartyDetail(OneOf):
    """One Party by its ISO 3166-1 code."""

    serializer_class = shapes.PartySerializer
    queryset = Party.objects.none()

    def get_object(self) -> Party:
        iso3 = self.kwargs["iso3"]
        if not _CODE.fullmatch(iso3):
            raise Http404
        return get_object_or_404(_parties(), iso3=iso3)


@described(operation_id="listRegions", summary="Regions", tags=["Who and where"])
class RegionList(ListOf):
    """Annexes, subregions, SDG regions and groups."""

    serializer_class = shapes.RegionSerializer
    filterset_class = RegionKindFilter
    queryset = Region.objects.order_by("kind", "order", "slug")


@described(
    operation_id="getRegion",
    summary="One region",
    tags=["Who and where"],
    parameters=[OpenApiParameter("slug", {"type": "string", "pattern": "^[a-z0-9-]+$"}, "path")],
)
class RegionDetail(OneOf):
    """One region with its Parties, and the files of its summary for each cycle."""

    serializer_class = shapes.RegionDetailSerializer
    queryset = Region.objects.none()

    def get_object(self) -> Region:
        slug = self.kwargs["slug"]
        if not re.fullmatch(r"[-a-zA-Z0-9_]+", slug):
            raise Http404
        region = get_object_or_404(Region, slug=slug)
        parties = Party.objects.in_region(region).order_by("iso3")
        region.party_codes = list(parties.values_list("iso3", flat=True))  # type: ignore[attr-defined]
        region.downloads = downloads_of(region, self.request)  # type: ignore[attr-defined]
        return region


@described(operation_id="listCycles", summary="Reporting cycles", tags=["Who and where"])
class CycleList(ListOf):
    """Reporting cycles with their periods, newest first."""

    serializer_class = shapes.CycleSerializer
    queryset = Cycle.objects.prefetch_related("periods")


@described(
    operation_id="getCycle",
    summary="One reporting cycle",
    tags=["Who and where"],
    parameters=[OpenApiParameter("year", {"type": "integer", "minimum": 1900}, "path")],
)
class CycleDetail(OneOf):
    """One reporting cycle by its year."""

    serializer_class = shapes.CycleSerializer
    queryset = Cycle.objects.none()

    def get_object(self) -> Cycle:
        year = self.kwargs["year"]
        if not re.fullmatch(r"[0-9]{4}", year):
            raise Http404
        return get_object_or_404(Cycle.objects.prefetch_related("periods"), year=int(year))


@described(operation_id="listFacts", summary="Published numbers", tags=["Published"])
class FactList(Published, ListOf):
    """Every number of the versions that are published now, one flat row each.

    A number that nobody published is absent: it is not reported, and never 0.
    """

    serializer_class = shapes.FactSerializer
    filterset_class = FactFilter
    queryset = Fact.objects.none()

    def get_queryset(self) -> "QuerySet[Fact]":
        return Fact.objects.current().select_related("party", "cycle").order_by("party_id", "pk")


def _promises() -> "QuerySet[PublishedPromise]":
    found = PublishedPromise.objects.current().select_related("party", "cycle")
    return found.order_by("party__iso3", "-cycle__year", "number")


class _PromiseDetail(Published, OneOf):
    """One published target or measure."""

    queryset = PublishedPromise.objects.none()
    topic = PublishedPromise.Topic.TARGET

    def get_object(self) -> PublishedPromise:
        address = named(self.kwargs["name"])
        if address is None:
            raise Http404
        return get_object_or_404(_promises(), topic=self.topic, **address)


_NAME = OpenApiParameter(
    "name",
    {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}-[0-9]{1,6}$"},
    "path",
    description="Its stable name: Party, cycle, number.",
)


@described(operation_id="listTargets", summary="Published targets", tags=["Published"])
class TargetList(Published, ListOf):
    """Targets of the versions that are published now, without their polygons."""

    serializer_class = shapes.TargetSerializer
    filterset_class = TargetFilter
    queryset = PublishedPromise.objects.none()

    def get_queryset(self) -> "QuerySet[PublishedPromise]":
        return _promises().targets().defer("geometry")  # type: ignore[attr-defined]


@described(operation_id="getTarget", summary="One target", tags=["Published"], parameters=[_NAME])
class TargetDetail(_PromiseDetail):
    """One published target with its polygon."""

    serializer_class = shapes.TargetDetailSerializer
    topic = PublishedPromise.Topic.TARGET


@described(operation_id="listMeasures", summary="Published measures", tags=["Published"])
class MeasureList(Published, ListOf):
    """Measures of the versions that are published now, without their polygons."""

    serializer_class = shapes.MeasureSerializer
    filterset_class = MeasureFilter
    queryset = PublishedPromise.objects.none()

    def get_queryset(self) -> "QuerySet[PublishedPromise]":
        return _promises().measures().defer("geometry")  # type: ignore[attr-defined]


@described(operation_id="getMeasure", summary="One measure", tags=["Published"], parameters=[_NAME])
class MeasureDetail(_PromiseDetail):
    """One published measure with its polygon."""

    serializer_class = shapes.MeasureDetailSerializer
    topic = PublishedPromise.Topic.MEASURE


def _submissions(user: User) -> "QuerySet[Submission]":
    """What is published, and what the person may open anyway."""
    own = Submission.objects.visible_to(user).filter(pk=OuterRef("pk")).order_by()
    published = Q(published_at__isnull=False, superseded_at__isnull=True)
    found = Submission.objects.without_snapshot().annotate(is_own=Exists(own))
    return (
        found.filter(published | Q(is_own=True))
        .select_related("report__party", "report__cycle")
        .order_by("report__party__iso3", "-report__cycle__year", "-version")
    )


@described(operation_id="listSubmissions", summary="Versions of reports", tags=["Reports"])
class SubmissionList(ListOf):
    """Versions that are published now and, with an access token, those that you may open."""

    serializer_class = shapes.SubmissionSerializer
    filterset_class = SubmissionFilter
    queryset = Submission.objects.none()

    def get_queryset(self) -> "QuerySet[Submission]":
        return _submissions(cast(User, self.request.user))


def key_of(text: str) -> int:
    """The key in an address; a text that cannot be one is a 404."""
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise Http404
    return int(text)


ID = OpenApiParameter("id", OpenApiTypes.INT, "path", description="Its key.")


@described(operation_id="getSubmission", summary="One version", tags=["Reports"], parameters=[ID])
class SubmissionDetail(OneOf):
    """One version of a report."""

    serializer_class = shapes.SubmissionSerializer
    queryset = Submission.objects.none()

    def get_object(self) -> Submission:
        return get_object_or_404(
            _submissions(cast(User, self.request.user)), pk=key_of(self.kwargs["pk"])
        )


class SubmissionSnapshot(Open):
    """The whole text of a version, byte for byte as its SHA-256 was taken."""

    @extend_schema(
        operation_id="getSnapshot",
        summary="The whole text of a version",
        tags=["Reports"],
        parameters=[ID],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, pk: str) -> HttpResponse:
        mine = Submission.objects.visible_to(cast(User, request.user))
        submission = get_object_or_404(mine, pk=key_of(pk))
        return HttpResponse(
            submission.snapshot.encode(),
            content_type="application/json",
            headers={"ETag": f'"{submission.sha256}"'},
        )


class Root(Open):
    """Where everything is."""

    @extend_schema(
        operation_id="getRoot",
        summary="Where everything is",
        tags=["Start"],
        responses={
            200: {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}
        },
    )
    def get(self, request: Request) -> Response:
        names: dict[str, str] = {
            "parties": "api_party_list",
            "regions": "api_region_list",
            "cycles": "api_cycle_list",
            "facts": "api_fact_list",
            "targets": "api_target_list",
            "measures": "api_measure_list",
            "records": "api_record_list",
            "submissions": "api_submission_list",
            "exports": "api_export_list",
            "questions": "api_question_list",
            "schema": "api_schema",
            "documentation": "api_docs",
            "features": "ogc_landing",
            "catalogue": "open_data_catalogue",
        }
        found: dict[str, Any] = {key: reverse(name, request=request) for key, name in names.items()}
        return Response(found)
