"""How much of the land is degraded, stable and improved, by each indicator."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.baseline import classes
from indicators.charts.share_bars import Share, ShareBars, ShareRow
from indicators.runs.results.numbers import STATES, PeriodResult, Results, km2_scale, share


def shares_chart(results: Results, indicator: str) -> ShareBars | None:
    """How much of the land is degraded by one indicator, a bar for each period."""
    rows = [(p, p.on_land(indicator)) for p in results.periods]
    if not any(areas for _period, areas in rows):
        return None
    bars = tuple(
        ShareRow(
            _row_label(period, indicator),
            tuple(_share(state, areas[state]) for state in STATES) if areas else (),
        )
        for period, areas in rows
    )
    return ShareBars(
        title=shares_answer(results, indicator),
        description=_("Shares of the land area without water, in each period."),
        rows=bars,
        scale=km2_scale(area for _period, areas in rows for area in (areas or {}).values()),
        value_header=_("Area"),
    )


def _share(state: str, area: Decimal) -> Share:
    look = classes.state(state)
    return Share(look.colour, str(look.label), area)


def _row_label(period: PeriodResult, indicator: str) -> str:
    years = period.years(indicator)
    return f"{period.label} ({years})" if years and years not in period.label else period.label


def degraded_share(period: PeriodResult, indicator: str) -> Decimal | None:
    """Percent of the land that an indicator finds degraded."""
    areas = period.on_land(indicator)
    return share(areas["degraded"], sum(areas.values(), Decimal(0))) if areas else None


def shares_answer(results: Results, indicator: str) -> str:
    """The share that is degraded by the newest period, and the baseline's, in a sentence."""
    known = [p for p in results.periods if degraded_share(p, indicator) is not None]
    newest = known[-1]
    params = {
        "now": quantity_text.percent(degraded_share(newest, indicator)),
        "period": newest.label,
    }
    if newest.is_baseline or not known[0].is_baseline:
        return _ANSWERS[indicator][0]() % params
    before = quantity_text.percent(degraded_share(known[0], indicator))
    return _ANSWERS[indicator][1]() % {**params, "before": before}


# Written out, so that each language can order its words: alone, and against the baseline.
_ANSWERS: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "land_cover": (
        lambda: _("Land cover change degraded %(now)s of the land (%(period)s)"),
        lambda: _(
            "Land cover change degraded %(now)s of the land (%(period)s); %(before)s in the "
            "baseline"
        ),
    ),
    "productivity": (
        lambda: _("Productivity declined on %(now)s of the land (%(period)s)"),
        lambda: _(
            "Productivity declined on %(now)s of the land (%(period)s); %(before)s in the baseline"
        ),
    ),
    "carbon": (
        lambda: _("Carbon stocks fell on %(now)s of the land (%(period)s)"),
        lambda: _(
            "Carbon stocks fell on %(now)s of the land (%(period)s); %(before)s in the baseline"
        ),
    ),
    "sdg": (
        lambda: _("%(now)s of the land is degraded (%(period)s)"),
        lambda: _("%(now)s of the land is degraded (%(period)s); %(before)s in the baseline"),
    ),
}
