"""SDG indicator 15.3.1: states by period, status against the baseline, confidence."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators import quantity_text
from indicators.arithmetic import column_sums, row_sums
from indicators.baseline import classes
from indicators.baseline.cells import Block, Cell, Column, Row, Table
from indicators.baseline.classes import SEVEN, STATES, STATES_AND_GAPS
from indicators.baseline.fields import CHANGE, SDG
from indicators.baseline.keys import Key
from indicators.baseline.sheet import DERIVED_PLACES, Sheet
from indicators.baseline.tables.states import states_table
from indicators.models import Period

Sums = dict[str, Decimal]
_BALANCE = {
    "losses": gettext_lazy("Persistent + recent degradation"),
    "gains": gettext_lazy("Recent + persistent improvement"),
    "delta": gettext_lazy("Gains − losses"),
}


def blocks(sheet: Sheet) -> list[Block]:
    """States, the status matrix of each reporting period, 15.3.1, then method and confidence."""
    reporting = sheet.record.frame.reporting
    return [
        Block(
            key="states",
            title=_("Degraded, stable and improved land"),
            intro=_("By one out, all out: degraded where any of the three indicators is."),
            tables=[states_table(sheet, SDG, entered=STATES_AND_GAPS)],
        ),
        Block(
            key="matrix",
            title=_("Status against the baseline"),
            intro=_(
                "Land that was degraded in the baseline and has been stable since is still "
                "degraded: it counts until it improves."
            ),
            tables=[_matrix(sheet, period) for period in reporting],
        ),
        Block(
            key="reported",
            title=_("SDG indicator 15.3.1"),
            tables=[_reported(sheet), *([_seven(sheet)] if reporting else [])],
        ),
        *(_method(sheet, period) for period in sheet.record.frame.periods),
    ]


def _matrix(sheet: Sheet, period: Period) -> Table:
    cells = sheet.record.matrix(SDG, CHANGE, period.key)
    columns = tuple(Column(classes.state(s).label, key=classes.state(s).colour) for s in STATES)
    table = Table(
        key=f"matrix-{period.key}",
        caption=str(period.label),
        unit=sheet.unit,
        corner=_("Baseline (rows), period (columns)"),
        columns=(*columns, Column(_("Baseline"), formula=_("Sum of the row"))),
        rows=(
            *(_matrix_row(sheet, period, s, row_sums(cells)) for s in STATES),
            _matrix_total(sheet, period, column_sums(cells)),
        ),
    )
    return sheet.finished(table)


def _sum_cell(sheet: Sheet, sums: Sums, state: str, path: str) -> Cell:
    text = _area(sheet, sums[state]) if state in sums else "–"
    return Cell(text=text, value_key=path)


def _area(sheet: Sheet, value: Decimal | int) -> str:
    return quantity_text.number(sheet.scaled(Decimal(value)), DERIVED_PLACES)


def _matrix_row(sheet: Sheet, period: Period, state: str, sums: Sums) -> Row:
    look = classes.state(state)
    entries = [sheet.entry(Key(SDG, CHANGE, period.key, state, after)) for after in STATES]
    total = _sum_cell(sheet, sums, state, f"{SDG}.{CHANGE}.{period.key}.{state}")
    return Row(head=look.label, key=look.colour, cells=(*entries, total))


def _matrix_total(sheet: Sheet, period: Period, sums: Sums) -> Row:
    cells = [_sum_cell(sheet, sums, s, f"{SDG}.{CHANGE}.{period.key}.to.{s}") for s in STATES]
    whole = _area(sheet, sum(sums.values())) if sums else "–"
    return Row(
        head=_("Period"),
        cells=(*cells, Cell(text=whole, value_key=f"{SDG}.{CHANGE}.{period.key}.to.all")),
        is_total=True,
        formula=_("Sum of the column"),
    )


def _reported(sheet: Sheet) -> Table:
    periods = sheet.record.frame.periods
    degraded = [Key(SDG, "reported", p.key, "degraded") for p in periods]
    shares = [Key(SDG, "reported_share", p.key, "degraded") for p in periods]
    change = [Key(SDG, "since_baseline", p.key, "km2") for p in periods]
    points = [Key(SDG, "since_baseline", p.key, "points") for p in periods]
    return Table(
        key="reported",
        caption=_("Degraded land as reported"),
        unit=sheet.unit,
        corner=_("Result"),
        columns=tuple(Column(p.label) for p in periods),
        rows=(
            sheet.areas(
                _("Degraded land"),
                degraded,
                key="degraded",
                formula=_("Degraded in the period + (degraded in the baseline, stable since)"),
            ),
            sheet.percents(
                _("Share of the land (15.3.1)"),
                shares,
                is_total=True,
                formula=_("Degraded land ÷ land area without water"),
            ),
            Row(
                head=_("Change since the baseline"),
                cells=tuple(sheet.area(key, signed=True) for key in change),
            ),
            Row(
                head=_("Change, percentage points"),
                cells=tuple(_points(sheet, key) for key in points),
            ),
        ),
    )


def _points(sheet: Sheet, key: Key) -> Cell:
    value = sheet.derived.get(key)
    words = "–" if value is None else quantity_text.number(value, 3, sign=True)
    return Cell(text=words, value_key=key.path)


def _seven(sheet: Sheet) -> Table:
    reporting = sheet.record.frame.reporting
    rows = [_seven_row(sheet, name) for name in SEVEN]
    for name, head in (("losses", _("Losses")), ("gains", _("Gains")), ("delta", _("Balance"))):
        keys = [Key(SDG, "balance", p.key, name) for p in reporting]
        cells = tuple(sheet.area(key, signed=name == "delta") for key in keys)
        rows.append(Row(head=head, cells=cells, is_total=name == "losses", formula=_BALANCE[name]))
    return Table(
        key="seven",
        caption=_("The seven classes of the status"),
        unit=sheet.unit,
        corner=_("Class"),
        columns=tuple(Column(p.label) for p in reporting),
        rows=tuple(rows),
    )


def _seven_row(sheet: Sheet, name: str) -> Row:
    look = classes.seven(name)
    keys = [Key(SDG, "seven", p.key, name) for p in sheet.record.frame.reporting]
    return sheet.areas(look.label, keys, key=look.colour)


def _method(sheet: Sheet, period: Period) -> Block:
    names = ("method", "method_note", "confidence", "confidence_reason")
    return Block(
        key=f"method-{period.key}",
        title=_("Method and confidence, %(period)s") % {"period": period.label},
        questions=[sheet.ask(sheet.question(f"{SDG}.{name}.{period.key}")) for name in names],
    )
