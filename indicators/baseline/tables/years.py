"""Rows and columns of tables whose columns are years."""

from django.utils.translation import gettext as _

from indicators.baseline.answers import actual_year_path
from indicators.baseline.cells import Column, Row
from indicators.baseline.classes import Look
from indicators.baseline.keys import Key
from indicators.baseline.sheet import Sheet


def year_row(sheet: Sheet, look: Look, keys: list[Key]) -> Row:
    """Inputs for one class in each year, with the difference to the year before beneath."""
    before = [None, *keys[:-1]]
    cells = (sheet.entry(key, before=b) for key, b in zip(keys, before, strict=True))
    return Row(head=look.label, key=look.colour, cells=tuple(cells))


def year_column(sheet: Sheet, indicator: str, year: str) -> Column:
    """A year's head: the actual year of its data, asked for and said where it differs."""
    question = sheet.question(actual_year_path(indicator, int(year)))
    used = {
        str(row.actual_year)
        for key, row in sheet.record.observations.items()
        if (key.indicator, key.when) == (indicator, year)
        and row.actual_year not in (None, int(year))
    }
    note = _("data of %(years)s") % {"years": ", ".join(sorted(used))} if used else ""
    label = _("Actual year of the data for %(year)s") % {"year": year}
    return Column(year, note=note, question=sheet.ask(question, label_text=label))
