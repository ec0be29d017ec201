"""Rules on areas that must add up: R2, R3, R5, R6, R10."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from indicators.arithmetic import (
    ROUNDING_KM2,
    SUM_TOLERANCE_PERCENT,
    column_sums,
    is_off,
    row_sums,
)
from indicators.baseline.derived import Derived, land_of, states_of
from indicators.baseline.fields import (
    AREA,
    CARBON,
    CHANGE,
    LAND_COVER,
    LPD_AREA,
    PRODUCTIVITY,
    PROFILE,
    SDG,
    STATUS,
)
from indicators.baseline.keys import Key
from indicators.baseline.labels import when
from indicators.baseline.record import Record
from indicators.models import Period
from indicators.rules.findings import Finding, Km2, Level, Plain

LAND_SUM = _(
    "%(when)s: the land cover classes without water add up to %(found)s, but the land area is "
    "%(expected)s (%(gap)s apart; %(allowed)s %% is allowed). %(hint)s"
)
COUNTRY_SUM = _(
    "%(when)s: the land cover classes with water add up to %(found)s, but the country area is "
    "%(expected)s (%(gap)s apart; %(allowed)s %% is allowed). %(hint)s"
)
CHECK_EMPTY = _("Check %(names)s, which is empty.")
CHECK_CLASSES = _("Check each class against its source, and the land area in the country profile.")
ROW_SUM = _(
    "%(when)s: the row of %(name)s adds up to %(found)s, but its area in %(year)s is %(expected)s "
    "(%(allowed)s is allowed for rounding). Correct the row or the area."
)
COLUMN_SUM = _(
    "%(when)s: the column of %(name)s adds up to %(found)s, but its area in %(year)s is "
    "%(expected)s (%(allowed)s is allowed for rounding). Correct the column or the area."
)
LPD_SUM = _(
    "%(when)s: the productivity classes of %(name)s add up to %(found)s, but its area in %(year)s "
    "is %(expected)s (%(allowed)s %% is allowed). Correct them, or explain the difference."
)
STATES_SUM = _(
    "%(when)s: degraded, stable, improved and no data add up to %(found)s, but the land area is "
    "%(expected)s (%(gap)s apart; %(allowed)s %% is allowed). Check the land without data."
)
NO_LAND = _(
    "The land area of %(year)s is missing, so no share of the land can be worked out. Enter it in "
    "the country profile."
)


def year_sums(record: Record, derived: Derived) -> Iterator[Finding]:
    """R2: the classes of a year add up to the land, and with water to the country."""
    for year in map(str, record.frame.cover_years):
        land = record.value(Key(PROFILE, AREA, year, "land"))
        country = derived.get(Key(PROFILE, AREA, year, "country"))
        for name, expected, text in (("land", land, LAND_SUM), ("country", country, COUNTRY_SUM)):
            found = derived.get(Key(LAND_COVER, "total", year, name))
            if found is None or expected is None:
                continue
            if is_off(found, expected, SUM_TOLERANCE_PERCENT):
                yield _year_sum(record, year, found, expected, text)
                break  # the sum with water is off for the same reason


def _year_sum(
    record: Record, year: str, found: Decimal, expected: Decimal, text: object
) -> Finding:
    keys = [Key(LAND_COVER, AREA, year, cover) for cover in record.frame.legend.keys]
    empty = [key for key in keys if record.value(key) is None]
    names = ", ".join(str(record.frame.legend.look(key.category).label) for key in empty)
    return Finding(
        rule="R2",
        level=Level.ERROR,
        section=LAND_COVER,
        field=(empty or keys)[0].path,
        text=text,  # type: ignore[arg-type]
        params={
            "when": year,
            "found": Km2(found),
            "expected": Km2(expected),
            "gap": Km2(abs(found - expected)),
            "allowed": Plain(SUM_TOLERANCE_PERCENT),
            "hint": CHECK_EMPTY % {"names": names} if names else CHECK_CLASSES,
        },
    )


def change_sums(record: Record, _derived: Derived) -> Iterator[Finding]:
    """R3: rows of the change matrix sum to the first year's areas, columns to the last year's."""
    for period in record.frame.periods:
        cells = record.matrix(LAND_COVER, CHANGE, period.key)
        if not cells:
            continue
        sides: tuple[tuple[Mapping[str, Decimal], int, object], ...] = (
            (row_sums(cells), period.land_cover_first, ROW_SUM),
            (column_sums(cells), period.land_cover_last, COLUMN_SUM),
        )
        for sums, year, text in sides:
            yield from _change_side(record, period, sums, year, text)


def _change_side(
    record: Record, period: Period, sums: Mapping[str, Decimal], year: int, text: object
) -> Iterator[Finding]:
    for cover in record.frame.legend.keys:
        expected = record.value(Key(LAND_COVER, AREA, str(year), cover))
        found = sums.get(cover, Decimal(0))
        if expected is None or abs(found - expected) <= ROUNDING_KM2:
            continue
        yield Finding(
            rule="R3",
            level=Level.ERROR,
            section=LAND_COVER,
            field=Key(LAND_COVER, CHANGE, period.key, cover, cover).path,
            text=text,  # type: ignore[arg-type]
            params={
                "when": when(period.key, record.frame),
                "name": record.frame.legend.look(cover).label,
                "year": year,
                "found": Km2(found),
                "expected": Km2(expected),
                "allowed": Km2(ROUNDING_KM2),
            },
        )


def productivity_sums(record: Record, _derived: Derived) -> Iterator[Finding]:
    """R5: the productivity classes of a land cover class add up to its area."""
    for period in record.frame.periods:
        sums = column_sums(record.matrix(PRODUCTIVITY, LPD_AREA, period.key))
        year = record.frame.land_year(period)
        for cover in record.frame.legend.land:
            found = sums.get(cover)
            expected = record.value(Key(LAND_COVER, AREA, str(year), cover))
            if found is None or expected is None:
                continue
            if is_off(found, expected, SUM_TOLERANCE_PERCENT):
                yield Finding(
                    rule="R5",
                    level=Level.WARNING,
                    section=PRODUCTIVITY,
                    field=Key(PRODUCTIVITY, LPD_AREA, period.key, "declining", cover).path,
                    text=LPD_SUM,
                    params={
                        "when": when(period.key, record.frame),
                        "name": record.frame.legend.look(cover).label,
                        "year": year,
                        "found": Km2(found),
                        "expected": Km2(expected),
                        "allowed": Plain(SUM_TOLERANCE_PERCENT),
                    },
                )


_FIRST_FIELD = {
    LAND_COVER: (STATUS, "no_data"),
    PRODUCTIVITY: (LPD_AREA, "no-data"),
    CARBON: (STATUS, "degraded"),
    SDG: (STATUS, "degraded"),
}


def _first_field(record: Record, indicator: str, period: Period) -> str:
    """Where to look first when the states of an indicator do not add up."""
    measure, category = _FIRST_FIELD[indicator]
    land = record.frame.legend.land
    column = land[0] if measure == LPD_AREA and land else ""
    return Key(indicator, measure, period.key, category, column).path


def state_sums(record: Record, derived: Derived) -> Iterator[Finding]:
    """R6: degraded, stable, improved and no data are the land, per indicator and period."""
    for period in record.frame.periods:
        land = land_of(record, period)
        for indicator in _FIRST_FIELD:
            states = states_of(record, derived, indicator, period.key)
            found = sum(states.values(), Decimal(0))
            if land is None or not set(states) - {"no_data"}:
                continue
            if is_off(found, land, SUM_TOLERANCE_PERCENT):
                yield Finding(
                    rule="R6",
                    level=Level.ERROR,
                    section=indicator,
                    field=_first_field(record, indicator, period),
                    text=STATES_SUM,
                    params={
                        "when": when(period.key, record.frame),
                        "found": Km2(found),
                        "expected": Km2(land),
                        "gap": Km2(abs(found - land)),
                        "allowed": Plain(SUM_TOLERANCE_PERCENT),
                    },
                )


def denominators(record: Record, derived: Derived) -> Iterator[Finding]:
    """R10: a share needs the land area of its year."""
    told: set[int] = set()
    for period in record.frame.periods:
        year = record.frame.land_year(period)
        asked = any(states_of(record, derived, i, period.key) for i in _FIRST_FIELD)
        if not asked or year in told or land_of(record, period) is not None:
            continue
        told.add(year)
        yield Finding(
            rule="R10",
            level=Level.ERROR,
            section=PROFILE,
            field=Key(PROFILE, AREA, str(year), "land").path,
            text=NO_LAND,
            params={"year": year},
        )
