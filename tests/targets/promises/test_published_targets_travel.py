"""The published targets of four countries go in by form, and out as XLSX, JSON and snapshot."""

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F
from django.urls import reverse

from countries.models import Party
from indicators.models import Observation, Report
from targets.models import Target
from tests.factories import make_focal_point, make_party
from tests.targets.offline.promise_books import Book
from tests.targets.promises.promise_making import post_form
from tests.targets.promises.test_published_targets import (
    NAMES,
    PUBLISHED,
    as_form,
    as_published,
    in_order,
)
from tests.targets.reports import make_filled_report, publish_report

pytestmark = pytest.mark.django_db
LABELS = {
    "Avoid": "avoid",
    "Reduce": "reduce",
    "Reverse": "reverse",
    "Tree-covered areas": "tree-covered",
    "Grassland": "grassland",
    "Cropland": "cropland",
    "Wetland": "wetland",
}


@pytest.fixture
def report() -> Report:
    """A report without errors and without targets, of a country as large as Ghana."""
    party = make_party("XAA")
    report = make_filled_report(party)
    Observation.objects.filter(unit="km2").update(value=F("value") * 200)
    party.measures.all().delete()
    Target.objects.all().delete()
    return report


def enter(client: Any, party: Party, country: dict[str, Any]) -> None:
    client.force_login(make_focal_point(party))
    for target in country["targets"]:
        client.post(reverse("target_new", args=[party.iso3]))
        row = Target.objects.order_by("-number")[0]
        answer = post_form(client, row, as_form(country["set_in"], target))
        assert answer.status_code == 302


def expected(country: dict[str, Any]) -> list[dict[str, Any]]:
    return [in_order(target) for target in country["targets"]]


def said(value: Any) -> bool:
    return value not in (None, "", [])


def from_content(target: dict[str, Any]) -> dict[str, Any]:
    """A target of the data interface, or of a snapshot, under the names of the published ones."""
    found: dict[str, Any] = {"summary": target["statements"]["en"]}
    found |= {key: target[key] for key in ("hierarchy", "land_types") if target[key]}
    found["quantities"] = [
        {"kind": q["kind"]}
        | {name: _plain(q[column]) for name, column in NAMES.items() if said(q[column])}
        for q in target["quantities"]
    ]
    return found


def _plain(value: Any) -> Any:
    try:
        return float(Decimal(value)) if isinstance(value, str) else value
    except ArithmeticError:
        return value


def from_book(book: Book) -> list[dict[str, Any]]:
    """The targets of a workbook under the names of the published ones."""
    lines = book.lines("quantities")
    targets = []
    for row_id, line in book.lines("targets").items():
        found: dict[str, Any] = {"summary": book.cell("targets", line, "statement.en").value}
        for key in ("hierarchy", "land_types"):
            text = book.cell("targets", line, key).value
            found |= {key: [LABELS[part] for part in text.split("; ")]} if text else {}
        own = [n for quantity, n in lines.items() if quantity.startswith(f"{row_id}.")]
        found["quantities"] = [_quantity(book, n) for n in own]
        targets.append(found)
    return targets


def _quantity(book: Book, line: int) -> dict[str, Any]:
    columns = {"kind": "kind"} | NAMES
    found = {name: book.cell("quantities", line, column).value for name, column in columns.items()}
    keys = {"indicator": {"Carbon stocks": "carbon_stocks"}, "land_type": LABELS}
    found |= {name: keys[name].get(found[name], found[name]) for name in keys}
    kinds = {
        "Area": "area", "Halt": "halt", "Level to reach": "reach_level",
        "Percent change against a base year": "percent_change", "Level to keep": "maintain_level",
        "Rate per year": "rate", "Percent of a named area": "percent_of_area",
    }  # fmt: skip
    found["kind"] = kinds[found["kind"]]
    return {name: value for name, value in found.items() if said(value)}


@pytest.mark.parametrize("iso3", list(PUBLISHED))
def test_targets_come_back_equal_from_every_way_out(client: Any, report: Report, iso3: str) -> None:
    country = PUBLISHED[iso3]
    party = report.party

    enter(client, party, country)

    wanted = expected(country)
    assert [as_published(country["set_in"], t) for t in Target.objects.all()] == wanted
    assert from_book(Book(client)) == wanted, "XLSX"
    assert "Nothing would change" in Book(client).upload().content.decode()
    submission = publish_report(report)
    assert [from_content(t) for t in submission.content["targets"]] == wanted, "snapshot"
    rows = client.get(reverse("api_target_list")).json()["results"]
    assert [from_content(t) for t in rows] == wanted, "data interface"
    assert {t["adopted_year"] for t in rows} == {country["set_in"]}
