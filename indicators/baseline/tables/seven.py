"""What own classes add up to in the seven of the Convention, beside the numbers entered."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from indicators.baseline import classes
from indicators.baseline.cells import Cell, Column, Row, Table
from indicators.baseline.classes import COVER, LAND, LPD
from indicators.baseline.fields import AREA, CARBON, LAND_COVER, LPD_AREA, PRODUCTIVITY, STOCK
from indicators.baseline.keys import Key
from indicators.baseline.legend import UNCCD, CoverLegend
from indicators.baseline.sheet import Sheet
from indicators.models import Period, Unit


def seven_areas(sheet: Sheet) -> list[Table]:
    """Areas by class and year; nothing in a record that is kept in the seven."""
    years = [str(year) for year in sheet.record.frame.cover_years]
    return _by_year(sheet, LAND_COVER, AREA, tuple(COVER), years, sheet.unit)


def seven_stocks(sheet: Sheet) -> list[Table]:
    """Carbon by class and year, in t/ha: what is compared and exported."""
    years = [str(year) for year in sheet.record.frame.carbon_years]
    return _by_year(sheet, CARBON, STOCK, LAND, years, str(Unit.T_PER_HA.label))


def _by_year(
    sheet: Sheet,
    indicator: str,
    measure: str,
    covers: Sequence[str],
    years: Sequence[str],
    unit: str,
) -> list[Table]:
    legend = sheet.record.frame.legend
    if not legend.is_own:
        return []
    cell = _cell(sheet, measure)
    rows = [
        _row(legend, cover, [cell(Key(indicator, measure, year, cover)) for year in years])
        for cover in covers
    ]
    return [
        Table(
            key=f"seven-{measure}",
            caption=_("In the seven classes of the Convention"),
            unit=unit,
            corner=_("Class"),
            columns=tuple(Column(year) for year in years),
            rows=tuple(rows),
        )
    ]


def seven_productivity(sheet: Sheet, period: Period) -> list[Table]:
    """Productivity classes by class of the Convention."""
    if not sheet.record.frame.legend.is_own:
        return []
    rows = [
        Row(
            head=look.label,
            key=look.colour,
            cells=tuple(
                sheet.area(Key(PRODUCTIVITY, LPD_AREA, period.key, lpd, cover)) for cover in LAND
            ),
        )
        for lpd, look in ((lpd, classes.lpd(lpd)) for lpd in LPD)
    ]
    return [
        Table(
            key=f"seven-lpd-{period.key}",
            caption=_("%(period)s, in the seven classes of the Convention")
            % {"period": period.label},
            unit=sheet.unit,
            corner=_("Class"),
            columns=tuple(Column(UNCCD.look(c).label, key=UNCCD.look(c).colour) for c in LAND),
            rows=tuple(rows),
        )
    ]


def _cell(sheet: Sheet, measure: str) -> Callable[[Key], Cell]:
    return sheet.density if measure == STOCK else sheet.area


def _row(legend: CoverLegend, cover: str, cells: Sequence[Cell]) -> Row:
    look = UNCCD.look(cover)
    names = ", ".join(str(legend.look(key).label) for key in legend.of_unccd(cover))
    formula = _("Follows from %(names)s") % {"names": names} if names else ""
    return Row(head=look.label, key=look.colour, cells=tuple(cells), formula=formula)
