"""A Party without a report is "not reported" in every format and on every page, and never 0."""

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Cycle
from ldnportal.exports.region_files import FILES
from ldnportal.regions.scope import find_scope
from ldnportal.regions.summary import summarise
from tests.ldnportal.regions.region import Stage, make_stage

pytestmark = pytest.mark.django_db
SILENT = ("XCC", "XDD")
NAMES = {"iso3", "party", "status", "cycle", "id", "name", "land_km2"}
"""What is known of a Party that has published nothing: its land from its outline, too."""


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def made(name: str, cycle: Cycle, slug: str = "annex-i") -> bytes:
    return b"".join(FILES[name].chunks(summarise(find_scope(slug), cycle)))


Rows = Iterator[dict[str, Any]]


def of_csv(content: bytes) -> Rows:
    yield from csv.DictReader(StringIO(content.decode("utf-8-sig")))


def of_lines(content: bytes) -> Rows:
    yield from map(json.loads, content.decode().splitlines())


def of_json(content: bytes) -> Rows:
    for rows in json.loads(content)["sheets"].values():
        yield from rows


def of_xlsx(content: bytes) -> Rows:
    for sheet in openpyxl.load_workbook(BytesIO(content)):
        head, *rows = sheet.values
        yield from (dict(zip(head, row, strict=True)) for row in rows)


def of_geojson(content: bytes) -> Rows:
    yield from (feature["properties"] for feature in json.loads(content)["features"])


def of_geopackage(content: bytes, path: Path) -> Rows:
    path.write_bytes(content)
    with sqlite3.connect(path) as file:
        file.row_factory = sqlite3.Row
        tables = [row[0] for row in file.execute("select table_name from gpkg_contents")]
        for table in tables:
            for row in file.execute(f'select * from "{table}"'):
                yield {k: row[k] for k in row.keys() if k not in ("fid", "geom")}  # noqa: SIM118


READERS: dict[str, Callable[[bytes], Rows]] = {
    "facts.csv": of_csv,
    "facts.jsonl": of_lines,
    "summary.json": of_json,
    "summary.xlsx": of_xlsx,
    "parties.geojson": of_geojson,
}


def numbers_in(row: dict[str, Any]) -> list[Any]:
    return [v for k, v in row.items() if k not in NAMES and v not in (None, "")]


@pytest.mark.parametrize("name", [*READERS, "summary.gpkg"])
def test_formats_that_name_parties_say_it_in_a_row_without_numbers(
    stage: Stage, name: str, tmp_path: Path
) -> None:
    content = made(name, stage.cycle)
    rows = (
        READERS[name](content) if name in READERS else of_geopackage(content, tmp_path / "g.gpkg")
    )

    found = [row for row in rows if row.get("iso3") in SILENT]

    assert {row["iso3"] for row in found} == set(SILENT)
    for row in found:
        assert row["status"] == "not reported"
        assert numbers_in(row) == []


def test_sdmx_says_missing(stage: Stage) -> None:
    rows = [r for r in of_csv(made("ag-lnd-dgrd.csv", stage.cycle)) if r["REF_AREA"] in SILENT]

    assert len(rows) == len(SILENT) * stage.cycle.periods.count()
    assert {(r["OBS_VALUE"], r["OBS_STATUS"], r["COMMENT_OBS"]) for r in rows} == {
        ("", "O", "not reported")
    }


@pytest.mark.pdf
def test_the_pdf_says_it_in_words(stage: Stage) -> None:
    document = pypdfium2.PdfDocument(made("summary.pdf", stage.cycle))
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()

    for iso3 in SILENT:
        after = " ".join(text.partition(f"Testland {iso3}")[2].split())
        assert re.match(r"(not known|[\d\s]+) (not reported ?){3}", after), after[:80]


def test_the_page_says_it_in_words(client: Client, stage: Stage) -> None:
    html = client.get(reverse("region_detail", args=["annex-i"])).content.decode()

    silent = unescape(html.partition("Not reported (2)")[2].partition("</p>")[0])
    assert all(f"Testland {iso3}" in silent for iso3 in SILENT)
    hatched = re.findall(r'aria-label="Testland XCC: ([^"]+)"', html)
    assert set(hatched) == {"not reported"}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_region_in_which_nobody_reported_holds_no_nought(stage: Stage, name: str) -> None:
    """Of two silent Parties: sums are empty, and targets and measures have no rows at all."""
    scope = find_scope("set", SILENT)
    if name == "summary.pdf":
        pytest.importorskip("weasyprint")
        return
    content = b"".join(FILES[name].chunks(summarise(scope, stage.cycle)))

    if name == "indicators.csv":
        rows = list(of_csv(content))
        assert rows
        for row in rows:
            assert row["status"] == "not reported"
            sums = [value for key, value in row.items() if key.endswith(("_km2", "_percent"))]
            assert set(sums) == {""}
    if name in ("targets.geojson", "measures.geojson"):
        assert json.loads(content)["features"] == []


def test_every_format_is_looked_at() -> None:
    looked_at = {*READERS, "summary.gpkg", "ag-lnd-dgrd.csv", "summary.pdf"}
    sums_or_promises = {"indicators.csv", "targets.geojson", "measures.geojson"}

    assert looked_at | sums_or_promises == set(FILES)


def test_shares_weighted_by_area_equal_those_that_pandas_computes_from_the_csv(
    stage: Stage,
) -> None:
    facts = pd.read_csv(BytesIO(made("facts.csv", stage.cycle)), dtype={"value": "float64"})
    sums = pd.read_csv(BytesIO(made("indicators.csv", stage.cycle)))
    is_degraded = (
        (facts.topic == "sdg") & (facts.measure == "reported") & (facts.category == "degraded")
    )
    is_land = (facts.topic == "profile") & (facts.measure == "land_of_period")
    degraded = facts[is_degraded].set_index(["iso3", "period"]).value.rename("degraded")
    land = facts[is_land].set_index(["iso3", "period"]).value.rename("land")

    both = pd.concat([degraded, land], axis=1).dropna().groupby("period").sum()
    computed = 100 * both.degraded / both.land

    ours = sums[(sums.indicator == "sdg") & (sums.origin == "all") & (sums.status == "reported")]
    assert len(computed) == len(ours) == 1
    for _number, row in ours.iterrows():
        assert row.degraded_percent == pytest.approx(computed[row.period], abs=1e-9)
    means = (100 * degraded / land).dropna().groupby("period").mean()
    assert computed["baseline"] != pytest.approx(means["baseline"], abs=1), "no mean of shares"
