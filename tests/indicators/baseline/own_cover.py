"""Reports in own classes and by regions, for tests."""

from decimal import Decimal

from django.utils import timezone

from countries.models import User
from indicators.actions.own_legends import ClassEntry, make_legend
from indicators.actions.regions import add_region
from indicators.baseline.fields import LAND_COVER, fields
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.baseline.record import SECTIONS
from indicators.models import Observation, Origin, OwnLegend, Region, Report, Unit

FIFTEEN = (
    ("Dense forest", 1),
    ("Open forest", 1),
    ("Mangrove", 4),
    ("Savanna", 2),
    ("Steppe", 2),
    ("Pasture", 2),
    ("Rainfed crops", 3),
    ("Irrigated crops", 3),
    ("Orchards", 3),
    ("Marsh", 4),
    ("Towns", 5),
    ("Mines", 5),
    ("Bare rock", 6),
    ("Dunes", 6),
    ("Lakes", 7),
)
"""Fifteen own classes with the numbers of the classes of the Convention they are mapped to."""

TWO_FORESTS = (
    ("Dense forest", 1),
    ("Open forest", 1),
    ("Pasture", 2),
    ("Fields", 3),
    ("Marsh", 4),
    ("Towns", 5),
    ("Rock", 6),
    ("Lakes", 7),
)


def version_of(report: Report) -> int:
    row = report.sections.filter(key=LAND_COVER).first()
    return row.version if row else 0


def give_legend(
    report: Report,
    by: User | None,
    classes: tuple[tuple[str, int | None], ...] = FIFTEEN,
    name: str = "National legend",
) -> OwnLegend:
    entries = [
        ClassEntry(label, f"#{40 + 13 * i:02x}8040", to) for i, (label, to) in enumerate(classes)
    ]
    return make_legend(report, name, entries, version=version_of(report), by=by)


def give_regions(report: Report, by: User | None, *names: str) -> list[Region]:
    return [add_region(report, name, None, version=version_of(report), by=by) for name in names]


def fill(report: Report, value: Decimal = Decimal("1.25"), *, zone: str = "") -> int:
    """Give every number that the report, or a zone, asks for a value with its source."""
    frame = Frame.of(report)
    frame = frame.without_regions() if zone else frame
    rows = [_row(report, frame, key, value) for key in every_key(frame)]
    for row in rows:
        row.zone = zone
    return len(Observation.objects.bulk_create(rows, batch_size=500))


def every_key(frame: Frame) -> list[Key]:
    return [key for section in SECTIONS for key in fields(section, frame)]


def _row(report: Report, frame: Frame, key: Key, value: Decimal) -> Observation:
    return Observation(
        report=report,
        indicator=key.indicator,
        measure=key.measure,
        period=None if key.year else frame.by_key[key.when],
        year=key.year,
        category=key.category,
        category_to=key.category_to,
        value=value,
        entered_value=value,
        unit=Unit.T_PER_HA if key.measure == "stock" else Unit.KM2,
        entered_unit=Unit.T_PER_HA if key.measure == "stock" else Unit.KM2,
        origin=Origin.NATIONAL,
        source_title="National inventory",
        comment="Measured in the field",
        updated_at=timezone.now(),
    )
