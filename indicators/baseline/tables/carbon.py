"""Carbon stocks: soil organic carbon by land cover and year, and what changed."""

from django.utils.translation import gettext as _

from indicators import quantity_text
from indicators.baseline.cells import Block, Cell, Column, Row, Table
from indicators.baseline.classes import STATES_AND_GAPS
from indicators.baseline.fields import CARBON, STOCK
from indicators.baseline.keys import Key
from indicators.baseline.sheet import Sheet
from indicators.baseline.tables.seven import seven_stocks
from indicators.baseline.tables.states import states_table
from indicators.baseline.tables.years import year_column, year_row


def blocks(sheet: Sheet) -> list[Block]:
    """Stocks by class and year, the change by period, the states, and the tier."""
    tiers = [
        sheet.ask(
            sheet.question(f"{CARBON}.tier.{period.key}"),
            label_text=_("Tier, %(period)s") % {"period": period.label},
        )
        for period in sheet.record.frame.periods
    ]
    return [
        Block(
            key="stocks",
            title=_("Soil organic carbon, 0 to 30 cm"),
            tables=[_stocks(sheet), *seven_stocks(sheet), _changes(sheet)],
            questions=tiers,
        ),
        Block(
            key="states",
            title=_("Degraded, stable and improved land"),
            tables=[states_table(sheet, CARBON, entered=STATES_AND_GAPS)],
        ),
    ]


def _stocks(sheet: Sheet) -> Table:
    years = [str(year) for year in sheet.record.frame.carbon_years]
    legend = sheet.record.frame.legend
    rows = [
        year_row(sheet, legend.look(c), [Key(CARBON, STOCK, year, c) for year in years])
        for c in legend.land
    ]
    cells = tuple(_tonnes(sheet, Key(CARBON, "tonnes", year)) for year in years)
    total = Row(
        head=_("Stock of the country, million tonnes"),
        cells=cells,
        is_total=True,
        formula=_("Sum over the classes of t/ha × area in km² × 100"),
    )
    table = Table(
        key="stocks",
        caption=_("Soil organic carbon"),
        unit=str(sheet.notation.stock.label),
        corner=_("Class"),
        columns=tuple(year_column(sheet, CARBON, year) for year in years),
        rows=(*rows, total),
    )
    return sheet.finished(table)


def _tonnes(sheet: Sheet, key: Key) -> Cell:
    value = sheet.derived.get(key)
    words = "–" if value is None else quantity_text.number(value / 1_000_000, 3)
    return Cell(text=words, value_key=key.path)


def _changes(sheet: Sheet) -> Table:
    periods = sheet.record.frame.periods
    rows = []
    legend = sheet.record.frame.legend
    for cover in legend.land:
        look = legend.look(cover)
        keys = [Key(CARBON, "change", period.key, cover) for period in periods]
        rows.append(sheet.percents(look.label, keys, key=look.colour))
    return Table(
        key="changes",
        caption=_("Change of soil organic carbon"),
        unit="%",
        corner=_("Class"),
        columns=tuple(
            Column(p.label, formula=_("(Last year − first year) ÷ first year")) for p in periods
        ),
        rows=tuple(rows),
    )
