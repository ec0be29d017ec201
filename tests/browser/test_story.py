"""The whole story in a browser: three roles, a real worker, from raster to regional summary."""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from playwright.sync_api import Browser

from countries.models import Boundary, Party, User
from countries.roles import RoleKey
from countries.vectors.geodesy import bounds_of, geodesic_area_km2
from indicators.models import Cycle, JobState, Report, ReportState, Run
from ldnportal.demo.landscape import Landscape
from ldnportal.demo.rasters import write_rasters
from targets.models import Fact, Submission
from tests.browser.story import Person, picture_folder
from tests.factories import make_cycle, make_party, make_region, make_user
from tests.indicators.runs.station import portal_worker

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
LAND = Landscape(seed=1531, west=-30.0, north=13.0, rows=160, cols=200, cell=1 / 120)
HOME = "/parties/XAR/2026/"
SOURCE = {
    "source_title": "National water survey",
    "source_author": "Hydrological service",
    "comment": "Measured again in 2001.",
}

NewPerson = Callable[[User], Person]


@pytest.fixture
def party() -> Party:
    party = make_party(
        "XAR", boundary=False, name_en="Aridia", annex=make_region(name_en="Annex I: Africa")
    )
    geometry = {"type": "Polygon", "coordinates": [[list(c) for c in LAND.outline]]}
    west, south, east, north = bounds_of(geometry)
    Boundary.objects.create(
        party=party, geometry=geometry, source="made for a test",
        west=west, south=south, east=east, north=north,
        area_km2=round(Decimal(geodesic_area_km2(geometry)), 4),
    )  # fmt: skip
    make_party("XBO", name_en="Borealia", annex=party.annex)
    return party


@pytest.fixture
def cycle() -> Cycle:
    return make_cycle()


@pytest.fixture
def people(party: Party) -> dict[str, User]:
    return {
        "focal point": make_user(RoleKey.FOCAL_POINT, party, full_name="Amina Sorel"),
        "reviewer": make_user(RoleKey.REVIEWER, full_name="Jonas Lindqvist"),
        "secretariat": make_user(RoleKey.SECRETARIAT, full_name="Mei Tanaka"),
    }


@pytest.fixture
def worker(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.RUN_CHUNK_PIXELS = 8_192
    with portal_worker(tmp_path, redis_url=os.environ.get("REDIS_URL", "")):
        yield
    connection.close()


@pytest.fixture
def arrive(chromium: Browser, live_server: Any, tmp_path: Path) -> Iterator[NewPerson]:
    pictures, present = picture_folder(tmp_path / "pictures"), []

    def arrive(user: User) -> Person:
        present.append(Person(chromium, live_server.url, user, pictures))
        return present[-1]

    yield arrive
    for person in present:
        person.leave()


def upload(person: Person, kind: str, files: list[Path]) -> None:
    person.go("/parties/XAR/rasters/upload/")
    person.page.locator("select[name=kind]").select_option(kind)
    person.page.locator("input[name=rasters]").set_input_files([str(f) for f in files])
    person.page.locator("input[name=source_title]").fill("National mapping agency")
    person.press("Upload the rasters")


def upload_everything(person: Person, folder: Path) -> None:
    files = write_rasters(LAND, folder)
    upload(person, "land_cover", [p for name, p in files.items() if name.startswith("land_")])
    for kind in ("productivity", "carbon", "climate_zone", "ecological_units"):
        upload(person, kind, [files[kind]])


def wait_for_examination(person: Person) -> None:
    person.go("/parties/XAR/rasters/")
    accepted = person.page.locator("tbody").get_by_text(re.compile("Accepted|Needs your answer"))
    for _attempt in range(120):
        if accepted.count() == 9:
            return
        person.page.wait_for_timeout(500)
        person.page.reload()
    raise AssertionError(person.page.locator("main").inner_text())


def map_the_legend(person: Person) -> None:
    """Map one raster by the built-in legend; the others of the same agency take the legend."""
    for year in (2000, 2015, 2016, 2019, 2023):
        person.go("/parties/XAR/rasters/")
        person.press(f"land_cover_{year}.tif")
        if year == 2000:
            person.picture("raster")
            person.page.locator("main a[href$='legend/']").first.click()
            person.page.locator("select[name=preset]").select_option("esa_cci")
            person.press("Fill in")
            person.picture("legend")
        else:
            person.page.locator("main a[href$='legend/']").first.click()
        person.press("Save the legend")


def compute(person: Person) -> Run:
    person.go("/parties/XAR/runs/new/")
    person.press("Compute the indicators")
    person.picture("run-progress")
    person.reload_until("of the land is degraded")
    person.page.wait_for_timeout(1500)
    person.picture("run")
    run = Run.objects.get(party__iso3="XAR")
    assert run.job_state == JobState.SUCCEEDED
    return run


def fill_the_baseline(person: Person) -> None:
    person.press("Use these numbers")
    person.picture("use-numbers")
    person.press("Use these numbers")
    person.go(HOME)
    person.picture("party-home")
    person.go(f"{HOME}baseline/land_cover/")
    person.reads("computed by run 1")
    person.picture("land-cover")


def override_a_number(person: Person) -> None:
    """Enter another water area of the year 2000; the rules then ask where it comes from."""
    person.go(f"{HOME}baseline/profile/")
    field = person.page.locator("[name='profile.area.2000.water']")
    shown = field.input_value()
    field.fill("x" + shown)
    person.press("Save")
    person.reads("x" + shown)
    person.page.locator("[name='profile.area.2000.water']").fill(shown)
    person.press("Save")
    person.go(f"{HOME}baseline/profile/sources/")
    for name, text in SOURCE.items():
        person.page.locator(f"[name={name}]").fill(text)
    person.picture("source")
    person.press("Record this source")


def promise(person: Person) -> None:
    person.go("/parties/XAR/targets/")
    person.press("Add a target")
    page = person.page
    page.locator("[name='statement.en']").fill("Restore 40 000 ha of rangeland by 2030.")
    page.locator("[name='quantities.0.kind']").select_option("area_by_land_type")
    page.locator("[name='quantities.0.land_type']").select_option("grassland")
    page.locator("[name='quantities.0.value']").fill("40000")
    page.locator("[name='quantities.0.base_year']").fill("2015")
    page.locator("[name='quantities.0.target_year']").fill("2030")
    person.press("Add another quantity")
    page.locator("[name='quantities.1.kind']").select_option("halt")
    page.locator("[name='quantities.1.what']").fill("clearance of forest along the rivers")
    page.locator("[name='quantities.1.base_year']").fill("2015")
    page.locator("[name='quantities.1.target_year']").fill("2030")
    page.locator("[name='hierarchy'][value='reverse'][type=checkbox]").check()
    page.locator("[name='land_types'][value='grassland']").check()
    person.picture("target")
    person.press("Done")


def act(person: Person, folder: Path) -> None:
    """One measure, its polygon put on the map and then replaced by an uploaded file."""
    person.go("/parties/XAR/measures/")
    person.press("Add a measure")
    page = person.page
    page.locator("[name='title']").fill("Resting and reseeding")
    page.locator("[name='targets'][type=checkbox]").first.check()
    page.locator("[name='hierarchy'][value='reverse'][type=checkbox]").check()
    page.locator("[name='slm_group']").select_option("area_closure")
    page.locator("[name='land_types'][value='grassland']").check()
    page.locator("[name='start_year']").fill("2010")
    page.locator("[name='end_year']").fill("2028")
    district = {"type": "Polygon", "coordinates": [[list(c) for c in LAND.restored_district]]}
    area = round(geodesic_area_km2(district) * 100)
    page.locator("[name='area']").fill(str(area))
    person.press("Save, and upload a polygon")
    path = folder / "district.geojson"
    path.write_text(json.dumps(district))
    page.locator("main input[type=file]").set_input_files(str(path))
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_load_state()
    person.picture("measure")
    person.reads("Resting and reseeding")


def submit(person: Person) -> None:
    person.go(f"{HOME}submit/")
    person.picture("submit")
    person.page.locator("[name=signed_name]").fill("Amina Sorel")
    person.page.locator("[name=signed_title]").fill("National focal point")
    person.page.locator("[name=confirmed]").check()
    person.press("Submit the report")
    person.reads("SHA-256")
    person.picture("receipt")


def open_submission(person: Person) -> str:
    person.go("/review/")
    person.picture("review-board")
    person.press("Aridia")
    return re.sub(r"^https?://[^/]+", "", person.page.url)


def step(person: Person, action: str, reason: str = "") -> None:
    """Take one step of the review on the page of the submission."""
    person.page.locator(f"main a[href$='/do/{action}/']").first.click()
    if reason:
        person.page.locator("main textarea").first.fill(reason)
    person.page.locator("main form button").first.click()
    person.page.wait_for_load_state()


def comment(person: Person, submission: str, text: str) -> None:
    person.go(f"{submission}read/land_cover/")
    form = person.page.locator("main form[action$='/comment/']").first
    form.evaluate("f => f.closest('details') && (f.closest('details').open = true)")
    form.locator("textarea").fill(text)
    form.get_by_role("button").click()
    person.page.wait_for_load_state()
    person.reads(text)
    person.picture("comment")


def answer(person: Person, submission: str, text: str) -> None:
    person.go(f"{submission}read/land_cover/")
    form = person.page.locator("main form[action$='/reply/']").first
    form.evaluate("f => f.closest('details') && (f.closest('details').open = true)")
    form.locator("textarea").fill(text)
    form.get_by_role("button").first.click()
    person.page.wait_for_load_state()


def resolve(person: Person, submission: str) -> None:
    person.go(f"{submission}read/land_cover/")
    person.page.locator("main form[action$='/resolve/'] button").first.click()
    person.page.wait_for_load_state()


def check_the_region(person: Person, run: Run) -> None:
    person.go("/regions/annex-i/")
    person.reads("1 of 2 Parties")
    person.picture("region")
    with person.page.expect_download() as download:
        person.page.locator("main a[href*='summary.xlsx']").first.click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert len(book.sheetnames) > 3
    link = person.page.locator("main a[href*='.csv']").first.get_attribute("href")
    text = person.context.request.get(f"{person.base}{link}").text()
    assert list(csv.reader(io.StringIO(text)))


def test_from_an_uploaded_raster_to_a_published_regional_summary(
    party: Party,
    cycle: Cycle,
    people: dict[str, User],
    worker: None,
    arrive: NewPerson,
    tmp_path: Path,
) -> None:
    focal_point = arrive(people["focal point"])
    upload_everything(focal_point, tmp_path / "rasters")
    wait_for_examination(focal_point)
    map_the_legend(focal_point)
    focal_point.go(HOME)
    focal_point.press("Start the report")
    run = compute(focal_point)
    fill_the_baseline(focal_point)
    override_a_number(focal_point)
    promise(focal_point)
    act(focal_point, tmp_path)
    submit(focal_point)

    reviewer = arrive(people["reviewer"])
    first = open_submission(reviewer)
    step(reviewer, "start-review")
    comment(reviewer, first, "Why did grassland become other land?")
    reviewer.go(first)
    step(reviewer, "return", "Please explain the change of grassland.")
    assert Report.objects.get().state == ReportState.RETURNED

    answer(focal_point, first, "The north has been drying since 2004.")
    submit(focal_point)

    second = open_submission(reviewer)
    step(reviewer, "start-review")
    resolve(reviewer, second)
    reviewer.go(second)
    step(reviewer, "accept")

    secretariat = arrive(people["secretariat"])
    third = open_submission(secretariat)
    step(secretariat, "publish")
    assert third == second
    published = Submission.objects.get(published_at__isnull=False)
    assert published.version == 2
    degraded = Fact.objects.current().filter(
        topic="sdg", category="degraded", period="baseline", category_to=""
    )
    expected = Decimal(str(run.summary["periods"]["baseline"]["sdg"]["degraded"]))
    assert any(abs(fact.value - expected) < Decimal("0.001") for fact in degraded)
    check_the_region(secretariat, run)
