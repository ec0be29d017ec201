"""Review in a browser: one Party returned twice and accepted, one accepted at once; the region."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
from playwright.sync_api import Browser, Locator

from countries.models import Party, User
from countries.roles import RoleKey
from indicators.models import Report, ReportState
from targets.models import Submission, Target
from tests.browser.story import Person, picture_folder
from tests.factories import make_focal_point, make_party, make_region, make_user
from tests.targets.reports import LAND, make_filled_report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
STRIP = {
    "type": "Polygon",
    "coordinates": [[[10.0, 10.0], [12.0, 10.0], [12.0, 11.0], [10.0, 11.0], [10.0, 10.0]]],
}
FIELD = "sdg.status.baseline.degraded"
REGION = "/regions/annex-i/"
FILES = f"{REGION}files/"

NewPerson = Callable[[User], Person]


@pytest.fixture
def aridia() -> Party:
    return make_party("XAR", name_en="Aridia", annex=make_region(name_en="Annex I: Africa"))


@pytest.fixture
def report(aridia: Party) -> Report:
    return make_filled_report(aridia, degraded=55)


@pytest.fixture
def people(aridia: Party) -> dict[str, User]:
    borealia = make_party("XBO", name_en="Borealia", annex=aridia.annex)
    return {
        "Aridia": make_focal_point(aridia, full_name="Amina Sorel"),
        "Borealia": make_focal_point(borealia, full_name="Bo Lind"),
        "reviewer": make_user(RoleKey.REVIEWER, full_name="Jonas Lindqvist"),
        "secretariat": make_user(RoleKey.SECRETARIAT, full_name="Mei Tanaka"),
    }


@pytest.fixture
def arrive(chromium: Browser, live_server: Any, tmp_path: Path) -> Iterator[NewPerson]:
    pictures, present = picture_folder(tmp_path / "pictures"), []

    def arrive(user: User) -> Person:
        present.append(Person(chromium, live_server.url, user, pictures))
        return present[-1]

    yield arrive
    for person in present:
        person.leave()


def submit(person: Person, iso3: str) -> None:
    person.go(f"/parties/{iso3}/2026/submit/")
    person.page.locator("[name=signed_name]").fill("A. Person")
    person.page.locator("[name=signed_title]").fill("National focal point")
    person.page.locator("[name=confirmed]").check()
    person.press("Submit the report")
    person.reads("SHA-256")


def open_version(person: Person, party: str) -> str:
    """Find a Party on the board and open its newest version."""
    person.go("/review/")
    person.press(party)
    return re.sub(r"^https?://[^/]+", "", person.page.url)


def step(person: Person, action: str, reason: str = "") -> None:
    person.page.locator(f"main a[href$='/do/{action}/']").first.click()
    if reason:
        person.page.locator("main textarea").first.fill(reason)
    person.page.locator("main form button").first.click()
    person.page.wait_for_load_state()


def unfolded(form: Locator) -> Locator:
    form.evaluate("f => f.closest('details') && (f.closest('details').open = true)")
    return form


def comment_on_the_degraded_land(person: Person, version: str, text: str) -> None:
    person.go(f"{version}comment/?field={FIELD}")
    person.page.locator("[name=text]").fill(text)
    person.press("Send the comment")
    person.reads(text)


def answer(person: Person, version: str, text: str) -> None:
    person.go(f"{version}read/sdg/")
    form = unfolded(person.page.locator("main form[action$='/reply/']").first)
    form.locator("textarea").fill(text)
    form.get_by_role("button").first.click()
    person.page.wait_for_load_state()
    person.reads(text)


def resolve(person: Person, version: str) -> None:
    person.go(f"{version}read/sdg/")
    person.page.locator("main form[action$='/resolve/'] button").first.click()
    person.page.wait_for_load_state()


def change_the_report(degraded: int) -> None:
    """What the Party does between two versions: another number, a smaller place."""
    report = Report.objects.get(party__iso3="XAR")
    status = report.observations.filter(indicator="sdg")
    status.filter(category="degraded").update(value=degraded)
    status.filter(category="stable").update(value=LAND - 30 - degraded)
    Target.objects.filter(party__iso3="XAR").update(geometry=STRIP)


def fetched(person: Person, path: str) -> bytes:
    answer = person.context.request.get(f"{person.base}{path}")
    assert answer.status == 200, f"{path}: {answer.status}"
    return answer.body()


def cells_of(table: Locator) -> list[list[str]]:
    """The texts of the cells of a table's body, without the spaces that keep figures together."""
    rows: list[list[str]] = table.evaluate(
        "t => [...t.tBodies[0].rows].map(r => [...r.cells].map(c => c.textContent))"
    )
    return [[" ".join(cell.split()) for cell in row] for row in rows]


def compare(person: Person, version: str) -> None:
    """What changed from the first version: fields, the map with the place, and both files."""
    person.go(f"{version}changes/?with=1")
    page = person.page
    page.locator("#changed-places-canvas path.leaflet-interactive").first.wait_for()
    person.picture("compare")
    shown = cells_of(page.locator("main table").last)
    address = re.sub(r"/$", "", f"{version}changes")
    text = fetched(person, f"{address}.csv?with=1").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    book = openpyxl.load_workbook(io.BytesIO(fetched(person, f"{address}.xlsx?with=1")))

    assert [[" ".join(c.split()) for c in (r[1], r[3], r[4])] for r in rows] == shown
    assert FIELD in [row[2] for row in rows]
    assert "targets.1.geometry" in [row[2] for row in rows]
    place = list(book.worksheets[1].values)[1]
    assert place[0] == "Target 1"
    assert place[4] == pytest.approx(-place[6])  # what is gone was removed, nothing added
    assert place[5] == 0


def region_row(person: Person) -> list[str]:
    """The row of 15.3.1 in the baseline on the regional page."""
    person.go(REGION)
    table = person.page.locator("main table", has_text="SDG indicator 15.3.1, areas summed").first
    return next(row for row in cells_of(table) if row[0].startswith("Baseline"))


def plain(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", text))


def check_the_exports(
    person: Person, shown: list[str], shares: dict[str, Decimal], folder: Path
) -> None:
    """Every file of the region, opened and compared with what the page says."""
    degraded, share = plain(shown[2]), plain(shown[4])
    by_csv(person, degraded, share)
    by_workbook(person, degraded, share)
    by_json(person, degraded)
    by_gis(person, shares, folder / "summary.gpkg")
    by_sdmx(person, shares)


def is_baseline(row: dict[str, Any]) -> bool:
    return (row["indicator"], row["period"], row["origin"]) == ("sdg", "baseline", "all")


def is_degraded(row: dict[str, Any]) -> bool:
    said = (row["topic"], row["measure"], row["category"], row["period"])
    return said == ("sdg", "reported", "degraded", "baseline")


def by_csv(person: Person, degraded: Decimal, share: Decimal) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        text = fetched(person, f"{FILES}{name}").decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    (total,) = [row for row in rows("indicators.csv") if is_baseline(row)]
    assert Decimal(total["degraded_km2"]) == degraded
    assert round(Decimal(total["degraded_percent"]), 2) == share
    facts = [Decimal(row["value"]) for row in rows("facts.csv") if is_degraded(row)]
    assert (len(facts), sum(facts)) == (2, degraded)


def by_workbook(person: Person, degraded: Decimal, share: Decimal) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fetched(person, f"{FILES}summary.xlsx")))
    found = [row for sheet in book for row in named_rows(sheet) if "degraded_km2" in row]
    (total,) = [row for row in found if "indicator" in row and is_baseline(row)]
    assert Decimal(str(total["degraded_km2"])) == degraded
    assert round(Decimal(str(total["degraded_percent"])), 2) == share


def named_rows(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    return [dict(zip(head, row, strict=True)) for row in rows]


def by_json(person: Person, degraded: Decimal) -> None:
    whole = json.loads(fetched(person, f"{FILES}summary.json"))
    lines = fetched(person, f"{FILES}facts.jsonl").decode().splitlines()
    facts = [Decimal(str(row["value"])) for row in map(json.loads, lines) if is_degraded(row)]
    assert sum(facts) == degraded
    assert str(degraded) in json.dumps(whole)


def by_gis(person: Person, shares: dict[str, Decimal], path: Path) -> None:
    geojson = json.loads(fetched(person, f"{FILES}parties.geojson"))
    assert {f["properties"]["iso3"] for f in geojson["features"]} == set(shares)
    path.write_bytes(fetched(person, f"{FILES}summary.gpkg"))
    layers = {str(name) for name, kind in pyogrio.list_layers(path) if kind}
    assert {"parties", "targets", "measures"} <= layers
    _meta, _index, geometries, columns = pyogrio.raw.read(path, layer="parties")
    codes = list(columns[list(_meta["fields"]).index("iso3")])
    assert dict(zip(codes, [g is not None for g in geometries], strict=True)) == dict.fromkeys(
        shares, True
    )
    _meta, _index, geometries, _columns = pyogrio.raw.read(path, layer="targets")
    assert len(geometries) == len(shares)


def by_sdmx(person: Person, shares: dict[str, Decimal]) -> None:
    text = fetched(person, f"{FILES}ag-lnd-dgrd.csv").decode("utf-8-sig")
    rows = [r for r in csv.DictReader(io.StringIO(text)) if r["TIME_PERIOD"] == "2015"]
    found = {row["REF_AREA"]: round(Decimal(row["OBS_VALUE"]), 3) for row in rows}
    assert found == {iso3: round(share, 3) for iso3, share in shares.items()}
    missing = [r for r in csv.DictReader(io.StringIO(text)) if r["TIME_PERIOD"] != "2015"]
    assert {(row["OBS_VALUE"], row["OBS_STATUS"]) for row in missing} == {("", "O")}


def test_two_parties_are_reviewed_and_the_region_follows(
    report: Report, people: dict[str, User], arrive: NewPerson, tmp_path: Path
) -> None:
    amina, jonas = arrive(people["Aridia"]), arrive(people["reviewer"])

    # Returned for the first time, with a thread.
    submit(amina, "XAR")
    first = open_version(jonas, "Aridia")
    step(jonas, "start-review")
    comment_on_the_degraded_land(jonas, first, "Is the north in it?")
    jonas.go(first)
    step(jonas, "return", "Please look at the north again.")
    amina.go(first)
    amina.reads("Please look at the north again.")
    answer(amina, first, "It was missing.")

    # Returned for the second time.
    change_the_report(degraded=80)
    submit(amina, "XAR")
    second = open_version(jonas, "Aridia")
    jonas.reads("For your attention")
    jonas.press("Read the remarks")
    jonas.reads("Changed by +45.5 %")
    jonas.picture("remarks")
    jonas.go(second)
    step(jonas, "start-review")
    step(jonas, "return", "The total is still too small.")

    # Compared, resolved, accepted.
    change_the_report(degraded=120)
    submit(amina, "XAR")
    third = open_version(jonas, "Aridia")
    step(jonas, "start-review")
    compare(jonas, third)
    jonas.go(third)
    step(jonas, "accept")
    jonas.reads("Threads still open: 1")
    resolve(jonas, third)
    jonas.go(third)
    step(jonas, "accept")
    assert Report.objects.get(party__iso3="XAR").state == ReportState.ACCEPTED

    # Published: the region has one Party of two.
    mei = arrive(people["secretariat"])
    open_version(mei, "Aridia")
    step(mei, "publish")
    alone = region_row(mei)
    mei.reads("1 of 2 Parties")
    assert (plain(alone[2]), plain(alone[4])) == (120, round(Decimal(12000) / LAND, 2))

    # The other Party is accepted at once, and the region changes accordingly.
    borealia = Party.objects.get(iso3="XBO")
    make_filled_report(borealia, report.cycle, degraded=55)
    submit(arrive(people["Borealia"]), "XBO")
    open_version(jonas, "Borealia")
    step(jonas, "start-review")
    step(jonas, "accept")
    open_version(mei, "Borealia")
    step(mei, "publish")
    both = region_row(mei)
    mei.reads("2 of 2 Parties")
    assert (plain(both[2]), plain(both[4])) == (175, round(Decimal(17500) / (2 * LAND), 2))

    versions = Submission.objects.filter(report=report).order_by("version")
    assert [v.state for v in versions] == ["returned", "returned", "published"]
    shares = {"XAR": Decimal(12000) / LAND, "XBO": Decimal(5500) / LAND}
    check_the_exports(mei, both, shares, tmp_path)
