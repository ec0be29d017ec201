"""The matrices as CSV: out, edited in a spreadsheet or by a script, in through the preview."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from indicators.models import Observation
from tests.factories import make_cycle, make_report
from tests.indicators.baseline.record_making import (
    make_worked_report,
    post_section,
    w1_land_cover,
)
from tests.indicators.offline.workbooks import confirm, upload

pytestmark = pytest.mark.django_db
MOVED = {"indicator": "land_cover", "category": "tree-covered", "category_to": "cropland"}


@pytest.fixture
def report(client: Any) -> Any:
    _party, report, user = make_worked_report()
    client.force_login(user)
    post_section(client, report, "land_cover", w1_land_cover())
    return report


def tables(client: Any, report: Any, section: str = "land_cover") -> str:
    args = [report.party.iso3, report.cycle.year, section]
    answer = client.get(reverse("offline_tables", args=args))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return str(answer.content.decode("utf-8-sig"))


def edited(text: str, old: str, new: str) -> bytes:
    assert text.count(old) == 1
    return text.replace(old, new).encode()


def look(client: Any, report: Any, content: bytes) -> Any:
    answer = upload(client, report, content, "matrices.csv")
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer.url)


def test_the_matrices_stand_with_their_keys(client: Any, report: Any) -> None:
    rows = list(csv.reader(io.StringIO(tables(client, report))))

    assert rows[0][:3] == ["land_cover.change.baseline#1@XAA-2026", "tree-covered", "grassland"]
    assert rows[1] == ["tree-covered", "500", "", "40", "", "", "", ""]
    assert [row[0].split("#")[0] for row in rows if row and "#" in row[0]] == [
        "land_cover.change.baseline",
        "land_cover.change.report_1",
        "land_cover.change.report_2",
    ]


@pytest.mark.parametrize(("section", "count"), [("productivity", 3), ("sdg", 2)])
def test_each_section_has_its_matrices(client: Any, report: Any, section: str, count: int) -> None:
    assert tables(client, report, section).count("@XAA-2026") == count


def test_a_section_without_matrices_has_none(client: Any, report: Any) -> None:
    args = [report.party.iso3, report.cycle.year, "profile"]
    assert client.get(reverse("offline_tables", args=args)).status_code == 404


def test_an_untouched_table_changes_nothing(client: Any, report: Any) -> None:
    page = look(client, report, tables(client, report).encode())

    assert "Nothing would change" in page.content.decode()


def test_an_edited_table_is_previewed_and_applied(client: Any, report: Any) -> None:
    page = look(client, report, edited(tables(client, report), "500,,40,", "500,,41.5,"))
    text = page.content.decode()
    confirm(client, page)

    assert "line 2, column 4" in text
    assert "+1.50" in text
    assert Observation.objects.get(**MOVED).value == Decimal("41.5")


def test_a_table_saved_with_semicolons_and_decimal_commas_is_read(client: Any, report: Any) -> None:
    text = tables(client, report).replace(",", ";")

    page = look(client, report, edited(text, "500;;40;", "500;;1.041,125;"))
    confirm(client, page)

    assert Observation.objects.get(**MOVED).value == Decimal("1041.125")


def test_what_others_changed_meanwhile_is_kept_unless_ticked(client: Any, report: Any) -> None:
    content = edited(tables(client, report), "500,,40,", "500,,41,")
    path = "land_cover.change.baseline.tree-covered.cropland"
    post_section(client, report, "land_cover", {path: "45"})

    page = look(client, report, content)
    confirm(client, page)

    assert "Changed since" in page.content.decode()
    assert Observation.objects.get(**MOVED).value == 45


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("500,,40,", "500,,4o,", "could not be read as a number"),
        ("500,,40,", "500,,-4,", "below nought"),
        ("\r\ncropland,,,200", "\r\ncrops,,,200", "is not one of its keys"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(
    client: Any, report: Any, old: str, new: str, said: str
) -> None:
    text = tables(client, report)
    at = text.index(old)

    page = look(client, report, (text[:at] + new + text[at + len(old) :]).encode())

    assert said in page.content.decode()
    assert Observation.objects.get(**MOVED).value == 40


def test_a_table_of_another_report_is_refused(client: Any, report: Any) -> None:
    earlier = make_report(report.party, make_cycle(2022))

    answer = upload(client, report, tables(client, earlier).encode(), "a.csv")

    assert "belongs to the report XAA-2022; this is the report XAA-2026" in answer.content.decode()


def test_any_other_table_is_refused(client: Any, report: Any) -> None:
    page = upload(client, report, b"name,area\nforest,12\n", "a.csv").content.decode()

    assert "holds no table of this report" in page
    assert "land_cover.change.baseline#0@XAA-2026" in page
