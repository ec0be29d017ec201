"""Figures, charts and tables from a summary whose numbers fit in the margin (worked case W1, W2).

Change of land cover, km2: trees stay 500, to cropland 40; grassland stays 300, to trees 10, to
cropland 20; cropland stays 200, to artificial 15; other land stays 100; water stays 20 (30 in all
with 10 km2 of coast). Degraded 40 + 15 = 55, improved 10 + 20 = 30.
"""

from collections.abc import Callable
from typing import Any

import pytest

from indicators.models import Run
from indicators.quantity_text import NBSP, as_decimal
from indicators.runs.results import tables
from indicators.runs.results.charts import charts_of
from indicators.runs.results.gaps import gaps_of
from indicators.runs.results.numbers import Results, column_places, results_of
from indicators.runs.results.shares import shares_answer

pytestmark = pytest.mark.django_db

CHANGE = [
    [500, 0, 40, 0, 0, 0, 0],
    [10, 300, 20, 0, 0, 0, 0],
    [0, 0, 200, 0, 15, 0, 0],
    [0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 100, 0],
    [0, 0, 0, 0, 0, 0, 20],
]
SEVEN = {
    "persistent-degradation": 30,
    "recent-degradation": 50,
    "baseline-degradation": 50,
    "stability": 800,
    "baseline-improvement": 120,
    "recent-improvement": 80,
    "persistent-improvement": 75,
    "no_data": 0,
    "water": 30,
}
BASELINE = {
    "land": 1205,
    "land_cover": {"degraded": 55, "stable": 1120, "improved": 30, "no_data": 0, "water": 30},
    "land_cover_change": CHANGE,
    "sdg": {"degraded": 100, "stable": 900, "improved": 205, "no_data": 0, "water": 30},
}
REPORT = {
    "land": 1205,
    "sdg": {"degraded": 80, "stable": 970, "improved": 155, "no_data": 0, "water": 30},
    "status": {
        "seven_class": SEVEN,
        "three_class": {"degraded": 130, "stable": 800, "improved": 275, "no_data": 0, "water": 30},
        "crosstab": [[30, 50, 20], [40, 800, 60], [10, 120, 75]],
    },
    "balance": {
        "land_types": {
            "cropland": {"gains": 60, "losses": 10, "delta": 50, "neutral": True},
            "wetland": {"gains": 0, "losses": 20, "delta": -20, "neutral": False},
        },
        "total": {"gains": 60, "losses": 30, "delta": 30},
        "neutral": False,
        "not_neutral": ["wetland"],
    },
}
SUMMARY: dict[str, Any] = {
    "method": {"parameters": {"baseline": "baseline"}},
    "periods": {"report_1": REPORT, "baseline": BASELINE},  # a database may reorder keys
    "left_out": [
        {"period": "baseline", "indicator": "carbon", "reason": "carbon is not given."},
        {"period": "baseline", "indicator": "performance", "reason": "so"},
    ],
    "zones": [],
}


@pytest.fixture
def results(new_run: Callable[[], Run]) -> Results:
    run = new_run()
    run.manifest = {
        "periods": [
            {"key": "baseline", "land_cover": [2000, 2015]},
            {"key": "report_1", "land_cover": [2015, 2019]},
        ]
    }
    run.summary = SUMMARY
    found = results_of(run)
    assert found is not None
    return found


def test_periods_come_in_the_order_of_the_manifest(results: Results) -> None:
    assert [period.key for period in results.periods] == ["baseline", "report_1"]
    assert [period.is_baseline for period in results.periods] == [True, False]


def test_the_title_states_the_share_of_status_against_the_baseline(results: Results) -> None:
    answer = shares_answer(results, "sdg").replace(NBSP, " ")

    # 130 of 1205 is 10.788 %, 100 of 1205 is 8.299 %.
    assert answer.startswith("10.8 % of the land is degraded")
    assert "8.3 % in the baseline" in answer


def test_the_change_matrix_sums_to_both_years(results: Results) -> None:
    table = tables.change_table(results.periods[0])

    totals = table.rows[-1].cells
    assert [cell.replace(NBSP, "") for cell in totals][:3] == ["510", "300", "260"]
    assert totals[-1].replace(NBSP, "") == "1205"


def test_the_chart_of_change_names_the_area_and_the_largest_change(results: Results) -> None:
    title = charts_of(results)["change--baseline"].title.replace(NBSP, " ")

    # 40 + 10 + 20 + 15
    assert title == (
        "85 km² changed between 2000 and 2015, most of it from tree-covered areas to cropland"
    )


def test_the_status_shows_what_became_degraded(results: Results) -> None:
    chart = charts_of(results)["status--report_1"]

    assert chart.title.replace(NBSP, " ").startswith("50 km² became degraded after the baseline")
    assert [row.cells[0] for row in chart.table().rows] == [
        "30", "50", "50", "800", "120", "80", "75",
    ]  # fmt: skip


def test_the_balance_names_the_land_type_that_is_not_neutral_though_the_total_gains(
    results: Results,
) -> None:
    chart = charts_of(results)["balance--report_1"]

    assert chart.title.startswith("Not neutral: losses exceed gains in wetland")
    assert [row.cells[-1] for row in chart.table().rows] == ["neutral", "not neutral"]


def test_what_was_left_out_has_charts_neither_nor_tables_but_a_reason(results: Results) -> None:
    assert "shares--carbon" not in charts_of(results)
    assert [(gap.indicator, gap.reason) for gap in gaps_of(results)] == [
        ("Carbon stocks", "no raster of carbon stocks was chosen, or no land cover")
    ]


@pytest.mark.parametrize(
    ("largest", "places"), [("12345.6", 0), ("999.26", 1), ("5.1234", 3), ("5.5", 1), ("0", 0)]
)
def test_columns_have_as_many_decimals_as_their_largest_number_needs(
    largest: str, places: int
) -> None:
    assert column_places([as_decimal("0"), None, as_decimal(largest)]) == places
