"""The columns that say where a published geometry lies."""

from typing import Any

from countries.vectors.geodesy import bounds_of


def bounds_columns(geometry: dict[str, Any] | None) -> dict[str, float]:
    """West, south, east and north of a geometry by their columns; nothing for none."""
    if not geometry:
        return {}
    return dict(zip(("west", "south", "east", "north"), bounds_of(geometry), strict=True))
