"""What is planned: gains of Reverse, losses that Avoid and Reduce prevent, and what counts not."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from countries.languages import worded
from indicators.baseline.classes import LAND
from targets.models import Measure, PlannedLoss, Quantity, Target
from targets.models.vocabularies import Hierarchy, LandType, QuantityKind
from targets.promises.quantities import AREA_KINDS

Row = Target | Measure
Words = str | LazyText
NO_RESPONSE = _("It does not say whether it avoids, reduces or reverses.")
MIXED = _("It reverses and avoids or reduces; how much of the area is for which is not said.")
NO_AREA = _("It promises no area.")
NO_LAND_TYPE = _("It names no land type; neutrality is judged land type by land type.")
SEVERAL = _("It names several land types; how much is on which is not said.")
WATER = _("Water is not land.")
LATE = _("It is due in %(year)s, after %(until)s.")
IN_TARGET = _("It serves %(target)s, where its area is counted already.")
DETAILED = _("Its areas by land type are counted instead of its whole area.")


@dataclass(frozen=True)
class Counted:
    """An area of a target or measure that goes into the sheet, km2."""

    row: Row
    land_type: str
    km2: Decimal
    is_gain: bool

    @property
    def land_type_words(self) -> str:
        return str(LandType(self.land_type).label)


@dataclass(frozen=True)
class LeftOut:
    """A target or measure, or a part of it, that does not go into the sheet, and why."""

    row: Row
    reason: Words


@dataclass(frozen=True)
class Plans:
    """Everything planned until the last year of the projection."""

    counted: tuple[Counted, ...]
    left_out: tuple[LeftOut, ...]
    losses: tuple[PlannedLoss, ...]

    def gains(self, land_type: str) -> Decimal:
        return self._sum(land_type, is_gain=True)

    def avoided(self, land_type: str) -> Decimal:
        return self._sum(land_type, is_gain=False)

    def lost(self, land_type: str) -> Decimal:
        return sum((p.area_km2 for p in self.losses if p.land_type == land_type), Decimal(0))

    def _sum(self, land_type: str, *, is_gain: bool) -> Decimal:
        rows = (c for c in self.counted if c.land_type == land_type and c.is_gain == is_gain)
        return sum((c.km2 for c in rows), Decimal(0))


def plans_of(
    targets: Sequence[Target],
    measures: Sequence[Measure],
    losses: Iterable[PlannedLoss],
    until: int,
    served: Mapping[int, Collection[int]],
) -> Plans:
    """Sort what targets (with quantities) and measures promise until a year.

    `served` gives the keys of the targets that each measure serves. A measure
    counts by itself only where no target that it serves counts already.
    """
    counted: list[Counted] = []
    left_out: list[LeftOut] = []
    for target in targets:
        _take(_of_target(target, until), counted, left_out)
    serving = {item.row.pk: item.row for item in counted}
    for measure in measures:
        own = [serving[pk] for pk in sorted(served.get(measure.pk, ())) if pk in serving]
        _take(_of_measure(measure, own, until), counted, left_out)
    return Plans(tuple(counted), tuple(left_out), tuple(losses))


Found = Iterator[Counted | LeftOut]


def _take(found: Found, counted: list[Counted], left_out: list[LeftOut]) -> None:
    for item in found:
        if isinstance(item, Counted):
            counted.append(item)
        else:
            left_out.append(item)


def _is_gain(row: Row) -> bool | None:
    """Whether a row makes gains; None where it is not said, or is both."""
    answers = set(row.hierarchy)
    if answers == {Hierarchy.REVERSE}:
        return True
    return False if answers and Hierarchy.REVERSE not in answers else None


def _of_target(target: Target, until: int) -> Found:
    is_gain = _is_gain(target)
    areas = [q for q in target.quantities.all() if q.kind in AREA_KINDS and q.area_km2]
    if is_gain is None:
        yield LeftOut(target, MIXED if target.hierarchy else NO_RESPONSE)
    elif not areas:
        yield LeftOut(target, NO_AREA)
    else:
        detailed = any(q.kind == QuantityKind.AREA_BY_LAND_TYPE for q in areas)
        for quantity in areas:
            yield _of_quantity(target, quantity, is_gain, detailed, until)


def _of_quantity(
    target: Target, quantity: Quantity, is_gain: bool, detailed: bool, until: int
) -> Counted | LeftOut:
    if quantity.target_year and quantity.target_year > until:
        return LeftOut(target, worded(LATE, year=quantity.target_year, until=until))
    if quantity.kind == QuantityKind.AREA_BY_LAND_TYPE:
        return _placed(target, [quantity.land_type], quantity.area_km2, is_gain)
    if detailed:
        return LeftOut(target, DETAILED)
    return _placed(target, target.land_types, quantity.area_km2, is_gain)


def _placed(
    row: Row, land_types: Sequence[str], km2: Decimal | None, is_gain: bool
) -> Counted | LeftOut:
    """An area on the one land type that is named."""
    named = [t for t in land_types if t]
    if not km2:
        return LeftOut(row, NO_AREA)
    if len(named) != 1:
        return LeftOut(row, SEVERAL if named else NO_LAND_TYPE)
    if named[0] not in LAND:
        return LeftOut(row, WATER)
    return Counted(row, named[0], km2, is_gain)


def _of_measure(measure: Measure, serving: Sequence[Row], until: int) -> Found:
    is_gain = _is_gain(measure)
    if is_gain is None:
        yield LeftOut(measure, MIXED if measure.hierarchy else NO_RESPONSE)
    elif serving:
        yield LeftOut(measure, worded(IN_TARGET, target=serving[0]))
    elif measure.end_year and measure.end_year > until:
        yield LeftOut(measure, worded(LATE, year=measure.end_year, until=until))
    else:
        # A measure that is only drawn promises what its polygon holds.
        km2 = measure.area_km2 or measure.geometry_area_km2
        yield _placed(measure, measure.land_types, km2, is_gain)
