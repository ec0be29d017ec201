"""What a number is called, in the reader's language: "Cropland, 2015"."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.baseline import classes
from indicators.baseline.fields import (
    AREA,
    CARBON,
    CHANGE,
    LAND_COVER,
    LPD_AREA,
    SDG,
    STATUS,
    STOCK,
)
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key, is_year


def when(key_when: str, frame: Frame) -> str:
    """Name a year or a period."""
    if is_year(key_when):
        return key_when
    period = frame.by_key.get(key_when)
    return str(period.label) if period else key_when


def label(key: Key, frame: Frame) -> str:
    """Name a number by its classes and its time, as table heads and messages do."""
    return _("%(what)s, %(when)s") % {"what": what(key, frame), "when": when(key.when, frame)}


TABLES = {
    AREA: gettext_lazy("Areas"),
    CHANGE: gettext_lazy("Change"),
    LPD_AREA: gettext_lazy("Areas by productivity class"),
    STOCK: gettext_lazy("Stocks"),
    STATUS: gettext_lazy("Degraded, stable and improved land"),
}


def table_name(key: Key, frame: Frame) -> str:
    """Name the table that a number stands in: "North: Change, Baseline 2000-2015"."""
    region = frame.region_by_measure.get(key.measure)
    measure = key.measure.partition("-")[0]
    name = f"{TABLES.get(measure, measure)}, {when(key.when, frame)}"
    return f"{region.name}: {name}" if region else name


def what(key: Key, frame: Frame) -> str:
    """Name a number by its classes, and by its region where there is one."""
    region = frame.region_by_measure.get(key.measure)
    if region is not None:
        bare = replace(key, measure=key.measure.partition("-")[0])
        return _("%(region)s: %(what)s") % {"region": region.name, "what": _what(bare, frame)}
    return _what(key, frame)


def _what(key: Key, frame: Frame) -> str:
    if key.measure == CHANGE:
        look = classes.state if key.indicator == SDG else frame.legend.look
        return _("%(first)s to %(last)s") % {
            "first": look(key.category).label,
            "last": look(key.category_to).label,
        }
    if key.measure == LPD_AREA:
        return _lpd(key, frame)
    return str(_one_class(key, frame))


def _lpd(key: Key, frame: Frame) -> str:
    lpd = str(classes.lpd(key.category).label)
    if not key.category_to:
        return lpd
    cover = frame.legend.look(key.category_to).label
    return _("%(lpd)s in %(cover)s") % {"lpd": lpd, "cover": cover}


def _one_class(key: Key, frame: Frame) -> object:
    if key.measure == STATUS:
        return classes.state(key.category).label
    if (key.indicator, key.measure) in ((LAND_COVER, AREA), (CARBON, STOCK)):
        return frame.legend.look(key.category).label
    return classes.area(key.category).label or key.category
