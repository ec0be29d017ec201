"""A place on a map: on the page of a target, a measure or an entry, and of all in a list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from countries.maps import Map, RasterLayer, VectorLayer
from countries.models import Boundary
from countries.models.located import Located


def place_map(
    row: Located,
    title: str,
    look: str,
    boundary: Boundary | None,
    others: Iterable[Located] = (),
    under: Sequence[RasterLayer] = (),
    over: Sequence[VectorLayer] = (),
) -> Map | None:
    """The polygon of a row on the Party's outline, with `others` that it overlaps.

    `under` are rasters that it is laid over, `over` lies on top of it.
    """
    if row.geometry is None or row.west is None:
        return None
    layers = [VectorLayer("place", title, data=feature(row, title), look=look)]
    layers += [
        VectorLayer(f"other-{other.pk}", str(other), data=feature(other, str(other)), look="area")
        for other in others
    ]
    return Map(
        key="place-map",
        title=_("Where it is"),
        bounds=boundary.bounds if boundary else _bounds(row),
        layers=(*under, *_outline(boundary), *layers, *over),
        source=boundary.source if boundary else "",
    )


def list_map(
    key: str,
    title: str,
    boundary: Boundary,
    layers: Iterable[VectorLayer],
    under: Sequence[RasterLayer] = (),
) -> Map:
    """Polygons of whole lists on the Party's outline, and over rasters."""
    return Map(
        key=key,
        title=title,
        bounds=boundary.bounds,
        layers=(*under, *_outline(boundary), *layers),
        source=boundary.source,
    )


def _outline(boundary: Boundary | None) -> tuple[VectorLayer, ...]:
    if boundary is None:
        return ()
    return (VectorLayer("outline", _("Outline"), data=boundary.as_feature()),)


def feature(row: Located, title: str) -> Mapping[str, Any]:
    """A row as a GeoJSON feature."""
    return {"type": "Feature", "properties": {"title": title}, "geometry": row.geometry}


def _bounds(row: Located) -> tuple[float, float, float, float]:
    return (row.west or 0.0, row.south or 0.0, row.east or 0.0, row.north or 0.0)
