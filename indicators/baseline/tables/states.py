"""Degraded, stable, improved and no data by period: one table for every indicator."""

from django.utils.translation import gettext as _

from indicators.baseline import classes
from indicators.baseline.cells import Cell, Column, Row, Table
from indicators.baseline.classes import STATES_AND_GAPS
from indicators.baseline.derived import states_of
from indicators.baseline.fields import LAND_COVER, STATUS
from indicators.baseline.keys import Key
from indicators.baseline.sheet import DERIVED_PLACES, Sheet
from indicators.models import Period
from indicators.quantity_text import number


def states_table(sheet: Sheet, indicator: str, *, entered: tuple[str, ...]) -> Table:
    """The states by period; those in `entered` are inputs, the rest follow from other tables."""
    periods = sheet.record.frame.periods
    rows = [_state(sheet, indicator, state, state in entered) for state in STATES_AND_GAPS]
    table = Table(
        key="states",
        caption=_("Degraded, stable and improved land"),
        unit=sheet.unit,
        corner=_("State of the land"),
        columns=tuple(_column(sheet, period) for period in periods),
        rows=(*rows, _total(sheet, indicator), *_shares(sheet, indicator)),
    )
    return sheet.finished(table)


def _column(sheet: Sheet, period: Period) -> Column:
    year = sheet.record.frame.land_year(period)
    return Column(period.label, note=_("of the land of %(year)s") % {"year": year})


def _state(sheet: Sheet, indicator: str, state: str, is_input: bool) -> Row:
    look = classes.state(state)
    keys = [Key(indicator, STATUS, period.key, state) for period in sheet.record.frame.periods]
    cells = tuple(sheet.entry(key) if is_input else sheet.area(key) for key in keys)
    formula = "" if is_input else _("Follows from the tables above")
    return Row(head=look.label, key=look.colour, cells=cells, formula=formula)


def _total(sheet: Sheet, indicator: str) -> Row:
    cells = tuple(_sum(sheet, indicator, period) for period in sheet.record.frame.periods)
    return Row(
        head=_("Together"),
        cells=cells,
        is_total=True,
        formula=_("Degraded + stable + improved + no data: the land area"),
    )


def _sum(sheet: Sheet, indicator: str, period: Period) -> Cell:
    states = states_of(sheet.record, sheet.derived, indicator, period.key)
    path = f"{indicator}.together.{period.key}"
    if not states:
        return Cell(text="–", value_key=path)
    return Cell(
        text=number(sheet.scaled(sum(states.values())), DERIVED_PLACES),  # type: ignore[arg-type]
        value_key=path,
    )


def _shares(sheet: Sheet, indicator: str) -> list[Row]:
    periods = sheet.record.frame.periods
    land = [Key(indicator, "share_of_land", period.key, "degraded") for period in periods]
    rows = [
        sheet.percents(
            _("Degraded, share of the land"), land, formula=_("Degraded ÷ land area without water")
        )
    ]
    if indicator == LAND_COVER:
        country = [Key(indicator, "share_of_country", p.key, "degraded") for p in periods]
        rows.append(
            sheet.percents(
                _("Degraded, share of the country"),
                country,
                formula=_("Degraded ÷ country area with water"),
            )
        )
    return rows
