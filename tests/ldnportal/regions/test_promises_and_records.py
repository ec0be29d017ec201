"""Progress, drivers, finance and commitments of a region; what nobody said is not counted as 0."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import Cycle
from ldnportal.exports.regional import regional_sheets
from ldnportal.regions.charts import charts_of
from ldnportal.regions.page import parts_of
from ldnportal.regions.records import records_of
from ldnportal.regions.summary import Summary, summarise
from targets.models import Entry, Measure
from tests.factories import make_cycle, make_party, make_region
from tests.targets.reports import add_progress, make_filled_report, publish_report

pytestmark = pytest.mark.django_db
MaxQueries = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def cycle() -> Cycle:
    """XAA has done 60 of its planned area and needs money; XBB says nothing of either."""
    cycle, region = make_cycle(), make_region(slug="annex-i")
    one, two = make_party("XAA", annex=region), make_party("XBB", annex=region)
    first = make_filled_report(one, cycle)
    Measure.objects.filter(party=one).update(drivers=["climate-change", "fire-regime-change"])
    add_progress(Measure.objects.get(party=one))
    finance = {
        "title": "Seed",
        "direction": "need",
        "amount": "1000.50",
        "currency": "usd",
        "source": "donor",
    }
    add_entry(one.pk, "finance", 1, **finance)
    add_entry(one.pk, "finance", 2, **{**finance, "amount": "9", "currency": "EUR"})
    add_entry(one.pk, "finance", 3, **{**finance, "amount": "0.5", "currency": "USD"})
    add_entry(one.pk, "commitments", 1, title="Pledge", kind="ndc", **area("12"))
    goals = {"organization": "Firm", "goals": ["soil_health", "drought"], **area("7")}
    add_entry(one.pk, "business", 1, confirmed_at=timezone.now(), **goals)
    add_entry(one.pk, "business", 2, **goals)
    publish_report(first)
    publish_report(make_filled_report(two, cycle))
    return cycle


def area(km2: str) -> dict[str, str]:
    return {"area": km2, "area_unit": "km2", "area_km2": km2}


def add_entry(
    party: int, of: str, number: int, /, *, confirmed_at: object = None, **answers: object
) -> None:
    Entry.objects.create(
        party_id=party, kind=of, number=number, answers=answers, confirmed_at=confirmed_at
    )


@pytest.fixture
def summary(cycle: Cycle) -> Summary:
    return summarise(make_region(slug="annex-i"), cycle)


def test_progress_is_of_the_measures_that_state_both(summary: Summary) -> None:
    measures = summary.promises.measures
    planned = Measure.objects.get(party__iso3="XAA").area_km2
    assert planned is not None

    assert measures.count == 2
    assert measures.area == 2 * planned, "of both Parties"
    assert measures.done == 60
    assert measures.progress == Decimal(60) / planned * 100, "of the one that reports"


def test_measures_are_counted_by_each_driver_they_address(summary: Summary) -> None:
    found = summary.promises.measures_by_driver

    assert {key: one.count for key, one in found.items()} == {
        "climate-change": 1,
        "fire-regime-change": 1,
    }


def test_targets_stand_by_response_and_status(summary: Summary) -> None:
    total = summary.promises.targets.count

    assert sum(summary.promises.standing.values()) >= total
    assert {status for _level, status in summary.promises.standing} == set(
        summary.promises.by_status
    )


def test_amounts_are_added_within_one_currency_alone(summary: Summary) -> None:
    money = summary.records.money

    assert {key: (one.count, one.sum) for key, one in money.items()} == {
        ("need", "USD"): (2, Decimal("1001.00")),
        ("need", "EUR"): (1, Decimal(9)),
    }
    assert summary.records.needs["donor"].count == 3
    assert summary.records.offers == {}


def test_a_business_commitment_counts_once_it_is_confirmed_and_in_each_goal(
    summary: Summary,
) -> None:
    goals = summary.records.goals

    assert {key: (one.count, one.sum) for key, one in goals.items()} == {
        "soil_health": (1, Decimal(7)),
        "drought": (1, Decimal(7)),
    }


def test_the_workbook_has_a_line_for_every_currency_source_kind_goal_and_value_chain(
    client: Client, cycle: Cycle
) -> None:
    answer = client.get("/regions/annex-i/summary.xlsx")

    book = openpyxl.load_workbook(BytesIO(b"".join(answer)))  # type: ignore[arg-type]
    lists = {name: list(book[name].values) for name in ("finance", "commitments")}
    assert lists == {
        "finance": [
            ("direction", "sorted_by", "category", "count", "parties", "amount"),
            ("need", "currency", "EUR", 1, 1, 9),
            ("need", "currency", "USD", 2, 1, 1001),
            ("need", "source", "donor", 3, 1, None),
        ],
        "commitments": [
            ("topic", "sorted_by", "category", "count", "parties", "area_km2"),
            ("party", "kind", "ndc", 1, 1, 12),
            ("business", "goal", "drought", 1, 1, 7),
            ("business", "goal", "soil_health", 1, 1, 7),
            ("business", "value_chain", None, 1, 1, 7),
        ],
    }
    rows = [row for row in book["dictionary"].values if row[0] in lists]
    assert [(row[0], row[2]) for row in rows] == [
        (name, column) for name, lines in lists.items() for column in lines[0]
    ]
    assert all(row[-1] for row in rows), "every column has its meaning"


def test_the_columns_of_every_sheet_of_sums_are_a_contract(summary: Summary) -> None:
    sheets = {sheet.key: " ".join(sheet.header) for sheet in regional_sheets(summary)}

    assert {key: sheets[key] for key in ("coverage", "finance", "commitments")} == {
        "coverage": (
            "region cycle parties parties_with_data land_with_data_km2 land_known_km2"
            " parties_of_unknown_area share_of_land_percent unions_not_added"
        ),
        "finance": "direction sorted_by category count parties amount",
        "commitments": "topic sorted_by category count parties area_km2",
    }
    assert sheets["indicators"] == (
        "indicator period first_year last_year origin status parties degraded_km2 stable_km2"
        " improved_km2 no_data_km2 land_km2 degraded_percent"
    )
    assert sheets["land_cover"] == "category year parties area_km2"
    assert sheets["targets_measures"] == "topic sorted_by category count parties area_km2"
    assert sheets["provenance"] == "iso3 cycle version published_on sha256"


def test_an_entry_that_says_no_amount_is_counted_without_one() -> None:
    found = records_of(
        [(1, "finance", {"direction": "offer"}), (2, "commitments", {"kind": "ndc"})]
    )

    assert found.money[("offer", "")].sum is None
    assert found.commitments["ndc"].sum is None
    assert found.commitments["ndc"].count == 1


def test_every_part_of_the_page_has_its_charts_and_tables(summary: Summary) -> None:
    found = {part.key: part for part in parts_of(summary)}

    for key in ("sdg", "land-cover", "targets", "measures", "finance", "commitments"):
        assert found[key].charts, key
        assert found[key].tables, key
    assert set(charts_of(summary)) == {k for part in found.values() for k in part.charts}


def test_the_page_says_it_with_few_queries(
    client: Client, cycle: Cycle, django_assert_max_num_queries: MaxQueries
) -> None:
    with django_assert_max_num_queries(15):
        page = client.get(reverse("region_detail", args=["annex-i"])).content.decode()

    for words in ("Climate change", "1\xa0001", "USD", "Soil health", "Nationally determined"):
        assert words in page


def test_what_no_party_publishes_is_said_to_be_not_reported(client: Client) -> None:
    region, cycle = make_region(slug="annex-i"), make_cycle()
    publish_report(make_filled_report(make_party("XAA", annex=region), cycle))

    page = client.get(reverse("region_detail", args=["annex-i"])).content.decode()

    finance = page.partition('id="finance"')[2].partition("</section>")[0]
    assert "not reported" in finance
    assert ">0<" not in finance
