"""Files that would do harm are refused with a sentence, before anything is believed of them."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from countries.sandbox import Refusal
from indicators.models import PendingImport
from indicators.offline import read_workbook
from indicators.offline.bounds import FileProblem
from tests.indicators.baseline.record_making import make_worked_report
from tests.indicators.offline.workbooks import as_bytes, download, upload

pytestmark = pytest.mark.django_db
BILLION = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><worksheet/>"""


def rezipped(content: bytes, **parts: bytes) -> bytes:
    """The workbook with parts put in place of its own, or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        named = {name.replace("__", "/").replace("_dot_", "."): p for name, p in parts.items()}
        for member in old.infolist():
            if member.filename not in named:
                new.writestr(member.filename, old.read(member.filename))
        for name, part in named.items():
            new.writestr(name, part)
    return buffer.getvalue()


@pytest.fixture
def report(client: Any) -> Any:
    _party, report, user = make_worked_report()
    client.force_login(user)
    return report


def refused(client: Any, report: Any, content: bytes, name: str = "filled.xlsx") -> str:
    answer = upload(client, report, content, name)
    assert answer.status_code == 200
    assert not PendingImport.objects.exists()
    return str(answer.content.decode())


def test_a_workbook_with_entities_is_refused(client: Any, report: Any) -> None:
    good = as_bytes(download(client, report, "profile"))

    page = refused(client, report, rezipped(good, xl__worksheets__sheet1_dot_xml=BILLION))

    assert "declarations that spreadsheet programs do not write" in page


def test_entities_in_another_encoding_are_refused_too(client: Any, report: Any) -> None:
    good = as_bytes(download(client, report, "profile"))
    sneaky = BILLION.decode().encode("utf-16")

    page = refused(client, report, rezipped(good, xl__worksheets__sheet1_dot_xml=sneaky))

    assert "declarations that spreadsheet programs do not write" in page


def test_a_zip_bomb_is_refused_without_being_unpacked(client: Any, report: Any) -> None:
    good = as_bytes(download(client, report, "profile"))

    page = refused(client, report, rezipped(good, xl__big_dot_xml=b" " * (60 << 20)))

    assert "unpacks to more than 40 MB" in page


def test_a_damaged_workbook_is_refused(client: Any, report: Any) -> None:
    good = as_bytes(download(client, report, "profile"))

    assert "seems to be damaged" in refused(client, report, good[: len(good) // 2])


def test_a_zip_that_is_no_workbook_is_refused(client: Any, report: Any) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.txt", "hello")

    assert "seems to be damaged" in refused(client, report, buffer.getvalue())


def test_somebody_elses_workbook_is_refused(client: Any, report: Any) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "Budget"

    assert "was not downloaded here" in refused(client, report, as_bytes(book))


def test_a_sheet_that_claims_to_be_endless_is_read_by_its_cells(
    client: Any, report: Any, tmp_path: Path
) -> None:
    good = as_bytes(download(client, report, "profile"))
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    start = sheet.index('<dimension ref="')
    end = sheet.index("/>", start)
    endless = f'{sheet[:start]}<dimension ref="A1:XFD1048576"{sheet[end:]}'.encode()

    answer = upload(client, report, rezipped(good, xl__worksheets__sheet2_dot_xml=endless))

    assert "Nothing would change" in client.get(answer.url).content.decode()


def test_too_many_sheets_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for _number in range(40):
        book.create_sheet()
    path = tmp_path / "many.xlsx"
    book.save(path)

    with pytest.raises(Refusal) as refusal:
        read_workbook.answer({"path": str(path)})

    assert refusal.value.code == FileProblem.TOO_MUCH


def test_what_is_none_of_the_formats_is_refused(client: Any, report: Any) -> None:
    page = refused(client, report, b"\x89PNG\r\n\x1a\n" + bytes(100), "picture.xlsx")

    assert "neither a workbook (XLSX), nor a table (CSV)" in page


def test_an_empty_file_is_refused(client: Any, report: Any) -> None:
    assert "The file is empty" in refused(client, report, b"")


def test_no_file_is_refused(client: Any, report: Any) -> None:
    answer = client.post(f"/parties/XAA/{report.cycle.year}/offline/")

    assert "No file was sent" in answer.content.decode()


def test_a_file_that_never_ends_is_cut_off(client: Any, report: Any) -> None:
    answer = upload(client, report, b"PK\x03\x04" + bytes(21 << 20))

    assert answer.status_code == 413
    assert "at most 20 MB" in answer.content.decode()


def test_a_name_is_escaped_and_never_a_path(client: Any, report: Any) -> None:
    good = as_bytes(download(client, report, "profile"))

    answer = upload(client, report, good, "<script>alert(1)</script>.xlsx")
    page = client.get(answer.url).content.decode()

    assert "<script>alert" not in page


def test_an_upload_without_its_token_is_refused(report: Any, client: Any) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    assert upload(strict, report, b"PK\x03\x04").status_code == 403
