"""Land cover: areas by year, change by period, and what each change means."""

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.arithmetic import column_sums, row_sums
from indicators.baseline import classes
from indicators.baseline.answers import meaning_path, sign
from indicators.baseline.cells import Ask, Block, Cell, Column, Grid, Row, Table
from indicators.baseline.classes import COVER, WATER
from indicators.baseline.fields import AREA, CHANGE, LAND_COVER, PROFILE
from indicators.baseline.keys import Key
from indicators.baseline.sheet import DERIVED_PLACES, Sheet
from indicators.baseline.tables.states import states_table
from indicators.baseline.tables.years import year_column, year_row
from indicators.models import Period
from indicators.quantity_text import number

TONES = {"-": "degraded", "0": "stable", "+": "improved"}
SIGN_WORDS = {"-": "−", "0": "0", "+": "+"}


def blocks(sheet: Sheet) -> list[Block]:
    """Areas, then one matrix a period, then the states, then the meaning of each change."""
    changes = [_matrix(sheet, period) for period in sheet.record.frame.periods]
    return [
        Block(key="areas", title=_("Area by class and year"), tables=[_areas(sheet)]),
        Block(
            key="changes",
            title=_("Change by period"),
            intro=_(
                "Rows are what the land was in the first year, columns what it is in the last. "
                "The sign in each field says what the change means."
            ),
            tables=changes,
        ),
        Block(
            key="states",
            title=_("Degraded, stable and improved land"),
            tables=[states_table(sheet, LAND_COVER, entered=("no_data",))],
        ),
        Block(
            key="meaning",
            title=_("What each change means"),
            intro=_(
                "The default is that of the good practice guidance. Change a sign where a change "
                "means something else in your country, and say why in the comment below."
            ),
            folded=True,
            grid=_meaning(sheet),
        ),
    ]


def _areas(sheet: Sheet) -> Table:
    years = [str(year) for year in sheet.record.frame.cover_years]
    rows = [
        year_row(sheet, classes.cover(c), [Key(LAND_COVER, AREA, year, c) for year in years])
        for c in COVER
    ]
    land = [Key(LAND_COVER, "total", year, "land") for year in years]
    country = [Key(LAND_COVER, "total", year, "country") for year in years]
    table = Table(
        key="areas",
        caption=_("Land cover"),
        unit=sheet.unit,
        corner=_("Class"),
        columns=tuple(year_column(sheet, LAND_COVER, year) for year in years),
        rows=(
            *rows,
            sheet.areas(
                _("Land"), land, is_total=True, formula=_("Sum of the classes without water")
            ),
            sheet.areas(_("Land and water"), country, formula=_("Sum of all classes")),
            _profile_row(sheet, years),
        ),
    )
    return sheet.finished(table)


def _profile_row(sheet: Sheet, years: list[str]) -> Row:
    values = [sheet.record.value(Key(PROFILE, AREA, year, "land")) for year in years]
    cells = tuple(
        Cell(text="–" if v is None else number(sheet.scaled(v), DERIVED_PLACES)) for v in values
    )
    return Row(head=_("Land area in the country profile"), cells=cells)


def _matrix(sheet: Sheet, period: Period) -> Table:
    covers = list(COVER)
    rows = [_matrix_row(sheet, period, first) for first in covers]
    table = Table(
        key=f"change-{period.key}",
        caption=str(period.label),
        unit=sheet.unit,
        corner=_("%(first)s (rows) to %(last)s (columns)")
        % {"first": period.land_cover_first, "last": period.land_cover_last},
        columns=(
            *(Column(classes.cover(c).label, key=classes.cover(c).colour) for c in covers),
            Column(str(period.land_cover_first), formula=_("Sum of the row")),
        ),
        rows=(*rows, _matrix_total(sheet, period)),
    )
    return sheet.finished(table)


def _matrix_row(sheet: Sheet, period: Period, first: str) -> Row:
    look = classes.cover(first)
    cells = [_change(sheet, period, first, last) for last in COVER]
    sums = row_sums(sheet.record.matrix(LAND_COVER, CHANGE, period.key))
    total = number(sheet.scaled(sums[first]), DERIVED_PLACES) if first in sums else "–"
    path = f"{LAND_COVER}.{CHANGE}.{period.key}.{first}"
    return Row(head=look.label, key=look.colour, cells=(*cells, Cell(text=total, value_key=path)))


def _change(sheet: Sheet, period: Period, first: str, last: str) -> Cell:
    meaning = 0 if WATER in (first, last) else sheet.record.meaning[(first, last)]
    key = Key(LAND_COVER, CHANGE, period.key, first, last)
    return sheet.entry(key, sign="" if first == last else SIGN_WORDS[sign(meaning)])


def _matrix_total(sheet: Sheet, period: Period) -> Row:
    sums = column_sums(sheet.record.matrix(LAND_COVER, CHANGE, period.key))
    texts = [number(sheet.scaled(sums[c]), DERIVED_PLACES) if c in sums else "–" for c in COVER]
    total = sum(sums.values(), Decimal(0))
    whole = number(sheet.scaled(total), DERIVED_PLACES) if sums else "–"
    paths = [f"{LAND_COVER}.{CHANGE}.{period.key}.to.{cover}" for cover in (*COVER, "all")]
    cells = (Cell(text=t, value_key=p) for t, p in zip((*texts, whole), paths, strict=True))
    return Row(
        head=str(period.land_cover_last),
        cells=tuple(cells),
        is_total=True,
        formula=_("Sum of the column"),
    )


def _meaning(sheet: Sheet) -> Grid:
    covers = [cover for cover in COVER if cover != WATER]
    rows = tuple(
        (classes.cover(first).label, classes.cover(first).colour, _meaning_row(sheet, first))
        for first in covers
    )
    return Grid(
        caption=_("Meaning of a change"),
        corner=_("From (rows) to (columns)"),
        columns=tuple(classes.cover(cover).label for cover in covers),
        rows=rows,
    )


def _meaning_row(sheet: Sheet, first: str) -> tuple[Ask | None, ...]:
    asks: list[Ask | None] = []
    for last in (cover for cover in COVER if cover != WATER):
        if first == last:
            asks.append(None)
            continue
        label = _("%(first)s to %(last)s") % {
            "first": classes.cover(first).label,
            "last": classes.cover(last).label,
        }
        question = sheet.question(meaning_path(first, last))
        tone = TONES.get(sheet.texts.get(question.path, ""), "")
        asks.append(sheet.ask(question, label_text=label, tone=tone))
    return tuple(asks)
