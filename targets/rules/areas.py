"""Rules on the areas of targets and measures: R14, R15, R17."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from countries.languages import worded
from indicators.baseline.classes import COVER
from indicators.baseline.derived import Derived, land_of
from indicators.baseline.fields import AREA, LAND_COVER, PROFILE, SDG, STATUS
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.rules.findings import Finding, Km2, Level
from targets.models import Measure, Target
from targets.models.vocabularies import Hierarchy, LandType, QuantityKind
from targets.promises.quantities import path_of
from targets.rules.land_states import NOUGHT, LandStates, land_states
from targets.rules.tolerance import UNIT_FACTOR, close
from targets.sections import MEASURES, TARGETS

YEARS = _(
    "%(name)s: the target year %(found)s is not after the base year %(expected)s. Correct one."
)
NO_POLYGON = _("%(name)s is subnational but has no polygon. Draw or upload it, or say national.")
NO_AREA = _("%(name)s is subnational but promises no area. Add a quantity with an area.")
LARGER = _("%(name)s: the area %(found)s is larger than the country, %(expected)s. Check the unit.")
DRAWN = _(
    "%(name)s: the typed area is %(found)s, but the polygon has %(expected)s, more than 5 %% "
    "apart. Correct one, or explain the difference."
)
FACTOR = _(
    "%(name)s: the typed area %(found)s and the polygon, %(expected)s, differ by the factor 100 "
    "between hectares and km². Check the unit."
)
REVERSE = _(
    "%(name)s: %(found)s shall be reversed, but only %(expected)s of that land is degraded or "
    "there at all. Check the area and the land types, or explain."
)
AVOID = _(
    "%(name)s: degradation shall be avoided on %(found)s, but only %(expected)s of that land is "
    "not degraded. Check the area and the land types, or explain."
)
REVERSE_OF = _(
    "%(name)s: %(found)s of %(land)s shall be reversed, but only %(expected)s of it is degraded. "
    "Check the area and the land types, or explain."
)
AVOID_OF = _(
    "%(name)s: degradation shall be avoided on %(found)s of %(land)s, but only %(expected)s of it "
    "is not degraded. Check the area and the land types, or explain."
)


@dataclass(frozen=True)
class Typed:
    """An area that somebody typed: its field and its size in km2."""

    field: str
    km2: Decimal
    land_type: str = ""
    """The land type that this area alone is of."""


@dataclass(frozen=True)
class Land:
    """What the record says about the country: areas in km2, None where it says nothing."""

    country: Decimal | None
    land: Decimal | None
    degraded: Decimal | None
    by_type: dict[str, Decimal]
    states: Mapping[str, LandStates] = field(default_factory=dict)
    """Degraded and other land of each land type, where a run tells."""

    @classmethod
    def of(cls, record: Record, derived: Derived) -> "Land":
        period = record.frame.periods[-1] if record.frame.periods else None
        if period is None:
            return cls(None, None, None, {})
        year = str(record.frame.land_year(period))
        types = {
            cover: value
            for cover in COVER
            if (value := record.value(Key(LAND_COVER, AREA, year, cover))) is not None
        }
        country = derived.get(Key(PROFILE, AREA, year, "country"))
        degraded = _degraded(record, derived)
        return cls(country, land_of(record, period), degraded, types, land_states(record))

    def of_types(self, land_types: Iterable[str]) -> Decimal | None:
        """The area of some land types; None where none is named or known."""
        known = [self.by_type[key] for key in land_types if key in self.by_type]
        return sum(known, Decimal(0)) if known else None

    def states_of(self, land_types: Sequence[str]) -> LandStates | None:
        """Degraded and other land of some land types together; None where one is not known."""
        if not land_types or any(key not in self.states for key in land_types):
            return None
        return sum((self.states[key] for key in land_types), LandStates(NOUGHT, NOUGHT))


def _degraded(record: Record, derived: Derived) -> Decimal | None:
    """Degraded land as reported last, else as it was in the last period that has a number."""
    for period in reversed(record.frame.periods):
        for measure in ("reported", STATUS):
            key = Key(SDG, measure, period.key, "degraded")
            value = derived.get(key, record.value(key))
            if value is not None:
                return value
    return None


def target_name(target: Target) -> LazyText:
    return worded(_("Target %(number)s"), number=target.number)


def measure_name(measure: Measure) -> LazyText:
    return worded(_("Measure %(number)s"), number=measure.number)


def finding(
    rule: str,
    level: Level,
    row: Target | Measure,
    field: str,
    text: LazyText | str,
    **params: object,
) -> Finding:
    """A finding about a field of a target or measure."""
    is_target = isinstance(row, Target)
    section = TARGETS if is_target else MEASURES
    name = target_name(row) if isinstance(row, Target) else measure_name(row)
    return Finding(
        rule, level, section, f"{section}.{row.number}.{field}", text, {"name": name, **params}
    )


def land_words(land_types: Iterable[str]) -> LazyText:
    """Land types in the reader's language, with commas between."""
    return _listed(tuple(land_types))


def _list_land(keys: Sequence[str]) -> str:
    labels = dict(LandType.choices)
    return ", ".join(str(labels.get(key, key)) for key in keys)


_listed: Any = lazy(_list_land, str)


def typed_areas(row: Target | Measure) -> list[Typed]:
    """The areas that were typed for a row."""
    if isinstance(row, Measure):
        return [Typed("area", row.area_km2)] if row.area_km2 is not None else []
    kinds = (QuantityKind.AREA, QuantityKind.AREA_BY_LAND_TYPE)
    return [
        Typed(path_of(q.order, "value"), q.area_km2, q.land_type)
        for q in row.quantities.all()
        if q.kind in kinds and q.area_km2 is not None
    ]


def years(target: Target, _land: Land) -> Iterator[Finding]:
    """R14: the target year comes after the base year."""
    for q in target.quantities.all():
        if q.base_year and q.target_year and q.target_year <= q.base_year:
            yield finding(
                "R14",
                Level.ERROR,
                target,
                path_of(q.order, "target_year"),
                YEARS,
                found=q.target_year,
                expected=q.base_year,
            )


def subnational(target: Target, _land: Land) -> Iterator[Finding]:
    """R14: a subnational target has an area and a polygon."""
    if target.scope != Target.Scope.SUBNATIONAL:
        return
    if target.geometry_area_km2 is None:
        yield finding("R14", Level.ERROR, target, "geometry", NO_POLYGON)
    if not typed_areas(target):
        first = next((q.order for q in target.quantities.all()), 0)
        yield finding("R14", Level.ERROR, target, path_of(first, "kind"), NO_AREA)


def within_country(row: Target | Measure, land: Land) -> Iterator[Finding]:
    """R14: no area is larger than the country."""
    for typed in typed_areas(row):
        if land.country is not None and typed.km2 > land.country:
            yield finding(
                "R14",
                Level.ERROR,
                row,
                typed.field,
                LARGER,
                found=Km2(typed.km2),
                expected=Km2(land.country),
            )


def drawn(row: Target | Measure, _land: Land) -> Iterator[Finding]:
    """R14 and R17: the polygon has about the typed area, and not a hundred times more or less."""
    polygon, typed = row.geometry_area_km2, typed_areas(row)
    if not polygon or not typed:
        return
    areas = [*typed, Typed(typed[0].field, sum((t.km2 for t in typed), Decimal(0)))]
    if any(close(area.km2, polygon) for area in areas):
        return
    wrong = next((a for a in areas if close(a.km2 * UNIT_FACTOR, polygon)), None)
    wrong = wrong or next((a for a in areas if close(a.km2, polygon * UNIT_FACTOR)), None)
    rule, text = ("R17", FACTOR) if wrong else ("R14", DRAWN)
    area = wrong or typed[0]
    params = {"found": Km2(area.km2), "expected": Km2(polygon)}
    yield finding(rule, Level.WARNING, row, area.field, text, **params)


def achievable(row: Target | Measure, land: Land) -> Iterator[Finding]:
    """R15: Reverse needs degraded land, Avoid needs land that is not degraded.

    Judged in the land types themselves where the run behind the record tells of them, else
    against all degraded land.
    """
    for typed in typed_areas(row):
        land_types = [typed.land_type] if typed.land_type else row.land_types
        states = land.states_of(land_types)
        if states is None:
            yield from _in_all(row, typed, land_types, land)
        else:
            yield from _in_land_types(row, typed, land_types, states)


def _in_land_types(
    row: Target | Measure, typed: Typed, land_types: Sequence[str], states: LandStates
) -> Iterator[Finding]:
    limits = (
        (Hierarchy.REVERSE, states.degraded, REVERSE_OF),
        (Hierarchy.AVOID, states.not_degraded, AVOID_OF),
    )
    for hierarchy, limit, text in limits:
        if row.hierarchy == [hierarchy] and typed.km2 > limit:
            yield _too_much(row, typed, limit, text, land=land_words(land_types))


def _in_all(
    row: Target | Measure, typed: Typed, land_types: Sequence[str], land: Land
) -> Iterator[Finding]:
    if land.degraded is None:
        return
    whole = land.of_types(land_types)
    limits = [(Hierarchy.REVERSE, land.degraded, REVERSE)]
    if land.land is not None:
        limits.append((Hierarchy.AVOID, land.land - land.degraded, AVOID))
    for hierarchy, limit, text in limits:
        # Of several responses, nobody says how much of the area is for which.
        possible = limit if whole is None else min(limit, whole)
        if row.hierarchy == [hierarchy] and typed.km2 > possible:
            yield _too_much(row, typed, possible, text)


def _too_much(
    row: Target | Measure, typed: Typed, possible: Decimal, text: LazyText | str, **more: object
) -> Finding:
    params = {"found": Km2(typed.km2), "expected": Km2(possible), **more}
    return finding("R15", Level.WARNING, row, typed.field, text, **params)
