"""JSON: all sheets of a summary with their dictionary, and JSON Lines: one row a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ldnportal.exports.records import json_object, records
from ldnportal.exports.sheets import Sheet
from ldnportal.exports.xlsx_file import dictionary

CONTENT_TYPE = "application/json"
LINES_CONTENT_TYPE = "application/jsonl; charset=utf-8"


def json_chunks(head: Mapping[str, Any], sheets: Iterable[Sheet[Any]]) -> Iterator[str]:
    """Yield a document: the members of `head`, then `sheets` with an array for each sheet.

    Numbers are written with all their digits, what was not reported is null.
    """
    kept = list(sheets)
    for key, value in head.items():
        yield f'{"{" if key == next(iter(head)) else ","}\n "{key}": '
        yield json.dumps(value, ensure_ascii=False)
    yield ',\n "sheets": {'
    for number, sheet in enumerate((*kept, dictionary(kept))):
        yield f"{',' if number else ''}\n  {json.dumps(sheet.key)}: ["
        yield from _rows(sheet)
        yield "]"
    yield "\n }\n}\n"


def _rows(sheet: Sheet[Any]) -> Iterator[str]:
    for number, record in enumerate(records(sheet)):
        yield f"{',' if number else ''}\n   {json_object(record)}"


def json_lines(sheet: Sheet[Any]) -> Iterator[str]:
    """Yield the rows of a sheet, each an object on its own line."""
    for record in records(sheet):
        yield json_object(record) + "\n"
