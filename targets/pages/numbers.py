"""The numbers of a snapshot as tables: classes in rows, years or periods in columns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from indicators.baseline.classes import COVER, Look
from indicators.baseline.frame import Frame
from targets.pages import words
from targets.pages.cover import frame_of
from targets.pages.parts import Cell, Line, Note, NumberTable, Words

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """A snapshot being read, beside the version before it where there is one."""

    content: Row
    before: Mapping[str, str | None]
    """Values of the version before, by path; empty without one."""

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], tuple[list[Row], list[Row]]]:
        """Entered and derived numbers by zone (empty: none) and indicator."""
        found: dict[tuple[str, str], tuple[list[Row], list[Row]]] = {}
        baseline = self.content["baseline"]
        for place, rows in enumerate((baseline["records"], baseline["derived"])):
            for row in rows:
                key = (row.get("zone", ""), row["indicator"])
                found.setdefault(key, ([], []))[place].append(row)
        return found

    @property
    def zones(self) -> list[str]:
        """The zones that have numbers, in the order of the report."""
        known = [zone["name"] for zone in self.content["baseline"].get("zones", ())]
        used = {zone for zone, _indicator in self.rows if zone}
        return [*(z for z in known if z in used), *sorted(used - set(known))]

    def was(self, path: str, value: str | None, unit: str) -> str:
        """The former value in words, where it differed."""
        if not self.before or self.before.get(path) == value:
            return ""
        return words.number_text(self.before.get(path), unit)

    @cached_property
    def frame(self) -> Frame:
        """The classes and regions that the snapshot was recorded in."""
        return frame_of(self.content)

    def title(self, indicator: str, measure: str) -> Words:
        """The title of a measure's tables, with the region that it is of."""
        region = self.frame.region_by_measure.get(measure)
        title = words.title_of(indicator, bare(measure))
        return f"{region.name}: {title}" if region else title

    def category(self, indicator: str, measure: str, key: str) -> Look:
        """The word and the colour of a row's class, own classes too."""
        return self._own(key) or words.category(indicator, bare(measure), key)

    def category_to(self, indicator: str, key: str) -> Look:
        """The word of a column's class."""
        return self._own(key) or words.category_to(indicator, key)

    def _own(self, key: str) -> Look | None:
        legend = self.frame.legend
        return legend.look(key) if legend.is_own and key in legend.by_key else None

    def order(self, measure: str, key: str) -> tuple[int, int, str]:
        """Own classes in their order, before those of the Convention."""
        keys = self.frame.legend.keys if self.frame.legend.is_own else ()
        own = keys.index(key) if key in keys else len(keys)
        return (own, *words.order_of(measure, key))

    def when_title(self, when: str) -> Words:
        for period in self.content["baseline"]["periods"]:
            if period["key"] == when:
                return words.period_title(period)
        return when

    def when_order(self, when: str) -> tuple[int, str]:
        keys = [period["key"] for period in self.content["baseline"]["periods"]]
        return (keys.index(when) if when in keys else -1, when)


def tables_of(reading: Reading, indicator: str, zone: str = "") -> Iterator[NumberTable]:
    """All tables of an indicator, entered and derived, in the order of the Convention.

    Of the whole country and the affected areas, or of one zone.
    """
    entered, derived = reading.rows.get((zone, indicator), ([], []))
    rows = [
        *_prepared(reading, entered, derived=False),
        *_prepared(reading, derived, derived=True),
    ]
    for (scope, measure, crossed, _unit, _seven), group in groupby(
        sorted(rows, key=_order), key=_table_key
    ):
        found = list(group)
        if crossed:
            yield from _matrices(reading, indicator, measure, found)
        else:
            yield _table(reading, scope, indicator, measure, found)


def _prepared(reading: Reading, rows: Iterable[Row], *, derived: bool) -> Iterator[dict[str, Any]]:
    is_own = reading.frame.legend.is_own
    for row in rows:
        scope = words.scope_title(row.get("copy", "national"), row.get("zone", ""))
        when = str(row["year"]) if row["year"] else row["period"]
        seven = is_own and bool({row["category"], row["category_to"]} & COVER.keys())
        seven = seven and row["indicator"] != "profile"
        yield {**row, "scope": scope, "when": when, "is_derived": derived, "seven": seven}


def _in_seven(title: Words, rows: list[dict[str, Any]]) -> Words:
    """Say of sums over own classes that they are in the seven of the Convention."""
    if not rows[0]["seven"]:
        return title
    return _("%(title)s, in the seven classes") % {"title": title}


def bare(measure: str) -> str:
    """A measure without the region that it is of."""
    return measure.partition("-")[0]


def _measure_order(row: Row) -> int:
    known = list(words.TITLES)
    key = (row["indicator"], bare(row["measure"]))
    return known.index(key) if key in known else len(known)


def _order(row: Row) -> tuple[Any, ...]:
    crossed = bool(row["category_to"])
    return (
        row["scope"],
        _measure_order(row),
        row["measure"],
        not crossed,
        row["unit"],
        row["seven"],
    )


def _table_key(row: Row) -> tuple[str, str, bool, str, bool]:
    """What stands in one table: one measure in one unit."""
    return row["scope"], row["measure"], bool(row["category_to"]), row["unit"], row["seven"]


def _table(
    reading: Reading, scope: str, indicator: str, measure: str, rows: list[dict[str, Any]]
) -> NumberTable:
    whens = sorted({row["when"] for row in rows}, key=reading.when_order)
    by_place = {(row["category"], row["when"]): row for row in rows}
    path = f"{_scope_path(rows[0])}{indicator}.{measure}"
    if rows[0]["unit"] == "points":
        path += ".points"
    order = partial(reading.order, measure)
    categories = sorted({row["category"] for row in rows}, key=order)
    title = _in_seven(reading.title(indicator, measure), rows)
    return NumberTable(
        path=path,
        title=f"{title} ({scope})" if scope else title,
        unit=words.unit_label(rows[0]["unit"]),
        columns=tuple(reading.when_title(when) for when in whens),
        lines=tuple(
            _line(
                reading,
                f"{path}.*.{c}",
                reading.category(indicator, measure, c),
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
    order = partial(reading.order, measure)
    lasts = sorted({row["category_to"] for row in rows}, key=order)
    firsts = sorted({row["category"] for row in rows}, key=order)
    by_place = {(row["category"], row["category_to"]): row for row in rows}
    path = f"{_scope_path(rows[0])}{indicator}.{measure}.{when}"
    return NumberTable(
        path=path,
        title=f"{_in_seven(reading.title(indicator, measure), rows)}, {reading.when_title(when)}",
        unit=words.unit_label(rows[0]["unit"]),
        columns=tuple(reading.category_to(indicator, last).label for last in lasts),
        lines=tuple(
            _line(
                reading,
                f"{path}.{first}",
                reading.category(indicator, measure, first),
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
