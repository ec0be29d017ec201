"""The shapes of the data interface. Exact numbers are texts, so that no digit is lost."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as s
from rest_framework.reverse import reverse

from countries.languages import LANGUAGE_CODES
from countries.models import Party, Region
from indicators.models import Cycle, Origin, Period
from ldnportal.exports.promises import identifier
from targets.models import PublishedPromise, Submission
from targets.models.vocabularies import QuantityKind, TargetStatus

Text = s.CharField
GEOMETRY = {
    "type": "object",
    "description": "A GeoJSON geometry in WGS 84 (CRS84).",
    "properties": {"type": {"type": "string"}, "coordinates": {"type": "array", "items": {}}},
}


def number_field(**options: Any) -> s.DecimalField:
    """An exact number, as text."""
    return s.DecimalField(max_digits=20, decimal_places=6, **options)


def _content(field: type[s.Field[Any, Any, Any, Any]], name: str, **options: Any) -> Any:
    """A field of the snapshot's entry; older snapshots may lack it."""
    return field(source=f"content.{name}", read_only=True, **options)


class NamesSerializer(s.BaseSerializer[Any]):
    """The names that there are, by language."""

    def to_representation(self, named: Any) -> dict[str, str]:
        names = {code: getattr(named, f"name_{code}") for code in LANGUAGE_CODES}
        return {code: name for code, name in names.items() if name}


NAMES = {
    "type": "object",
    "description": "Names by language (en, fr, es, ru, ar, zh); those that are recorded.",
    "additionalProperties": {"type": "string"},
}


class PeriodSerializer(s.ModelSerializer[Period]):
    """A span of a cycle, with the years that each indicator uses inside it."""

    class Meta:
        model = Period
        fields = [
            "key",
            "is_baseline",
            "first_year",
            "last_year",
            "land_cover_first",
            "land_cover_last",
            "carbon_first",
            "carbon_last",
            "productivity_first",
            "productivity_last",
            "recent_years",
        ]


class CycleSerializer(s.ModelSerializer[Cycle]):
    """A reporting cycle."""

    periods = PeriodSerializer(many=True)

    class Meta:
        model = Cycle
        fields = ["year", "opens_on", "due_on", "closes_on", "is_open", "periods"]


class PartySerializer(s.ModelSerializer[Party]):
    """A Party to the Convention, or an observer State."""

    names = s.SerializerMethodField()
    annex = s.SlugRelatedField[Region](slug_field="slug", read_only=True, allow_null=True)
    subregion = s.SlugRelatedField[Region](slug_field="slug", read_only=True, allow_null=True)
    sdg_region = s.SlugRelatedField[Region](slug_field="slug", read_only=True, allow_null=True)
    groups = s.SlugRelatedField[Region](slug_field="slug", read_only=True, many=True)
    published_cycles = s.SerializerMethodField()

    class Meta:
        model = Party
        fields = [
            "iso3",
            "m49",
            "kind",
            "names",
            "annex",
            "subregion",
            "sdg_region",
            "groups",
            "is_fictional",
            "published_cycles",
        ]

    @extend_schema_field(NAMES)
    def get_names(self, party: Party) -> dict[str, str]:
        return NamesSerializer().to_representation(party)

    def get_published_cycles(self, party: Party) -> list[int]:
        """Years of the cycles that it has published a report for, newest first."""
        reports = party.published_reports  # type: ignore[attr-defined]
        return sorted((report.cycle.year for report in reports), reverse=True)


class RegionSerializer(s.ModelSerializer[Region]):
    """A group of Parties that summaries are made for."""

    names = s.SerializerMethodField()

    class Meta:
        model = Region
        fields = ["slug", "kind", "names"]

    @extend_schema_field(NAMES)
    def get_names(self, region: Region) -> dict[str, str]:
        return NamesSerializer().to_representation(region)


class DownloadSerializer(s.Serializer[Any]):
    """A file of a region's summary."""

    cycle = s.IntegerField()
    format = Text()
    media_type = Text()
    url = s.URLField()


class RegionDetailSerializer(RegionSerializer):
    """A region with its Parties, and the files of its summary."""

    parties = s.ListField(child=Text(), source="party_codes")
    downloads = DownloadSerializer(many=True)

    class Meta(RegionSerializer.Meta):
        fields = [*RegionSerializer.Meta.fields, "parties", "downloads"]


class FactSerializer(s.Serializer[Any]):
    """One published number. The keys are those of the CSV file of facts."""

    iso3 = Text(source="party.iso3")
    cycle = s.IntegerField(source="cycle.year")
    version = s.IntegerField()
    topic = Text()
    item = Text()
    measure = Text()
    category = Text()
    category_to = Text()
    period = Text()
    year = s.IntegerField(allow_null=True)
    value = number_field()
    unit = Text()
    origin = s.ChoiceField(choices=[*Origin.values, "mixed", ""])
    licence = Text()


class QuantitySerializer(s.Serializer[Any]):
    """One number that a target promises. Which fields it uses depends on its kind."""

    kind = s.ChoiceField(choices=QuantityKind.choices)
    indicator = Text()
    land_type = Text()
    value = number_field(allow_null=True)
    from_value = number_field(allow_null=True)
    to_value = number_field(allow_null=True)
    from_level = number_field(allow_null=True)
    of_value = number_field(allow_null=True)
    unit = Text()
    what = Text()
    area_km2 = number_field(allow_null=True)
    base_year = s.IntegerField(allow_null=True)
    target_year = s.IntegerField(allow_null=True)


class PromiseSerializer(s.Serializer[PublishedPromise]):
    """What published targets and measures share."""

    id = s.SerializerMethodField()
    iso3 = Text(source="party.iso3")
    cycle = s.IntegerField(source="cycle.year")
    version = s.IntegerField()
    number = s.IntegerField()
    place = Text()
    polygon_km2 = number_field(source="geometry_area_km2", allow_null=True)
    bbox = s.SerializerMethodField()
    first_year = s.IntegerField(allow_null=True)
    last_year = s.IntegerField(allow_null=True)
    hierarchy = _content(s.ListField, "hierarchy", child=Text(), default=list)
    land_types = _content(s.ListField, "land_types", child=Text(), default=list)

    def get_id(self, promise: PublishedPromise) -> str:
        return identifier(promise)

    @extend_schema_field(
        {
            "type": ["array", "null"],
            "items": {"type": "number"},
            "minItems": 4,
            "maxItems": 4,
            "description": "West, south, east and north of its polygon in degrees.",
        }
    )
    def get_bbox(self, promise: PublishedPromise) -> list[float] | None:
        if promise.west is None:
            return None
        return [promise.west, promise.south, promise.east, promise.north]  # type: ignore[list-item]


class TargetSerializer(PromiseSerializer):
    """A voluntary target as it was published."""

    statements = _content(s.DictField, "statements", child=Text(), default=dict)
    scope = _content(Text, "scope", default="")
    adopted_in = _content(Text, "adopted_in", default="")
    adopted_year = _content(s.IntegerField, "adopted_year", allow_null=True, default=None)
    status = _content(s.ChoiceField, "status", choices=TargetStatus.choices)
    evidence = _content(Text, "evidence", default="")
    commitments = _content(s.ListField, "commitments", child=Text(), default=list)
    sdgs = _content(s.ListField, "sdgs", child=Text(), default=list)
    revision_reason = _content(Text, "revision_reason", default="")
    quantities = QuantitySerializer(source="content.quantities", many=True)


class ProgressSerializer(s.Serializer[Any]):
    """How far a measure was on a day."""

    number = s.IntegerField()
    date = s.DateField()
    status = Text()
    area_km2 = number_field(allow_null=True)
    comment = Text()


@extend_schema_field(
    {
        "type": "object",
        "description": "Cost, funding, who takes part, safeguards, co-benefits, trade-offs and"
        " lessons by the field's key; what was not answered is absent.",
        "additionalProperties": {},
    }
)
class DetailsField(s.JSONField):
    """What else is known of a measure."""


class MeasureSerializer(PromiseSerializer):
    """A measure as it was published."""

    title = _content(Text, "title", default="")
    description = _content(Text, "description", default="")
    targets = _content(s.ListField, "targets", child=s.IntegerField(), default=list)
    slm_group = _content(Text, "slm_group", default="")
    drivers = _content(s.ListField, "drivers", child=Text(), default=list)
    start_year = _content(s.IntegerField, "start_year", allow_null=True, default=None)
    end_year = _content(s.IntegerField, "end_year", allow_null=True, default=None)
    area_km2 = _content(number_field, "area_km2", allow_null=True, default=None)  # type: ignore[arg-type]
    details = _content(DetailsField, "details", default=dict)
    progress = ProgressSerializer(source="content.progress", many=True, default=list)


@extend_schema_field(GEOMETRY)
class GeometryField(s.JSONField):
    """A polygon as GeoJSON."""


class TargetDetailSerializer(TargetSerializer):
    """A target with its polygon."""

    geometry = GeometryField(allow_null=True)


class MeasureDetailSerializer(MeasureSerializer):
    """A measure with its polygon."""

    geometry = GeometryField(allow_null=True)


class SubmissionSerializer(s.ModelSerializer[Submission]):
    """A version of a report: published, or one that you may open."""

    iso3 = Text(source="report.party.iso3")
    cycle = s.IntegerField(source="report.cycle.year")
    state = s.ChoiceField(
        choices=[
            "submitted",
            "in_review",
            "returned",
            "recalled",
            "accepted",
            "published",
            "superseded",
        ]
    )
    snapshot = s.SerializerMethodField()

    class Meta:
        model = Submission
        fields = [
            "id",
            "iso3",
            "cycle",
            "version",
            "state",
            "sha256",
            "submitted_at",
            "accepted_at",
            "published_at",
            "superseded_at",
            "snapshot",
        ]

    @extend_schema_field(
        {
            "type": ["string", "null"],
            "format": "uri",
            "description": "Where its whole text stands, for those who may open it.",
        }
    )
    def get_snapshot(self, submission: Submission) -> str | None:
        if not submission.is_own:  # type: ignore[attr-defined]
            return None
        request = self.context["request"]
        return reverse("api_submission_snapshot", args=[submission.pk], request=request)
