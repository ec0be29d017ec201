"""Open a reporting cycle and set its dates.

Periods are data: see indicators.actions.periods. What is written here only fills the first cycle;
every other one begins with the periods of the cycle before it.
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from countries import audit
from countries.actions.messages import tell
from countries.languages import worded
from countries.models import User
from countries.permissions import require
from countries.roles import Permission, RoleKey
from indicators.models import Cycle, Period
from indicators.periods import Window

# PRAIS 4 reporting manual, 2026: land cover and carbon of the first and the last year,
# productivity over sixteen years, the last three of which count as recent.
MANUAL_2026 = (
    Window("baseline", (2000, 2015), (2000, 2015), (2000, 2015), is_baseline=True),
    Window("report_1", (2016, 2019), (2016, 2019), (2004, 2019)),
    Window("report_2", (2016, 2023), (2016, 2023), (2008, 2023)),
)
DATES = ("opens_on", "due_on", "closes_on")
OPENED = _("The reporting cycle %(year)s opens on %(opens)s")
CHANGED = _("The dates of the reporting cycle %(year)s have changed")
DATES_ARE = _("It opens on %(opens)s, reports are due on %(due)s, and it closes on %(closes)s.")
_day = lazy(date_format, str)


@transaction.atomic
def open_cycle(
    year: int,
    *,
    opens_on: date,
    due_on: date,
    closes_on: date,
    by: User,
    windows: Iterable[Window] = MANUAL_2026,
) -> Cycle:
    """Create the cycle of `year` with its periods, and tell the focal points of all Parties.

    Raises ValidationError with a message for each field that cannot stand.
    """
    require(by, Permission.MANAGE_CYCLES)
    cycle = Cycle(year=year, opens_on=opens_on, due_on=due_on, closes_on=closes_on)
    cycle.full_clean()
    cycle.save()
    for order, window in enumerate(windows):
        Period.objects.create(cycle=cycle, order=order, **window.fields)
    keys = list(cycle.periods.values_list("key", flat=True))
    audit.record("cycle.opened", by=by, target=cycle, year=year, periods=keys)
    _tell(cycle, OPENED)
    return cycle


def windows_before() -> tuple[Window, ...]:
    """The windows that a new cycle begins with: those of the newest, else the manual's."""
    newest = Cycle.objects.first()
    periods = newest.periods.all() if newest else ()
    return tuple(Window.of(period) for period in periods) or MANUAL_2026


@transaction.atomic
def change_cycle(cycle: Cycle, *, by: User, **values: date | int) -> Cycle:
    """Set the year and the dates of a cycle; tell the focal points when a date moves.

    Raises ValidationError with a message for each field that cannot stand.
    """
    require(by, Permission.MANAGE_CYCLES)
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    changed = {name: value for name, value in values.items() if getattr(held, name) != value}
    if not changed:
        return held
    if "year" in changed:
        check_year_can_change(held)
    before = {name: str(getattr(held, name)) for name in changed}
    for name, value in changed.items():
        setattr(held, name, value)
    held.full_clean()
    held.save(update_fields=list(changed))
    audit.record(
        "cycle.changed",
        by=by,
        target=held,
        year=held.year,
        fields=list(changed),
        before=before,
        after={name: str(value) for name, value in changed.items()},
    )
    if set(changed) & set(DATES):
        _tell(held, CHANGED)
    return held


def check_year_can_change(cycle: Cycle) -> None:
    """Raise ValidationError once a report of the cycle has been started."""
    if cycle.reports.exists():
        raise ValidationError({"year": YEAR_STANDS % {"year": cycle.year}})


YEAR_STANDS = _(
    "The year %(year)s names reports that have been started, and their addresses. It stays as it "
    "is; open another cycle instead."
)


def _tell(cycle: Cycle, subject: Promise) -> None:
    days = {name.partition("_")[0]: _day(getattr(cycle, name), "DATE_FORMAT") for name in DATES}
    focal_points = User.objects.filter(memberships__role=RoleKey.FOCAL_POINT).distinct()
    tell(
        focal_points,
        subject=worded(subject, year=cycle.year, **days),
        body=worded(DATES_ARE, **days),
        path=reverse("cycle_calendar"),
    )
