"""The effect of a measure as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.charts.table import Row, Table
from indicators.runs.results.tables import indicator_name
from indicators.science.comparison import Tally
from targets.models import MeasureEffect
from targets.neutrality.effect import points_of, read_back

FEW_PIXELS = 30
"""Below this, one pixel more or less moves the figures by several points."""


@dataclass(frozen=True)
class Figure:
    """The effect on one indicator."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class EffectPage:
    """What the comparison gives."""

    effect: MeasureEffect

    @property
    def figures(self) -> list[Figure]:
        return [_figure(key, found) for key, found in self.effect.result.items()]

    @property
    def ring_words(self) -> str:
        """What the ring is made without."""
        numbers = ", ".join(str(number) for number in self.effect.left_out)
        if not numbers:
            return _("The ring lies inside the country and touches no other measure.")
        return _(
            "The ring lies inside the country, without the polygons of other measures: %(numbers)s."
        ) % {"numbers": numbers}

    @property
    def few(self) -> str:
        """Say so where an answer rests on few pixels."""
        tallies = [
            tally
            for found in self.effect.result.values()
            for when in ("before", "after")
            if when in found
            for tally in (read_back(found[when]).inside, read_back(found[when]).ring)
        ]
        least = min((tally.known for tally in tallies), default=FEW_PIXELS)
        if least >= FEW_PIXELS:
            return ""
        words = _(
            "One of the places has only %(count)s pixels with a class: take the figures lightly."
        )
        return words % {"count": least}

    @property
    def table(self) -> Table:
        """Pixel counts, inside and in the ring, before and after."""
        rows = [
            row
            for key, found in self.effect.result.items()
            for when in ("before", "after")
            if when in found
            for row in _rows(key, found[when])
        ]
        headers = (
            _("Indicator, to the year, place"),
            _("Degraded"),
            _("Stable"),
            _("Improved"),
            _("Without a class"),
        )
        return Table(_("Pixels compared"), headers, tuple(rows), _("pixels"))


def _figure(key: str, found: Mapping[str, Any]) -> Figure:
    points = points_of(found)
    value = None if points is None else Decimal(str(round(points, 1)))
    years = {"last": found["after"]["year"], "first": found.get("before", {}).get("year")}
    note = (
        _("change of its lead over the ring from %(first)s to %(last)s") % years
        if "before" in found
        else _("lead over the ring in %(last)s; there is no map from before its start") % years
    )
    return Figure(indicator_name(key), quantity_text.percentage_points(value), note)


def _rows(key: str, row: Mapping[str, Any]) -> list[Row]:
    both = read_back(row)
    places = ((both.inside, _("inside")), (both.ring, _("ring")))
    return [Row(f"{indicator_name(key)}, {row['year']}, {name}", _cells(t)) for t, name in places]


def _cells(tally: Tally) -> tuple[str, ...]:
    counts = (tally.degraded, tally.stable, tally.improved, tally.other)
    return tuple(quantity_text.number(count, 0) for count in counts)
