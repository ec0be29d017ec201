"""Regional sums: areas are added, shares are area over area, and nothing is never nought."""

from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pandas as pd
import pytest
from django.test import Client

from countries.models import Party
from countries.roles import RoleKey
from indicators.models import Observation, Report
from ldnportal.regions.charts import charts_of
from ldnportal.regions.summary import Summary, summarise
from targets.actions.submissions import start_revision, submit
from targets.models import Fact, Submission
from tests.factories import make_region, make_user
from tests.ldnportal.regions.region import Stage, make_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def summary(stage: Stage) -> Summary:
    return summarise(stage.region, stage.cycle)


def test_shares_are_weighted_by_area_and_are_no_mean_of_percentages(summary: Summary) -> None:
    baseline = summary.reported[0].total

    assert baseline.degraded == Decimal(455)
    assert baseline.land == Decimal(3615)
    assert baseline.share == Decimal(455) / Decimal(3615) * 100
    mean_of_percentages = (Decimal(55) / 1205 + Decimal(400) / 2410) / 2 * 100
    assert baseline.share != mean_of_percentages


def test_origins_stand_apart(summary: Summary) -> None:
    by_origin = summary.reported[0].by_origin

    assert {origin: sums.degraded for origin, sums in by_origin.items()} == {
        "computed": Decimal(55),
        "national": Decimal(400),
    }


def test_what_nobody_reported_is_none_and_never_nought(summary: Summary) -> None:
    later = summary.reported[1].total

    assert (later.degraded, later.land, later.share, later.parties) == (None, None, None, ())
    silent = next(row for row in summary.parties if row.party.iso3 == "XCC")
    assert (silent.shares, silent.degraded) == ((None, None, None), (None, None, None))


def test_an_indicator_is_of_those_parties_that_reported_it(summary: Summary, stage: Stage) -> None:
    carbon = next(r for r in summary.indicators if r.indicator == "carbon" and r.period.is_baseline)

    assert carbon.total.parties == (stage.two.pk,)
    assert (carbon.total.degraded, carbon.total.land) == (Decimal(100), Decimal(2410))


def test_coverage_counts_parties_and_the_land_that_is_known(summary: Summary) -> None:
    coverage = summary.coverage

    assert (coverage.count, coverage.total) == (2, 4)
    assert coverage.land_with_data == Decimal(3660)  # outline of One, published land of Two
    assert coverage.land_known == Decimal(10000)
    assert coverage.share == Decimal("36.6")
    assert coverage.parties_of_unknown_area == 1


def test_a_region_without_reports_has_no_share_of_anything(stage: Stage) -> None:
    empty = make_region(slug="annex-v")
    Party.objects.filter(pk=stage.unknown.pk).update(annex=empty)

    summary = summarise(empty, stage.cycle)

    assert (summary.coverage.count, summary.coverage.total) == (0, 1)
    assert summary.coverage.share is None
    assert summary.latest is None
    assert charts_of(summary) == {}


def test_targets_are_counted_by_kind_and_hierarchy(summary: Summary, stage: Stage) -> None:
    promises = summary.promises

    assert (promises.targets.count, promises.targets.area) == (2, Decimal(1000))
    assert promises.by_hierarchy["reverse"].count == 2
    assert {kind: tally.count for kind, tally in promises.by_kind.items()} == {"area": 2, "halt": 2}
    assert promises.by_kind["area"].area == Decimal(1000)
    assert promises.by_kind["halt"].area is None
    assert promises.measures_by_group["pastoralism"].area == Decimal(240)
    assert promises.targets.parties == {stage.one.pk, stage.two.pk}


def test_a_version_that_is_not_published_does_not_count(stage: Stage, summary: Summary) -> None:
    published = Submission.objects.get(report__party=stage.one)
    start_revision(published, by=published.submitted_by)
    Observation.objects.filter(report__party=stage.one, category="degraded").update(value=60)
    Observation.objects.filter(report__party=stage.one, indicator="sdg", category="stable").update(
        value=1115
    )
    Observation.objects.filter(report__party=stage.one).update(comment="Changed.")
    report = Report.objects.select_related("party", "cycle").get(party=stage.one)
    submit(report, by=published.submitted_by, signed_name="A", signed_title="B")

    again = summarise(stage.region, stage.cycle)

    assert again.reported[0].total.degraded == summary.reported[0].total.degraded


def test_the_chart_says_the_answer(summary: Summary) -> None:
    charts = charts_of(summary)

    title = "12.6\xa0% of the land of 2 Parties is degraded, Baseline 2000–2015"
    assert charts["degraded"].title == title
    assert {"map", "degraded", "indicators", "land-cover", "targets", "measures"} == set(charts)


# ---- Downloads, read back by others' tools ----


def read_csv(client: Client, sheet: str) -> pd.DataFrame:
    response = client.get(f"/regions/annex-i/{sheet}.csv")
    text = b"".join(response).decode("utf-8-sig")  # type: ignore[arg-type]
    return pd.read_csv(StringIO(text), keep_default_na=False, na_values=[""])


def test_pandas_finds_the_same_shares_in_the_csv(
    stage: Stage, summary: Summary, client: Client
) -> None:
    facts = read_csv(client, "facts")

    reported = facts[facts.status == "reported"]
    degraded = reported[(reported.topic == "sdg") & (reported.measure == "reported")]
    land = reported[reported.measure == "land_of_period"]
    both = degraded.merge(land, on=["iso3", "period"], suffixes=("", "_land"))
    sums = both.groupby("period")[["value", "value_land"]].sum()
    shares = (sums["value"] / sums["value_land"] * 100).to_dict()
    expected = {
        row.period.key: float(row.total.share)
        for row in summary.reported
        if row.total.share is not None
    }
    assert shares == pytest.approx(expected, rel=1e-12)
    page = read_csv(client, "indicators")
    mine = page[(page.indicator == "sdg") & (page.origin == "all") & (page.period == "baseline")]
    assert float(mine.degraded_percent.iloc[0]) == pytest.approx(shares["baseline"], rel=1e-12)


def test_a_party_without_data_is_not_reported_in_the_csv_and_never_nought(
    stage: Stage, client: Client
) -> None:
    facts = read_csv(client, "facts")

    silent = facts[facts.iso3.isin(["XCC", "XDD"])]
    assert list(silent.status) == ["not reported", "not reported"]
    assert silent.value.isna().all()


def test_the_workbook_holds_the_same_numbers_and_a_dictionary_of_every_column(
    stage: Stage, summary: Summary, client: Client
) -> None:
    response = client.get("/regions/annex-i/summary.xlsx")

    book = openpyxl.load_workbook(BytesIO(response.getvalue()))  # type: ignore[attr-defined]
    assert book.sheetnames == [
        "coverage",
        "indicators",
        "parties",
        "land_cover",
        "targets_measures",
        "finance",
        "commitments",
        "facts",
        "provenance",
        "dictionary",
    ]
    tables = {
        name: pd.DataFrame(list(book[name].values)[1:], columns=next(book[name].values))
        for name in book.sheetnames
    }
    assert tables["coverage"].share_of_land_percent.iloc[0] == pytest.approx(36.6)
    parties = tables["parties"].set_index("iso3")
    assert parties.loc["XAA", "degraded_percent_baseline"] == pytest.approx(55 / 1205 * 100)
    assert list(parties.status) == ["reported", "reported", "not reported", "not reported"]
    assert pd.isna(parties.loc["XCC", "degraded_km2_baseline"])
    described = set(tables["dictionary"][["sheet", "column"]].itertuples(index=False, name=None))
    assert described == {(n, c) for n, t in tables.items() if n != "dictionary" for c in t.columns}
    assert set(tables["provenance"].sha256) == set(
        Submission.objects.values_list("sha256", flat=True)
    )
    assert len(tables["facts"]) == Fact.objects.count() + 2


def test_a_hostile_name_does_not_become_a_formula(stage: Stage, client: Client) -> None:
    Party.objects.filter(pk=stage.one.pk).update(name_en='=HYPERLINK("http://example.org")')

    book = openpyxl.load_workbook(BytesIO(client.get("/regions/annex-i/summary.xlsx").getvalue()))
    facts = read_csv(client, "facts")

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'=HYPERLINK" in facts.party.iloc[0]


# ---- The page ----


def test_the_page_starts_with_coverage_and_says_what_it_is_measured_against(
    stage: Stage, client: Client
) -> None:
    text = client.get("/regions/annex-i/").content.decode()

    assert "2 of 4 Parties" in text
    assert "36.6\xa0% of the land" in text
    assert "Measured against the 10\xa0000\xa0km² of the 3 Parties whose area is known" in text
    assert "1 Party whose area is not known is left out of the share" in text
    assert text.index("2 of 4 Parties") < text.index("Degraded land (15.3.1)")
    assert "not reported" in text


@pytest.mark.parametrize("role", [None, RoleKey.SECRETARIAT])
def test_the_page_of_a_region_needs_few_queries(
    stage: Stage, client: Client, role: str | None, django_assert_max_num_queries: object
) -> None:
    if role:
        client.force_login(make_user(role))

    with django_assert_max_num_queries(15):  # type: ignore[operator]
        response = client.get("/regions/annex-i/")

    assert response.status_code == 200


def test_the_list_of_regions_says_how_many_have_published(stage: Stage, client: Client) -> None:
    assert "2 of 4 Parties" in client.get("/regions/").content.decode()


def test_a_region_that_does_not_exist_is_not_found(stage: Stage, client: Client) -> None:
    assert client.get("/regions/atlantis/").status_code == 404
    assert client.get("/regions/annex-i/?cycle=1999").status_code == 404
    assert client.get("/regions/annex-i/passwords.csv").status_code == 404
    assert client.get("/regions/annex-i/charts/nothing.svg").status_code == 404


@pytest.mark.parametrize("key", ["map", "degraded", "indicators", "land-cover"])
def test_a_chart_is_downloaded_as_svg_and_its_numbers_as_csv(
    stage: Stage, client: Client, key: str
) -> None:
    drawing = client.get(f"/regions/annex-i/charts/{key}.svg")
    numbers = client.get(f"/regions/annex-i/charts/{key}.csv")

    assert drawing.content.startswith(b"<?xml")
    assert drawing["Content-Type"] == "image/svg+xml"
    assert len(pd.read_csv(BytesIO(numbers.content))) > 0
