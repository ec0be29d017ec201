"""Tables in Markdown."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]], align: str = "") -> str:
    """A table; `align` has a letter for each column: l, r or c (left, if it is shorter)."""
    marks = {"l": "---", "r": "--:", "c": ":-:"}
    under = [marks[letter] for letter in align.ljust(len(head), "l")]
    return "".join(map(_line, [head, under, *rows]))


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |\n"


def signed(value: int) -> str:
    """-1, 0, +1 with a true minus."""
    return {-1: "−1", 0: "0", 1: "+1"}[value]


def decimal(value: float, places: int) -> str:
    """A number with a true minus sign."""
    return f"{value:.{places}f}".replace("-", "−")
