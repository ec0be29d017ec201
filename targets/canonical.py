"""The one way in which a snapshot is written down, so that its SHA-256 can be checked anywhere.

Canonical form: UTF-8 JSON without spaces, members sorted by name, text in Unicode NFC, exact
numbers (Decimal) as strings without idle zeros or exponents, dates as ISO 8601, moments in UTC.
"""

import hashlib
import math
import unicodedata
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils.functional import Promise

from countries.audit import canonical_json


def canonical(value: Any) -> str:
    """Return the canonical text of `value`.

    Raises TypeError for a value that has no canonical form, ValueError for NaN and infinity.
    """
    return canonical_json(_plain(value))


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a canonical text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def decimal_text(value: Decimal) -> str:
    """Write an exact number: "1205", "0.5", "-3.25"; never "1.205E+3" or "-0"."""
    if not value.is_finite():
        raise ValueError(f"{value} has no canonical form")
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(value: str) -> str:
    # A lone surrogate cannot be written as UTF-8; a report must not become unsubmittable by it.
    return unicodedata.normalize("NFC", value.encode("utf-8", "replace").decode("utf-8"))


def _plain(value: Any) -> Any:
    """Turn a value into what JSON knows."""
    if isinstance(value, Mapping):
        return {_text(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return _plain_scalar(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    for kinds, write in _WRITERS:
        if isinstance(value, kinds):
            return write(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value} has no canonical form")
    return value


_WRITERS: tuple[tuple[tuple[type, ...], Callable[[Any], Any]], ...] = (
    ((str,), _text),
    ((Promise, uuid.UUID), lambda value: _text(str(value))),
    ((Decimal,), decimal_text),
    ((datetime,), lambda value: value.astimezone(UTC).isoformat()),
    ((date,), lambda value: value.isoformat()),
    ((float,), _finite),
)
