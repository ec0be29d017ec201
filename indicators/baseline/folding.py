"""Sums over regions and over own classes: what a record says in the Convention's seven classes.

With regions the national change matrix is the sum of theirs; with an own legend every number
of land cover, productivity and carbon also stands under the class that its own is mapped to,
at the address it has in a record that is kept in the seven.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from indicators.arithmetic import tonnes, tonnes_per_hectare
from indicators.baseline.fields import (
    AREA,
    CARBON,
    CHANGE,
    LAND_COVER,
    LPD_AREA,
    PRODUCTIVITY,
    STOCK,
)
from indicators.baseline.frame import Frame
from indicators.baseline.keys import Key
from indicators.baseline.legend import CoverLegend

Numbers = Mapping[Key, Decimal]
Sums = dict[Key, Decimal]


def folded(entered: Numbers, frame: Frame) -> Sums:
    """Every sum over regions and own classes; nothing where there are neither."""
    sums: Sums = {}
    national = dict(entered)
    if frame.regions:
        for key, value in _national(entered, frame):
            sums[key] = national[key] = sums.get(key, Decimal(0)) + value
    if frame.legend.is_own:
        for key, value in _in_seven(national, frame.legend):
            sums[key] = sums.get(key, Decimal(0)) + value
        sums.update(_stocks(entered, frame.legend))
    return sums


def _national(entered: Numbers, frame: Frame) -> Iterator[tuple[Key, Decimal]]:
    """The change matrices of the regions, each number at its national address."""
    measures = set(frame.change_measures)
    for key, value in entered.items():
        if key.indicator == LAND_COVER and key.measure in measures:
            yield Key(LAND_COVER, CHANGE, key.when, key.category, key.category_to), value


def _in_seven(numbers: Numbers, legend: CoverLegend) -> Iterator[tuple[Key, Decimal]]:
    """Areas of own classes at the addresses of the classes that they are mapped to."""
    to = {c.key: c.unccd for c in legend.classes if c.unccd}
    for key, value in numbers.items():
        kind = key.indicator, key.measure
        if kind == (LAND_COVER, AREA) and key.category in to:
            yield Key(LAND_COVER, AREA, key.when, to[key.category]), value
        elif kind == (LAND_COVER, CHANGE) and key.category in to and key.category_to in to:
            yield Key(*kind, key.when, to[key.category], to[key.category_to]), value
        elif kind == (PRODUCTIVITY, LPD_AREA) and key.category_to in to:
            yield Key(*kind, key.when, key.category, to[key.category_to]), value


def _stocks(entered: Numbers, legend: CoverLegend) -> Iterator[tuple[Key, Decimal]]:
    """Mean stocks of the seven: the tonnes of their classes over the same classes' areas."""
    found: dict[Key, list[tuple[Decimal, Decimal]]] = {}
    for key, density in entered.items():
        if (key.indicator, key.measure) != (CARBON, STOCK):
            continue
        area = entered.get(Key(LAND_COVER, AREA, key.when, key.category))
        unccd = legend.unccd(key.category)
        if unccd and area is not None:
            place = Key(CARBON, STOCK, key.when, unccd)
            found.setdefault(place, []).append((density, area))
    for place, parts in found.items():
        mean = _mean(parts)
        if mean is not None:
            yield place, mean


def _mean(parts: list[tuple[Decimal, Decimal]]) -> Decimal | None:
    if len(parts) == 1:
        return parts[0][0]
    whole = sum((area for _density, area in parts), Decimal(0))
    stock = sum((tonnes(density, area) for density, area in parts), Decimal(0))
    return tonnes_per_hectare(stock, whole)
