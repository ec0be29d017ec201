"""Every class code of the method, defined once.

Maps are int8. -1 is degraded, 0 stable, +1 improved; ``NODATA`` is its own value and water is
its own class, and the two are never mixed.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

ClassArray = NDArray[np.int8]
"""Flattened class codes of some pixels, ``(n_pixels,)``, int8."""

NODATA: Final = -128
"""No data in every int8 class map."""

SDG_WATER: Final = 2
"""Water in maps coded -1, 0, +1 (SDG 15.3.1 and three-class status)."""

STATUS_WATER: Final = 8
"""Water in seven-class status maps."""

RESPONSE_WATER: Final = 4
"""Water in maps of the response hierarchy."""


class LandCover(IntEnum):
    """The seven UNCCD land-cover classes (PRAIS 4 reporting manual, 2026)."""

    key: str
    label: str
    colour: str

    def __new__(cls, code: int, key: str, label: str, colour: str) -> LandCover:
        """Make a member that is an int and knows its key, English label and map colour."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.key, member.label, member.colour = key, label, colour
        return member

    TREE_COVERED = 1, "tree-covered", "Tree-covered areas", "#787F1B"
    GRASSLAND = 2, "grassland", "Grassland", "#FFAC42"
    CROPLAND = 3, "cropland", "Cropland", "#FFFB6E"
    WETLAND = 4, "wetland", "Wetland", "#00DB84"
    ARTIFICIAL = 5, "artificial", "Artificial surfaces", "#E60017"
    OTHER_LAND = 6, "other-land", "Other land", "#FFF3D7"
    WATER = 7, "water", "Water bodies", "#0053C4"


class Change(IntEnum):
    """The three classes of every indicator."""

    DEGRADED = -1
    STABLE = 0
    IMPROVED = 1


class Lpd(IntEnum):
    """Land productivity dynamics, five classes."""

    key: str
    label: str

    def __new__(cls, code: int, key: str, label: str) -> Lpd:
        """Make a member that is an int and knows its key and English label."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.key, member.label = key, label
        return member

    DECLINING = 1, "declining", "Declining"
    MODERATE_DECLINE = 2, "moderate-decline", "Moderate decline"
    STRESSED = 3, "stressed", "Stressed"
    STABLE = 4, "stable", "Stable"
    INCREASING = 5, "increasing", "Increasing"


class StatusClass(IntEnum):
    """Seven-class status of a reporting period against the baseline (GPG addendum, 2025)."""

    key: str
    label: str

    def __new__(cls, code: int, key: str, label: str) -> StatusClass:
        """Make a member that is an int and knows its key and English label."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.key, member.label = key, label
        return member

    PERSISTENT_DEGRADATION = 1, "persistent-degradation", "Persistent degradation"
    RECENT_DEGRADATION = 2, "recent-degradation", "Recent degradation"
    BASELINE_DEGRADATION = 3, "baseline-degradation", "Baseline degradation"
    STABILITY = 4, "stability", "Stability"
    BASELINE_IMPROVEMENT = 5, "baseline-improvement", "Baseline improvement"
    RECENT_IMPROVEMENT = 6, "recent-improvement", "Recent improvement"
    PERSISTENT_IMPROVEMENT = 7, "persistent-improvement", "Persistent improvement"


class Response(IntEnum):
    """The LDN response hierarchy (Cowie et al. 2018): what to do with a piece of land."""

    AVOID = 1
    REDUCE = 2
    REVERSE = 3
