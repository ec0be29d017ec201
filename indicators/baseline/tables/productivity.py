"""Land productivity dynamics: area by class and land cover, one table a period."""

from django.utils.translation import gettext as _

from indicators.baseline import classes
from indicators.baseline.cells import Block, Column, Row, Table
from indicators.baseline.classes import LPD
from indicators.baseline.fields import LPD_AREA, PRODUCTIVITY
from indicators.baseline.keys import Key
from indicators.baseline.parts import STATES
from indicators.baseline.sheet import Sheet
from indicators.baseline.tables.seven import seven_productivity
from indicators.baseline.tables.states import states_table
from indicators.models import Period


def blocks(sheet: Sheet) -> list[Block]:
    """One table a period, then the states that follow."""
    periods = [p for p in sheet.record.frame.periods if sheet.shows(f"{LPD_AREA}.{p.key}")]
    found = [_classes(sheet, periods)] if periods else []
    if sheet.shows(STATES):
        tables = [states_table(sheet, PRODUCTIVITY, entered=())]
        found.append(
            Block(key="states", title=_("Degraded, stable and improved land"), tables=tables)
        )
    return found


def _classes(sheet: Sheet, periods: list[Period]) -> Block:
    return Block(
        key="classes",
        title=_("Area by productivity class and land cover"),
        intro=_(
            "Declining and moderate decline count as degraded, stressed and stable as stable, "
            "increasing as improved."
        ),
        tables=[table for period in periods for table in _tables(sheet, period)],
    )


def _tables(sheet: Sheet, period: Period) -> list[Table]:
    return [_table(sheet, period), *seven_productivity(sheet, period)]


def _table(sheet: Sheet, period: Period) -> Table:
    window = {"first": period.productivity_first, "last": period.productivity_last}
    legend = sheet.record.frame.legend
    table = Table(
        key=f"lpd-{period.key}",
        caption=str(period.label),
        unit=sheet.unit,
        corner=_("%(first)s–%(last)s") % window,
        columns=(
            *(Column(legend.look(c).label, key=legend.look(c).colour) for c in legend.land),
            Column(_("All land"), formula=_("Sum of the row")),
        ),
        rows=tuple(_row(sheet, period, lpd) for lpd in LPD),
    )
    return sheet.finished(table)


def _row(sheet: Sheet, period: Period, lpd: str) -> Row:
    look = classes.lpd(lpd)
    land = sheet.record.frame.legend.land
    cells = [sheet.entry(Key(PRODUCTIVITY, LPD_AREA, period.key, lpd, cover)) for cover in land]
    total = sheet.area(Key(PRODUCTIVITY, LPD_AREA, period.key, lpd))
    return Row(head=look.label, key=look.colour, cells=(*cells, total))
