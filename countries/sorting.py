"""Columns that the reader sorts a list by: `?sort=area`, `?sort=-area`; the server sorts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class SortColumn:
    """A column: its key in the address, its words, and the fields of the rows it sorts by."""

    key: str
    label: str | Promise
    fields: tuple[str, ...]
    is_number: bool = False
    largest_first: bool = False


@dataclass(frozen=True)
class SortHead:
    """The head of a column: what its link asks for, and how the list is sorted now."""

    column: SortColumn
    asks: str
    direction: str = ""
    """ "ascending" or "descending" where the list is sorted by it: the values of aria-sort."""


@dataclass(frozen=True)
class Sorting:
    """The order that was asked for, among the columns there are."""

    columns: tuple[SortColumn, ...]
    key: str
    is_reversed: bool

    @classmethod
    def of(cls, asked: str, columns: Sequence[SortColumn], default: str) -> "Sorting":
        """Read `sort` of an address; what no column is called is the default."""
        known = {column.key for column in columns}
        text = asked if asked.removeprefix("-") in known else default
        return cls(tuple(columns), text.removeprefix("-"), text.startswith("-"))

    @property
    def order(self) -> list[str]:
        """For a queryset's order_by; rows that are alike keep one order over all pages."""
        column = next(column for column in self.columns if column.key == self.key)
        sign = "-" if self.is_reversed else ""
        return [*(sign + field for field in column.fields), "pk"]

    @property
    def heads(self) -> list[SortHead]:
        return [self._head(column) for column in self.columns]

    def _head(self, column: SortColumn) -> SortHead:
        if column.key != self.key:
            return SortHead(column, ("-" if column.largest_first else "") + column.key)
        turned = column.key if self.is_reversed else f"-{column.key}"
        return SortHead(column, turned, "descending" if self.is_reversed else "ascending")
