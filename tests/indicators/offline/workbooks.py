"""Going round with a workbook: download, edit with openpyxl, upload, preview, apply."""

import io
import re
from collections.abc import Mapping
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.models import PendingImport, Report


def offline_url(report: Report) -> str:
    return reverse("offline", args=[report.party.iso3, report.cycle.year])


def download(client: Client, report: Report, section: str = "report") -> openpyxl.Workbook:
    args = [report.party.iso3, report.cycle.year, section]
    answer = client.get(reverse("offline_workbook", args=args))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def places(book: openpyxl.Workbook) -> dict[str, tuple[str, str]]:
    """Sheet and cell of each field, from the hidden sheet of keys."""
    rows = book["_keys"].iter_rows(values_only=True)
    return {str(r[1]): (str(r[2]), str(r[3])) for r in rows if r[0] == "cell"}


def cell_of(book: openpyxl.Workbook, path: str) -> Any:
    sheet, place = places(book)[path]
    return book[sheet][place]


def as_bytes(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def upload(client: Client, report: Report, content: bytes, name: str = "filled.xlsx") -> Any:
    return client.post(offline_url(report), {"file": SimpleUploadedFile(name, content)})


def send(client: Client, report: Report, changes: Mapping[str, object], **where: str) -> Any:
    """Download, change some fields, and upload; answers the page of the preview."""
    book = download(client, report, **where)
    for path, value in changes.items():
        cell_of(book, path).value = value
    answer = upload(client, report, as_bytes(book))
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer.url)


def pending() -> PendingImport:
    return PendingImport.objects.select_related("report__party", "report__cycle").get()


def confirm(client: Client, page: Any, *, take: list[str] | None = None, **fields: str) -> Any:
    """Post the preview as a browser would: hidden versions and what is ticked."""
    text = page.content.decode()
    versions = dict(re.findall(r'name="(version\.\w+)" value="(\d+)"', text))
    ticked = re.findall(r'name="take" value="([^"]+)" checked', text) if take is None else take
    return client.post(pending().get_absolute_url(), {**versions, "take": ticked, **fields})
