"""Every file of a region says the same as its sheets, and what was not reported is never 0."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
from django.test import Client
from django.urls import reverse
from shapely import from_wkb

from ldnportal.exports import sdmx_file
from ldnportal.exports.region_files import FILES
from ldnportal.exports.regional import FACT_COLUMNS
from targets.models import Fact
from tests.factories import make_party, make_region
from tests.ldnportal.regions.region import Stage, make_stage

pytestmark = pytest.mark.django_db

PARTIES = ["XAA", "XBB", "XCC", "XDD"]
SHARES = {"XAA": 55 / 1205 * 100, "XBB": 400 / 2410 * 100}


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def fetch(client: Client, name: str, slug: str = "annex-i") -> bytes:
    response = client.get(reverse("region_file", args=[slug, name]), {"cycle": "2026"})
    assert response.status_code == 200
    assert f'filename="{slug}-2026-{name}"' in response["Content-Disposition"]
    content: bytes = response.getvalue()  # type: ignore[attr-defined]
    return content


@pytest.fixture
def workbook(client: Client, stage: Stage) -> Any:
    return openpyxl.load_workbook(BytesIO(fetch(client, "summary.xlsx")))


def sheet(book: Any, name: str) -> list[dict[str, Any]]:
    head, *rows = book[name].values
    return [dict(zip(head, row, strict=True)) for row in rows]


def by_party(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["iso3"]: row for row in rows}


def test_json_has_the_sheets_of_the_workbook(client: Client, stage: Stage, workbook: Any) -> None:
    document = json.loads(fetch(client, "summary.json"), parse_float=Decimal)

    assert list(document["sheets"]) == workbook.sheetnames
    for name in workbook.sheetnames:
        there = document["sheets"][name]
        here = sheet(workbook, name)
        assert [list(row) for row in there] == [list(row) for row in here]
        assert [_comparable(row) for row in there] == [_comparable(row) for row in here]
    assert "United Nations" in document["disclaimer"]


def _comparable(row: dict[str, Any]) -> list[Any]:
    """Numbers to nine places, empty cells as None."""
    return [
        None if value in ("", None) else value if isinstance(value, str) else round(float(value), 9)
        for value in row.values()
    ]


def test_json_keeps_every_digit_of_a_number(client: Client, stage: Stage) -> None:
    fact = Fact.objects.filter(party=stage.one).last()
    assert fact is not None
    fact.pk, fact.category, fact.value = None, "exact", Decimal("-123456789.123456")
    fact.save()

    assert b'"value": -123456789.123456,' in fetch(client, "facts.jsonl")
    assert b'"value": -123456789.123456,' in fetch(client, "summary.json")


def test_json_lines_have_one_fact_a_line_with_the_columns_of_the_csv(
    client: Client, stage: Stage
) -> None:
    rows = [json.loads(line) for line in fetch(client, "facts.jsonl").splitlines()]
    lines = csv.DictReader(StringIO(fetch(client, "facts.csv").decode("utf-8-sig")))

    assert len(rows) == Fact.objects.current().count() + 2
    assert {tuple(row) for row in rows} == {tuple(column.key for column in FACT_COLUMNS)}
    assert [row["iso3"] for row in rows] == [line["iso3"] for line in lines]


def test_only_spreadsheets_get_an_apostrophe_before_a_formula(client: Client, stage: Stage) -> None:
    type(stage.one).objects.filter(pk=stage.one.pk).update(name_en='=HYPERLINK("x")')

    spreadsheets = fetch(client, "facts.csv").decode()
    others = [
        json.loads(fetch(client, "facts.jsonl").splitlines()[0])["party"],
        json.loads(fetch(client, "parties.geojson"))["features"][-1]["properties"]["party"],
    ]

    assert "'=HYPERLINK" in spreadsheets
    assert '"=HYPERLINK' not in spreadsheets.replace("'=", "")
    assert '=HYPERLINK("x")' in others


def test_geojson_has_every_party_and_null_where_nothing_was_reported(
    client: Client, stage: Stage, workbook: Any
) -> None:
    document = json.loads(fetch(client, "parties.geojson"))
    rows = {f["properties"]["iso3"]: f for f in document["features"]}
    in_book = by_party(sheet(workbook, "parties"))

    assert sorted(rows) == PARTIES == sorted(in_book)
    for iso3, feature in rows.items():
        assert list(feature["properties"]) == list(in_book[iso3])
        share = feature["properties"]["degraded_percent_baseline"]
        assert share == (pytest.approx(SHARES[iso3]) if iso3 in SHARES else None)
    assert rows["XCC"]["properties"]["status"] == "not reported"
    assert (rows["XAA"]["geometry"]["type"], rows["XBB"]["geometry"]) == ("Polygon", None)
    assert "United Nations" in document["disclaimer"]
    assert "crs" not in document


def test_geojson_of_targets_has_their_polygons(client: Client, stage: Stage) -> None:
    targets = json.loads(fetch(client, "targets.geojson"))["features"]
    measures = json.loads(fetch(client, "measures.geojson"))["features"]

    assert [t["id"] for t in targets] == ["XAA-2026-1", "XBB-2026-1"]
    assert targets[0]["geometry"]["type"] == "Polygon"
    assert targets[0]["properties"]["promised_km2"] == 500
    assert (measures[0]["geometry"], measures[0]["properties"]["planned_km2"]) == (None, 120)


@pytest.fixture
def geopackage(client: Client, stage: Stage, tmp_path: Path) -> Path:
    path = tmp_path / "summary.gpkg"
    path.write_bytes(fetch(client, "summary.gpkg"))
    return path


def layer(path: Path, name: str) -> tuple[list[dict[str, Any]], list[Any], dict[str, Any]]:
    meta, _fids, shapes, columns = pyogrio.raw.read(path, layer=name)
    rows = [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)]
    return rows, [] if shapes is None else list(shapes), meta


def test_a_geopackage_has_three_maps_and_all_tables(geopackage: Path, workbook: Any) -> None:
    kinds = {str(name): kind for name, kind in pyogrio.list_layers(geopackage)}

    assert {name for name, kind in kinds.items() if kind} == {"parties", "targets", "measures"}
    assert set(workbook.sheetnames) <= set(kinds)


def test_a_geopackage_has_null_where_nothing_was_reported(geopackage: Path) -> None:
    rows, shapes, meta = layer(geopackage, "parties")
    shares = {row["iso3"]: row["degraded_percent_baseline"] for row in rows}

    assert shares["XAA"] == pytest.approx(SHARES["XAA"])
    assert shares["XCC"] != shares["XCC"], "a missing number is read as not a number"
    assert meta["crs"] == "EPSG:4326"
    assert from_wkb(shapes[0]).bounds == (10, 10, 12, 12)


def test_a_geopackage_has_the_facts_of_the_workbook(geopackage: Path, workbook: Any) -> None:
    rows, _shapes, _meta = layer(geopackage, "facts")
    in_book = sheet(workbook, "facts")

    assert len(rows) == len(in_book)
    assert list(rows[0]) == list(in_book[0])
    total = sum(row["value"] for row in rows if row["value"] == row["value"])
    assert total == pytest.approx(sum(float(row["value"] or 0) for row in in_book))


def test_no_file_is_left_behind(geopackage: Path, settings: Any) -> None:
    assert list((Path(settings.VAR_DIR) / "exports").iterdir()) == []


@pytest.fixture
def observations(client: Client, stage: Stage) -> list[dict[str, str]]:
    type(stage.one).objects.filter(pk=stage.one.pk).update(m49="012")
    text = fetch(client, "ag-lnd-dgrd.csv").decode()
    return list(csv.DictReader(StringIO(text)))


def test_sdmx_has_the_columns_of_the_global_data_structure(
    observations: list[dict[str, str]],
) -> None:
    first = observations[0]

    assert list(first)[:4] == ["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ"]
    assert list(first)[3:19] == list(sdmx_file.DIMENSIONS)
    assert list(first)[19] == "OBS_VALUE"
    assert list(first)[20:] == list(sdmx_file.ATTRIBUTES)
    assert {row["STRUCTURE"] for row in observations} == {"dataflow"}
    assert {row["SERIES"] for row in observations} == {"AG_LND_DGRD"}
    assert {row["UNIT_MEASURE"] for row in observations} == {"PT"}
    assert all(first[d] for d in sdmx_file.DIMENSIONS)


def test_sdmx_says_the_shares_of_the_workbook(
    observations: list[dict[str, str]], workbook: Any
) -> None:
    by_place = {(row["REF_AREA"], row["TIME_PERIOD"]): row for row in observations}
    one, two = by_place["12", "2015"], by_place["XBB", "2015"]
    in_book = by_party(sheet(workbook, "parties"))

    assert float(one["OBS_VALUE"]) == pytest.approx(
        in_book["XAA"]["degraded_percent_baseline"], abs=1e-5
    )
    assert float(two["OBS_VALUE"]) == pytest.approx(SHARES["XBB"], abs=1e-5)
    assert (one["OBS_STATUS"], one["NATURE"], one["COMMENT_OBS"]) == ("A", "C", "computed")
    assert one["TIME_DETAIL"] == "2000-2015"


def test_sdmx_has_each_party_in_each_period_and_leaves_what_is_missing_empty(
    observations: list[dict[str, str]],
) -> None:
    silent = [row for row in observations if row["REF_AREA"] == "XCC"]

    assert len(observations) == len(PARTIES) * 3
    assert {row["OBS_VALUE"] for row in silent} == {""}
    assert {row["OBS_STATUS"] for row in silent} == {"O"}
    assert {row["COMMENT_OBS"] for row in silent} == {"not reported"}


def _names() -> Iterator[str]:
    yield from FILES


@pytest.mark.parametrize("name", [name for name in _names() if not name.endswith("pdf")])
def test_a_file_streams_in_few_queries(
    client: Client, stage: Stage, django_assert_max_num_queries: Any, name: str
) -> None:
    with django_assert_max_num_queries(14):
        fetch(client, name)


@pytest.mark.parametrize("name", ["summary.docx", "..", "%00", "summary.json.exe"])
def test_an_unknown_file_is_a_404(client: Client, stage: Stage, name: str) -> None:
    assert client.get(reverse("region_file", args=["annex-i", name])).status_code == 404


def test_an_unknown_cycle_is_a_404(client: Client, stage: Stage) -> None:
    address = reverse("region_file", args=["annex-i", "summary.json"])

    assert client.get(address, {"cycle": "1999"}).status_code == 404


@pytest.mark.parametrize("name", [name for name in _names() if not name.endswith("pdf")])
def test_a_region_without_any_data_has_files_too(client: Client, stage: Stage, name: str) -> None:
    make_party("XSS", annex=make_region(slug="annex-ii"), boundary=False)

    assert fetch(client, name, "annex-ii")
