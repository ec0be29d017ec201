"""Charts of a region: one question each, the answer in the title."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import quantity_text
from indicators.baseline import classes
from indicators.baseline.classes import STATES_AND_GAPS, WATER
from indicators.charts.class_bars import ClassBars, ClassRow, Series
from indicators.charts.columns import Column, Columns
from indicators.charts.figure import Chart, Scale
from indicators.charts.share_bars import Share, ShareBars, ShareRow
from indicators.models import Indicator, Period
from ldnportal.regions.choropleth import choropleth_of
from ldnportal.regions.land_charts import dynamics_chart, stock_chart
from ldnportal.regions.promise_charts import (
    business_chart,
    commitment_chart,
    driver_chart,
    finance_chart,
    hierarchy_chart,
    slm_chart,
)
from ldnportal.regions.summary import IndicatorSum, Summary


def charts_of(summary: Summary) -> dict[str, Chart]:
    """The charts that there are numbers for, by the key of their address."""
    made: dict[str, Chart | None] = {
        "map": choropleth_of(summary),
        "degraded": _degraded(summary),
        "indicators": _indicators(summary),
        "land-cover": _land_cover(summary),
        "productivity": dynamics_chart(summary),
        "carbon": stock_chart(summary),
        "targets": hierarchy_chart(summary),
        "measures": slm_chart(summary),
        "drivers": driver_chart(summary),
        "finance": finance_chart(summary),
        "commitments": commitment_chart(summary),
        "business": business_chart(summary),
    }
    return {key: chart for key, chart in made.items() if chart is not None}


def _degraded(summary: Summary) -> Chart | None:
    latest = summary.latest
    if latest is None or latest.total.share is None:
        return None
    return Columns(
        title=_degraded_title(latest),
        description=_(
            "SDG indicator 15.3.1 by period: degraded land over land,"
            " of the Parties that reported both."
        ),
        columns=tuple(
            Column(str(row.period.label), row.total.share, note=_of(row), key="degraded")
            for row in summary.reported
        ),
        scale=Scale("%", 1),
        period_header=_("Period"),
        value_header=_("Share of the land"),
    )


def _degraded_title(row: IndicatorSum) -> str:
    count = len(row.total.parties)
    text = ngettext(
        "%(share)s of the land of %(count)s Party is degraded, %(period)s",
        "%(share)s of the land of %(count)s Parties is degraded, %(period)s",
        count,
    )
    share = quantity_text.percent(row.total.share)
    return text % {"share": share, "count": count, "period": row.period.label}


def _of(row: IndicatorSum) -> str:
    count = len(row.total.parties)
    return ngettext("%(count)s Party", "%(count)s Parties", count) % {"count": count}


def _indicators(summary: Summary) -> Chart | None:
    for period in reversed(summary.periods):
        rows = [row for row in summary.indicators if row.period == period]
        if any(row.total.is_reported for row in rows):
            return _share_bars(period, rows)
    return None


def _share_bars(period: Period, rows: list[IndicatorSum]) -> ShareBars:
    worst = max(
        (row for row in rows if row.total.share is not None),
        key=lambda row: row.total.share or Decimal(0),
        default=rows[0],
    )
    return ShareBars(
        title=_("%(indicator)s shows the most degraded land, %(area)s, %(period)s")
        % {
            "indicator": Indicator(worst.indicator).label,
            "area": quantity_text.km2(worst.total.degraded),
            "period": period.label,
        },
        description=_("Degraded, stable and improved land by indicator, areas summed."),
        rows=tuple(ShareRow(str(Indicator(row.indicator).label), _shares(row)) for row in rows),
        scale=Scale(_("km²")),
        value_header=_("Indicator"),
    )


def _shares(row: IndicatorSum) -> tuple[Share, ...]:
    return tuple(
        Share(classes.state(state).colour, str(classes.state(state).label), row.total.states[state])
        for state in STATES_AND_GAPS
        if state in row.total.states
    )


def _land_cover(summary: Summary) -> Chart | None:
    if not summary.cover:
        return None
    first, last = summary.cover_years[0], summary.cover_years[-1]
    on_land = [row for row in summary.cover if row.category != WATER] or summary.cover
    largest = max(on_land, key=lambda row: row.areas[-1] or Decimal(0))
    return ClassBars(
        title=_("%(cover)s covers the most land: %(area)s in %(year)s")
        % {
            "cover": classes.cover(largest.category).label,
            "area": quantity_text.km2(largest.areas[-1]),
            "year": last,
        },
        description=_("Land cover by class, areas summed over the Parties that reported."),
        rows=tuple(
            ClassRow(
                str(classes.cover(row.category).label),
                (row.areas[0], row.areas[-1]),
                classes.cover(row.category).colour,
            )
            for row in summary.cover
        ),
        series=(Series(first, "accent-light"), Series(last, "accent")),
        scale=Scale(_("km²")),
        class_header=_("Land cover"),
    )
