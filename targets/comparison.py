"""Compare two snapshots field by field, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators import quantity_text
from targets.geometry_comparison import PlaceChange, place_changes
from targets.pages import words
from targets.pages.build import facts_of, pages_of, values_of
from targets.pages.margins import page_of_field

Content = Mapping[str, Any]
MISSING = "\u2013"


@dataclass(frozen=True)
class Change:
    """One field that differs between two versions."""

    path: str
    page: str
    label: str
    before: str
    after: str


def changes(before: Content, after: Content) -> list[Change]:
    """Return what differs from `before` to `after`: numbers, words, polygons."""
    labels = _labels(before) | _labels(after)
    places = place_changes(before, after)
    moved = {change.path for change in places}
    facts = (fact for fact in _facts(before, after) if fact[0] not in moved)
    found = [
        Change(path, *labels.get(path, (page_of_field(path), path)), old, new)
        for path, old, new in (*_numbers(before, after), *facts)
    ]
    return [*found, *(_of_place(change, labels) for change in places)]


def _of_place(change: PlaceChange, labels: Mapping[str, tuple[str, str]]) -> Change:
    page, label = labels.get(change.path, (page_of_field(change.path), change.label))
    before, after = change.words_before or MISSING, change.words_after or MISSING
    return Change(change.path, page, label, before, after)


Difference = tuple[str, str, str]


def _labels(content: Content) -> dict[str, tuple[str, str]]:
    """The page and the words of every field."""
    return {
        item.path: (page.key, item.label) for page in pages_of(content) for item in page.items()
    }


def _numbers(before: Content, after: Content) -> Iterator[Difference]:
    old, new = values_of(before), values_of(after)
    units = _units(before) | _units(after)
    for path in dict.fromkeys([*old, *new]):
        first, last = old.get(path), new.get(path)
        if first != last:
            yield (path, *_two_numbers(first, last, units[path]))


def _units(content: Content) -> dict[str, str]:
    baseline = content["baseline"]
    return {row["path"]: row["unit"] for row in (*baseline["records"], *baseline["derived"])}


def _two_numbers(first: str | None, last: str | None, unit: str) -> tuple[str, str]:
    """Write two different numbers so that they also look different."""
    texts = words.number_text(first, unit), words.number_text(last, unit)
    if texts[0] == texts[1] and first is not None and last is not None:
        texts = _exactly(first), _exactly(last)
    label = str(words.unit_label(unit))
    return (
        texts[0] if first is None else f"{texts[0]}{quantity_text.NBSP}{label}",
        texts[1] if last is None else f"{texts[1]}{quantity_text.NBSP}{label}",
    )


def _exactly(value: str) -> str:
    """Write a number with all its decimals."""
    _whole, _point, decimals = value.partition(".")
    return quantity_text.number(Decimal(value), len(decimals))


def _facts(before: Content, after: Content) -> Iterator[Difference]:
    old, new = facts_of(before), facts_of(after)
    for path in dict.fromkeys([*old, *new]):
        first = old[path].full_text if path in old else ""
        last = new[path].full_text if path in new else ""
        if first != last:
            yield path, first or MISSING, last or MISSING
