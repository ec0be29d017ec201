"""Where to act as its pages show it: figures, map, areas, drivers, patches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.maps import LegendEntry, Map, RasterLayer, VectorLayer, tile_url
from countries.models import Boundary
from countries.sorting import SortColumn
from indicators import quantity_text
from indicators.baseline import classes
from indicators.charts.table import Row, Table
from indicators.models import Report, Run
from indicators.runs.results.layers import grid_bounds
from indicators.runs.results.numbers import column_places
from indicators.science.classes import RESPONSE_WATER, LandCover, Response
from indicators.science.palettes import LAND_TYPE, RESPONSE
from indicators.tiles import Classes
from targets.models import ResponseArea, ResponseMap, ResponsePatch
from targets.models.vocabularies import Hierarchy, LandType
from targets.where.drivers import DriverArea, driver_areas, party_entries

HIERARCHY = (Hierarchy.REVERSE, Hierarchy.REDUCE, Hierarchy.AVOID)
MEANINGS = {
    Hierarchy.REVERSE: gettext_lazy("degraded land"),
    Hierarchy.REDUCE: gettext_lazy("not degraded, but stressed or at risk"),
    Hierarchy.AVOID: gettext_lazy("the rest"),
}
RESPONSE_LAYER, LAND_TYPE_LAYER = "response", "land_type"
LAYERS = {RESPONSE_LAYER: RESPONSE, LAND_TYPE_LAYER: LAND_TYPE}
"""The rasters of a map by the key of their layer, and their palettes."""
FIRST_PATCHES = 5
MOST_ZONES = 20

AREA_COLUMNS = (
    SortColumn("zone", gettext_lazy("Zone"), ("zone", "land_type")),
    SortColumn("land_type", gettext_lazy("Land type"), ("land_type", "zone")),
    *(
        SortColumn(h.value, h.label, (f"{h.value}_km2",), is_number=True, largest_first=True)
        for h in HIERARCHY
    ),
)
PATCH_COLUMNS = (
    SortColumn("number", gettext_lazy("Patch"), ("number",)),
    SortColumn("response", gettext_lazy("Response"), ("response", "-area_km2")),
    SortColumn("land_type", gettext_lazy("Land type"), ("land_type", "-area_km2")),
    SortColumn("zone", gettext_lazy("Zone"), ("zone", "-area_km2")),
    SortColumn("area", gettext_lazy("Area"), ("area_km2",), is_number=True, largest_first=True),
)


def zone_words(zone: str) -> str:
    """A zone by its name; land outside all zones, or a run without zones, in words."""
    return zone or _("Outside every zone")


def style_of(layer: str) -> Classes:
    """The colours of a layer's tiles."""
    palette = LAYERS[layer]
    return Classes({code: palette.colours[code] for code in palette.names if code > 0})


def word_of(layer: str, code: int | None) -> str:
    """The class of a code, in the reader's language."""
    if layer == LAND_TYPE_LAYER:
        keys = {int(cover): cover.key for cover in LandCover}
        return str(classes.cover(keys[code]).label) if code in keys else _("No data")
    if code == RESPONSE_WATER:
        return _("Water")
    if code not in list(Response):
        return _("No data")
    found = Hierarchy(Response(code).name.lower())
    return f"{found.label} ({MEANINGS[found]})"


def layer_name(layer: str) -> str:
    return _("Response") if layer == RESPONSE_LAYER else _("Land type")


@dataclass(frozen=True)
class Figure:
    """The area of one response."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class WherePage:
    """What a finished map comes to."""

    row: ResponseMap

    @property
    def report(self) -> Report:
        return self.row.report

    @property
    def has_zones(self) -> bool:
        return bool(self.row.zones)

    @cached_property
    def period(self) -> str:
        """The period's name in the report's cycle."""
        found = self.report.cycle.periods.filter(key=self.row.period).first()
        return str(found.label) if found else self.row.period

    # ---- Areas ----

    @cached_property
    def areas(self) -> list[ResponseArea]:
        """Every zone and land type (one query)."""
        return list(self.row.areas.order_by("pk"))

    def _total(self, response: str) -> Decimal:
        return sum((area.km2_of(response) for area in self.areas), Decimal(0))

    @cached_property
    def figures(self) -> list[Figure]:
        totals = {h: self._total(h.value) for h in HIERARCHY}
        land = sum(totals.values(), Decimal(0))
        return [
            Figure(
                str(h.label),
                quantity_text.km2(km2),
                _("%(meaning)s; %(share)s of the land on the map")
                % {
                    "meaning": MEANINGS[h],
                    "share": quantity_text.percent(km2 * 100 / land if land else None),
                },
            )
            for h, km2 in totals.items()
        ]

    @cached_property
    def by_land_type(self) -> Table:
        """Avoid, Reduce, Reverse of each land type."""
        sums = self._summed(area.land_type for area in self.areas)
        keys = [key for key in LandType.values if key in sums]
        return _table(
            _("By land type at the beginning of the period"),
            _("Land type"),
            [(str(LandType(key).label), sums[key], f"cover-{_number(key)}") for key in keys],
        )

    @cached_property
    def by_zone(self) -> Table | None:
        """The zones with most degraded land; all of them stand in the table below."""
        if not self.has_zones:
            return None
        sums = self._summed(area.zone for area in self.areas)
        largest = sorted(sums.items(), key=lambda pair: -pair[1][0])[:MOST_ZONES]
        rows = [(zone_words(zone), km2, "") for zone, km2 in largest]
        caption = _("By zone, most degraded land first")
        return _table(caption, _("Zone"), rows)

    def _summed(self, keys: Iterable[str]) -> dict[str, list[Decimal]]:
        sums: dict[str, list[Decimal]] = {}
        for key, area in zip(keys, self.areas, strict=True):
            before = sums.setdefault(key, [Decimal(0)] * len(HIERARCHY))
            sums[key] = [b + area.km2_of(h) for b, h in zip(before, HIERARCHY, strict=True)]
        return sums

    @cached_property
    def drivers(self) -> list[DriverArea]:
        degraded = {(area.zone, area.land_type): area.reverse_km2 for area in self.areas}
        return driver_areas(self.row, party_entries(self.report.party_id), degraded)

    @cached_property
    def driver_table(self) -> Table | None:
        if not self.drivers:
            return None
        places = column_places(area.km2 for area in self.drivers)
        rows = tuple(
            Row(area.label, (area.known_by, quantity_text.number(area.km2, places)))
            for area in self.drivers
        )
        headers = (_("Driver"), _("Known by"), _("Degraded land there"))
        return Table(_("By driver"), headers, rows, _("km²"), words=(1,))

    # ---- Patches ----

    @cached_property
    def first_patches(self) -> list[ResponsePatch]:
        """The largest patches of degraded land."""
        rows = self.row.patches.filter(response=Hierarchy.REVERSE).order_by("-area_km2", "pk")
        return list(rows.defer("geometry")[:FIRST_PATCHES])

    @property
    def smallest(self) -> str:
        return quantity_text.area(self.row.smallest_km2)

    # ---- The map ----

    @cached_property
    def map(self) -> Map:
        return self.map_with([])

    def map_with(self, patches: Iterable[ResponsePatch]) -> Map:
        """The two rasters, the country's outline, and some patches."""
        boundary: Boundary | None = getattr(self.report.party, "boundary", None)
        where = [self.report.party.iso3, self.report.cycle.year]
        rasters = [
            RasterLayer(
                key=layer,
                name=layer_name(layer),
                url=tile_url("where_tile", *where, self.row.pk, layer),
                legend=_legend(layer),
                visible=layer == RESPONSE_LAYER,
            )
            for layer in LAYERS
        ]
        vectors = [] if boundary is None else [
            VectorLayer("outline", _("Outline"), data=boundary.as_feature())
        ]  # fmt: skip
        shown = _collection(patches)
        if shown["features"]:
            vectors.append(VectorLayer("patches", _("Patches"), data=shown, look="measure"))
        return Map(
            key="where-map",
            title=_("Where to avoid, reduce and reverse, %(period)s") % {"period": self.period},
            bounds=boundary.bounds if boundary else grid_bounds(_summary(self.row.run)),
            layers=(*rasters, *vectors),
            source=_("%(party)s, %(run)s") % {"party": self.report.party, "run": self.row.run},
            ask_url=reverse("where_point", args=where) + "?lat={lat}&lon={lon}",
        )


def _summary(run: Run) -> Mapping[str, Any]:
    return Run.objects.only("summary").get(pk=run.pk).summary


def _legend(layer: str) -> tuple[LegendEntry, ...]:
    palette = LAYERS[layer]
    codes = [code for code in palette.names if code > 0]
    if layer == RESPONSE_LAYER:
        codes = [*sorted((int(r) for r in Response), reverse=True), RESPONSE_WATER]
    return tuple(LegendEntry(word_of(layer, c), colour=palette.colours[c]) for c in codes)


def _collection(patches: Iterable[ResponsePatch]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "title": _("Patch %(number)s") % {"number": patch.number},
                    "note": patch_words(patch),
                },
                "geometry": patch.geometry,
            }
            for patch in patches
        ],
    }


def patch_words(patch: ResponsePatch) -> str:
    """ "Reverse, Cropland, 12.5 km² (1 250 ha)"."""
    area = quantity_text.area(patch.area_km2)
    return f"{patch.get_response_display()}, {patch.get_land_type_display()}, {area}"


def _number(land_type: str) -> int:
    return classes.COVER[land_type]


def _table(caption: str, head: str, rows: list[tuple[str, list[Decimal], str]]) -> Table:
    places = column_places(km2 for _label, row, _key in rows for km2 in row)
    return Table(
        caption,
        (head, *(str(h.label) for h in HIERARCHY), _("Degraded share")),
        tuple(
            Row(
                label,
                (
                    *(quantity_text.number(km2, places) for km2 in row),
                    quantity_text.percent(_share(row)),
                ),
                key=key,
            )
            for label, row, key in rows
        ),
        _("km²"),
    )


def _share(row: list[Decimal]) -> Decimal | None:
    """Reverse of all three, percent."""
    whole = sum(row, Decimal(0))
    return row[0] * 100 / whole if whole else None


def narrowed(row: ResponseMap, asked: Mapping[str, str]) -> QuerySet[ResponsePatch]:
    """The patches with the response, land type and zone that were asked for."""
    rows = row.patches.all()
    wanted = {name: asked[name] for name in ("response", "land_type", "zone") if asked.get(name)}
    return rows.filter(**wanted)


def zones_of(row: ResponseMap) -> list[str]:
    """Zones that have patches."""
    named = row.patches.exclude(zone="").order_by("zone").values_list("zone", flat=True)
    return list(named.distinct())


def total_km2(rows: QuerySet[ResponsePatch]) -> Decimal:
    """The area of some patches together."""
    return rows.aggregate(km2=Sum("area_km2"))["km2"] or Decimal(0)
