"""Rows of sheets for formats that no spreadsheet opens: text as it is, numbers exact.

`Sheet.cells` puts an apostrophe before text that a spreadsheet would run as a formula. JSON,
GeoJSON and GeoPackage are read by programs: there the apostrophe would be a wrong character.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ldnportal.exports.sheets import Sheet, Value
from targets.canonical import decimal_text

Record = dict[str, Value]


def plain(value: Any) -> Value:
    """A value as it is; texts that are still to be translated become texts."""
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return str(value)


def record_of(sheet: Sheet[Any], row: Any) -> Record:
    """One row by the keys of its columns."""
    return {column.key: plain(column.value(row)) for column in sheet.columns}


def records(sheet: Sheet[Any]) -> Iterator[Record]:
    """The rows of a sheet by the keys of its columns."""
    for row in sheet.rows:
        yield record_of(sheet, row)


def json_text(value: Value) -> str:
    """A value in JSON; an exact number keeps all its digits."""
    if isinstance(value, Decimal):
        return decimal_text(value)
    return json.dumps(value, ensure_ascii=False)


def json_object(record: Record) -> str:
    """A record as a JSON object on one line."""
    members = (f"{json.dumps(key)}: {json_text(value)}" for key, value in record.items())
    return "{" + ", ".join(members) + "}"
