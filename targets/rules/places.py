"""Rules on polygons: inside the Party, and R19, no area counted twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from shapely import MultiPolygon, STRtree, get_parts
from shapely.geometry import mapping

from countries.models import Boundary
from countries.vectors.geodesy import as_geometry, overlap_km2
from indicators.rules.findings import Finding, Km2, Level
from targets.models import Measure, Target
from targets.promises.place import inside
from targets.rules.areas import finding, measure_name

SMALLEST_OVERLAP_KM2 = Decimal("0.01")
OUTSIDE = _("%(name)s: %(sentence)s")
OVERLAP = _(
    "%(name)s and %(other)s overlap by %(found)s, which is counted twice. Change one of the "
    "polygons, or explain the overlap."
)


@dataclass(frozen=True)
class Overlap:
    """Two measures, and the area of both, km2."""

    one: Measure
    other: Measure
    km2: Decimal

    @property
    def shared(self) -> dict[str, Any]:
        """The land that both hold, as GeoJSON."""
        common = as_geometry(self.one.geometry or {}).intersection(
            as_geometry(self.other.geometry or {})
        )
        parts = [part for part in get_parts(common) if part.geom_type == "Polygon"]
        return dict(mapping(MultiPolygon(parts)))


def outside(row: Target | Measure, boundary: Boundary | None) -> Iterator[Finding]:
    """A polygon lies inside the Party."""
    found = inside(row, boundary)
    if found is not None and not found.is_all:
        sentence = found.sentence
        yield finding("R14", Level.WARNING, row, "geometry", OUTSIDE, sentence=sentence)


def overlaps(measures: Sequence[Measure]) -> list[Overlap]:
    """Every pair of measures whose polygons share an area, the later one first."""
    placed = [m for m in measures if m.geometry]
    shapes = [as_geometry(m.geometry) for m in placed if m.geometry]
    if len(shapes) < 2:
        return []
    found = []
    for i, j in STRtree(shapes).query(shapes, predicate="intersects").T.tolist():
        if i > j:
            area = Decimal(str(overlap_km2(shapes[i], shapes[j]))).quantize(Decimal("0.0001"))
            if area >= SMALLEST_OVERLAP_KM2:
                found.append(Overlap(placed[i], placed[j], area))
    return found


def counted_twice(measures: Sequence[Measure]) -> Iterator[Finding]:
    """R19: two measures whose polygons overlap count an area twice."""
    return (overlap_finding(pair) for pair in overlaps(measures))


def overlap_finding(pair: Overlap) -> Finding:
    """What R19 says of a pair, told of its first."""
    return finding(
        "R19",
        Level.WARNING,
        pair.one,
        f"geometry.{pair.other.number}",
        OVERLAP,
        other=measure_name(pair.other),
        found=Km2(pair.km2),
    )
