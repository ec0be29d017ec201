"""Open a reporting cycle with the periods and windows of the reporting manual.

Periods are data: the secretariat edits them, and what is written here only fills a new cycle.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from countries import audit
from countries.models import User
from countries.permissions import require
from countries.roles import Permission
from indicators.models import Cycle, Period


@dataclass(frozen=True)
class Window:
    """A period and the years that each indicator uses inside it, first and last."""

    key: str
    years: tuple[int, int]
    land_cover: tuple[int, int]
    productivity: tuple[int, int]
    is_baseline: bool = False


# PRAIS 4 reporting manual, 2026: land cover and carbon of the first and the last year,
# productivity over sixteen years, the last three of which count as recent.
MANUAL_2026 = (
    Window("baseline", (2000, 2015), (2000, 2015), (2000, 2015), is_baseline=True),
    Window("report_1", (2016, 2019), (2016, 2019), (2004, 2019)),
    Window("report_2", (2016, 2023), (2016, 2023), (2008, 2023)),
)


@transaction.atomic
def open_cycle(
    year: int,
    *,
    opens_on: date,
    due_on: date,
    closes_on: date,
    by: User,
    windows: tuple[Window, ...] = MANUAL_2026,
) -> Cycle:
    """Create the cycle of `year` with its periods."""
    require(by, Permission.MANAGE_CYCLES)
    cycle = Cycle.objects.create(year=year, opens_on=opens_on, due_on=due_on, closes_on=closes_on)
    for order, window in enumerate(windows):
        _add_period(cycle, order, window)
    audit.record("cycle.opened", by=by, target=cycle, year=year, periods=[w.key for w in windows])
    return cycle


def _add_period(cycle: Cycle, order: int, window: Window) -> Period:
    return Period.objects.create(
        cycle=cycle,
        key=window.key,
        order=order,
        is_baseline=window.is_baseline,
        first_year=window.years[0],
        last_year=window.years[1],
        land_cover_first=window.land_cover[0],
        land_cover_last=window.land_cover[1],
        carbon_first=window.land_cover[0],
        carbon_last=window.land_cover[1],
        productivity_first=window.productivity[0],
        productivity_last=window.productivity[1],
    )
