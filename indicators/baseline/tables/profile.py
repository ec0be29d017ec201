"""Country profile: land and water by year."""

from django.utils.translation import gettext as _

from indicators.baseline import classes
from indicators.baseline.cells import Block, Column, Table
from indicators.baseline.fields import AREA, PROFILE
from indicators.baseline.keys import Key
from indicators.baseline.sheet import Sheet
from indicators.baseline.tables.years import year_row


def blocks(sheet: Sheet) -> list[Block]:
    """One table: land, water and their sum, by year."""
    years = [str(year) for year in sheet.record.frame.cover_years]
    rows = [
        year_row(sheet, classes.area(kind), [Key(PROFILE, AREA, year, kind) for year in years])
        for kind in ("land", "water")
    ]
    country = [Key(PROFILE, AREA, year, "country") for year in years]
    total = sheet.areas(
        classes.area("country").label, country, is_total=True, formula=_("Land area + water area")
    )
    table = Table(
        key="areas",
        caption=_("Land and water"),
        unit=sheet.unit,
        corner=_("Area"),
        columns=tuple(Column(year) for year in years),
        rows=(*rows, total),
    )
    return [Block(key="areas", title=_("Area by year"), tables=[sheet.finished(table)])]
