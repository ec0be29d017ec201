"""The address of a number: the same in forms, rules, audit, snapshots, comments and exports."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Which number of a record: `land_cover.change.baseline.tree-covered.cropland`.

    `when` is a nominal year ("2015") or the key of a period ("baseline").
    """

    indicator: str
    measure: str
    when: str
    category: str = ""
    category_to: str = ""

    @property
    def path(self) -> str:
        parts = [self.indicator, self.measure, self.when, self.category, self.category_to]
        return ".".join(parts).rstrip(".")

    @property
    def year(self) -> int | None:
        """The nominal year, or None where the number belongs to a period."""
        return int(self.when) if is_year(self.when) else None

    @classmethod
    def from_path(cls, path: str) -> Self:
        """Read a path back. Raises ValueError for what is none."""
        parts = path.split(".")
        if not 3 <= len(parts) <= 5:
            raise ValueError(path)
        return cls(*parts)


def is_year(when: str) -> bool:
    """Return whether a `when` is a year; a period's key is a word."""
    return len(when) == 4 and when.isascii() and when.isdigit()
