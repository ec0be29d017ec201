"""Polygons with few corners, for small maps."""

from collections.abc import Mapping
from typing import Any

from shapely.geometry import mapping

from countries.vectors.geodesy import as_geometry

SKETCH_DETAIL = 100


def sketch_of(geometry: Mapping[str, Any], detail: int = SKETCH_DETAIL) -> Mapping[str, Any]:
    """The same polygon with corners that a small map can tell apart: 1/`detail` of its size."""
    whole = as_geometry(geometry)
    west, south, east, north = whole.bounds
    drawn: Mapping[str, Any] = mapping(whole.simplify(max(east - west, north - south) / detail))
    return drawn
