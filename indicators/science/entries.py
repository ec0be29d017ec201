"""Reading a manifest entry by entry, so that every complaint names the entry it is about."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from indicators.science.errors import ManifestError

Word = TypeVar("Word", bound=str)
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class Entry:
    """A value in the manifest and the path that leads to it, such as `periods[0].land_cover`."""

    path: str
    value: Any

    def fail(self, problem: str) -> ManifestError:
        """The error that names this entry."""
        return ManifestError(self.path, problem)

    @property
    def empty(self) -> bool:
        """True where the manifest has null or nothing."""
        return self.value is None

    def child(self, key: str) -> Entry:
        """The entry under a key, empty where the key is missing."""
        path = f"{self.path}.{key}" if self.path else key
        return Entry(path, self.value.get(key))

    def needed(self, key: str) -> Entry:
        """The entry under a key that must be there."""
        found = self.child(key)
        if found.empty:
            raise found.fail("this entry is missing.")
        return found

    def mapping(self, *known: str) -> Entry:
        """Check that this is an object with no other keys than those known (any, if none)."""
        if not isinstance(self.value, dict):
            raise self.fail(f"an object was expected, found {_shown(self.value)}.")
        for key in self.value:
            if known and key not in known:
                raise self.child(key).fail(
                    f"there is no such entry; the entries here are {', '.join(known)}."
                )
        return self

    def items(self) -> Iterator[tuple[str, Entry]]:
        """The children of an object, in the manifest's order."""
        for key in self.mapping().value:
            yield key, self.child(key)

    def elements(self, length: int | None = None) -> list[Entry]:
        """The elements of a list, of a given length if one is given."""
        if not isinstance(self.value, list):
            raise self.fail(f"a list was expected, found {_shown(self.value)}.")
        if length is not None and len(self.value) != length:
            raise self.fail(f"{length} values were expected, found {len(self.value)}.")
        return [Entry(f"{self.path}[{n}]", value) for n, value in enumerate(self.value)]

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fail(f"a text was expected, found {_shown(self.value)}.")
        return self.value

    def choice(self, *known: Word) -> Word:
        """One of the known words."""
        for word in known:
            if self.value == word:
                return word
        raise self.fail(f"one of {', '.join(known)} was expected, found {_shown(self.value)}.")

    def integer(self, low: int, high: int) -> int:
        """A whole number within limits."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.fail(
                f"a whole number from {low} to {high} was expected, found {_shown(value)}."
            )
        return value

    def number(self, low: float = -math.inf, high: float = math.inf) -> float:
        """A finite number, at least `low` and at most `high`."""
        value = self.value
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if not good or not math.isfinite(value) or not low <= value <= high:
            limits = f" from {low:g} to {high:g}" if math.isfinite(low + high) else ""
            raise self.fail(f"a number{limits} was expected, found {_shown(value)}.")
        return float(value)

    def positive(self) -> float:
        """A number above zero."""
        if self.number() <= 0:
            raise self.fail(f"a number above zero was expected, found {_shown(self.value)}.")
        return float(self.value)

    def year(self) -> int:
        """A calendar year."""
        return self.integer(FIRST_YEAR, LAST_YEAR)

    def year_pair(self) -> tuple[int, int]:
        """First and last year, in this order."""
        first, last = (element.year() for element in self.elements(2))
        if first >= last:
            raise self.fail(f"the first year, {first}, must come before the last, {last}.")
        return first, last

    def by_year(self) -> dict[int, str]:
        """An object of files by year, sorted by year."""
        found: dict[int, str] = {}
        for key, entry in self.items():
            if not key.isascii() or not key.isdigit():
                raise entry.fail(f"the key must be a year, found {_shown(key)}.")
            year = Entry(entry.path, int(key)).year()
            found[year] = entry.text()
        if not found:
            raise self.fail("at least one year with its file was expected.")
        return dict(sorted(found.items()))


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
