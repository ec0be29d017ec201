"""Shapes on their way in: a geometry with its attributes, before and after cleaning."""

import json
import math
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

Value = str | int | float | bool | None
MAX_DECIMALS = 7  # a centimetre


@dataclass(frozen=True)
class Shape:
    """One feature: its number in the file (from 1), its attributes, and its geometry."""

    number: int
    properties: dict[str, Value]
    geometry: BaseGeometry | None


@dataclass(frozen=True)
class Shapes:
    """All features of a file in one coordinate system (None: the file does not name one)."""

    format: str
    crs: str | None
    features: list[Shape]


def plain_value(value: Any, text_length: int) -> Value:
    """An attribute as JSON can hold it: numbers stay numbers, everything else becomes text."""
    if value is None or isinstance(value, bool):
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return value
    if isinstance(value, bytes):
        return None
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text[:text_length]
