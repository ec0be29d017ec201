"""What the data interface says: published data to everybody, flat, paged and filtered."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from countries.roles import RoleKey
from ldnportal.exports.regional import FACT_COLUMNS
from targets.actions.submissions import start_revision
from targets.models import Fact, MeasureProgress
from tests.factories import make_focal_point, make_user
from tests.ldnportal.regions.region import Stage, make_stage
from tests.targets.reports import make_filled_report, publish_report, submit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def ask(client: Client, name: str, *args: Any, **query: Any) -> Any:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.content
    return response.json()


def test_the_root_leads_everywhere(client: Client) -> None:
    links = ask(client, "api_root")

    answers = {key: client.get(address).status_code for key, address in links.items()}

    assert set(answers.values()) == {200}
    assert {"parties", "facts", "schema", "features", "catalogue"} <= set(links)


def test_facts_are_those_of_published_versions_with_the_keys_of_the_csv(
    client: Client, stage: Stage
) -> None:
    found = ask(client, "api_fact_list", limit=1000)

    assert found["count"] == Fact.objects.current().count() == len(found["results"])
    keys = set(found["results"][0])
    assert keys <= {column.key for column in FACT_COLUMNS}
    assert {"iso3", "cycle", "value", "unit", "origin", "licence"} <= keys


def test_a_fact_keeps_all_its_digits(client: Client, stage: Stage) -> None:
    fact = Fact.objects.filter(topic="sdg").last()
    assert fact is not None
    fact.pk, fact.category, fact.value = None, "exact", Decimal("-123456789.123456")
    fact.save()

    rows = ask(client, "api_fact_list", category="exact")["results"]

    assert [row["value"] for row in rows] == ["-123456789.123456"]


@pytest.mark.parametrize(
    ("query", "parties"),
    [
        ({"iso3": "XAA"}, {"XAA"}),
        ({"iso3": "XAA,XBB"}, {"XAA", "XBB"}),
        ({"iso3": "XCC"}, set()),
        ({"region": "annex-i"}, {"XAA", "XBB"}),
        ({"region": "nowhere"}, set()),
        ({"cycle": "2026"}, {"XAA", "XBB"}),
        ({"cycle": "2022"}, set()),
        ({"origin": "national"}, {"XAA", "XBB"}),
        ({"topic": "carbon", "measure": "status"}, {"XBB"}),
    ],
)
def test_facts_are_narrowed_by_filters(
    client: Client, stage: Stage, query: dict[str, str], parties: set[str]
) -> None:
    rows = ask(client, "api_fact_list", limit=1000, **query)["results"]

    assert {row["iso3"] for row in rows} == parties


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"limit": "many"}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"limit": "1001"}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"offset": "-1"}, "offset"),
        ({"offset": "9" * 30}, "offset"),
        ({"cycle": "20x6"}, "cycle"),
        ({"cycle": "1e3"}, "cycle"),
        ({"iso3": "xaa"}, "iso3"),
        ({"parti": "XAA"}, "parti"),
        ({"topic": "a\x00b"}, "topic"),
    ],
)
def test_what_cannot_be_understood_is_an_error_that_names_the_parameter(
    client: Client, stage: Stage, query: dict[str, str], parameter: str
) -> None:
    response = client.get(reverse("api_fact_list"), query)

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [parameter]


def test_pages_lead_on_until_the_end_and_hold_each_row_once(client: Client, stage: Stage) -> None:
    address, seen, pages = f"{reverse('api_fact_list')}?limit=37", [], 0
    while address:
        page = client.get(address).json()
        seen += [tuple(row.values()) for row in page["results"]]
        address, pages = page["next"], pages + 1

    assert pages == -(-page["count"] // 37)
    assert len(seen) == len(set(seen)) == page["count"]


def test_targets_and_measures_stand_as_they_were_signed(client: Client, stage: Stage) -> None:
    target = ask(client, "api_target_detail", "XAA-2026-1")
    measure = ask(client, "api_measure_detail", "XAA-2026-1")

    assert target["statements"]["fr"] == "Restaurer les prairies"
    assert [q["kind"] for q in target["quantities"]] == ["area", "halt"]
    assert Decimal(target["quantities"][0]["area_km2"]) == 500
    assert target["geometry"]["type"] == "Polygon"
    assert target["bbox"] == [10.0, 10.0, 12.0, 12.0]
    assert (target["first_year"], target["last_year"]) == (2018, 2030)
    assert (measure["title"], measure["targets"]) == ("Rotational grazing", [1])
    assert Decimal(measure["area_km2"]) == 120


def test_a_measure_says_how_far_it_is(client: Client, stage: Stage) -> None:
    report = make_filled_report(stage.silent, stage.cycle)
    measure = report.party.measures.get()
    measure.details = {"cost": "12.5"}
    measure.save()
    for number, day, done in ((1, date(2024, 5, 1), 40), (2, date(2025, 5, 1), 90)):
        MeasureProgress.objects.create(
            measure=measure,
            number=number,
            date=day,
            status=MeasureProgress.Status.values[0],
            area_km2=done,
            evidence_name="minutes by A. Person.pdf",
        )
    publish_report(report)

    found = ask(client, "api_measure_detail", "XCC-2026-1")
    row = client.get(reverse("region_file", args=["annex-i", "measures.geojson"]))

    assert [(p["date"], p["area_km2"]) for p in found["progress"]] == [
        ("2025-05-01", "90.000000"),
        ("2024-05-01", "40.000000"),
    ]
    assert found["details"] == {"cost": "12.5"}
    assert "A. Person" not in str(found)
    newest = json.loads(row.getvalue())["features"][-1]["properties"]  # type: ignore[attr-defined]
    assert (newest["progress_date"], newest["done_km2"]) == ("2025-05-01", 90)


def test_explanations_to_reviewers_are_not_given_away(client: Client, stage: Stage) -> None:
    assert "explanations" not in ask(client, "api_target_detail", "XAA-2026-1")
    assert "remarks" not in ask(client, "api_submission_list")["results"][0]


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("api_target_detail", "XAA-2026-9"),
        ("api_target_detail", "xaa-2026-1"),
        ("api_target_detail", "XAA-2026-99999999999999999999"),
        ("api_target_detail", "\x00"),
        ("api_party_detail", "XZZ"),
        ("api_party_detail", "\x00\x00\x00"),
        ("api_region_detail", "\x00"),
        ("api_cycle_detail", "99999999999999999999"),
        ("api_submission_detail", "99999999999999999999999999"),
        ("api_submission_detail", "x"),
    ],
)
def test_what_is_not_there_is_a_404_in_json(
    client: Client, stage: Stage, name: str, argument: str
) -> None:
    response = client.get(reverse(name, args=[argument]))

    assert response.status_code == 404
    assert response.json()["detail"]


def test_lists_leave_the_polygons_out(client: Client, stage: Stage) -> None:
    assert "geometry" not in ask(client, "api_target_list")["results"][0]


def test_a_party_says_where_it_belongs_and_what_it_has_published(
    client: Client, stage: Stage
) -> None:
    one = ask(client, "api_party_detail", "XAA")
    silent = ask(client, "api_party_detail", "XCC")

    assert (one["annex"], one["published_cycles"]) == ("annex-i", [2026])
    assert (silent["names"], silent["published_cycles"]) == ({"en": "Testland XCC"}, [])


def test_a_region_lists_its_parties_and_the_files_of_its_summary(
    client: Client, stage: Stage
) -> None:
    region = ask(client, "api_region_detail", "annex-i")

    assert region["parties"] == ["XAA", "XBB", "XCC", "XDD", "XEE"]
    assert {file["format"] for file in region["downloads"]} >= {"csv", "xlsx", "json", "gpkg"}


def test_a_cycle_says_which_years_its_periods_use(client: Client, stage: Stage) -> None:
    cycle = ask(client, "api_cycle_detail", "2026")

    assert [p["key"] for p in cycle["periods"]] == ["baseline", "report_1", "report_2"]
    assert cycle["periods"][1]["productivity_first"] == 2004


def test_the_public_sees_published_versions_only(client: Client, stage: Stage) -> None:
    third = make_filled_report(stage.silent, stage.cycle)
    submit_as(third, make_focal_point(stage.silent))

    rows = ask(client, "api_submission_list")["results"]

    assert [(row["iso3"], row["state"]) for row in rows] == [
        ("XAA", "published"),
        ("XBB", "published"),
    ]
    assert {row["snapshot"] for row in rows} == {None}


def test_a_party_sees_its_own_versions_too_and_reads_their_whole_text(
    client: Client, stage: Stage
) -> None:
    focal_point = make_focal_point(stage.silent)
    submission = submit_as(make_filled_report(stage.silent, stage.cycle), focal_point)
    client.force_login(focal_point)

    rows = ask(client, "api_submission_list", iso3="XCC")["results"]
    snapshot = client.get(rows[0]["snapshot"])

    assert [(row["id"], row["state"]) for row in rows] == [(submission.pk, "submitted")]
    assert snapshot.content.decode() == submission.snapshot
    assert snapshot["ETag"] == f'"{submission.sha256}"'


def test_somebody_elses_unpublished_version_is_a_404(client: Client, stage: Stage) -> None:
    submission = submit_as(
        make_filled_report(stage.silent, stage.cycle), make_focal_point(stage.silent)
    )
    client.force_login(make_focal_point(stage.one))

    assert client.get(reverse("api_submission_detail", args=[submission.pk])).status_code == 404
    assert client.get(reverse("api_submission_snapshot", args=[submission.pk])).status_code == 404


def test_a_revision_leaves_the_published_data_as_they_are(client: Client, stage: Stage) -> None:
    report = stage.one.reports.get()
    before = ask(client, "api_fact_list", iso3="XAA", limit=1000)
    published = report.submissions.get()

    start_revision(published, by=published.submitted_by)
    report.observations.filter(indicator="sdg", category="degraded").update(value=60)
    report.observations.filter(indicator="sdg", category="stable").update(value=1115)
    while_revising = ask(client, "api_fact_list", iso3="XAA", limit=1000)
    publish_report(type(report).objects.get(pk=report.pk))
    after = ask(client, "api_fact_list", iso3="XAA", limit=1000)

    assert while_revising == before
    assert {row["version"] for row in after["results"]} == {2}


@pytest.mark.parametrize(
    ("name", "args", "most"),
    [
        ("api_party_list", [], 4),
        ("api_party_detail", ["XAA"], 3),
        ("api_region_list", [], 2),
        ("api_region_detail", ["annex-i"], 4),
        ("api_cycle_list", [], 3),
        ("api_fact_list", [], 3),
        ("api_target_list", [], 3),
        ("api_target_detail", ["XAA-2026-1"], 2),
        ("api_measure_list", [], 3),
        ("api_submission_list", [], 2),
    ],
)
def test_an_answer_takes_few_queries_however_many_rows_there_are(
    client: Client,
    stage: Stage,
    django_assert_max_num_queries: Any,
    name: str,
    args: list[str],
    most: int,
) -> None:
    with django_assert_max_num_queries(most):
        ask(client, name, *args)


def test_writing_does_not_exist(client: Client, stage: Stage) -> None:
    client.force_login(make_user(RoleKey.SECRETARIAT))

    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(reverse("api_fact_list"))
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
