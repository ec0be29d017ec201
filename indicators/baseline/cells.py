"""Tables of a section as they are shown: inputs for what is entered, text for what is derived."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Tag:
    """Where a number comes from: origin, its words ("computed by run 3") and its page."""

    origin: str
    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell: an input at `path`, or derived text where there is no path."""

    text: str = ""
    path: str = ""
    label: str = ""
    tag: Tag | None = None
    notes: tuple[str, ...] = ()
    problem: str = ""
    sign: str = ""
    keep: bool = False
    """Whether what the report before published can be kept here with one click."""
    value_key: str = ""
    """Path of a derived number, so that a script can renew the text after saving."""

    @property
    def is_input(self) -> bool:
        return bool(self.path)


@dataclass(frozen=True)
class Row:
    """A row of a table; `formula` says how a derived row is worked out."""

    head: Words
    cells: tuple[Cell, ...]
    key: str = ""
    is_total: bool = False
    formula: Words = ""


@dataclass(frozen=True)
class Column:
    """A column: its head, a note beneath, and how it is worked out if it is derived."""

    head: Words
    note: Words = ""
    formula: Words = ""
    key: str = ""
    question: "Ask | None" = None


@dataclass(frozen=True)
class Ask:
    """A question as a field: a choice, or free text."""

    path: str
    label: Words
    text: str
    choices: tuple[tuple[str, Words], ...] = ()
    problem: str = ""
    long: bool = False
    is_year: bool = False
    tone: str = ""
    words: str = ""
    """What the answer says, in words: "Tree-covered areas to cropland counts as degradation"."""


@dataclass(frozen=True)
class Table:
    """A table with one unit; `sentences` say where it does not add up."""

    key: str
    caption: str
    unit: str
    corner: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tag: Tag | None = None
    sentences: tuple[str, ...] = ()
    is_off: bool = False
    """Whether its total is what does not add up."""

    @property
    def width(self) -> int:
        return len(self.columns) + 1


@dataclass(frozen=True)
class Block:
    """Part of a section under its own heading."""

    key: str
    title: Words
    tables: Sequence[Table] = ()
    questions: Sequence[Ask] = ()
    intro: Words = ""
    folded: bool = False
    grid: "Grid | None" = None


@dataclass(frozen=True)
class Grid:
    """A two-way table of choices: the degradation matrix."""

    caption: str
    corner: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Words, str, tuple[Ask | None, ...]], ...] = field(default_factory=tuple)
