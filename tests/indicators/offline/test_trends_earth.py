"""Summaries of Trends.Earth: several schemas, one preview, nothing silent."""

import json
from decimal import Decimal
from typing import Any

import pytest

from indicators.baseline.derived import derive
from indicators.baseline.keys import Key
from indicators.models import Observation, Origin, PendingImport
from indicators.offline.summary_names import CoverNames
from tests.indicators.baseline.record_making import make_worked_report, post_section, record_of
from tests.indicators.offline.summaries import (
    W1_LAST,
    as_json,
    new_summary,
    old_summary,
)
from tests.indicators.offline.workbooks import confirm, upload

pytestmark = pytest.mark.django_db
CROPLAND = "land_cover.area.2015.cropland"


@pytest.fixture
def report(client: Any) -> Any:
    _party, report, user = make_worked_report()
    client.force_login(user)
    return report


def look(client: Any, report: Any, summary: Any) -> Any:
    answer = upload(client, report, as_json(summary), "summary.json")
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer.url)


def refused(client: Any, report: Any, content: bytes) -> str:
    answer = upload(client, report, content, "summary.json")
    assert answer.status_code == 200
    assert not PendingImport.objects.exists()
    return str(answer.content.decode())


def test_the_worked_cases_come_out_exactly_from_the_new_schema(client: Any, report: Any) -> None:
    confirm(client, look(client, report, new_summary()))

    derived = derive(record_of(report))
    assert derived[Key("land_cover", "status", "baseline", "degraded")] == 55
    assert derived[Key("profile", "area", "2015", "country")] == 1235
    assert derived[Key("sdg", "reported", "report_1", "degraded")] == 130
    assert derived[Key("sdg", "balance", "report_1", "delta")] == 75
    assert set(Observation.objects.values_list("origin", flat=True)) == {Origin.NATIONAL}


def test_the_old_schema_is_read_as_well(client: Any, report: Any) -> None:
    page = look(client, report, old_summary())
    confirm(client, page)

    text = page.content.decode()
    assert "period “progress” is read as Reporting period 2016–2019" in text
    record = record_of(report)
    assert record.value(Key("sdg", "status", "report_1", "degraded")) == 80
    assert derive(record)[Key("land_cover", "status", "baseline", "degraded")] == 55


def test_carbon_in_tonnes_becomes_tonnes_per_hectare(client: Any, report: Any) -> None:
    confirm(client, look(client, report, new_summary()))

    record = record_of(report)
    assert record.value(Key("carbon", "stock", "2000", "cropland")) == 100
    assert record.value(Key("carbon", "stock", "2015", "tree-covered")) == 90
    assert record.value(Key("carbon", "status", "baseline", "degraded")) == 40


def test_stocks_without_areas_of_their_year_are_left_out_in_so_many_words(
    client: Any, report: Any
) -> None:
    summary = new_summary()
    own = summary["land_condition"]["baseline"]["period_assessment"]["soil_organic_carbon"]
    values = own["soc_stock_by_year"]["values"]
    values["2001"] = values.pop("2000")

    text = look(client, report, summary).content.decode()

    assert "stocks of carbon of 2001 in tonnes but no land cover areas" in text
    assert 'value="carbon.stock.2000.cropland"' not in text


def test_productivity_stands_with_the_land_cover_of_the_last_year(client: Any, report: Any) -> None:
    confirm(client, look(client, report, new_summary()))

    value = record_of(report).value(Key("productivity", "lpd", "baseline", "declining", "cropland"))
    assert value == Decimal(W1_LAST["cropland"]) / 10


def test_data_of_a_near_year_keep_their_actual_year(client: Any, report: Any) -> None:
    confirm(client, look(client, report, new_summary()))

    row = Observation.objects.get(indicator="land_cover", year=2019, category="cropland")
    assert (row.value, row.actual_year) == (260, 2018)


def test_nothing_is_written_before_it_is_confirmed(client: Any, report: Any) -> None:
    look(client, report, new_summary())

    assert not Observation.objects.exists()


def test_a_number_that_a_person_entered_is_kept_unless_ticked(client: Any, report: Any) -> None:
    post_section(client, report, "land_cover", {CROPLAND: "262"})

    page = look(client, report, new_summary())
    confirm(client, page)

    assert f'value="{CROPLAND}"' in page.content.decode()
    assert f'value="{CROPLAND}" checked' not in page.content.decode()
    assert record_of(report).value(Key.from_path(CROPLAND)) == 262


def test_the_source_is_proposed(client: Any, report: Any) -> None:
    page = look(client, report, new_summary()).content.decode()

    assert 'value="Trends.Earth 2.2.4 Testland"' in page


def test_hectares_are_turned_into_square_kilometres(client: Any, report: Any) -> None:
    summary = new_summary()
    own = summary["land_condition"]["baseline"]["period_assessment"]["sdg"]["summary"]
    own["unit"] = "ha"

    confirm(client, look(client, report, summary))

    assert record_of(report).value(Key("sdg", "status", "baseline", "degraded")) == 1


def test_a_unit_that_nobody_knows_is_refused(client: Any, report: Any) -> None:
    summary = new_summary()
    summary["land_condition"]["baseline"]["period_assessment"]["sdg"]["summary"]["unit"] = "m"

    assert "areas in “m”, expected were sq km or ha" in refused(client, report, as_json(summary))


def test_a_class_that_nobody_knows_is_named(client: Any, report: Any) -> None:
    summary = new_summary()
    cover = summary["land_condition"]["baseline"]["period_assessment"]["land_cover"]
    values = cover["land_cover_areas_by_year"]["values"]["2015"]
    values["Mangrove"] = values.pop("Wetland")

    text = look(client, report, summary).content.decode()

    assert "“Mangrove” is not a class that is known here" in text
    assert 'value="land_cover.area.2015.wetland"' not in text


def test_a_legend_of_ones_own_is_followed_to_the_seven_classes() -> None:
    parent = {
        "key": [{"code": 1, "name_long": "Tree-covered"}, {"code": 3, "name_long": "Cropland"}]
    }
    own = [
        {"code": 10, "name_short": "Rice"},
        {"code": 11, "name_long": "Tea"},
        {"code": 20, "name_long": "Palms"},
    ]
    names = CoverNames(
        {
            "transition_matrix": {"legend": {"key": own}},
            "legend_nesting": {"parent": parent, "nesting": {"3": [10, 11], "1": [20]}},
        }
    )

    assert [names.key(n) for n in ("Rice", "Tea", "Palms", "Sand")] == [
        "cropland",
        "cropland",
        "tree-covered",
        "",
    ]


def test_a_translated_legend_of_the_seven_is_read_by_its_codes() -> None:
    french = (
        "Couvert arboré",
        "Prairies",
        "Cultures",
        "Zone humide",
        "Artificialisé",
        "Autres",
        "Eau",
    )
    key = [{"code": code, "name_long": name} for code, name in enumerate(french, 1)]

    names = CoverNames({"transition_matrix": {"legend": {"key": key}}})

    assert [names.key(n) for n in ("Cultures", "Eau")] == ["cropland", "water"]


def test_a_period_of_other_years_is_left_out_in_so_many_words(client: Any, report: Any) -> None:
    summary = new_summary()
    own = summary["land_condition"]["report_1"]["period_assessment"]
    for table in own["productivity"]["crosstabs_by_productivity_class"]:
        table["final_year"] = 2012
    own["land_cover"]["crosstabs_by_land_cover_class"][0]["final_year"] = 2012

    text = look(client, report, summary).content.decode()

    assert "period “report_1” is none of this report and is left out" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "could not be read as JSON"),
        (b'{"land_condition": NaN}', "could not be read as JSON"),
        (b"[" * 100_000, "could not be read as JSON"),
        (b"[1, 2]", "not a summary of land condition"),
        (b'{"type": "FeatureCollection", "features": []}', "not a summary of land condition"),
        (b'{"metadata": {}, "drought": {}}', "summary of drought"),
        (b'{"land_condition": {}}', "not a summary of land condition"),
        (b'{"land_condition": {"later": {"sdg": 5}}}', "No period of the file (later)"),
    ],
)
def test_what_is_something_else_is_refused_with_a_sentence(
    client: Any, report: Any, content: bytes, said: str
) -> None:
    assert said in refused(client, report, content)


def test_a_summary_of_affected_areas_is_refused(client: Any, report: Any) -> None:
    summary = new_summary()
    summary["metadata"]["affected_areas_only"] = True

    assert "covers the affected areas only" in refused(client, report, as_json(summary))


@pytest.mark.parametrize("junk", [None, 5, "x", [], [1], {"a": 1}, {"values": 3}, {"areas": [4]}])
def test_tables_of_another_shape_are_passed_over(client: Any, report: Any, junk: Any) -> None:
    summary = json.loads(json.dumps(new_summary()))
    own = summary["land_condition"]["baseline"]["period_assessment"]
    own["land_cover"]["land_cover_areas_by_year"] = junk
    own["land_cover"]["transition_matrix"] = junk
    own["soil_organic_carbon"] = junk
    own["sdg"] = junk

    assert look(client, report, summary).status_code == 200
