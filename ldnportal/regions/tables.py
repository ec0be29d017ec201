"""Tables of a region's page, ready to be shown."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.baseline import classes
from indicators.charts.table import Row, Table
from indicators.models import Indicator, Origin
from indicators.snapshot_content import MIXED
from ldnportal.regions.summary import IndicatorSum, StockSum, Summary
from ldnportal.regions.sums import StateSum


def _share(value: Decimal | None) -> str:
    return quantity_text.percent(value, 2)


def _area(value: Decimal | None) -> str:
    return quantity_text.number(value)


def _sum_cells(sums: StateSum) -> tuple[str, ...]:
    return (
        quantity_text.number(len(sums.parties)),
        _area(sums.degraded),
        _area(sums.states.get("stable")),
        _area(sums.states.get("improved")),
        _area(sums.land),
        _share(sums.share),
    )


def indicator_table(rows: Iterable[IndicatorSum], caption: str) -> Table:
    """Areas summed and shares of land; each origin stands apart beneath its sum."""
    return Table(
        caption=caption,
        unit=_("km²"),
        headers=(
            _("Indicator and period"),
            _("Parties"),
            _("Degraded"),
            _("Stable"),
            _("Improved"),
            _("Land of these Parties"),
            _("Degraded, % of that land"),
        ),
        rows=tuple(line for row in rows for line in _indicator_lines(row)),
    )


def _indicator_lines(row: IndicatorSum) -> Iterator[Row]:
    name = _("SDG 15.3.1") if row.indicator == Indicator.SDG else Indicator(row.indicator).label
    yield Row(f"{name}, {row.period.label}", _sum_cells(row.total), is_total=True)
    for origin, sums in row.by_origin.items():
        yield Row(_("of which %(origin)s") % {"origin": origin_label(origin)}, _sum_cells(sums))


def origin_label(origin: str) -> str:
    """Name an origin; a derived number may follow from several."""
    if origin == MIXED:
        return _("of several origins")
    return str(dict(Origin.choices).get(origin, origin))


def reported_table(summary: Summary) -> Table:
    """15.3.1: degraded land alone is reported against the baseline."""
    return Table(
        caption=_("SDG indicator 15.3.1, areas summed over the Parties that reported"),
        unit=_("km²"),
        headers=(
            _("Period"),
            _("Parties"),
            _("Degraded"),
            _("Land of these Parties"),
            _("Degraded, % of that land"),
        ),
        rows=tuple(line for row in summary.reported for line in _reported_lines(row)),
    )


def _reported_lines(row: IndicatorSum) -> Iterator[Row]:
    yield Row(str(row.period.label), _reported_cells(row.total), is_total=True)
    for origin, sums in row.by_origin.items():
        head = _("of which %(origin)s") % {"origin": origin_label(origin)}
        yield Row(head, _reported_cells(sums))


def _reported_cells(sums: StateSum) -> tuple[str, ...]:
    parties = quantity_text.number(len(sums.parties))
    return parties, _area(sums.degraded), _area(sums.land), _share(sums.share)


def cover_table(summary: Summary) -> Table:
    """Land cover by class and year; each year names how many Parties it is of."""
    headers = (
        _("%(year)s (Parties: %(count)s)") % {"year": year, "count": count}
        for year, count in zip(summary.cover_years, summary.cover_parties, strict=True)
    )
    return Table(
        caption=_("Land cover, areas summed; the change is of the Parties that reported both ends"),
        unit=_("km²"),
        headers=(_("Class"), *headers, _("Change")),
        rows=tuple(
            Row(
                str(classes.cover(row.category).label),
                (*map(_area, row.areas), quantity_text.number(row.change, sign=True)),
                classes.cover(row.category).colour,
            )
            for row in summary.cover
        ),
    )


def dynamics_table(summary: Summary) -> Table:
    """Land productivity dynamics by class and period."""
    headers = (
        _("%(year)s (Parties: %(count)s)") % {"year": row.period.label, "count": row.parties}
        for row in summary.dynamics
    )
    keys = [key for key in classes.LPD if any(key in row.areas for row in summary.dynamics)]
    return Table(
        caption=_("Land productivity dynamics, areas summed"),
        unit=_("km²"),
        headers=(_("Class"), *headers),
        rows=tuple(
            Row(
                str(classes.lpd(key).label),
                tuple(_area(row.areas.get(key)) for row in summary.dynamics),
                classes.lpd(key).colour,
            )
            for key in keys
        ),
    )


def stock_table(stock: StockSum) -> Table:
    """Soil organic carbon of the Parties that reported every year."""
    parties = quantity_text.number(stock.parties)
    return Table(
        caption=_("Soil organic carbon to 30 cm, of the Parties that reported every year"),
        unit=_("t"),
        headers=(_("Year"), _("Parties"), _("Soil organic carbon")),
        rows=tuple(
            Row(year, (parties, quantity_text.number(tonnes)))
            for year, tonnes in zip(stock.years, stock.tonnes, strict=True)
        ),
    )
