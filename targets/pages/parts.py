"""What a page of a snapshot consists of. Every part has the path that comments hang on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.functional import Promise

Words = str | Promise
MOST_CELLS = 550
"""How many cells stand on one leaf of a page: two matrices of 15 classes, or many small tables."""


class Item(NamedTuple):
    """A field, row, table or section that a comment can be about."""

    path: str
    label: str


@dataclass(frozen=True)
class Cell:
    """One number of a table, ready to be shown."""

    path: str
    text: str
    origin: str = ""
    is_derived: bool = False
    was: str = ""
    """What stood here in the version before, where it differed."""


@dataclass(frozen=True)
class Line:
    """A row of a table; cells stand under the table's columns, None where there is no number."""

    path: str
    head: Words
    cells: tuple[Cell | None, ...]
    colour: str = ""


@dataclass(frozen=True)
class NumberTable:
    """A table of numbers in one unit."""

    path: str
    title: Words
    unit: Words
    columns: tuple[Words, ...]
    lines: tuple[Line, ...]
    notes: tuple["Note", ...] = ()

    kind = "table"

    @property
    def weight(self) -> int:
        return sum(1 + len(line.cells) for line in self.lines)

    @property
    def origin(self) -> str:
        """Where all entered numbers come from, where that is one and the same."""
        cells = [cell for line in self.lines for cell in line.cells if cell]
        origins = {cell.origin for cell in cells if not cell.is_derived}
        return origins.pop() if len(origins) == 1 else ""

    def items(self) -> Iterator[Item]:
        yield Item(self.path, str(self.title))
        for line in self.lines:
            yield Item(line.path, f"{self.title}: {line.head}")
            for column, cell in zip(self.columns, line.cells, strict=True):
                if cell is not None:
                    yield Item(cell.path, f"{self.title}: {line.head}, {column}")


@dataclass(frozen=True)
class Note:
    """The source and the comment that some numbers of a table share."""

    heads: str
    origin: str
    source: str
    link: str
    licence: Words
    comment: str


@dataclass(frozen=True)
class Fact:
    """One fact in words, such as the status of a target."""

    path: str
    label: Words
    text: Words
    lines: tuple[Words, ...] = ()
    url: str = ""
    was: str = ""
    """What stood here in the version before, where it differed."""

    @property
    def weight(self) -> int:
        """About how much there is to show, in cells of a table."""
        return 1 + len(self.full_text) // 200

    @property
    def full_text(self) -> str:
        return "; ".join(str(words) for words in (self.text, *self.lines) if str(words))


@dataclass(frozen=True)
class FactList:
    """A card of facts: a target, a measure, a run, a raster."""

    path: str
    title: Words
    facts: tuple[Fact, ...]
    geometry: dict[str, Any] | None = None

    kind = "facts"

    @property
    def weight(self) -> int:
        return sum(fact.weight for fact in self.facts)

    def items(self) -> Iterator[Item]:
        yield Item(self.path, str(self.title))
        for fact in self.facts:
            yield Item(fact.path, f"{self.title}: {fact.label}")


Block = NumberTable | FactList


@dataclass(frozen=True)
class Page:
    """One section of a snapshot."""

    key: str
    title: Words
    blocks: tuple[Block, ...]
    runs: tuple[str, ...] = field(default=())
    """Ids of the runs whose numbers stand here: their maps belong beside them."""

    def items(self) -> Iterator[Item]:
        """Everything on the page that a comment can be about, from the whole to the cell."""
        yield Item(self.key, str(self.title))
        for block in self.blocks:
            yield from block.items()


def split(blocks: Iterable[Block], most: int = MOST_CELLS) -> list[tuple[Block, ...]]:
    """Put blocks on as few leaves as hold them, in their order; a block is never cut."""
    leaves: list[list[Block]] = [[]]
    room = most
    for block in blocks:
        if leaves[-1] and block.weight > room:
            leaves.append([])
            room = most
        leaves[-1].append(block)
        room -= block.weight
    return [tuple(leaf) for leaf in leaves]
