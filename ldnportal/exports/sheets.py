"""A sheet: named columns and rows. Formats only write down what stands here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

from countries.spreadsheet_text import Value, safe

Row = TypeVar("Row")

NOT_REPORTED = "not reported"
REPORTED = "reported"
"""Words of the column `status`: part of the contract, so never translated."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its stable key, what it means, its unit, and how a row fills it."""

    key: str
    meaning: str | Promise
    value: Callable[[Row], Any]
    unit: str = ""


@dataclass(frozen=True)
class Sheet(Generic[Row]):
    """A topic's table."""

    key: str
    title: str | Promise
    columns: tuple[Column[Row], ...]
    rows: Iterable[Row]

    @property
    def header(self) -> list[str]:
        return [column.key for column in self.columns]

    def cells(self) -> Iterator[list[Value]]:
        """The rows as cells, safe for spreadsheets."""
        for row in self.rows:
            yield [safe(column.value(row)) for column in self.columns]
