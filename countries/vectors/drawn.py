"""What a person drew on the map or typed: small GeoJSON, cleaned in the web process."""

from typing import Any

from countries.sandbox.refusal import Refusal
from countries.vectors.clean import clean_collection, united
from countries.vectors.geojson import read_geojson
from countries.vectors.limits import DRAWN
from countries.vectors.problems import VectorProblem


def clean_drawn(text: str) -> dict[str, Any]:
    """Read GeoJSON text and return one valid Polygon or MultiPolygon in WGS 84.

    Several features are united into one geometry. Raises `Refusal`.
    """
    if len(text) > DRAWN.file_bytes:
        size = round(len(text) / 2**20, 1)
        raise Refusal(VectorProblem.TOO_LARGE, size=size, limit=DRAWN.file_bytes >> 20)
    return united(clean_collection(read_geojson(text, DRAWN), DRAWN))
