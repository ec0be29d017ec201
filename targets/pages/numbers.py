"""The numbers of a snapshot as tables: classes in rows, years or periods in columns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from targets.pages import words
from targets.pages.parts import Cell, Line, Note, NumberTable, Words

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """A snapshot being read, beside the version before it where there is one."""

    content: Row
    before: Mapping[str, str | None]
    """Values of the version before, by path; empty without one."""

    def was(self, path: str, value: str | None, unit: str) -> str:
        """The former value in words, where it differed."""
        if not self.before or self.before.get(path) == value:
            return ""
        return words.number_text(self.before.get(path), unit)

    def when_title(self, when: str) -> Words:
        for period in self.content["baseline"]["periods"]:
            if period["key"] == when:
                return words.period_title(period)
        return when

    def when_order(self, when: str) -> tuple[int, str]:
        keys = [period["key"] for period in self.content["baseline"]["periods"]]
        return (keys.index(when) if when in keys else -1, when)


def tables_of(reading: Reading, indicator: str) -> Iterator[NumberTable]:
    """All tables of an indicator, entered and derived, in the order of the Convention."""
    rows = [
        *_prepared(reading.content["baseline"]["records"], indicator, derived=False),
        *_prepared(reading.content["baseline"]["derived"], indicator, derived=True),
    ]
    for (scope, measure, crossed, _unit), group in groupby(
        sorted(rows, key=_order), key=_table_key
    ):
        found = list(group)
        if crossed:
            yield from _matrices(reading, indicator, measure, found)
        else:
            yield _table(reading, scope, indicator, measure, found)


def _prepared(rows: Iterable[Row], indicator: str, *, derived: bool) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["indicator"] == indicator:
            scope = words.scope_title(row.get("copy", "national"), row.get("zone", ""))
            when = str(row["year"]) if row["year"] else row["period"]
            yield {**row, "scope": scope, "when": when, "is_derived": derived}


def _measure_order(row: Row) -> int:
    known = list(words.TITLES)
    key = (row["indicator"], row["measure"])
    return known.index(key) if key in known else len(known)


def _order(row: Row) -> tuple[Any, ...]:
    crossed = bool(row["category_to"])
    return row["scope"], _measure_order(row), row["measure"], not crossed, row["unit"]


def _table_key(row: Row) -> tuple[str, str, bool, str]:
    """What stands in one table: one measure in one unit."""
    return row["scope"], row["measure"], bool(row["category_to"]), row["unit"]


def _table(
    reading: Reading, scope: str, indicator: str, measure: str, rows: list[dict[str, Any]]
) -> NumberTable:
    whens = sorted({row["when"] for row in rows}, key=reading.when_order)
    by_place = {(row["category"], row["when"]): row for row in rows}
    path = f"{_scope_path(rows[0])}{indicator}.{measure}"
    if rows[0]["unit"] == "points":
        path += ".points"
    order = partial(words.order_of, measure)
    categories = sorted({row["category"] for row in rows}, key=order)
    title = words.title_of(indicator, measure)
    return NumberTable(
        path=path,
        title=f"{title} ({scope})" if scope else title,
        unit=words.unit_label(rows[0]["unit"]),
        columns=tuple(reading.when_title(when) for when in whens),
        lines=tuple(
            _line(
                reading,
                f"{path}.*.{c}",
                words.category(indicator, measure, c),
                [by_place.get((c, when)) for when in whens],
            )
            for c in categories
        ),
        notes=_notes(reading, rows),
    )


def _scope_path(row: Row) -> str:
    """The part of an address before the indicator: empty for the whole country."""
    scope, slash, _rest = str(row["path"]).rpartition("/")
    return scope + slash


def _matrices(
    reading: Reading, indicator: str, measure: str, rows: list[dict[str, Any]]
) -> Iterator[NumberTable]:
    """One two-way table for each period."""
    ordered = sorted(rows, key=lambda row: reading.when_order(row["when"]))
    for when, group in groupby(ordered, key=lambda row: row["when"]):
        yield _matrix(reading, indicator, measure, when, list(group))


def _matrix(
    reading: Reading, indicator: str, measure: str, when: str, rows: list[dict[str, Any]]
) -> NumberTable:
    order = partial(words.order_of, measure)
    lasts = sorted({row["category_to"] for row in rows}, key=order)
    firsts = sorted({row["category"] for row in rows}, key=order)
    by_place = {(row["category"], row["category_to"]): row for row in rows}
    path = f"{_scope_path(rows[0])}{indicator}.{measure}.{when}"
    return NumberTable(
        path=path,
        title=f"{words.title_of(indicator, measure)}, {reading.when_title(when)}",
        unit=words.unit_label(rows[0]["unit"]),
        columns=tuple(words.category_to(indicator, last).label for last in lasts),
        lines=tuple(
            _line(
                reading,
                f"{path}.{first}",
                words.category(indicator, measure, first),
                [by_place.get((first, last)) for last in lasts],
            )
            for first in firsts
        ),
        notes=_notes(reading, rows),
    )


def _line(reading: Reading, path: str, look: Any, rows: list[dict[str, Any] | None]) -> Line:
    cells = tuple(None if row is None else _cell(reading, row) for row in rows)
    return Line(path, look.label, cells, look.colour)


def _cell(reading: Reading, row: Row) -> Cell:
    return Cell(
        path=row["path"],
        text=words.number_text(row["value"], row["unit"]),
        origin=row["origin"],
        is_derived=row["is_derived"],
        was=reading.was(row["path"], row["value"], row["unit"]),
    )


def _notes(reading: Reading, rows: Iterable[Row]) -> tuple[Note, ...]:
    """Group the sources and comments of a table's numbers, each said once."""
    groups: dict[tuple[Any, ...], list[str]] = {}
    for row in rows:
        source = row.get("source")
        if source and (source["title"] or row["comment"]):
            key = (
                row["origin"],
                _source_text(source),
                source["link"],
                row["licence"],
                row["comment"],
            )
            groups.setdefault(key, []).append(str(reading.when_title(row["when"])))
    return tuple(
        Note(", ".join(dict.fromkeys(whens)), origin, source, link, words.licence(licence), comment)
        for (origin, source, link, licence, comment), whens in groups.items()
    )


def _source_text(source: Row) -> str:
    parts = [source["author"], source["title"], source["citation"]]
    return ". ".join(part for part in parts if part)
