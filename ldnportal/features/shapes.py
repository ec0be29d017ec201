"""The shapes of the features' documents, for the OpenAPI document."""

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_LINK: Schema = {
    "type": "object",
    "properties": {
        "href": {"type": "string", "format": "uri"},
        "rel": _TEXT,
        "type": _TEXT,
        "title": _TEXT,
    },
    "required": ["href", "rel"],
}
_LINKS: Schema = {"type": "array", "items": _LINK}


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": required}


LANDING = _object(
    ["title", "links"], title=_TEXT, description=_TEXT, attribution=_TEXT, links=_LINKS
)
CONFORMANCE = _object(
    ["conformsTo"], conformsTo={"type": "array", "items": {"type": "string", "format": "uri"}}
)
COLLECTION = _object(
    ["id", "extent", "links"],
    id=_TEXT,
    title=_TEXT,
    description=_TEXT,
    attribution=_TEXT,
    itemType=_TEXT,
    crs={"type": "array", "items": _TEXT},
    extent={"type": "object"},
    links=_LINKS,
)
COLLECTIONS_PAGE = _object(
    ["links", "collections"], links=_LINKS, collections={"type": "array", "items": COLLECTION}
)
FEATURE = _object(
    ["type", "id", "geometry", "properties"],
    type={"type": "string", "enum": ["Feature"]},
    id=_TEXT,
    geometry={"type": ["object", "null"], "properties": {"type": _TEXT}},
    properties={"type": "object"},
    links=_LINKS,
)
PAGE = _object(
    ["type", "features", "links", "numberMatched", "numberReturned"],
    type={"type": "string", "enum": ["FeatureCollection"]},
    numberMatched={"type": "integer", "minimum": 0},
    numberReturned={"type": "integer", "minimum": 0},
    links=_LINKS,
    features={"type": "array", "items": FEATURE},
)
