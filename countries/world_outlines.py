"""The replaceable default of the world's outlines: made from Natural Earth, kept beside the lists.

Borders are de facto ones. Where the United Nations show an area as part of a Party, or as of
undetermined status, and the data draw it apart or elsewhere, the United Nations are followed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import shapely
from shapely import MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from countries.vectors.geodesy import within_one_world
from countries.vectors.topojson import Area, areas_of

FILE = Path(__file__).resolve().parent / "data" / "outlines.geojson"
SOURCE = "Natural Earth 1:50m, version 4.1 (public domain), simplified; de facto borders"
UNDETERMINED = "undetermined"
"""Status of an area that is drawn without a border and belongs to no Party's outline."""

_LAYER = "countries"
_TOLERANCE = 0.02  # degrees: triangles smaller than its square are dropped
_DECIMALS = 0.001

_SHOWN_WITH = {
    "Somaliland": "706",
    "N. Cyprus": "196",
    "Taiwan": "156",
    "Hong Kong": "156",
    "Macao": "156",
}
"""Areas that the data draw apart, with the M49 code that the United Nations show them under."""

_SAHARA = "W. Sahara"
_UNDETERMINED = frozenset({"Kosovo", _SAHARA, "Siachen Glacier"})
_CRIMEA = Point(34.2, 45.2)  # drawn with 643, shown with 804
_SOUTH_OF_MOROCCO = shapely.box(-20, 20, -8 - 2 / 3, 27 + 2 / 3)  # drawn with 504


def compiled(topology: Mapping[str, Any], iso3_by_m49: Mapping[str, str]) -> dict[str, Any]:
    """Turn the TopoJSON of `world-atlas` into a FeatureCollection of outlines by ISO3 code.

    Areas of no Party, such as territories with a code of their own, are left out.
    """
    parts = _by_key(areas_of(topology, _LAYER), iso3_by_m49)
    _put_right(parts, iso3_by_m49)
    keys = sorted(parts)
    whole = [shapely.union_all(parts[key]) for key in keys]
    simple = shapely.coverage_simplify(whole, _TOLERANCE)
    return {
        "type": "FeatureCollection",
        "features": [_feature(k, s) for k, s in zip(keys, simple, strict=True)],
    }


Parts = dict[tuple[str, str], list[BaseGeometry]]


def _by_key(areas: Iterable[Area], iso3_by_m49: Mapping[str, str]) -> Parts:
    """Gather areas by ISO3 code, or by name where their status is undetermined."""
    parts: Parts = defaultdict(list)
    for area in areas:
        iso3 = iso3_by_m49.get(_SHOWN_WITH.get(area.name, area.code), "")
        if iso3 or area.name in _UNDETERMINED:
            name = "" if iso3 else area.name
            parts[iso3, name].append(within_one_world(area.geometry))
    return parts


def _put_right(parts: Parts, iso3_by_m49: Mapping[str, str]) -> None:
    """Move what is drawn with one area to the one that it is shown with."""
    russia, ukraine, morocco = ((iso3_by_m49[code], "") for code in ("643", "804", "504"))
    pieces = shapely.get_parts(parts[russia])
    parts[russia] = [piece for piece in pieces if not piece.contains(_CRIMEA)]
    parts[ukraine] += [piece for piece in pieces if piece.contains(_CRIMEA)]
    parts["", _SAHARA] += [part.intersection(_SOUTH_OF_MOROCCO) for part in parts[morocco]]
    parts[morocco] = [part.difference(_SOUTH_OF_MOROCCO) for part in parts[morocco]]


def _feature(key: tuple[str, str], geometry: BaseGeometry) -> dict[str, Any]:
    iso3, name = key
    properties = {"iso3": iso3} if iso3 else {"name": name, "status": UNDETERMINED}
    rounded = shapely.set_precision(geometry, _DECIMALS, mode="pointwise")
    return {"type": "Feature", "properties": properties, "geometry": _plain(rounded)}


def _plain(geometry: BaseGeometry) -> dict[str, Any]:
    """Polygons with the digits that were kept, and nothing else."""
    valid = shapely.get_parts(shapely.make_valid(geometry))
    polygons = MultiPolygon([p for part in valid for p in shapely.get_parts(part) if p.area])
    plain: dict[str, Any] = json.loads(shapely.to_geojson(shapely.orient_polygons(polygons)))
    return plain


def written(collection: Mapping[str, Any]) -> str:
    """The file's text: one feature a line, so that a change can be read."""
    lines = (json.dumps(f, separators=(",", ":")) for f in collection["features"])
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


@cache
def default_collection() -> dict[str, Any]:
    """The kept outlines."""
    collection: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return collection


@cache
def undetermined_areas() -> BaseGeometry:
    """All areas of undetermined status, as one geometry."""
    return shapely.union_all(
        [
            shapely.geometry.shape(feature["geometry"])
            for feature in default_collection()["features"]
            if feature["properties"].get("status") == UNDETERMINED
        ]
    )
