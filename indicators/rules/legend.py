"""R12: the legend that a report is recorded in, its regions, and the Party's raster legends."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.arithmetic import ROUNDING_KM2, SUM_TOLERANCE_PERCENT, is_off
from indicators.baseline.classes import COVER
from indicators.baseline.derived import Derived, land_of
from indicators.baseline.fields import AREA, CHANGE, LAND_COVER, STATUS
from indicators.baseline.frame import change_of
from indicators.baseline.keys import Key
from indicators.baseline.labels import when
from indicators.baseline.legend import UNCCD
from indicators.baseline.record import Record
from indicators.models import (
    MOST_CLASSES,
    MOST_REGIONS,
    DefaultNumber,
    Legend,
    LegendClass,
    Period,
    Region,
)
from indicators.rules.findings import Finding, Km2, Level, Plain

LEGEND_FIELD = f"{LAND_COVER}.legend"
REGIONS_FIELD = f"{LAND_COVER}.regions"
TOO_MANY_CLASSES = _(
    "The legend “%(name)s” has %(found)s classes; at most %(most)s can be reported. Join some."
)
UNMAPPED = _(
    "The legend “%(name)s” has %(found)s codes without a UNCCD class, the first being %(code)s. "
    "Map each code."
)
CLASS_UNMAPPED = _(
    "The class “%(code)s” of the legend “%(name)s” has no class of the Convention. Map it, so "
    "that its area counts."
)
UNREACHED = _(
    "%(cover)s has %(found)s in %(source)s, but no class of the legend “%(name)s” is mapped to "
    "it. Map a class to it."
)
SET_ASIDE, BY_DEFAULT = _("the numbers in the seven classes"), _("the default data")
TOO_MANY_REGIONS = _(
    "There are %(found)s regions; at most %(most)s can be reported. Join some of them."
)
OVERLAP = _(
    "The regions %(name)s and %(other)s overlap by %(found)s; regions share no land. Change one of "
    "the polygons."
)
REGION_SUM = _(
    "%(when)s: the land of the regions adds up to %(found)s with the land without data, but the "
    "land area is %(expected)s (%(gap)s apart; %(allowed)s %% is allowed). Check %(names)s."
)


def own_legend(record: Record, _derived: Derived) -> Iterator[Finding]:
    """The report's own legend: at most 15 classes, each mapped."""
    legend = record.frame.legend
    if not legend.is_own:
        return
    if len(legend.keys) > MOST_CLASSES:
        found = {"name": legend.name, "found": len(legend.keys), "most": MOST_CLASSES}
        yield _finding(LEGEND_FIELD, TOO_MANY_CLASSES, found)
    for one in legend.classes:
        if not one.unccd:
            yield _finding(LEGEND_FIELD, CLASS_UNMAPPED, {"name": legend.name, "code": one.label})
    yield from _unreached(record, _known_areas(record), SET_ASIDE)


def _known_areas(record: Record) -> dict[str, Decimal]:
    """The largest area of each of the seven that was recorded before own classes were."""
    return _largest((key, row.value) for key, row in record.aside.items())


def _largest(numbers: Iterable[tuple[Key, Decimal | None]]) -> dict[str, Decimal]:
    areas: dict[str, Decimal] = {}
    for key, value in numbers:
        kind = key.indicator, key.measure
        if kind == (LAND_COVER, AREA) and key.category in COVER and value is not None:
            areas[key.category] = max(value, areas.get(key.category, value))
    return areas


def _unreached(record: Record, areas: dict[str, Decimal], source: object) -> Iterator[Finding]:
    legend = record.frame.legend
    for cover, area in areas.items():
        if area > ROUNDING_KM2 and cover not in legend.mapped:
            params = {"cover": UNCCD.look(cover).label, "found": Km2(area), "source": source}
            yield _finding(LEGEND_FIELD, UNREACHED, {**params, "name": legend.name})


def default_areas(record: Record, _derived: Derived) -> Iterator[Finding]:
    """The report's own legend reaches every class that the default data have (one query)."""
    if not record.frame.legend.is_own:
        return
    report, told = record.report, _known_areas(record)
    rows = DefaultNumber.objects.filter(
        party=report.party_id, cycle=report.cycle_id, path__startswith=f"{LAND_COVER}.{AREA}."
    ).values_list("path", "value")
    areas = _largest((Key.from_path(path), value) for path, value in rows)
    new = {cover: area for cover, area in areas.items() if cover not in told}
    yield from _unreached(record, new, BY_DEFAULT)


def regions(record: Record, derived: Derived) -> Iterator[Finding]:
    """At most five regions, sharing no land, and together all of it."""
    listed = record.frame.regions
    if len(listed) > MOST_REGIONS:
        params = {"found": len(listed), "most": MOST_REGIONS}
        yield _finding(REGIONS_FIELD, TOO_MANY_REGIONS, params)
    for region in listed:
        yield from _overlaps(region, {other.key: other for other in listed})
    for period in record.frame.periods if listed else ():
        yield from _together(record, derived, period)


def _overlaps(region: Region, listed: dict[str, Region]) -> Iterator[Finding]:
    for key, km2 in region.overlaps.items():
        if key in listed and Decimal(km2) > ROUNDING_KM2:
            params = {"name": region.name, "other": listed[key].name, "found": Km2(Decimal(km2))}
            yield _finding(REGIONS_FIELD, OVERLAP, params)


def _together(record: Record, derived: Derived, period: Period) -> Iterator[Finding]:
    """The land of all regions is that of the country."""
    land = land_of(record, period)
    cells = record.matrix(LAND_COVER, CHANGE, period.key)
    no_data = record.value(Key(LAND_COVER, STATUS, period.key, "no_data")) or Decimal(0)
    water = record.frame.legend.water
    found = sum((a for (_f, last), a in cells.items() if last not in water), no_data)
    if land is None or not cells or not is_off(found, land, SUM_TOLERANCE_PERCENT):
        return
    yield _finding(
        Key(LAND_COVER, STATUS, period.key, "no_data").path,
        REGION_SUM,
        {
            "when": when(period.key, record.frame),
            "found": Km2(found),
            "expected": Km2(land),
            "gap": Km2(abs(found - land)),
            "allowed": Plain(SUM_TOLERANCE_PERCENT),
            "names": ", ".join(_empty_first(record, period)),
        },
    )


def _empty_first(record: Record, period: Period) -> list[str]:
    """The regions without a matrix, else all of them."""
    listed = record.frame.regions
    empty = [r.name for r in listed if not record.matrix(LAND_COVER, change_of(r.key), period.key)]
    return empty or [region.name for region in listed]


def raster_legends(record: Record, _derived: Derived) -> Iterator[Finding]:
    """The legends of the Party's rasters: at most 15 classes, each mapped to one of the seven."""
    party = record.report.party
    rows = LegendClass.objects.filter(
        legend__party=party,
        legend__preset=Legend.Preset.OWN,
        legend__datasets__in=party.datasets.current().accepted(),
    ).select_related("legend")
    by_legend: dict[Legend, dict[int, LegendClass]] = {}
    pages: dict[Legend, str] = {}
    for row in rows.annotate(raster=F("legend__datasets")):
        by_legend.setdefault(row.legend, {})[row.code] = row
        pages[row.legend] = reverse("dataset_legend", args=[party.iso3, row.raster])
    for legend, codes in by_legend.items():
        if len(codes) > MOST_CLASSES:
            found = {"name": legend.name, "found": len(codes), "most": MOST_CLASSES}
            yield _finding(LEGEND_FIELD, TOO_MANY_CLASSES, found, pages[legend])
        unmapped = [code for code, row in codes.items() if row.unccd_class is None]
        if unmapped:
            lost = {"name": legend.name, "found": len(unmapped), "code": unmapped[0]}
            yield _finding(LEGEND_FIELD, UNMAPPED, lost, pages[legend])


def _finding(field: str, text: object, params: Mapping[str, object], page: str = "") -> Finding:
    return Finding("R12", Level.ERROR, LAND_COVER, field, text, params, elsewhere=page)  # type: ignore[arg-type]
