"""A clean polygon put into a row, with its area, its bounds and a sketch for small maps."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from countries.models.located import Located
from countries.vectors.geodesy import bounds_of, geodesic_area_km2
from countries.vectors.sketch import sketch_of

Geometry = Mapping[str, Any]
_PLACES = Decimal("0.0001")


def set_geometry(row: Located, geometry: Geometry | None) -> None:
    """Keep a clean geometry with its area and bounds, or none."""
    if geometry is None:
        row.geometry = row.sketch = row.geometry_area_km2 = None
        row.west = row.south = row.east = row.north = None
        return
    row.geometry = json.loads(json.dumps(geometry))
    row.sketch = json.loads(json.dumps(sketch_of(geometry)))
    row.geometry_area_km2 = Decimal(str(geodesic_area_km2(geometry))).quantize(_PLACES)
    row.west, row.south, row.east, row.north = bounds_of(geometry)
