"""The charts of each section: one question each, the answer in the title."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.arithmetic import Areas
from indicators.baseline import classes
from indicators.baseline.classes import LPD, STATES_AND_GAPS
from indicators.baseline.derived import Derived, states_of
from indicators.baseline.fields import (
    CARBON,
    CHANGE,
    LAND_COVER,
    LPD_AREA,
    PRODUCTIVITY,
    PROFILE,
    SDG,
    STOCK,
)
from indicators.baseline.keys import Key
from indicators.baseline.legend import CoverLegend
from indicators.baseline.parts import ALL, AREAS
from indicators.baseline.parts import STATES as STATES_PART
from indicators.baseline.record import Record
from indicators.charts.class_bars import ClassBars, ClassRow, Series
from indicators.charts.columns import Column, Columns
from indicators.charts.figure import Chart, Scale
from indicators.charts.sankey import MOST_BANDS, CoverClass, Sankey, Transition
from indicators.charts.share_bars import Share, ShareBars, ShareRow
from indicators.models import Period

_COLOURS = {"no_data": "no-data"}
BANDS_OF_SEVERAL = 6
"""How many changes are drawn where the periods stand on one page, so that it stays small."""


def charts(section: str, record: Record, derived: Derived, part: str = ALL) -> list[Chart]:
    """The charts of a section, or of the part of it that is shown, that there are numbers for."""
    if part not in (ALL, AREAS, STATES_PART):
        measure, _dot, when = part.partition(".")
        periods = [period for period in record.frame.periods if period.key == when]
        draw = _lpd_of if measure == LPD_AREA else _transitions
        return draw(record, periods, measure)
    return [chart for make in _CHARTS[section] for chart in make(record, derived)]


def _all_transitions(record: Record, _derived: Derived) -> list[Chart]:
    """One chart a period; where every period has its own page, that of the last one."""
    found = _transitions(record, record.frame.periods)
    return found[-1:] if record.frame.is_large else found


def _transitions(record: Record, periods: Iterable[Period], measure: str = CHANGE) -> list[Chart]:
    matrices = {p: record.matrix(LAND_COVER, measure, p.key) for p in periods}
    legend = record.frame.legend
    most = MOST_BANDS if len(matrices) == 1 or record.frame.is_large else BANDS_OF_SEVERAL
    return [_sankey(p, cells, legend, most) for p, cells in matrices.items() if _moved(cells)]


def _moved(cells: Areas) -> Areas:
    return {pair: area for pair, area in cells.items() if pair[0] != pair[1] and area > 0}


def _sankey(period: Period, cells: Areas, legend: CoverLegend, most: int) -> Sankey:
    order = list(legend.keys)
    years = {"first": period.land_cover_first, "last": period.land_cover_last}
    return Sankey(
        title=_changed_most(years, _moved(cells), legend),
        description=_bands(years, _moved(cells), most),
        classes=tuple(CoverClass(str(legend.look(c).label), legend.look(c).colour) for c in order),
        transitions=tuple(
            Transition(order.index(a), order.index(b), area) for (a, b), area in cells.items()
        ),
        before_label=str(period.land_cover_first),
        after_label=str(period.land_cover_last),
        scale=Scale(_("km²")),
        most_bands=most,
    )


def _bands(years: Mapping[str, int], moved: Areas, most: int) -> str:
    """What is drawn; of many changes only the largest are, and their share is said."""
    words = _("Bands from the land cover classes of %(first)s to those of %(last)s.") % years
    if len(moved) <= most:
        return words
    largest = sum(sorted(moved.values(), reverse=True)[:most], Decimal(0))
    share = quantity_text.percent(largest / sum(moved.values(), Decimal(0)) * 100, 0)
    drawn = _("The %(count)s largest changes are drawn, %(share)s of what changed.")
    return f"{words} {drawn % {'count': most, 'share': share}}"


def _changed_most(years: Mapping[str, int], moved: Areas, legend: CoverLegend) -> str:
    (before, after), most = max(moved.items(), key=lambda item: item[1])
    return _(
        "Between %(first)s and %(last)s, %(area)s changed; the largest change was from "
        "%(before)s to %(after)s (%(most)s)"
    ) % {
        **years,
        "area": quantity_text.km2(sum(moved.values(), Decimal(0))),
        "before": legend.look(before).label,
        "after": legend.look(after).label,
        "most": quantity_text.km2(most),
    }


def _states(indicator: str) -> Callable[[Record, Derived], list[Chart]]:
    def make(record: Record, derived: Derived) -> list[Chart]:
        rows = []
        for period in record.frame.periods:
            states = states_of(record, derived, indicator, period.key)
            rows.append(ShareRow(str(period.label), _shares(states)))
        known = [row for row in rows if row.whole]
        if not known:
            return []
        return [
            ShareBars(
                title=_states_title(known[-1]),
                description=_("Degraded, stable and improved land in each period."),
                rows=tuple(rows),
                scale=Scale(_("km²")),
            )
        ]

    return make


def _shares(states: Mapping[str, Decimal]) -> tuple[Share, ...]:
    return tuple(
        Share(_COLOURS.get(s, s), str(classes.state(s).label), states[s])
        for s in STATES_AND_GAPS
        if s in states
    )


def _states_title(row: ShareRow) -> str:
    degraded = next((s for s in row.shares if s.key == "degraded"), None)
    return _("%(share)s of the land is degraded, %(period)s") % {
        "share": quantity_text.percent(row.percent(degraded) if degraded else None),
        "period": row.label,
    }


def _lpd_by_cover(record: Record, _derived: Derived) -> list[Chart]:
    """One chart for the last period; where every period has its own page, it is there."""
    if record.frame.has_many_classes:
        return []
    return _lpd_of(record, record.frame.periods)[-1:]


def _lpd_of(record: Record, periods: Iterable[Period], measure: str = LPD_AREA) -> list[Chart]:
    tables = {p: record.matrix(PRODUCTIVITY, measure, p.key) for p in periods}
    legend = record.frame.legend
    return [_lpd_bars(period, cells, legend) for period, cells in tables.items() if cells]


def _lpd_bars(period: Period, cells: Areas, legend: CoverLegend) -> ClassBars:
    falling = {
        cover: sum((cells.get((c, cover), Decimal(0)) for c in LPD[:2]), Decimal(0))
        for cover in legend.land
    }
    worst = max(falling, key=lambda cover: falling[cover])
    return ClassBars(
        title=_("%(cover)s has the most land with falling productivity: %(area)s, %(period)s")
        % {
            "cover": legend.look(worst).label,
            "area": quantity_text.km2(falling[worst]),
            "period": period.label,
        },
        description=_("Area by productivity class in each land cover class."),
        rows=tuple(
            ClassRow(
                str(legend.look(cover).label),
                tuple(cells.get((lpd, cover)) for lpd in LPD),
                legend.look(cover).colour,
            )
            for cover in legend.land
        ),
        series=tuple(Series(str(classes.lpd(c).label), classes.lpd(c).colour) for c in LPD),
        scale=Scale(_("km²")),
        stacked=True,
        class_header=_("Land cover"),
    )


def _stocks(record: Record, _derived: Derived) -> list[Chart]:
    legend = record.frame.legend
    years = [str(year) for year in record.frame.carbon_years]
    stocks = {
        cover: [record.value(Key(CARBON, STOCK, year, cover)) for year in (years[0], years[-1])]
        for cover in legend.land
        if years
    }
    known = {cover: pair[-1] for cover, pair in stocks.items() if pair[-1] is not None}
    if not known:
        return []
    richest = max(known, key=lambda cover: known[cover] or Decimal(0))
    return [
        ClassBars(
            title=_("%(cover)s holds the most carbon: %(stock)s in %(year)s")
            % {
                "cover": legend.look(richest).label,
                "stock": quantity_text.tonnes_per_hectare(known[richest]),
                "year": years[-1],
            },
            description=_("Soil organic carbon by land cover, first and last year."),
            rows=tuple(
                ClassRow(str(legend.look(c).label), tuple(pair)) for c, pair in stocks.items()
            ),
            series=(Series(years[0], "accent-light"), Series(years[-1], "accent")),
            scale=Scale(_("t/ha"), 1),
            class_header=_("Land cover"),
        )
    ]


def _reported(record: Record, derived: Derived) -> list[Chart]:
    shares = {
        period: derived.get(Key(SDG, "reported_share", period.key, "degraded"))
        for period in record.frame.periods
    }
    known = [(period, share) for period, share in shares.items() if share is not None]
    if not known:
        return []
    period, share = known[-1]
    return [
        Columns(
            title=_("%(share)s of the land is degraded, %(period)s")
            % {"share": quantity_text.percent(share), "period": period.label},
            description=_("SDG indicator 15.3.1 by period."),
            columns=tuple(
                Column(str(p.label), value, key="degraded") for p, value in shares.items()
            ),
            scale=Scale("%", 1),
            period_header=_("Period"),
            value_header=_("Share of the land"),
        )
    ]


_CHARTS: dict[str, tuple[Callable[[Record, Derived], list[Chart]], ...]] = {
    PROFILE: (),
    LAND_COVER: (_states(LAND_COVER), _all_transitions),
    PRODUCTIVITY: (_states(PRODUCTIVITY), _lpd_by_cover),
    CARBON: (_states(CARBON), _stocks),
    SDG: (_reported, _states(SDG)),
}
