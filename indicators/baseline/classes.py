"""The classes that the record's numbers are about, by key, with their words and colours."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.models import LandCoverClass
from indicators.science.classes import LandCover, StatusClass

WATER = LandCover.WATER.key
COVER: Mapping[str, int] = {c.key: int(c) for c in LandCover}
"""The seven land cover classes, key to code."""
LAND = tuple(key for key in COVER if key != WATER)
STATES = ("degraded", "stable", "improved")
STATES_AND_GAPS = (*STATES, "no_data")
LPD = ("declining", "moderate-decline", "stressed", "stable", "increasing", "no-data")
SEVEN = tuple(c.key for c in StatusClass)


@dataclass(frozen=True)
class Look:
    """A class's word, and the key of its colour (`{% key %}`)."""

    label: str | Promise
    colour: str = ""


_COVER_LOOKS = {c.key: Look(LandCoverClass(c).label, f"cover-{int(c)}") for c in LandCover}
_STATE_LOOKS = {
    "degraded": Look(_("Degraded"), "degraded"),
    "stable": Look(_("Stable"), "stable"),
    "improved": Look(_("Improved"), "improved"),
    "no_data": Look(_("No data"), "no-data"),
}
_LPD_LOOKS = {
    "declining": Look(_("Declining"), "lpd-1"),
    "moderate-decline": Look(_("Moderate decline"), "lpd-2"),
    "stressed": Look(_("Stressed"), "lpd-3"),
    "stable": Look(_("Stable productivity"), "lpd-4"),
    "increasing": Look(_("Increasing"), "lpd-5"),
    "no-data": Look(_("No data"), "no-data"),
}
_SEVEN_LOOKS = {
    "persistent-degradation": Look(_("Persistent degradation"), "degraded"),
    "recent-degradation": Look(_("Recent degradation"), "degraded"),
    "baseline-degradation": Look(_("Baseline degradation"), "degraded"),
    "stability": Look(_("Stability"), "stable"),
    "baseline-improvement": Look(_("Baseline improvement"), "improved"),
    "recent-improvement": Look(_("Recent improvement"), "improved"),
    "persistent-improvement": Look(_("Persistent improvement"), "improved"),
}
_AREA_LOOKS = {
    "land": Look(_("Land area")),
    "water": Look(_("Water area"), "water"),
    "country": Look(_("Country area")),
}
_NONE = Look("")


def cover(key: str) -> Look:
    """Look up a land cover class."""
    return _COVER_LOOKS.get(key, _NONE)


def state(key: str) -> Look:
    """Look up degraded, stable, improved, no data."""
    return _STATE_LOOKS.get(key, _NONE)


def lpd(key: str) -> Look:
    """Look up a class of land productivity dynamics."""
    return _LPD_LOOKS.get(key, _NONE)


def seven(key: str) -> Look:
    """Look up a class of the status against the baseline."""
    return _SEVEN_LOOKS.get(key, _NONE)


def area(key: str) -> Look:
    """Look up land, water, country."""
    return _AREA_LOOKS.get(key, _NONE)
