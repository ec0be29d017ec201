"""The register: the measures of all Parties as they were published, to search and to map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import FloatField, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from countries.maps import WORLD, Bounds, Map, VectorLayer
from countries.models import Party, Region
from countries.vectors.sketch import sketch_of
from indicators import quantity_text
from targets.models import PublishedPromise
from targets.models.vocabularies import Hierarchy, LandType, SlmGroup
from targets.promises.fields import Choices
from targets.promises.measure_details import DETAILS

Rows = QuerySet[PublishedPromise]
MOST_ON_MAP = 500
_DETAILS = {field.path: field for field in DETAILS}
STATES: Choices = _DETAILS["state"].choices
INITIATIVES: Choices = _DETAILS["initiatives"].choices
_LISTS = {
    "hierarchy": "content__hierarchy",
    "land_type": "content__land_types",
    "initiative": "content__details__initiatives",
}
_EXACT = {"slm_group": "content__slm_group", "state": "content__details__state"}
EXTENTS: Choices = (
    ("0-1", _("Under 1 km²")),
    ("1-10", _("1 to 10 km²")),
    ("10-100", _("10 to 100 km²")),
    ("100-1000", _("100 to 1 000 km²")),
    ("1000-", _("1 000 km² and more")),
)
_SEARCHED = ("content__title", "content__description", "content__details__lessons", "place")


@dataclass(frozen=True)
class Filter:
    """One question of the form: its name in the address, its words, and the answers offered."""

    name: str
    label: Any
    choices: Choices
    chosen: str = ""


def filters(asked: Mapping[str, str]) -> list[Filter]:
    """The questions of the form, with what was asked."""
    regions = tuple((r.slug, r.name) for r in Region.objects.filter(kind=Region.Kind.ANNEX))
    offered: tuple[tuple[str, Any, Choices], ...] = (
        ("region", _("Region"), regions),
        ("hierarchy", _("Response hierarchy"), tuple(Hierarchy.choices)),
        ("state", _("State"), STATES),
        ("extent", _("Extent"), EXTENTS),
        ("initiative", _("Initiative"), INITIATIVES),
        ("land_type", _("Land type"), tuple(LandType.choices)),
        ("slm_group", _("Group of practice (WOCAT)"), tuple(SlmGroup.choices)),
    )
    return [Filter(name, label, choices, asked.get(name, "")) for name, label, choices in offered]


def found(asked: Mapping[str, str]) -> Rows:
    """The published measures that answer what was asked; an unknown answer finds none."""
    rows: Rows = PublishedPromise.objects.newest().measures()
    for name, column in _LISTS.items():
        if asked.get(name):
            rows = rows.filter(**{f"{column}__icontains": f'"{asked[name]}"'})
    for name, column in _EXACT.items():
        if asked.get(name):
            rows = rows.filter(**{column: asked[name]})
    if asked.get("extent"):
        rows = _of_extent(rows, asked["extent"])
    if asked.get("lessons"):
        rows = rows.filter(content__details__has_key="lessons")
    if asked.get("region"):
        region = Region.objects.filter(slug=asked["region"]).first()
        rows = rows.filter(party__in=Party.objects.in_region(region)) if region else rows.none()
    rows = rows.filter(_said(asked.get("q", "").strip()))
    return rows.select_related("party", "cycle").order_by("party__iso3", "number")


def _of_extent(rows: Rows, asked: str) -> Rows:
    """Keep measures whose planned area, else whose polygon, is as large as was asked."""
    if asked not in dict(EXTENTS):
        return rows.none()
    least, _dash, most = asked.partition("-")
    said = NullIf(KeyTextTransform("area_km2", "content"), Value("null"))  # as SQLite tells it
    planned = Cast(said, FloatField())
    drawn = Cast("geometry_area_km2", FloatField())
    rows = rows.annotate(extent=Coalesce(planned, drawn)).filter(extent__gte=float(least))
    return rows.filter(extent__lt=float(most)) if most else rows


def _said(words: str) -> Q:
    wanted = Q()
    if words:
        for column in _SEARCHED:
            wanted |= Q(**{f"{column}__icontains": words})
        wanted |= Q(party__name_en__icontains=words) | Q(party__iso3__iexact=words)
    return wanted


@dataclass(frozen=True)
class Listed:
    """One measure of the register in words."""

    row: PublishedPromise

    @property
    def title(self) -> str:
        return self.row.title or str(_("Measure %(number)s") % {"number": self.row.number})

    @property
    def details(self) -> dict[str, Any]:
        details: dict[str, Any] = self.row.content.get("details") or {}
        return details

    @property
    def hierarchy(self) -> list[str]:
        return _labels(Hierarchy.choices, self.row.content.get("hierarchy") or [])

    @property
    def state(self) -> str:
        return "".join(_labels(STATES, [self.details.get("state", "")]))

    @property
    def initiatives(self) -> str:
        return ", ".join(_labels(INITIATIVES, self.details.get("initiatives") or []))

    @property
    def extent(self) -> str:
        """The planned area, else that of the polygon."""
        km2 = self.row.content.get("area_km2") or self.row.geometry_area_km2
        return quantity_text.area(Decimal(km2)) if km2 is not None else ""


def _labels(choices: Iterable[tuple[Any, Any]], keys: Iterable[str]) -> list[str]:
    labels = {str(key): label for key, label in choices}
    return [str(labels.get(key, key)) for key in keys]


def feature_collection(rows: Rows) -> dict[str, Any]:
    """The places of measures as sketches, at most MOST_ON_MAP of them."""
    placed = rows.filter(geometry__isnull=False)[:MOST_ON_MAP]
    return {"type": "FeatureCollection", "features": [_feature(row) for row in placed]}


def _feature(row: PublishedPromise) -> dict[str, Any]:
    title = f"{row.party.name}: {Listed(row).title}"
    link = reverse("country_detail", args=[row.party.iso3]) + "#measures"
    return {
        "type": "Feature",
        "properties": {"title": title, "link": link},
        "geometry": sketch_of(row.geometry or {}),
    }


def register_map(rows: Rows, query: str) -> Map | None:
    """The map of what was found; None where nothing of it has a place."""
    boxes = list(
        rows.filter(west__isnull=False)
        .order_by()
        .values_list("west", "south", "east", "north")[:MOST_ON_MAP]
    )
    if not boxes:
        return None
    url = reverse("register_features") + (f"?{query}" if query else "")
    layer = VectorLayer(
        "measures", gettext("Measures"), url=url, look="measure", link_property="link"
    )
    return Map("register", gettext("Where the measures are"), _around(boxes), (layer,))


def _around(boxes: list[Any]) -> Bounds:
    wests, souths, easts, norths = zip(*boxes, strict=True)
    around = (min(wests), min(souths), max(easts), max(norths))
    return around if around[0] < around[2] and around[1] < around[3] else WORLD
