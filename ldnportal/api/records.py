"""Published entries of the lists of supporting information, read only."""

import re
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers as s

from ldnportal.api.base import ListOf, OneOf, Published
from ldnportal.api.filters import OfParties, TextFilter
from ldnportal.api.serializers import GeometryField, number_field
from ldnportal.exports.entries import entry_identifier
from targets.models import PublishedEntry
from targets.records.registry import RECORD_KINDS

_NAME = "[A-Z]{3}-[0-9]{4}-[a-z]{1,20}-[0-9]{1,6}"


class RecordFilter(OfParties):
    """Published entries."""

    kind = TextFilter(label=gettext_lazy("Key of the list, such as finance"))


class RecordSerializer(s.ModelSerializer[PublishedEntry]):
    """An entry of a list as it was published."""

    id = s.SerializerMethodField()
    iso3 = s.CharField(source="party.iso3")
    cycle = s.IntegerField(source="cycle.year")
    kind = s.ChoiceField(choices=RECORD_KINDS)
    answers = s.SerializerMethodField()
    polygon_km2 = number_field(source="geometry_area_km2", allow_null=True)

    class Meta:
        model = PublishedEntry
        fields = ["id", "iso3", "cycle", "version", "kind", "number", "answers", "polygon_km2"]

    def get_id(self, entry: PublishedEntry) -> str:
        return entry_identifier(entry)

    @extend_schema_field(
        {
            "type": "object",
            "description": "What was answered, by the field's key; what was not is absent. Exact "
            "numbers are texts; area_km2 is the area in km2, in whatever unit it was entered.",
            "additionalProperties": {},
        }
    )
    def get_answers(self, entry: PublishedEntry) -> dict[str, Any]:
        answers: dict[str, Any] = entry.answers
        return answers


class RecordDetailSerializer(RecordSerializer):
    """An entry of a list with its polygon."""

    geometry = GeometryField(allow_null=True)

    class Meta(RecordSerializer.Meta):
        fields = [*RecordSerializer.Meta.fields, "geometry"]


def _entries() -> "QuerySet[PublishedEntry]":
    found = PublishedEntry.objects.current().select_related("party", "cycle")
    return found.order_by("party__iso3", "-cycle__year", "kind", "number")


@extend_schema_view(
    get=extend_schema(
        operation_id="listRecords", summary="Published supporting information", tags=["Published"]
    )
)
class RecordList(Published, ListOf):
    """Entries of the lists of the versions that are published now.

    Finance, stakeholders, workshops, commitments and the like: `kind` names the list.
    """

    serializer_class = RecordSerializer
    filterset_class = RecordFilter
    queryset = PublishedEntry.objects.none()

    def get_queryset(self) -> "QuerySet[PublishedEntry]":
        return _entries().defer("geometry")


@extend_schema_view(
    get=extend_schema(
        operation_id="getRecord",
        summary="One entry of supporting information",
        tags=["Published"],
        parameters=[
            OpenApiParameter(
                "name",
                {"type": "string", "pattern": f"^{_NAME}$"},
                "path",
                description="Its stable name: Party, cycle, list, number.",
            )
        ],
    )
)
class RecordDetail(Published, OneOf):
    """One published entry of a list."""

    serializer_class = RecordDetailSerializer
    queryset = PublishedEntry.objects.none()

    def get_object(self) -> PublishedEntry:
        name = self.kwargs["name"]
        if not re.fullmatch(_NAME, name):
            raise Http404
        iso3, year, kind, number = name.split("-")
        address = {"party__iso3": iso3, "cycle__year": int(year)}
        return get_object_or_404(_entries(), kind=kind, number=int(number), **address)
