"""What formats write down: safe text, whole numbers, stable columns."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from io import BytesIO

import openpyxl
import pytest

from ldnportal.exports.csv_file import csv_lines
from ldnportal.exports.regional import FACT_COLUMNS
from ldnportal.exports.sheets import Column, Sheet, safe
from ldnportal.exports.xlsx_file import xlsx_bytes, xlsx_chunks


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_made_text_again(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("value", [Decimal("-12.5"), -3, 0, None, Decimal(7), "Savania", "a=b"])
def test_numbers_and_harmless_text_are_left_alone(value: object) -> None:
    assert safe(value) == value


SHEET = Sheet(
    "demo",
    "A demonstration",
    (
        Column("name", "The name", lambda row: row[0]),
        Column("change_km2", "The change", lambda row: row[1], "km2"),
    ),
    [("-lost", Decimal("-12.500")), ('quoted, "here"', None), ("gained", Decimal("1E+3"))],
)


def test_csv_keeps_negative_numbers_and_leaves_what_is_missing_empty() -> None:
    lines = list(csv_lines(SHEET))

    assert lines == [
        "\ufeffname,change_km2\r\n",
        "'-lost,-12.5\r\n",
        '"quoted, ""here""",\r\n',
        "gained,1000\r\n",
    ]


def test_a_workbook_keeps_numbers_as_numbers() -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx_bytes([SHEET])))

    assert list(book["demo"].values) == [
        ("name", "change_km2"),
        ("'-lost", -12.5),
        ('quoted, "here"', None),
        ("gained", 1000),
    ]
    assert [row[:4] for row in book["dictionary"].values][1:] == [
        ("demo", "A demonstration", "name", None),
        ("demo", "A demonstration", "change_km2", "km2"),
    ]


def test_a_workbook_keeps_text_as_it_was_written() -> None:
    words = ["007", "1E5", " spaced ", '<b> & "quoted"', "الأرض", "two\nlines", "TRUE"]
    sheet = Sheet("words", "Words", (Column("word", "A word", lambda row: row),), words)

    book = openpyxl.load_workbook(BytesIO(xlsx_bytes([sheet])))

    cells = [row[0] for row in book["words"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == words
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_workbook_leaves_out_characters_that_it_cannot_hold() -> None:
    sheet = Sheet("words", "Words", (Column("word", "A word", lambda row: row),), ["a\x00b\x1fc"])

    book = openpyxl.load_workbook(BytesIO(xlsx_bytes([sheet])))

    assert book["words"]["A2"].value == "abc"


def test_a_wide_sheet_names_its_columns_and_keeps_its_header_in_view() -> None:
    columns = tuple(Column(f"c{n}", "One", partial(int.__add__, n)) for n in range(60))

    book = openpyxl.load_workbook(BytesIO(xlsx_bytes([Sheet("wide", "Wide", columns, [0])])))

    page = book["wide"]
    assert (page["Z2"].value, page["AA2"].value, page["BH2"].value) == (25, 26, 59)
    assert (page.freeze_panes, page["A1"].font.bold, page["A2"].font.bold) == ("A2", True, False)


def test_a_long_workbook_leaves_piece_by_piece_while_its_rows_are_read() -> None:
    read = []

    def rows() -> Iterator[int]:
        for number in range(200_000):
            read.append(number)
            yield number

    sheet = Sheet("long", "Long", (Column("n", "A number", lambda n: n * 7919 % 100_003),), rows())

    first = next(xlsx_chunks([sheet]))

    assert len(first) < 1 << 18
    assert 0 < len(read) < 150_000


def test_the_columns_of_the_facts_are_a_contract() -> None:
    assert [column.key for column in FACT_COLUMNS] == [
        "iso3",
        "party",
        "cycle",
        "status",
        "version",
        "topic",
        "item",
        "measure",
        "category",
        "category_to",
        "period",
        "year",
        "value",
        "unit",
        "origin",
        "licence",
    ]
