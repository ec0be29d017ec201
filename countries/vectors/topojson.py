"""Read polygons from TopoJSON: arcs that neighbours share, in whole steps of a grid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from shapely import MultiPolygon, Polygon

Point = tuple[float, float]


@dataclass(frozen=True)
class Area:
    """A named area of a topology: its code as the file gives it, empty where it has none."""

    code: str
    name: str
    geometry: MultiPolygon


def areas_of(topology: Mapping[str, Any], layer: str) -> Iterator[Area]:
    """Yield the areas of a layer.

    Edges of neighbours are equal to the last digit; an area that crosses the antimeridian has
    longitudes beyond 180 degrees, as long as it does not lie around a pole. Raises KeyError for
    a layer that is not there and ValueError for anything but polygons.
    """
    arcs = _Arcs(topology)
    for entry in topology["objects"][layer]["geometries"]:
        geometry = MultiPolygon([arcs.polygon(rings) for rings in _polygons(entry)])
        name = str(entry.get("properties", {}).get("name", ""))
        yield Area(str(entry.get("id") or ""), name, geometry)


def _polygons(entry: Mapping[str, Any]) -> list[list[list[int]]]:
    if entry["type"] == "Polygon":
        return [entry["arcs"]]
    if entry["type"] == "MultiPolygon":
        return list(entry["arcs"])
    raise ValueError(f"Found a {entry['type']}, expected a Polygon or MultiPolygon.")


class _Arcs:
    """The lines of a topology in degrees."""

    def __init__(self, topology: Mapping[str, Any]) -> None:
        transform = topology["transform"]
        (self.dx, self.dy), (self.x, self.y) = transform["scale"], transform["translate"]
        self.lines = [self._line(steps) for steps in topology["arcs"]]

    def _line(self, steps: Sequence[Sequence[int]]) -> list[Point]:
        """Add up the steps of an arc: the first is a place, each other the way from the last."""
        places = accumulate(steps, lambda here, step: [here[0] + step[0], here[1] + step[1]])
        return [(place[0] * self.dx + self.x, place[1] * self.dy + self.y) for place in places]

    def polygon(self, rings: Sequence[Sequence[int]]) -> Polygon:
        outer, *holes = (self._ring(indexes) for indexes in rings)
        return Polygon(outer, holes)

    def _ring(self, indexes: Sequence[int]) -> list[Point]:
        """Join arcs; ~n is arc n backwards, and each begins where the last one ended."""
        points: list[Point] = []
        for index in indexes:
            line = self.lines[~index][::-1] if index < 0 else self.lines[index]
            points += line[1:] if points else line
        return _unrolled(points)


def _unrolled(points: Sequence[Point]) -> list[Point]:
    """Carry a ring on beyond 180 degrees where it crosses the antimeridian."""
    turns = accumulate(
        (-round((after[0] - before[0]) / 360) for before, after in pairwise(points)), initial=0
    )
    return [(x + 360 * turn, y) for (x, y), turn in zip(points, turns, strict=True)]
