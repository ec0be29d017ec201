"""A list out as a workbook and in again."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from countries.models import Party, User
from targets.models import Entry
from targets.records.registry import RECORD_TYPES
from tests.targets.promises.promise_making import make_ready_party
from tests.targets.records.entry_making import make_entry, post_form
from tests.targets.records.test_record_pages import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(client: Any) -> tuple[Party, User]:
    party, user = make_ready_party()
    client.force_login(user)
    return party, user


def download(client: Any, kind: str) -> Any:
    content = client.get(reverse("record_xlsx", args=["XAA", kind])).content
    return openpyxl.load_workbook(BytesIO(content))


def upload(client: Any, kind: str, book: Any) -> str:
    buffer = BytesIO()
    book.save(buffer)
    file = SimpleUploadedFile("filled.xlsx", buffer.getvalue())
    answer = client.post(reverse("record_upload", args=["XAA", kind]), {"file": file}, follow=True)
    text: str = answer.content.decode()
    return text


@pytest.mark.parametrize("kind", list(RECORD_TYPES))
def test_a_list_comes_back_as_it_went_out(
    client: Any, ready: tuple[Party, User], kind: str
) -> None:
    make_entry(*ready, kind, **samples(RECORD_TYPES[kind]))
    before = Entry.objects.values_list("answers", "version").get()

    page = upload(client, kind, download(client, kind))

    assert "0 entries added, 0 changed." in page
    assert Entry.objects.values_list("answers", "version").get() == before


def test_rows_change_entries_and_add_new_ones(client: Any, ready: tuple[Party, User]) -> None:
    make_entry(*ready, "finance", title="Seed", amount="100")
    book = download(client, "finance")
    sheet = book["finance"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("amount") + 1, 250.5)
    sheet.cell(3, heads.index("title") + 1, "Money")
    sheet.cell(3, heads.index("instrument") + 1, "Concessional loan")
    sheet.cell(3, heads.index("targets") + 1, "1; 2")
    sheet.cell(3, heads.index("first_year") + 1, "soon")

    page = upload(client, "finance", book)

    first, second = Entry.objects.order_by("number")
    assert first.answers["amount"] == "250.500000"
    assert second.answers == {
        "title": "Money",
        "instrument": "concessional_loan",
        "targets": [1, 2],
    }
    assert second.unread == {"first_year": "soon"}
    assert "1 entry added, 1 changed." in page
    assert "1 cell could not be read" in page


def test_what_somebody_changed_since_the_download_stays(
    client: Any, ready: tuple[Party, User]
) -> None:
    entry = make_entry(*ready, "finance", title="Seed", amount="100")
    book = download(client, "finance")
    heads = [cell.value for cell in book["finance"][1]]
    book["finance"].cell(2, heads.index("amount") + 1, 5)
    post_form(client, entry, {"amount": "300"})

    page = upload(client, "finance", book)

    assert Entry.objects.get().answers["amount"] == "300.000000"
    assert "left as they are: 1" in page


def test_a_number_that_is_no_entry_is_said(client: Any, ready: tuple[Party, User]) -> None:
    book = download(client, "finance")
    book["finance"].cell(2, 1, 77)

    assert "no entry of the list: 2" in upload(client, "finance", book)
    assert not Entry.objects.exists()


def test_a_workbook_of_another_list_is_refused_with_what_to_do(
    client: Any, ready: tuple[Party, User]
) -> None:
    page = upload(client, "finance", download(client, "business"))

    assert "The workbook has no sheet named “finance”" in page


def test_what_is_no_workbook_is_refused(client: Any, ready: tuple[Party, User]) -> None:
    file = SimpleUploadedFile("filled.xlsx", b"not a workbook")

    answer = client.post(reverse("record_upload", args=["XAA", "finance"]), {"file": file})

    assert answer.status_code == 200
    assert not Entry.objects.exists()
