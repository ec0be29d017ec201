"""When a typed area and a drawn one are the same."""

from decimal import Decimal

DRAWN_TOLERANCE = Decimal("0.05")
UNIT_FACTOR = 100
"""Between hectares and km2."""


def close(one: Decimal, other: Decimal) -> bool:
    """Return whether an area is within 5 % of another."""
    return abs(one - other) <= other * DRAWN_TOLERANCE
