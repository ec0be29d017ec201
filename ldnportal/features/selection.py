"""Finding the features that a request asks for.

The bounds of most features are wholly inside or wholly outside a box: the database decides. Only
the few that lie across an edge of the box are compared by their polygons.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

import shapely
from django.db.models import Q, QuerySet

from countries.vectors.geodesy import as_geometry
from ldnportal.features.collections import Collection
from ldnportal.features.query import Box, Query, Years
from targets.models import PublishedPromise

Rows = QuerySet[PublishedPromise]


@dataclass(frozen=True)
class Selection:
    """A page of features, and how many there are in all."""

    rows: list[PublishedPromise]
    matched: int


def select(collection: Collection, query: Query, *, limit: int, offset: int) -> Selection:
    """Return a page of the features that match, in a stable order."""
    rows = matching(collection, query).order_by("party__iso3", "number", "pk")
    matched = rows.count()
    return Selection(list(rows[offset : offset + limit]) if offset < matched else [], matched)


def matching(collection: Collection, query: Query) -> Rows:
    """The rows of a collection that match, as a query."""
    rows = collection.rows(query.cycle)
    if query.iso3:
        rows = rows.filter(party__iso3=query.iso3)
    if query.years is not None:
        rows = rows.filter(_within(query.years))
    return _in_boxes(rows, query) if query.boxes else rows


def _within(years: Years) -> Q:
    """Rows whose span of years meets the interval; a row without any year meets none."""
    first, last = years
    found = Q(first_year__isnull=False) | Q(last_year__isnull=False)
    if first is not None:
        found &= Q(last_year__gte=first) | Q(last_year__isnull=True)
    if last is not None:
        found &= Q(first_year__lte=last) | Q(first_year__isnull=True)
    return found


def _in_boxes(rows: Rows, query: Query) -> Rows:
    inside = reduce(or_, (_inside(box) for box in query.boxes))
    touching = reduce(or_, (_touching(box) for box in query.boxes))
    area = query.area
    shapely.prepare(area)
    across = rows.filter(touching).exclude(inside).order_by().values_list("pk", "geometry")
    hits = [key for key, place in across if place and area.intersects(as_geometry(place))]
    return rows.filter(inside | Q(pk__in=hits))


def _inside(box: Box) -> Q:
    west, south, east, north = box
    return Q(west__gte=west, south__gte=south, east__lte=east, north__lte=north)


def _touching(box: Box) -> Q:
    west, south, east, north = box
    return Q(west__lte=east, south__lte=north, east__gte=west, north__gte=south)
