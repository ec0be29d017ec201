"""One field of a target or measure: its path, how its text is read, and where it is kept."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from indicators.baseline.reading import (
    NOT_A_CHOICE,
    UnreadableError,
    read_number,
    read_year,
    write_number,
)

Words = str | LazyText
Choices = tuple[tuple[str, Words], ...]
SEPARATOR = "|"
"""Between the answers of a field that takes several; no answer contains it."""


NOT_A_DAY = _("“%(found)s” could not be read as a date. Write it like 2026-03-12.")
NOT_A_CURRENCY = _(
    "“%(found)s” is not the code of a currency. Write its three letters, such as USD or XOF."
)
NOT_A_LINK = _("“%(found)s” is not an address. Copy it whole, with https:// in front.")


class Sort(StrEnum):
    """What a field holds: how it is drawn, kept as data and told in words."""

    LINE = "line"
    PROSE = "prose"
    YEAR = "year"
    NUMBER = "number"
    CHOICE = "choice"
    SEVERAL = "several"
    DAY = "day"
    LINK = "link"


@dataclass(frozen=True)
class Field:
    """A field that is a column. `read` and `write` turn its text into the value and back."""

    path: str
    label: Words
    read: Callable[[str, str], Any]
    write: Callable[[Any, str], str]
    choices: Choices = ()
    help: Words = ""
    attribute: str = ""
    sort: Sort = Sort.LINE
    of: str = ""
    """For several numbers of another section: "targets" or "measures"."""
    offers: str = ""
    """What only the cycle knows to choose from: "periods"."""
    store: str = ""
    """The JSON column that keeps it beside others, where it has no column of its own."""
    has_default: bool = False
    """Whether one of the answers stands there from the start."""

    @property
    def column(self) -> str:
        return self.attribute or self.path

    def text(self, row: object, sign: str) -> str:
        return self.write(self.value(row), sign)

    def value(self, row: object) -> Any:
        """What the field holds."""
        if not self.store:
            return getattr(row, self.column)
        return self.from_data(getattr(row, self.store).get(self.path))

    def put(self, row: object, text: str, sign: str) -> None:
        """Read a text into its column, or its place in `store`. Raises UnreadableError."""
        value = self.read(text, sign)
        if not self.store:
            setattr(row, self.column, value)
            return
        # A new mapping: what was read from the database is never changed in place.
        rest = {key: kept for key, kept in getattr(row, self.store).items() if key != self.path}
        if value not in (None, "", []):
            # Numbers are kept as texts, so that no digit is lost.
            rest[self.path] = str(value) if isinstance(value, Decimal) else value
        setattr(row, self.store, rest)

    def from_data(self, kept: Any) -> Any:
        """The value of the field, from how a JSON column keeps it."""
        if self.sort == Sort.SEVERAL:
            return kept or []
        if self.sort == Sort.NUMBER and kept is not None:
            return Decimal(kept)
        return kept


def _as_is(text: str, _sign: str) -> str:
    return text


def _plain(value: Any, _sign: str) -> str:
    return "" if value is None else str(value)


def line(path: str, label: Words, length: int = 300, **more: Any) -> Field:
    """A line of text, cut where the column ends."""
    return Field(path, label, lambda text, _sign: text[:length], _plain, **more)


def prose(path: str, label: Words, **more: Any) -> Field:
    """Several lines of text."""
    return Field(path, label, _as_is, _plain, sort=Sort.PROSE, **more)


def year(path: str, label: Words, **more: Any) -> Field:
    """A year of four figures, or nothing."""
    return Field(path, label, lambda text, _sign: read_year(text), _plain, sort=Sort.YEAR, **more)


def number(path: str, label: Words, **more: Any) -> Field:
    """A number of nought or more, or nothing."""
    return Field(path, label, read_number, _write_decimal, sort=Sort.NUMBER, **more)


def _write_decimal(value: Decimal | None, sign: str) -> str:
    return write_number(value, sign)


def choice(path: str, label: Words, choices: Choices, **more: Any) -> Field:
    """One of several answers, or none."""
    known = {value for value, _label in choices} | {""}

    def read(text: str, _sign: str) -> str:
        if text not in known:
            raise UnreadableError(NOT_A_CHOICE, text)
        return text

    return Field(path, label, read, _plain, choices=choices, sort=Sort.CHOICE, **more)


def several(path: str, label: Words, choices: Choices, **more: Any) -> Field:
    """Any of several answers, kept as a list in the order in which they are offered."""
    known = [value for value, _label in choices]

    def read(text: str, _sign: str) -> list[str]:
        chosen = answers(text)
        unknown = [value for value in chosen if value not in known]
        if unknown:
            raise UnreadableError(NOT_A_CHOICE, unknown[0])
        return [value for value in known if value in chosen]

    return Field(path, label, read, _joined, choices=choices, sort=Sort.SEVERAL, **more)


def _joined(value: list[Any], _sign: str) -> str:
    return SEPARATOR.join(str(entry) for entry in value)


def numbers_of(path: str, label: Words, section: str, **more: Any) -> Field:
    """Numbers of targets or measures; which there are is for the form to offer."""

    def read(text: str, _sign: str) -> list[int]:
        found = answers(text)
        for part in found:
            if not (part.isascii() and part.isdigit() and len(part) < 7):
                raise UnreadableError(NOT_A_CHOICE, part)
        return sorted({int(part) for part in found})

    return Field(path, label, read, _joined, sort=Sort.SEVERAL, of=section, **more)


def day(path: str, label: Words, **more: Any) -> Field:
    """A date, kept as 2026-03-12."""

    def read(text: str, _sign: str) -> str:
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError as error:
            raise UnreadableError(NOT_A_DAY, text) from error

    return Field(path, label, read, _plain, sort=Sort.DAY, **more)


def currency(path: str, label: Words, **more: Any) -> Field:
    """The three letters of a currency (ISO 4217)."""

    def read(text: str, _sign: str) -> str:
        code = text.upper()
        if code and not re.fullmatch(r"[A-Z]{3}", code):
            raise UnreadableError(NOT_A_CURRENCY, text)
        return code

    return Field(path, label, read, _plain, **more)


def link(path: str, label: Words, **more: Any) -> Field:
    """An address on the web."""

    def read(text: str, _sign: str) -> str:
        if text and not re.fullmatch(r"https?://[^\s<>\"']{3,480}", text):
            raise UnreadableError(NOT_A_LINK, text)
        return text

    return Field(path, label, read, _plain, sort=Sort.LINK, **more)


def answers(text: str) -> list[str]:
    """Take the text of a field that takes several answers apart."""
    return [part for part in text.split(SEPARATOR) if part]
