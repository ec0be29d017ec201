"""Workbooks and tables of one part of the country, and of all of them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from countries.models import User
from indicators.actions.sections import save_section
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.baseline.scope import AFFECTED, NATIONAL, Scope
from indicators.models import PendingImport, Report
from tests.indicators.baseline.record_making import KM2, make_worked_report
from tests.indicators.baseline.zone_making import make_zones

pytestmark = pytest.mark.django_db
LAND = Key("profile", "area", "2015", "land")
CELL = Key("land_cover", "change", "baseline", "tree-covered", "cropland")
NORTH, SOUTH = Scope(zone="Province 01", number=1), Scope(zone="Province 02", number=2)
SCOPES = (NATIONAL, AFFECTED, NORTH, SOUTH)


@pytest.fixture
def desk(client: Client) -> tuple[Report, User, Client]:
    _party, report, user = make_worked_report()
    make_zones(report, 2)
    for number, scope in enumerate(SCOPES, 1):
        fields = {LAND.path: f"{number}000"}
        save_section(report, "profile", fields, version=0, notation=KM2, by=user, scope=scope)
    client.force_login(user)
    return report, user, client


def download(client: Client, section: str, page: str = "offline_workbook") -> bytes:
    answer = client.get(reverse(page, args=["XAA", 2026, section]))
    assert answer.status_code == 200
    return bytes(answer.content)


def upload(client: Client, content: bytes, name: str) -> PendingImport:
    url = reverse("offline", args=["XAA", 2026])
    client.post(url, {"file": SimpleUploadedFile(name, content)})
    return PendingImport.objects.get()


def apply(client: Client, pending: PendingImport) -> str:
    url = pending.get_absolute_url()
    page = client.get(url).content.decode()
    data = {"take": list(_ticks(page)), **_versions(page)}
    client.post(url, data)
    return page


def _ticks(page: str) -> Iterator[str]:
    for part in page.split('name="take" value="')[1:]:
        yield part.partition('"')[0]


def _versions(page: str) -> dict[str, str]:
    found = {}
    for part in page.split('name="version.')[1:]:
        name, _quote, rest = part.partition('"')
        found[f"version.{name}"] = rest.partition('value="')[2].partition('"')[0]
    return found


def lands(report: Report) -> dict[Scope, Any]:
    return {scope: Record.load(report, scope).value(LAND) for scope in SCOPES}


def change_everywhere(content: bytes, before: str, after: int) -> bytes:
    """Put a number in place of another wherever it stands in an open cell."""
    book = openpyxl.load_workbook(BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if not cell.protection.locked and str(cell.value) == before:
                    cell.value = after
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_the_workbook_of_a_zone_comes_back_into_that_zone(
    desk: tuple[Report, User, Client],
) -> None:
    report, _user, client = desk
    content = download(client, "zones/1/report")

    page = apply(client, upload(client, change_everywhere(content, "3000", 3333), "north.xlsx"))

    assert "Country profile: Province 01" in page
    assert lands(report) == {NATIONAL: 1000, AFFECTED: 2000, NORTH: 3333, SOUTH: 4000}


def test_the_workbook_of_one_section_of_the_affected_areas_names_them(
    desk: tuple[Report, User, Client],
) -> None:
    report, _user, client = desk
    content = download(client, "affected/profile")
    book = openpyxl.load_workbook(BytesIO(content))

    apply(client, upload(client, change_everywhere(content, "2000", 2222), "affected.xlsx"))

    assert any(str(s["A1"].value).endswith("Affected areas") for s in book.worksheets)
    assert lands(report)[AFFECTED] == 2222
    assert lands(report)[NATIONAL] == 1000


def test_the_workbook_of_everything_has_a_sheet_for_each_section_of_each_part(
    desk: tuple[Report, User, Client],
) -> None:
    # Arrange
    report, _user, client = desk
    content = download(client, "all_parts")
    for before, after in (("1000", 1111), ("4000", 4444)):
        content = change_everywhere(content, before, after)

    # Act
    shown = [
        s for s in openpyxl.load_workbook(BytesIO(content)).worksheets if s.sheet_state == "visible"
    ]
    apply(client, upload(client, content, "all.xlsx"))

    # Assert
    assert len(shown) == 1 + 4 * 5
    assert lands(report) == {NATIONAL: 1111, AFFECTED: 2000, NORTH: 3000, SOUTH: 4444}


def test_a_field_that_somebody_changed_in_the_same_part_meanwhile_is_told(
    desk: tuple[Report, User, Client],
) -> None:
    # Arrange
    report, user, client = desk
    content = change_everywhere(download(client, "zones/1/report"), "3000", 3333)
    for scope in (NORTH, SOUTH):
        fields = {LAND.path: "5"}
        save_section(report, "profile", fields, version=1, notation=KM2, by=user, scope=scope)

    # Act
    page = client.get(upload(client, content, "north.xlsx").get_absolute_url()).content.decode()

    # Assert
    assert "1 field was changed by somebody since this file was downloaded" in page


def test_tables_as_csv_carry_their_part(desk: tuple[Report, User, Client]) -> None:
    # Arrange
    report, user, client = desk
    for scope in SCOPES:
        fields = {CELL.path: "7"}
        save_section(report, "land_cover", fields, version=0, notation=KM2, by=user, scope=scope)
    text = download(client, "zones/2/land_cover", "offline_tables").decode("utf-8-sig")

    # Act
    apply(client, upload(client, text.replace(",7,", ",8,").encode(), "south.csv"))

    # Assert
    assert text.startswith(":Province%2002/land_cover.change.baseline#1@XAA-2026")
    cells = {scope: Record.load(report, scope).value(CELL) for scope in SCOPES}
    assert cells == {NATIONAL: 7, AFFECTED: 7, NORTH: 7, SOUTH: 8}


def test_what_no_part_has_is_not_found(desk: tuple[Report, User, Client]) -> None:
    _report, _user, client = desk

    for section in ("zones/9/report", "affected/nothing", "zones/1/all_parts"):
        url = reverse("offline_workbook", args=["XAA", 2026, section])
        assert client.get(url).status_code == 404, section


def test_the_page_offers_the_parts(desk: tuple[Report, User, Client]) -> None:
    _report, _user, client = desk

    page = client.get(reverse("offline", args=["XAA", 2026])).content.decode()
    zone = client.get(reverse("baseline_section", args=["XAA", 2026, "zones/1/sdg"]))

    assert "/offline/affected/report.xlsx" in page
    assert "/offline/all_parts.xlsx" in page
    assert "/offline/zones/1/report.xlsx" in zone.content.decode()


def test_each_part_can_be_printed(desk: tuple[Report, User, Client]) -> None:
    _report, _user, client = desk
    url = reverse("baseline_print", args=["XAA", 2026])

    north = client.get(url, {"part": "zone-1"}).content.decode()
    affected = client.get(url, {"part": "affected"}).content.decode()

    assert "report 2026, Province 01" in north
    assert "3\xa0000" in north
    assert "report 2026, Affected areas" in affected
    assert "2\xa0000" in affected
    for part in ("zone-9", "zone-x", "elsewhere"):
        assert client.get(url, {"part": part}).status_code == 404
