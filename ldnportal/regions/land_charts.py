"""Charts of productivity dynamics and of soil carbon in a region."""

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.baseline import classes
from indicators.charts.columns import Column, Columns
from indicators.charts.figure import Chart, Scale
from indicators.charts.share_bars import Share, ShareBars, ShareRow
from ldnportal.regions.summary import DynamicsSum, Summary

FALLING = ("declining", "moderate-decline")
UNITS = ((Decimal(10) ** 9, "Gt"), (Decimal(10) ** 6, "Mt"), (Decimal(10) ** 3, "kt"))


def dynamics_chart(summary: Summary) -> Chart | None:
    """Classes of land productivity dynamics, a bar for each period."""
    if not summary.dynamics:
        return None
    last = summary.dynamics[-1]
    return ShareBars(
        title=_("Land productivity declines on %(share)s of the land, %(period)s")
        % {"share": quantity_text.percent(_falling(last)), "period": last.period.label},
        description=_("Land productivity dynamics by class, areas summed."),
        rows=tuple(ShareRow(str(row.period.label), _shares(row)) for row in summary.dynamics),
        scale=Scale(_("km²")),
        value_header=_("Period"),
    )


def _falling(row: DynamicsSum) -> Decimal | None:
    """Declining and moderately declining land in percent of all classed land."""
    known = sum((area for key, area in row.areas.items() if key != "no-data"), Decimal(0))
    falling = sum((row.areas.get(key, Decimal(0)) for key in FALLING), Decimal(0))
    return falling / known * 100 if known else None


def _shares(row: DynamicsSum) -> tuple[Share, ...]:
    looks = ((classes.lpd(key), area) for key, area in row.areas.items())
    return tuple(Share(look.colour, str(look.label), area) for look, area in looks)


def stock_chart(summary: Summary) -> Chart | None:
    """Tonnes of soil organic carbon over the years, of the same Parties in each."""
    stock = summary.stock
    if stock is None or not stock.tonnes[0]:
        return None
    size, unit = next((u for u in UNITS if max(stock.tonnes) >= u[0]), (Decimal(1), "t"))
    change = (stock.tonnes[-1] - stock.tonnes[0]) / stock.tonnes[0] * 100
    return Columns(
        title=_("Soil organic carbon changed by %(change)s from %(first)s to %(last)s")
        % {
            "change": quantity_text.percent(change, sign=True),
            "first": stock.years[0],
            "last": stock.years[-1],
        },
        description=_("Soil organic carbon to 30 cm, of the Parties that reported every year."),
        columns=tuple(
            Column(year, tonnes / size)
            for year, tonnes in zip(stock.years, stock.tonnes, strict=True)
        ),
        scale=Scale(unit, 1),
        period_header=_("Year"),
        value_header=_("Soil organic carbon"),
    )
