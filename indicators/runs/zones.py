"""A file of sub-national zones, brought into the one form that the engine reads, and kept."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from countries.models import Party
from indicators.science.storage import open_storage
from indicators.storage import location

Features = Sequence[Mapping[str, Any]]


def name_columns(features: Features) -> list[str]:
    """The attributes that could name the zones: text, never empty, each value once."""
    return [c for c in features[0]["properties"] if _names_all(features, c)] if features else []


def name_column(features: Features) -> str | None:
    """The attribute that names the zones; best one called "name"."""
    return best_column(name_columns(features))


def best_column(columns: Sequence[str]) -> str | None:
    """The column that most likely has the names that people use."""
    named = [column for column in columns if "name" in column.lower()]
    return next(iter(named or columns), None)


def _names_all(features: Features, column: str) -> bool:
    values = [feature["properties"].get(column) for feature in features]
    text = [v for v in values if isinstance(v, str) and v.strip()]
    return len(text) == len(values) == len(set(text))


def keep_zones(party: Party, features: Features, column: str) -> str:
    """Store the zones under a name that says what is in them, and return their storage key."""
    named = [
        {
            "type": "Feature",
            "properties": {"name": feature["properties"][column]},
            "geometry": feature["geometry"],
        }
        for feature in features
    ]
    content = json.dumps({"type": "FeatureCollection", "features": named}, sort_keys=True)
    name = f"{hashlib.sha256(content.encode()).hexdigest()}.geojson"
    folder = f"zones/{party.iso3}"
    storage = open_storage(location(folder))
    if not storage.exists(name):
        with storage.writing(name) as path:
            path.write_text(content, "utf-8")
    return f"{folder}/{name}"
