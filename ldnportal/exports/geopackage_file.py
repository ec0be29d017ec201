"""GeoPackage: layers with a place, and all other sheets as tables, in one file."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ldnportal.exports.places import Geometry, Layer
from ldnportal.exports.records import Record, records
from ldnportal.exports.sheets import Sheet, Value

CONTENT_TYPE = "application/geopackage+sqlite3"
_CRS = "EPSG:4326"
_RESERVED = "fid"  # the name of a table's key
Column = NDArray[Any]


def write_geopackage(
    path: Path, layers: Iterable[Layer], sheets: Iterable[Sheet[Any]], about: Mapping[str, str]
) -> None:
    """Write a new file at `path`; `about` becomes the file's metadata.

    What was not reported is NULL. Exact numbers become double precision.
    """
    first = True
    for layer in layers:
        rows, places = [], []
        for record, geometry in layer.features():
            rows.append(record)
            places.append(_wkb(geometry))
        shapes = np.array(places, object)
        _write(path, layer.sheet, rows, shapes, about if first else {}, append=not first)
        first = False
    for sheet in sheets:
        _write(path, sheet, list(records(sheet)), None, about if first else {}, append=not first)
        first = False


def _write(
    path: Path,
    sheet: Sheet[Any],
    rows: list[Record],
    shapes: Column | None,
    about: Mapping[str, str],
    *,
    append: bool,
) -> None:
    """Write one layer or table; the file is made with the first."""
    from pyogrio import raw

    columns, masks = [], []
    for key in sheet.header:
        values, missing = _column([row[key] for row in rows])
        columns.append(values)
        masks.append(missing)
    raw.write(
        str(path),
        shapes,
        columns,
        np.array([_name(key) for key in sheet.header], object),
        field_mask=masks,
        layer=sheet.key,
        driver="GPKG",
        geometry_type=None if shapes is None else "MultiPolygon",
        crs=None if shapes is None else _CRS,
        append=append,
        dataset_metadata=dict(about) or None,
        layer_options={"DESCRIPTION": str(sheet.title)},
        dataset_options=None if append else {"DATETIME_FORMAT": "UTC"},
    )


def _name(key: str) -> str:
    return f"{key}_" if key.lower() == _RESERVED else key


def _column(values: list[Value]) -> tuple[Column, NDArray[np.bool_] | None]:
    """An array of one type, and which of its values are missing (None where text tells)."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, int) for value in known):
        filled = np.array([0 if v is None else v for v in values], np.int64)
        return filled, np.array([v is None for v in values], np.bool_)
    if known and all(isinstance(value, int | Decimal) for value in known):
        return np.array([np.nan if v is None else float(v) for v in values], np.float64), None
    return np.array([None if v is None else str(v) for v in values], object), None


def _wkb(geometry: Geometry) -> bytes | None:
    from shapely import MultiPolygon, Polygon, to_wkb
    from shapely.geometry import shape

    if geometry is None:
        return None
    found = shape(dict(geometry))
    return bytes(to_wkb(MultiPolygon([found]) if isinstance(found, Polygon) else found))
