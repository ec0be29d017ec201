"""Own classes and regions go out in workbooks and tables, and come back."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from countries.models import User
from indicators.baseline.fields import LAND_COVER
from indicators.baseline.keys import Key
from indicators.models import PendingImport, Report
from indicators.offline.filled_workbook import read_filled
from indicators.offline.keys_sheet import Keys
from indicators.offline.read_workbook import answer
from indicators.offline.workbook import workbook_bytes
from indicators.sections import SECTIONS
from tests.indicators.baseline.own_cover import TWO_FORESTS, fill, give_legend, give_regions
from tests.indicators.baseline.record_making import make_worked_report, record_of
from tests.indicators.offline.workbooks import cell_of, download, send, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked() -> tuple[Report, User]:
    _party, report, user = make_worked_report()
    return report, user


@pytest.fixture
def signed_in(client: Client, worked: tuple[Report, User]) -> Client:
    client.force_login(worked[1])
    return client


def test_a_workbook_of_own_classes_and_regions_goes_round(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    # Arrange
    report, user = worked
    give_legend(report, user, TWO_FORESTS)
    give_regions(report, user, "North", "South")
    fill(report, Decimal(2))
    changes = {
        "land_cover.change-r2.baseline.dense-forest.fields": 7.5,
        "land_cover.meaning-r2.dense-forest.fields": "0 stable",
        "land_cover.area.2015.lakes": 31,
        "productivity.lpd.baseline.declining.marsh": 4,
        "carbon.stock.2015.open-forest": 88,
    }

    # Act
    page = send(signed_in, report, changes)
    offered = {c.path: c.text for g in page.context["groups"] for c in g.changes}

    # Assert
    assert offered == {
        "land_cover.change-r2.baseline.dense-forest.fields": "7.5",
        "land_cover.meaning-r2.dense-forest.fields": "0",
        "land_cover.area.2015.lakes": "31",
        "productivity.lpd.baseline.declining.marsh": "4",
        "carbon.stock.2015.open-forest": "88",
    }
    labels = {c.label for g in page.context["groups"] for c in g.changes}
    assert "South: Dense forest to Fields, Baseline 2000–2015" in labels


def test_what_follows_from_own_classes_is_locked_in_the_workbook(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_legend(report, user, TWO_FORESTS)
    give_regions(report, user, "North")
    fill(report, Decimal(2))

    sheet = download(signed_in, report)[str(SECTIONS[LAND_COVER].title)]
    rows = {str(row[0].value): row for row in sheet.iter_rows()}
    own = cell_of(download(signed_in, report), "land_cover.area.2015.dense-forest")

    assert not own.protection.locked
    assert rows["Tree-covered areas"][1].protection.locked
    assert [str(v.formula1) for v in sheet.data_validations.dataValidation]


def test_the_largest_workbook_is_within_what_is_read_back(
    worked: tuple[Report, User], tmp_path: Any
) -> None:
    report, user = worked
    give_legend(report, user)
    give_regions(report, user, *"ABCDE")
    fill(report)
    path = tmp_path / "all.xlsx"
    path.write_bytes(workbook_bytes(report, SECTIONS))

    sheets = answer({"path": str(path)})["sheets"]
    found = {title: {k: tuple(v) for k, v in cells.items()} for title, cells in sheets.items()}
    record = record_of(report)
    arrival = read_filled(record, Keys.read(found), found)
    asked = sum(len(record.fields(s)) + len(record.questions(s)) for s in SECTIONS)

    assert len(Keys.read(found).places) == asked > 4000
    assert arrival.offered == []
    assert arrival.unread == []


def test_tables_of_regions_go_round_as_csv(signed_in: Client, worked: tuple[Report, User]) -> None:
    # Arrange
    report, user = worked
    give_legend(report, user, TWO_FORESTS)
    give_regions(report, user, "North", "South")
    fill(report, Decimal(2))
    args = [report.party.iso3, report.cycle.year, LAND_COVER]
    text = signed_in.get(reverse("offline_tables", args=args)).content.decode("utf-8-sig")
    tables = text.split("\r\n\r\n")

    # Act
    assert len(tables) == 2 * 3
    assert tables[0].startswith("land_cover.change-r1.baseline#")
    changed = text.replace("dense-forest,2,2", "dense-forest,9,2", 1)
    upload(signed_in, report, io.BytesIO(changed.encode()).read(), "tables.csv")

    # Assert
    (offered,) = [
        o for o in PendingImport.objects.get().content["offered"] if Decimal(o["text"] or 0) != 2
    ]
    assert offered["path"] == "land_cover.change-r1.baseline.dense-forest.dense-forest"
    assert record_of(report).frame.holds(Key.from_path(offered["path"]))
