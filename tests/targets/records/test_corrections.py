"""Corrections through the pages: written down, refused in words, applied to a run, seen."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from countries.models import Party, User
from indicators.actions.baseline import use_run
from indicators.models import Cycle, JobState, Observation, Report, ReportState, Revision, Run
from indicators.runs import revising
from targets.actions import promises as actions
from targets.models import Entry
from targets.records.applying import Applying, corrections_of, in_manifest
from tests.factories import make_cycle, make_focal_point, make_party, make_report
from tests.indicators.runs.conftest import work
from tests.indicators.runs.quad import make_quad, pixels
from tests.targets.records.entry_making import make_entry, post_form

pytestmark = pytest.mark.django_db
BASELINE = "2000-2015"
NOT_DEGRADED = {
    "place": "Fallows",
    "claim": "not_degraded",
    "becomes": "stable",
    "periods": BASELINE,
    "reason": "Fallow of the third year",
    "geometry": json.dumps(pixels(slice(0, 1), slice(0, 2))),
}
DEGRADED = {
    "place": "Gullies",
    "claim": "degraded",
    "becomes": "degraded",
    "periods": BASELINE,
    "reason": "Gullies seen in the field",
    "geometry": json.dumps(pixels(slice(0, 2), slice(1, 2))),
}


@pytest.fixture(autouse=True)
def small(settings: Any) -> None:
    settings.RUN_CHUNK_PIXELS, settings.RUN_TILE_PIXELS = 1024, 16


@pytest.fixture
def party(db: None) -> Party:
    return make_party()


@pytest.fixture
def cycle(db: None) -> Cycle:
    return make_cycle()


@pytest.fixture
def focal_point(party: Party) -> User:
    return make_focal_point(party)


@pytest.fixture
def quad(party: Party, cycle: Cycle, focal_point: User) -> Run:
    run = make_quad(party, cycle, focal_point)
    work()
    run.refresh_from_db()
    assert run.job_state == JobState.SUCCEEDED, (run.error_code, run.error_params)
    return run


@pytest.fixture
def report(quad: Run, focal_point: User) -> Report:
    report = make_report(quad.party, quad.cycle)
    use_run(report, quad, by=focal_point)
    return report


@pytest.fixture
def browser(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


def list_page(browser: Client, party: Party) -> str:
    answer = browser.get(reverse("record_list", args=[party.iso3, "corrections"]))
    return " ".join(answer.content.decode().split())


def write(browser: Client, party: Party, **texts: str) -> Entry:
    """Begin a correction on the list's page and fill in its form."""
    browser.post(reverse("record_new", args=[party.iso3, "corrections"]))
    entry = Entry.objects.filter(party=party, kind="corrections").latest("pk")
    answer = post_form(browser, entry, texts, query="?then=done")
    assert answer.status_code == 302
    entry.refresh_from_db()
    return entry


def apply(browser: Client, run: Run) -> str:
    """Press the button; returns the page that it leads to."""
    address = reverse("corrections_apply", args=[run.party.iso3, run.pk])
    return " ".join(browser.post(address, follow=True).content.decode().split())


def be_the_worker(run: Run) -> None:
    for revision in Revision.objects.filter(job_state=JobState.QUEUED):
        revising.perform(str(revision.pk))
    run.refresh_from_db()


def sdg(run: Run) -> tuple[int, ...]:
    areas = run.summary["periods"]["baseline"]["sdg"]
    return tuple(round(areas[name]) for name in ("degraded", "stable", "improved", "water"))


def degraded_in_record(report: Report) -> Decimal | None:
    row = Observation.objects.get(
        report=report, indicator="sdg", measure="status", category="degraded",
        period__key="baseline",
    )  # fmt: skip
    return row.value


def test_a_correction_is_written_applied_and_seen_on_every_page(
    browser: Client, report: Report, quad: Run
) -> None:
    entry = write(browser, quad.party, **NOT_DEGRADED)
    assert entry.unread == {}
    assert entry.geometry_area_km2 == pytest.approx(Decimal("1.44"), abs=Decimal("0.01"))
    page = list_page(browser, quad.party)
    assert "The map says degraded, but it is not" in page
    assert "2000–2015" in page
    assert (sdg(quad), degraded_in_record(report)) == ((3, 11, 1, 1), 3)

    assert "The corrections are being applied to run 1." in apply(browser, quad)
    assert "its maps are being drawn anew" in list_page(browser, quad.party)
    be_the_worker(quad)

    assert (sdg(quad), degraded_in_record(report)) == ((1, 13, 1, 1), 1)
    listed = list_page(browser, quad.party)
    assert "shows these corrections" in listed
    assert "<bdi>Fallows</bdi>: 2" in listed, "two pixels of 1 km2"
    run_page = browser.get(quad.get_absolute_url()).content.decode()
    assert "With 1 correction, applied on" in run_page
    assert "Fallow of the third year" in run_page
    section = reverse("baseline_section", args=[quad.party.iso3, report.cycle.year, "sdg"])
    assert reverse("record_list", args=[quad.party.iso3, "corrections"]) in (
        browser.get(section).content.decode()
    )


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        pytest.param(("", ""), (3, 11, 1, 1), id="as-entered"),
        pytest.param(("2", "1"), (2, 12, 1, 1), id="by-order"),
        pytest.param(("1", "2"), (3, 11, 1, 1), id="by-order-as-entered"),
    ],
)
def test_where_two_overlap_the_last_in_order_wins(
    orders: tuple[str, str],
    expected: tuple[int, ...],
    browser: Client,
    report: Report,
    quad: Run,
) -> None:
    write(browser, quad.party, **NOT_DEGRADED, order=orders[0])
    write(browser, quad.party, **DEGRADED, order=orders[1])

    apply(browser, quad)
    be_the_worker(quad)

    assert sdg(quad) == expected


def test_an_incomplete_correction_is_saved_and_not_applied(
    browser: Client, report: Report, quad: Run
) -> None:
    entry = write(browser, quad.party, place="Somewhere", claim="not_degraded", becomes="degraded")

    page = list_page(browser, quad.party)
    assert entry.answers == {"place": "Somewhere", "claim": "not_degraded", "becomes": "degraded"}
    assert "entry 1 has no polygon. Draw it on its form" in page
    assert "“Reason” is empty" in page
    assert "“In which periods” is empty" in page
    assert "contradict each other" in page
    assert "Apply to Run 1" not in page
    refused = apply(browser, quad)
    assert "until then it cannot be applied" in refused
    assert not Revision.objects.exists()


def test_what_could_not_be_read_is_not_applied(
    browser: Client, report: Report, quad: Run, focal_point: User
) -> None:
    make_entry(quad.party, focal_point, "corrections", **{**NOT_DEGRADED, "order": "first"})

    assert "“first” could not be read" in apply(browser, quad)
    assert not Revision.objects.exists()


def test_periods_of_another_cycle_are_not_applied(
    browser: Client, report: Report, quad: Run, focal_point: User
) -> None:
    make_entry(quad.party, focal_point, "corrections", **{**NOT_DEGRADED, "periods": "1990-1999"})

    assert "1990-1999 is no period of the current cycle" in apply(browser, quad)


def test_a_correction_taken_out_is_taken_back_with_the_next_applying(
    browser: Client, report: Report, quad: Run
) -> None:
    entry = write(browser, quad.party, **NOT_DEGRADED)
    apply(browser, quad)
    be_the_worker(quad)
    browser.post(reverse("record_remove", args=[quad.party.iso3, "corrections", entry.pk]))

    page = list_page(browser, quad.party)
    assert "shows 1 other correction" in page
    apply(browser, quad)
    be_the_worker(quad)

    assert (sdg(quad), degraded_in_record(report)) == ((3, 11, 1, 1), 3)
    assert "shows none" in list_page(browser, quad.party)


def test_a_cited_run_stays_and_a_new_run_shows_the_corrections(
    browser: Client, report: Report, quad: Run
) -> None:
    write(browser, quad.party, **NOT_DEGRADED)
    Run.objects.update(cited_at=timezone.now())

    apply(browser, quad)
    be_the_worker(quad)

    assert (quad.revision, sdg(quad)) == (0, (3, 11, 1, 1))
    own = Run.objects.get(revises=quad)
    assert (sdg(own), degraded_in_record(report)) == ((1, 13, 1, 1), 1)
    page = browser.get(own.get_absolute_url()).content.decode()
    assert "which stays as it was; this is its revision" in page


def test_a_locked_report_keeps_its_runs(browser: Client, report: Report, quad: Run) -> None:
    write(browser, quad.party, **NOT_DEGRADED)
    Report.objects.update(state=ReportState.IN_REVIEW)

    assert "The report has been in review since" in apply(browser, quad)
    assert not Revision.objects.exists()


def test_a_correction_outside_the_country_is_said_to_be(
    browser: Client, report: Report, quad: Run
) -> None:
    far = json.dumps(
        {"type": "Polygon", "coordinates": [[[30, 30], [31, 30], [31, 31], [30, 31], [30, 30]]]}
    )
    entry = write(browser, quad.party, **{**NOT_DEGRADED, "geometry": far})

    page = browser.get(entry.get_absolute_url()).content.decode()
    assert "outside the country" in page


def test_the_list_asks_the_database_little(
    browser: Client,
    report: Report,
    quad: Run,
    focal_point: User,
    django_assert_max_num_queries: Any,
) -> None:
    for _number in range(3):
        make_entry(quad.party, focal_point, "corrections", **NOT_DEGRADED)
    page = reverse("record_list", args=[quad.party.iso3, "corrections"])

    with django_assert_max_num_queries(22):
        browser.get(page)
    for _number in range(12):
        make_entry(quad.party, focal_point, "corrections", **NOT_DEGRADED)
    with django_assert_max_num_queries(22):
        browser.get(page)


def test_the_map_of_the_list_lies_over_the_run(browser: Client, report: Report, quad: Run) -> None:
    write(browser, quad.party, **NOT_DEGRADED)

    page = list_page(browser, quad.party)

    assert f"/runs/{quad.pk}/tiles/" in page
    assert reverse("record_features", args=[quad.party.iso3, "corrections"]) in page


def test_a_reviewer_cannot_apply_and_others_do_not_see(
    client: Client, report: Report, quad: Run
) -> None:
    client.force_login(make_focal_point(make_party("XBB")))

    answer = client.post(reverse("corrections_apply", args=[quad.party.iso3, quad.pk]))

    assert answer.status_code == 404


def test_what_is_applied_is_what_a_manifest_of_the_command_line_says(
    quad: Run, focal_point: User, report: Report
) -> None:
    make_entry(quad.party, focal_point, "corrections", **DEGRADED)

    (correction,) = in_manifest(quad, corrections_of(quad.party))

    assert correction["recode"] == {"stable": "degraded", "improved": "degraded"}
    assert correction["periods"] == ["baseline"]
    assert correction["polygon"]["coordinates"][0] == [
        pytest.approx(corner, abs=1e-6)
        for corner in json.loads(DEGRADED["geometry"])["coordinates"][0]
    ]
    assert not Applying.of(quad.party).obstacles


def test_taking_a_draft_apart_leaves_no_trace_in_the_run(
    quad: Run, focal_point: User, report: Report
) -> None:
    entry = make_entry(quad.party, focal_point, "corrections", **DEGRADED)
    actions.remove(entry, by=focal_point)

    assert corrections_of(quad.party) == []
    assert Path(quad.output_key).name == str(quad.pk)
