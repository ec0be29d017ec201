"""The hidden sheet of a workbook that says which cell is which number, and what it held.

First row: the mark, the format's number, Party, cycle, language. Then a row for each section
("section", key, version) and for each cell ("cell", address, sheet, place, what it held, the
text at the row's start).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from countries.sandbox import Refusal
from countries.spreadsheet_text import plain, safe
from indicators.offline.addresses import split
from indicators.offline.bounds import FileProblem

TITLE = "_keys"
MARK = "ldn-workbook"
FORMAT = "1"

Cells = Mapping[str, tuple[str, str]]
"""What was read from one sheet: place -> (kind, text)."""


@dataclass(frozen=True)
class Place:
    """A cell of the workbook: the address of its number, and what it held when it was written."""

    path: str
    sheet: str
    cell: str
    held: str
    head: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass
class Keys:
    """Which report a workbook is of, the versions of its sections, and its cells."""

    iso3: str
    year: str
    language: str
    versions: dict[str, int] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    def within(self, prefix: str) -> "Keys":
        """The cells of one part of the country, at addresses as that part knows them."""
        cells = [(split(place.path), place) for place in self.places]
        return replace(
            self,
            versions={
                split(key)[1]: n for key, n in self.versions.items() if split(key)[0] == prefix
            },
            places=[replace(p, path=path) for (scope, path), p in cells if scope == prefix],
        )

    def rows(self) -> Iterator[list[Any]]:
        """The rows of the hidden sheet."""
        yield [MARK, FORMAT, self.iso3, self.year, self.language]
        for section, version in self.versions.items():
            yield ["section", section, str(version)]
        for p in self.places:
            yield ["cell", p.path, p.sheet, p.cell, safe(p.held), safe(p.head)]

    @classmethod
    def read(cls, sheets: Mapping[str, Cells]) -> "Keys":
        """Find them in a workbook that came back. Raises Refusal where there are none."""
        rows = list(_rows(sheets.get(TITLE, {})))
        if not rows or rows[0][:2] != [MARK, FORMAT]:
            raise Refusal(FileProblem.NO_KEYS)
        iso3, year, language = rows[0][2:5]
        keys = cls(iso3, year, language)
        for kind, *rest in rows[1:]:
            if kind == "section" and rest[1].isdigit():
                keys.versions[rest[0]] = int(rest[1])
            elif kind == "cell":
                path, sheet, cell, held, head = rest
                keys.places.append(Place(path, sheet, cell, plain(held), plain(head)))
        return keys


def _rows(cells: Cells) -> Iterator[list[str]]:
    number = 1
    while f"A{number}" in cells:
        yield [cells.get(f"{column}{number}", ("s", ""))[1] for column in "ABCDEF"]
        number += 1
