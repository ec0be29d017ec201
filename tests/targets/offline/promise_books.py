"""Going round with a workbook of targets, measures and lists: download, edit, upload, confirm."""

import io
import re
from collections.abc import Mapping
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from indicators.models import PendingImport

FIRST_ROW = 4


class Book:
    """A downloaded workbook: its cells by sheet, row and key."""

    def __init__(self, client: Client, book: str = "promises") -> None:
        self.client = client
        answer = client.get(reverse("promise_workbook", args=["XAA", book]))
        assert answer.status_code == 200
        self.book = openpyxl.load_workbook(io.BytesIO(answer.content))
        rows = self.book["_keys"].iter_rows(values_only=True)
        self.titles = {str(r[1]): str(r[2]) for r in rows if r[0] == "sheet"}

    def sheet(self, key: str) -> Any:
        return self.book[self.titles[key]]

    def keys(self, key: str) -> list[str]:
        return [cell.value for cell in self.sheet(key)[1]]

    def lines(self, key: str) -> dict[str, int]:
        """The line of each row by its id."""
        sheet = self.sheet(key)
        lines = range(FIRST_ROW, sheet.max_row + 1)
        found = {sheet.cell(row=line, column=1).value: line for line in lines}
        return {row_id: line for row_id, line in found.items() if row_id}

    def spare(self, key: str) -> int:
        """The first empty line."""
        return max(self.lines(key).values(), default=FIRST_ROW - 1) + 1

    def cell(self, key: str, line: int, path: str) -> Any:
        return self.sheet(key).cell(row=line, column=self.keys(key).index(path) + 1)

    def put(self, key: str, row_id: str, path: str, value: object) -> None:
        self.cell(key, self.lines(key)[row_id], path).value = value

    def add(self, key: str, values: Mapping[str, object]) -> int:
        """Fill in the next empty line and return it."""
        line = self.spare(key) + len(self._added.setdefault(key, []))
        self._added[key].append(line)
        for path, value in values.items():
            self.cell(key, line, path).value = value
        return line

    @property
    def _added(self) -> dict[str, list[int]]:
        return self.__dict__.setdefault("added", {})

    def as_bytes(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()

    def upload(self) -> Any:
        """Send it and read the page that comes: the preview, or the form with what is wrong."""
        file = SimpleUploadedFile("filled.xlsx", self.as_bytes())
        address = reverse("offline", args=["XAA", 2026])
        return self.client.post(address, {"file": file}, follow=True)


def changes(page: Any) -> dict[str, tuple[str, str]]:
    """What a preview shows: before and after by the address of the cell."""
    return {
        change.path: (change.now_words, change.words)
        for group in page.context["groups"]
        for change in group.changes
    }


def confirm(client: Client, page: Any, *, take: list[str] | None = None) -> Any:
    """Post the preview as a browser would: hidden versions and what is ticked."""
    text = page.content.decode()
    versions = dict(re.findall(r'name="(version\.[^"]+)" value="(\d+)"', text))
    ticked = re.findall(r'name="take" value="([^"]+)" checked', text) if take is None else take
    address = PendingImport.objects.get().get_absolute_url()
    return client.post(address, {**versions, "take": ticked})
