"""The child's side for workbooks: judge the archive, then read every cell as data. No Django.

A cell is answered as [kind, text]: "n" a number, "s" text, "b" a truth value, "d" a date, "e" an
error of the spreadsheet, "f" a formula without a result.
"""

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.xml import DEFUSEDXML

from countries.sandbox.refusal import Refusal
from indicators.offline.bounds import (
    CELLS,
    COLUMNS,
    MEMBERS,
    MIB,
    ROWS,
    SHEETS,
    TEXT_LENGTH,
    UNPACKED_BYTES,
    WORKBOOK_BYTES,
    FileProblem,
)

_PART = 1 << 16
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_DAYS = (datetime.date, datetime.time, datetime.timedelta)

Found = list[str]


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Read `path`; returns `sheets`: title -> cell ("B7") -> [kind, text], filled cells only."""
    path = Path(request["path"])
    check_archive(path)
    results = _book(path, results=True)
    formulas = _book(path, results=False)
    for title, cells in formulas.items():
        for place, (kind, text) in cells.items():
            if kind == "s" and text.startswith("=") and place not in results[title]:
                results[title][place] = ["f", text]
    return {"sheets": results}


def check_archive(path: Path) -> None:
    """Refuse an archive that is too large, unpacks to too much, or declares entities."""
    if path.stat().st_size > WORKBOOK_BYTES:
        size = round(path.stat().st_size / MIB, 1)
        raise Refusal(FileProblem.TOO_LARGE, size=size, limit=WORKBOOK_BYTES // MIB)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(members)
            for member in members:
                _check_content(archive, member)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise Refusal(FileProblem.BROKEN, detail=str(error)[:100]) from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MEMBERS:
        raise Refusal(FileProblem.TOO_MUCH, found=len(members), limit=MEMBERS)
    if sum(member.file_size for member in members) > UNPACKED_BYTES:
        raise Refusal(FileProblem.UNPACKS, limit=UNPACKED_BYTES // MIB)
    for member in members:
        name = member.filename
        if name.startswith(("/", "\\")) or ".." in name or ":" in name:
            raise Refusal(FileProblem.NAMES, name=name[:100])


def _check_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Look through a part for declarations, which no spreadsheet program writes."""
    if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    with archive.open(member) as stream:
        tail = b""
        while part := stream.read(_PART):
            seen = (tail + part).upper().replace(b"\x00", b"")  # UTF-16 as well
            if any(word in seen for word in _DECLARATIONS):
                raise Refusal(FileProblem.ENTITIES)
            tail = part[-24:]


def _book(path: Path, *, results: bool) -> dict[str, dict[str, Found]]:
    if not DEFUSEDXML:
        raise RuntimeError("openpyxl would read this without defusedxml")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=results, keep_links=False)
    except (KeyError, ValueError, TypeError, OSError, zipfile.BadZipFile) as error:
        raise Refusal(FileProblem.BROKEN, detail=str(error)[:100]) from error
    if len(book.worksheets) > SHEETS:
        raise Refusal(FileProblem.TOO_MUCH, found=len(book.worksheets), limit=SHEETS)
    sheets = {sheet.title: _cells(sheet) for sheet in book.worksheets}
    book.close()
    if sum(map(len, sheets.values())) > CELLS:
        raise Refusal(FileProblem.TOO_MUCH, found=sum(map(len, sheets.values())), limit=CELLS)
    return sheets


def _cells(sheet: Any) -> dict[str, Found]:
    found = {}
    # What the sheet says of its own size is not believed.
    for row in sheet.iter_rows(min_row=1, max_row=ROWS, min_col=1, max_col=COLUMNS):
        for cell in row:
            if cell.value is not None and cell.value != "":
                found[cell.coordinate] = _found(cell.value, cell.data_type)
    return found


def _found(value: Any, data_type: str) -> Found:
    if isinstance(value, bool):
        return ["b", str(value).upper()]
    if isinstance(value, int | float):
        return ["n", repr(value)]
    if isinstance(value, _DAYS):
        return ["d", str(value)]
    return ["e" if data_type == "e" else "s", str(value)[:TEXT_LENGTH]]
