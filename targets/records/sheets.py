"""A list as a sheet of a workbook, out and in: the same fields, by their keys.

A row without a number is a new entry. The column `version` says what a row was when it was
downloaded, so that nobody's later change is overwritten.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from countries.sandbox import Limits, SandboxMode, run_sandboxed
from countries.spreadsheet_text import plain
from targets.models import Entry
from targets.promises.fields import SEPARATOR, Field, Sort, Words
from targets.records.declaration import RecordType
from targets.records.registry import RECORD_TYPES

NUMBER, VERSION = "number", "version"
MOST_ROWS = 500
FILE_BYTES = 5 << 20
LIMITS = Limits(wall_seconds=30, cpu_seconds=20, memory_bytes=1 << 30, file_bytes=1 << 20)
MEANINGS: dict[str, Words] = {
    NUMBER: _("Number of the entry; leave it empty for a new one"),
    VERSION: _("Version of the entry when it was downloaded; leave it as it is"),
}
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BETWEEN = "; "
Cells = Mapping[str, list[str]]


def columns_of(kind: RecordType) -> list[tuple[str, Words]]:
    """The key of each column of a list's sheet, and what it means."""
    return [*MEANINGS.items(), *((field.path, _meaning(field)) for field in kind.fields)]


def _meaning(field: Field) -> Words:
    if not field.choices:
        return field.label
    offered = ", ".join(str(key) for key, _label in field.choices)
    return f"{field.label} ({offered})"


def value_in(entry: Entry, column: str) -> str | int | Decimal | None:
    """What stands in a column for an entry: what was typed, where it could not be read."""
    if column in MEANINGS:
        return entry.number if column == NUMBER else entry.version
    if column in entry.unread:
        return str(entry.unread[column])
    field = RECORD_TYPES[entry.kind].by_path[column]
    value = field.from_data(entry.answers.get(column))
    if isinstance(value, list):
        return _BETWEEN.join(str(part) for part in value)
    return value if isinstance(value, int | Decimal) else str(value or "")


@dataclass(frozen=True)
class SheetRow:
    """One row of a filled-in sheet: the entry it is of (None: a new one) and its texts."""

    place: int
    number: int | None
    version: int
    texts: dict[str, str]


class NoSheetError(ValueError):
    """The workbook has no sheet for the list."""


def read_workbook(path: Path, kind: RecordType) -> list[SheetRow]:
    """Read the rows of a list from an uploaded workbook, in the sandbox.

    Raises Refusal for a file that cannot be read, NoSheetError where the list has no sheet in it.
    """
    path = path.resolve()
    answer = run_sandboxed(
        "indicators.offline.read_workbook",
        {"path": str(path)},
        read=[path],
        write=None,
        limits=LIMITS,
        mode=SandboxMode(settings.SANDBOX_MODE),
    )
    if kind.key not in answer["sheets"]:
        raise NoSheetError(kind.key)
    return list(_rows(answer["sheets"][kind.key], kind))[:MOST_ROWS]


def _rows(cells: Cells, kind: RecordType) -> Iterator[SheetRow]:
    heads, lines = _split(cells)
    for place, line in sorted(lines.items()):
        found = {heads[column]: cell for column, cell in line.items() if column in heads}
        texts = {
            path: _text(kind.by_path[path], *found.get(path, ["s", ""]))
            for path in heads.values()
            if path in kind.by_path
        }
        number, version = (_whole(found.get(key)) for key in (NUMBER, VERSION))
        if number is not None or any(texts.values()):
            yield SheetRow(place, number, version or 0, texts)


def _split(cells: Cells) -> tuple[dict[str, str], dict[int, dict[str, list[str]]]]:
    """The keys in the first row by their column, and the cells of the other rows."""
    heads: dict[str, str] = {}
    lines: dict[int, dict[str, list[str]]] = {}
    for place, cell in cells.items():
        match = _PLACE.fullmatch(place)
        if match is None:
            continue
        column, line = match[1], int(match[2])
        if line == 1:
            heads[column] = cell[1].strip()
        else:
            lines.setdefault(line, {})[column] = cell
    return heads, lines


def _whole(cell: list[str] | None) -> int | None:
    text = cell[1].removesuffix(".0").strip() if cell else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _text(field: Field, kind: str, text: str) -> str:
    """The text of a cell as the field's form would post it."""
    text = plain(text).strip()
    if kind == "n":
        return text.removesuffix(".0")
    if kind == "d" and field.sort == Sort.DAY:
        return text[:10]
    if field.sort == Sort.SEVERAL:
        parts = [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]
        return SEPARATOR.join(_key(field, part) for part in parts)
    return _key(field, text)


def _key(field: Field, text: str) -> str:
    """The key of an answer that was written as its label."""
    wanted = text.casefold()
    labels = {str(label).casefold(): str(key) for key, label in field.choices}
    return labels.get(wanted, text)
