"""Land cover: areas by year, change by period, and what each change means."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from indicators.baseline.cells import Block, Cell, Row, Table
from indicators.baseline.fields import AREA, CHANGE, LAND_COVER, PROFILE
from indicators.baseline.frame import change_of
from indicators.baseline.keys import Key
from indicators.baseline.parts import AREAS
from indicators.baseline.sheet import DERIVED_PLACES, Sheet
from indicators.baseline.tables import change, meaning
from indicators.baseline.tables.seven import seven_areas
from indicators.baseline.tables.states import states_table
from indicators.baseline.tables.years import year_column, year_row
from indicators.models import Period, Region
from indicators.quantity_text import number


def blocks(sheet: Sheet) -> list[Block]:
    """Areas, then one matrix a period, then the states, then the meaning of each change.

    Of a section in parts, only what the part shows is worked out.
    """
    return [
        *([_areas_block(sheet)] if sheet.shows(AREAS) else []),
        *_changes(sheet),
        *([_states_block(sheet)] if sheet.shows(AREAS) else []),
        *_meanings(sheet),
    ]


def _areas_block(sheet: Sheet) -> Block:
    tables = [_areas(sheet), *seven_areas(sheet)]
    return Block(key="areas", title=_("Area by class and year"), tables=tables)


def _states_block(sheet: Sheet) -> Block:
    return Block(
        key="states",
        title=_("Degraded, stable and improved land"),
        tables=[states_table(sheet, LAND_COVER, entered=("no_data",))],
    )


# ---- Areas ----


def _areas(sheet: Sheet) -> Table:
    years = [str(year) for year in sheet.record.frame.cover_years]
    legend = sheet.record.frame.legend
    rows = [
        year_row(sheet, legend.look(c), [Key(LAND_COVER, AREA, year, c) for year in years])
        for c in legend.keys
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


# ---- Change ----


def _changes(sheet: Sheet) -> Iterator[Block]:
    """The national matrices, and those of each region."""
    frame = sheet.record.frame
    for region in (None, *frame.regions):
        measure = change_of(region.key) if region else CHANGE
        shown = [p for p in frame.periods if sheet.shows(f"{measure}.{p.key}")]
        if shown:
            yield _change_block(sheet, shown, region, measure)


def _change_block(
    sheet: Sheet, periods: list[Period], region: Region | None, measure: str
) -> Block:
    if not region and sheet.record.frame.regions:
        return _summed_block(sheet, periods)
    tables = [change.entered(sheet, period, region) for period in periods]
    if region is None:
        tables += [t for period in periods for t in change.in_seven(sheet, period)]
    title = _("Change by period")
    return Block(
        key=measure.replace(CHANGE, "changes"),
        title=f"{region.name}: {title}" if region else title,
        intro=_(
            "Rows are what the land was in the first year, columns what it is in the last. "
            "The sign in each field says what the change means."
        ),
        tables=tables,
    )


def _summed_block(sheet: Sheet, periods: list[Period]) -> Block:
    tables = [change.summed(sheet, period) for period in periods]
    tables += [t for period in periods for t in change.in_seven(sheet, period)]
    return Block(
        key="changes",
        title=_("Change by period, whole country"),
        intro=_("The sum of the regions. It cannot be typed: enter what changed in each region."),
        tables=tables,
    )


# ---- What the changes mean ----


def _meanings(sheet: Sheet) -> Iterator[Block]:
    for region in sheet.record.frame.regions or (None,):
        if sheet.shows(meaning.part_key(region)):
            yield meaning.block(sheet, region)
