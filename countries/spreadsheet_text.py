"""Text that a spreadsheet opens as text, never as a formula."""

from decimal import Decimal
from typing import Any

Value = str | int | Decimal | None
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe(value: Any) -> Value:
    """Keep numbers as numbers, and stop text from being run as a formula.

    A spreadsheet runs text that starts with = + - @ tab or return: an apostrophe in front makes
    it text again. Numbers are never touched, so a negative number stays one.
    """
    kind = type(value)
    if kind is str:  # nearly every cell of a long file
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    if value is None or kind is Decimal or kind is int:
        return value
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def plain(text: str) -> str:
    """Take the apostrophe away again that `safe` put in front."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text
