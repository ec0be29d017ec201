"""GeoJSON (RFC 7946): the rows of a layer as features, in WGS 84."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ldnportal.exports.places import Geometry, Layer
from ldnportal.exports.records import Record, json_object

CONTENT_TYPE = "application/geo+json"


def feature_text(record: Record, geometry: Geometry, key: str = "id") -> str:
    """One feature; its `id` is the record's member of that name where it has one."""
    name = f'"id": {json.dumps(record[key])}, ' if key in record else ""
    place = json.dumps(geometry, separators=(",", ":"))
    return f'{{"type": "Feature", {name}"properties": {json_object(record)}, "geometry": {place}}}'


def geojson_chunks(layer: Layer, members: Mapping[str, Any]) -> Iterator[str]:
    """Yield a FeatureCollection feature by feature; `members` stand beside the features."""
    yield '{"type": "FeatureCollection"'
    for key, value in members.items():
        yield f", {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
    yield ', "features": ['
    for number, (record, geometry) in enumerate(layer.features()):
        yield f"{',' if number else ''}\n{feature_text(record, geometry)}"
    yield "\n]}\n"
