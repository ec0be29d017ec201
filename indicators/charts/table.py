"""The numbers of a chart, or of any table to read, as text that is ready to show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A row: its head, a cell for every further header, the colour key of its class if any."""

    head: str
    cells: tuple[str, ...]
    key: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """A table with one unit, named in its caption; the first header stands over the row heads.

    `words` are the columns, counted from the row heads as 0, that hold words and not numbers.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    words: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        wrong = [row.head for row in self.rows if len(row.cells) != len(self.headers) - 1]
        if wrong:
            raise ValueError(f"rows {wrong} do not have {len(self.headers) - 1} cells")
