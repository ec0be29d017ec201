"""How a field stands in a cell, and how the text of a form is read back from one."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from countries.spreadsheet_text import plain, safe
from indicators.baseline.reading import UnreadableError, decimal_sign
from indicators.drafts import tidy
from indicators.offline.sentences import cell_sentence
from indicators.offline.texts import as_decimal, number_text
from targets.promises.fields import SEPARATOR, Field, Sort, answers

BETWEEN = "; "
LONGEST = 32_000
"""A cell holds a little more; what is longer is shown, and cannot be changed there."""
_SPLIT = re.compile(r"[;|\n]")


def cell_value(field: Field, text: str) -> Any:
    """What a cell shows for the text of a form; a text that nobody could read stays as it is."""
    if not text:
        return None
    if field.sort == Sort.SEVERAL:
        return safe(BETWEEN.join(_label(field, part) for part in answers(text)))
    if field.choices:
        return safe(_label(field, text))
    if field.sort in (Sort.NUMBER, Sort.YEAR):
        return _number(text)
    if field.sort == Sort.DAY:
        return _day(text)
    return safe(_shown(text))


def _shown(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))[:LONGEST]


def _label(field: Field, key: str) -> str:
    return str(dict(field.choices).get(key, key))


def _number(text: str) -> Any:
    """A number where a spreadsheet keeps every digit of it, else its text."""
    value = as_decimal(text)
    if value is None:
        return safe(_shown(text))
    return value if Decimal(repr(float(value))) == value else text


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return safe(_shown(text))


def posted_text(field: Field, kind: str, text: str) -> str:
    """The text of a cell as the field's form would post it. Raises UnreadableError.

    Answers are told by their keys or by their labels in the language that is active.
    """
    text = tidy(plain(text))
    if kind in ("e", "f") or (kind == "d" and field.sort in (Sort.NUMBER, Sort.YEAR)):
        raise UnreadableError(cell_sentence(kind, text).replace("%", "%%"), text)
    if field.sort == Sort.SEVERAL:
        return SEPARATOR.join(_key(field, _whole(part.strip())) for part in _parts(text))
    if field.choices:
        return _key(field, text)
    if field.sort == Sort.NUMBER:
        return _number_text(kind, text)
    if field.sort == Sort.DAY and kind == "d":
        return text[:10]
    return _whole(text) if kind == "n" else text


def _parts(text: str) -> Iterable[str]:
    return filter(str.strip, _SPLIT.split(text))


def _whole(text: str) -> str:
    return text.removesuffix(".0")


def _number_text(kind: str, text: str) -> str:
    if not text:
        return ""
    return number_text(kind, text, "." if kind == "n" else decimal_sign())


def _key(field: Field, text: str) -> str:
    wanted = text.casefold()
    keys = {str(key).casefold(): str(key) for key, _label in field.choices}
    labels = {str(label).casefold(): str(key) for key, label in field.choices}
    return labels.get(wanted, keys.get(wanted, text))


def is_same(field: Field, one: str, other: str) -> bool:
    """Whether two texts say the same: numbers as a spreadsheet can tell them apart."""
    return _normal(field, one) == _normal(field, other)


def digest(field: Field, text: str) -> str:
    """A short mark of what a cell held, to tell whether somebody changed it in the file."""
    return hashlib.sha256(_normal(field, text).encode()).hexdigest()[:8]


def _normal(field: Field, text: str) -> str:
    if field.sort == Sort.NUMBER:
        value = as_decimal(text)
        return repr(float(value)) if value is not None else text
    if field.sort == Sort.SEVERAL:
        return SEPARATOR.join(sorted(answers(text)))
    return tidy(_shown(text))
