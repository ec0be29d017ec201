"""What lists of the data interface can be narrowed by.

A parameter that is given counts, an empty one too: `category_to=` asks for numbers without a
second class, and an empty code or year is a mistake that must not return everything.
"""

from typing import Any

from django.db.models import QuerySet
from django.forms import CharField, IntegerField, RegexField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.rest_framework import CharFilter, FilterSet, NumberFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError

from countries.models import Party, Region

FIRST_YEAR, LAST_YEAR = 1900, 2200
Rows = QuerySet[Any]
_CODES = "^[A-Z]{3}(,[A-Z]{3})*$"


class _Given:
    """A filter that knows whether its parameter was given."""

    parent: Any

    @property
    def given_as(self) -> str:
        """The name under which it was given; empty when it was not."""
        own = (name for name, found in self.parent.filters.items() if found is self)
        return next((name for name in own if name in self.parent.data), "")

    def refuse_empty(self) -> None:
        """Raise ValidationError when the parameter was given without a value."""
        if self.given_as:
            sentence = _("Nothing was found; give it a value, or leave it out.")
            raise ValidationError({self.given_as: [sentence]})


class TextFilter(_Given, CharFilter):
    """Rows that have exactly this text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, strip=False, **kwargs)

    def filter(self, rows: Rows, value: str) -> Rows:
        return rows.filter(**{self.field_name: value}) if self.given_as else rows


@extend_schema_field(
    {
        "type": "string",
        "pattern": _CODES,
        "description": "Parties by their ISO 3166-1 codes, several with commas between.",
    }
)
class CodesFilter(_Given, CharFilter):
    """One code or several with commas between."""

    field_class = RegexField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, regex=_CODES, strip=False, **kwargs)

    def filter(self, rows: Rows, value: str) -> Rows:
        if value:
            return rows.filter(**{f"{self.field_name}__in": value.split(",")})
        self.refuse_empty()
        return rows


@extend_schema_field(
    {
        "type": "integer",
        "minimum": FIRST_YEAR,
        "maximum": LAST_YEAR,
        "description": "A year of four digits.",
    }
)
class YearFilter(_Given, NumberFilter):
    """A year; not a fraction of one."""

    field_class = IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)

    def get_max_validator(self) -> None:
        """The largest year stands above."""
        return

    def filter(self, rows: Rows, value: int | None) -> Rows:
        if value is None:
            self.refuse_empty()
            return rows
        return rows.filter(**{self.field_name: value})


class RegionFilter(_Given, CharFilter):
    """Rows of the Parties of a region; of no Party where there is no such region."""

    field_class = CharField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        label = gettext_lazy("Parties of this region, by its slug")
        super().__init__(*args, label=label, strip=False, **kwargs)

    def filter(self, rows: Rows, value: str) -> Rows:
        if not self.given_as:
            return rows
        region = Region.objects.filter(slug=value).first()
        if region is None:
            return rows.none()
        parties = Party.objects.in_region(region).values("pk")
        return rows.filter(**{f"{self.field_name}__in": parties})


class OfParties(FilterSet):
    """Rows that belong to a Party and a cycle."""

    iso3 = CodesFilter(field_name="party__iso3")
    region = RegionFilter(field_name="party")
    cycle = YearFilter(field_name="cycle__year")


class FactFilter(OfParties):
    """The addresses of numbers."""

    topic = TextFilter(label=gettext_lazy("Indicator, target or measure"))
    item = TextFilter(label=gettext_lazy("Which target or measure"))
    measure = TextFilter(label=gettext_lazy("What is counted"))
    category = TextFilter(label=gettext_lazy("Class"))
    category_to = TextFilter(label=gettext_lazy("Second class of a two-way table"))
    period = TextFilter(label=gettext_lazy("Key of the period"))
    year = YearFilter()
    unit = TextFilter(label=gettext_lazy("Unit of the number"))
    origin = TextFilter(label=gettext_lazy("Where the number comes from"))
    licence = TextFilter(label=gettext_lazy("Licence of the number's source"))


class TargetFilter(OfParties):
    """Published targets."""

    status = TextFilter(field_name="content__status", label=gettext_lazy("Status"))
    scope = TextFilter(field_name="content__scope", label=gettext_lazy("National or subnational"))


class MeasureFilter(OfParties):
    """Published measures."""

    slm_group = TextFilter(
        field_name="content__slm_group", label=gettext_lazy("Group of practice (WOCAT)")
    )


class SubmissionFilter(FilterSet):
    """Versions of reports."""

    iso3 = CodesFilter(field_name="report__party__iso3")
    region = RegionFilter(field_name="report__party")
    cycle = YearFilter(field_name="report__cycle__year")


class PartyFilter(FilterSet):
    """Parties."""

    iso3 = CodesFilter(field_name="iso3")
    region = RegionFilter(field_name="pk")
    kind = TextFilter(label=gettext_lazy("State, organization or observer"))


class RegionKindFilter(FilterSet):
    """Regions."""

    kind = TextFilter(label=gettext_lazy("Annex, subregion, SDG region or group"))
