"""Words for the keys in a snapshot. A key that nobody knows any more is shown as it is."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import quantity_text
from indicators.baseline import classes
from indicators.baseline.classes import COVER, LPD, SEVEN, STATES_AND_GAPS, Look
from indicators.models import Indicator, LandCopy, Licence, Unit
from targets.pages.parts import Words
from targets.sections import BALANCE, BALANCE_TITLE

_BALANCE = {
    "losses": Look(gettext_lazy("Losses"), "degraded"),
    "gains": Look(gettext_lazy("Gains"), "improved"),
    "delta": Look(gettext_lazy("Gains less losses")),
    "km2": Look(gettext_lazy("Change of the area")),
    "points": Look(gettext_lazy("Change of the share")),
}
TOTAL = gettext_lazy("Total")

TITLES: dict[tuple[str, str], Promise] = {
    ("profile", "area"): gettext_lazy("Land, water and country"),
    ("land_cover", "area"): gettext_lazy("Land cover by class"),
    ("land_cover", "total"): gettext_lazy("Sum of the land cover classes"),
    ("land_cover", "change"): gettext_lazy("Change of land cover"),
    ("land_cover", "status"): gettext_lazy("Degraded, stable and improved by land cover"),
    ("land_cover", "share_of_land"): gettext_lazy("Land cover: share of the land area"),
    ("land_cover", "share_of_country"): gettext_lazy("Land cover: share of the country area"),
    ("productivity", "lpd"): gettext_lazy("Land productivity dynamics"),
    ("productivity", "status"): gettext_lazy("Degraded, stable and improved by productivity"),
    ("productivity", "share_of_land"): gettext_lazy("Productivity: share of the land area"),
    ("carbon", "stock"): gettext_lazy("Soil organic carbon, 0–30 cm"),
    ("carbon", "tonnes"): gettext_lazy("Soil organic carbon, whole stock"),
    ("carbon", "change"): gettext_lazy("Change of soil organic carbon"),
    ("carbon", "status"): gettext_lazy("Degraded, stable and improved by carbon"),
    ("carbon", "share_of_land"): gettext_lazy("Carbon: share of the land area"),
    ("sdg", "status"): gettext_lazy("Degraded, stable and improved in the period"),
    ("sdg", "share_of_land"): gettext_lazy("State of the land in the period: share of the land"),
    ("sdg", "change"): gettext_lazy("Baseline and period compared"),
    ("sdg", "against_baseline"): gettext_lazy("Status against the baseline"),
    ("sdg", "seven"): gettext_lazy("Status in seven classes"),
    ("sdg", "balance"): gettext_lazy("Losses and gains since the baseline"),
    ("sdg", "reported"): gettext_lazy("SDG indicator 15.3.1: degraded land"),
    ("sdg", "reported_share"): gettext_lazy("SDG indicator 15.3.1: share of the land area"),
    ("sdg", "since_baseline"): gettext_lazy("SDG indicator 15.3.1: change since the baseline"),
}

_CATEGORIES: Mapping[tuple[str, str], Callable[[str], Look]] = {
    ("profile", "area"): classes.area,
    ("land_cover", "total"): classes.area,
    ("land_cover", "area"): classes.cover,
    ("land_cover", "change"): classes.cover,
    ("productivity", "lpd"): classes.lpd,
    ("carbon", "stock"): classes.cover,
    ("carbon", "tonnes"): classes.cover,
    ("carbon", "change"): classes.cover,
    ("sdg", "seven"): classes.seven,
}
_ORDER = ("land", *COVER, "country", *STATES_AND_GAPS, *SEVEN, *_BALANCE)


def title_of(indicator: str, measure: str) -> Words:
    """The title of the table of a measure."""
    return TITLES.get((indicator, measure), f"{indicator} {measure}")


def category(indicator: str, measure: str, key: str) -> Look:
    """The word and the colour key of a row's class."""
    if not key:
        return Look(TOTAL)
    find = _CATEGORIES.get((indicator, measure), classes.state)
    found = find(key)
    return found if found.label else _BALANCE.get(key, Look(key))


def category_to(indicator: str, key: str) -> Look:
    """The word of a column's class in a two-way table."""
    found = classes.state(key) if indicator == "sdg" else classes.cover(key)
    return found if found.label else Look(key)


def order_of(measure: str, key: str) -> tuple[int, str]:
    """Sort classes as the Convention lists them, unknown ones last."""
    order = LPD if measure == "lpd" and key in LPD else _ORDER
    return (order.index(key) if key in order else len(order), key)


def unit_label(unit: str) -> Words:
    if unit == "points":
        return gettext_lazy("percentage points")
    return choice(Unit.choices, unit)


def choice(choices: Any, key: object) -> Words:
    """The label of a choice by its key, or the key itself."""
    found: Words = dict(choices).get(key, str(key))
    return found


def licence(key: str) -> Words:
    return choice(Licence.choices, key) if key else ""


def section_title(key: str) -> Words:
    """The title of a page: an indicator, or one of the other sections."""
    return _SECTIONS.get(key) or choice(Indicator.choices, key)


_SECTIONS: dict[str, Promise] = {
    "targets": gettext_lazy("Targets"),
    "measures": gettext_lazy("Measures"),
    BALANCE: BALANCE_TITLE,
    "remarks": gettext_lazy("Warnings and explanations"),
    "sources": gettext_lazy("Rasters, runs and outline"),
}


def number_text(value: str | None, unit: str) -> str:
    """Write a number of a snapshot for its reader."""
    exact = None if value is None else Decimal(value)
    places = {"%": 2, "points": 2, "t/ha": 2}.get(unit)
    return quantity_text.number(exact, places)


def area_text(value: str | None) -> str:
    """Write an area of a snapshot in km² and hectares."""
    return quantity_text.area(None if value is None else Decimal(value))


def scope_title(copy: str, zone: str) -> str:
    """What a table that is not of the whole country is of."""
    parts = [str(choice(LandCopy.choices, copy))] if copy != "national" else []
    return ", ".join([*parts, *([zone] if zone else [])])


def period_title(period: Mapping[str, Any]) -> str:
    """Name a period of the snapshot: its own years, whatever the cycle says by now."""
    years = f"{period['first_year']}\u2013{period['last_year']}"
    text = _("Baseline %(years)s") if period["is_baseline"] else _("Reporting period %(years)s")
    return text % {"years": years}
