"""The pages of runs, from the empty list to the results and their files."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from countries.models import Party, User
from indicators.actions.runs import start_run
from indicators.forms.run_request import RunRequest
from indicators.models import Cycle, JobState, LegendClass, Run
from indicators.runs.inputs import inputs_of
from tests.factories import make_cycle, make_focal_point, make_party
from tests.indicators.runs.conftest import work
from tests.indicators.runs.forms import default_answers
from tests.indicators.runs.landscape import make_landscape

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


def address(name: str, run: Run, *args: Any) -> str:
    return reverse(name, args=[run.party.iso3, run.pk, *args])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


# --- The list, and starting -------------------------------------------------------------------


def test_a_party_without_runs_is_told_what_to_do(browser: Client, party: Party) -> None:
    page = text_of(browser.get(reverse("run_list", args=[party.iso3])))

    assert "Nothing has been computed yet" in page
    assert reverse("run_new", args=[party.iso3]) in page


def test_the_list_has_pages_and_asks_the_database_little(
    browser: Client,
    party: Party,
    new_run: Callable[[], Run],
    settings: Any,
    django_assert_max_num_queries: Any,
) -> None:
    settings.PAGE_SIZE = 5
    for _ in range(7):
        new_run()

    with django_assert_max_num_queries(12):
        first = browser.get(reverse("run_list", args=[party.iso3]))
    second = browser.get(reverse("run_list", args=[party.iso3]) + "?page=2")

    assert "Run 7" in text_of(first)
    assert "Run 2" not in text_of(first)
    assert "Run 2" in text_of(second)


def test_what_is_missing_is_said_with_a_way_to_mend_it(
    browser: Client, party: Party, cycle: Cycle
) -> None:
    page = text_of(browser.get(reverse("run_new", args=[party.iso3])))

    assert "there is no land cover raster with a complete legend" in page
    assert "there is no raster of soil organic carbon" in page
    assert "it needs all three indicators" in page
    assert reverse("dataset_new", args=[party.iso3]) in page


def test_a_legend_that_is_not_complete_is_pointed_out(
    browser: Client, party: Party, cycle: Cycle
) -> None:
    dataset = make_landscape(party)[0]
    LegendClass.objects.filter(code=4).delete()

    page = text_of(browser.get(reverse("run_new", args=[party.iso3])))

    assert "has codes that its legend does not map yet" in page
    assert dataset.get_absolute_url() in page


def test_without_a_cycle_the_page_says_who_opens_one(browser: Client, party: Party) -> None:
    page = text_of(browser.get(reverse("run_new", args=[party.iso3])))

    assert "There is no reporting cycle yet" in page


def test_starting_leads_to_the_run_and_asking_twice_to_the_same_one(
    browser: Client, party: Party, cycle: Cycle
) -> None:
    make_landscape(party)
    answers = dict(default_answers(RunRequest(party, cycle, inputs_of(party))).lists())
    url = reverse("run_new", args=[party.iso3])

    first = browser.post(url, answers)
    second = browser.post(url, answers, follow=True)

    run = Run.objects.get()
    assert first["Location"] == run.get_absolute_url()
    assert run.choices["main"]["profile"] == "prais4"
    assert "computes exactly this already" in text_of(second)


def test_a_form_with_errors_lists_them_on_top(browser: Client, party: Party, cycle: Cycle) -> None:
    make_landscape(party)
    answers = dict(default_answers(RunRequest(party, cycle, inputs_of(party))).lists())
    unticked = {name: value for name, value in answers.items() if not name.endswith("-use")}

    page = text_of(browser.post(reverse("run_new", args=[party.iso3]), unticked))

    assert "No period is ticked" in page
    assert not Run.objects.exists()


def test_the_form_reads_the_rasters_in_few_queries(
    browser: Client, party: Party, cycle: Cycle, django_assert_max_num_queries: Any
) -> None:
    make_landscape(party)

    with django_assert_max_num_queries(30):
        browser.get(reverse("run_new", args=[party.iso3]))


def test_the_choices_of_another_partys_run_are_not_shown(
    browser: Client, party: Party, cycle: Cycle
) -> None:
    other = make_party("XBB")
    Run.objects.create(party=other, cycle=cycle, number=1, manifest={}, identity="", choices={})

    assert browser.get(reverse("run_new", args=[party.iso3]) + "?from=1").status_code == 404


# --- While it runs ----------------------------------------------------------------------------


def test_an_unfinished_run_shows_how_far_it_is_and_renews_without_script(
    browser: Client, new_run: Callable[[], Run]
) -> None:
    run = new_run()

    page = text_of(browser.get(run.get_absolute_url()))

    assert "Waiting for a worker" in page
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page
    assert f'hx-get="{address("run_progress", run)}"' in page
    assert address("run_cancel", run) in page


def test_an_unfinished_run_says_what_goes_in(
    browser: Client, party: Party, focal_point: User, ask: Callable[..., RunRequest]
) -> None:
    make_landscape(party)
    asked = ask(calibration="restrend")
    assert asked.is_valid()
    run = start_run(asked.choice(), by=focal_point).run

    page = text_of(browser.get(run.get_absolute_url()))

    assert "2000, 2015–2016, 2019" in page
    assert "2000–2019, RESTREND" in page
    assert "land cover 2000–2015, carbon stocks 2000–2015, productivity 2000–2015" in page


def test_the_progress_tells_the_page_to_reload_when_the_run_has_ended(
    browser: Client, new_run: Callable[[], Run], django_assert_max_num_queries: Any
) -> None:
    run = new_run()
    with django_assert_max_num_queries(8):
        going = browser.get(address("run_progress", run))
    Run.objects.update(job_state=JobState.SUCCEEDED)

    ended = browser.get(address("run_progress", run))

    assert "HX-Refresh" not in going.headers
    assert ended["HX-Refresh"] == "true"


def test_cancelling_and_computing_again_from_the_page(
    browser: Client, new_run: Callable[[], Run]
) -> None:
    run = new_run()

    cancelled = browser.post(address("run_cancel", run), follow=True)
    too_late = browser.post(address("run_cancel", run), follow=True)
    again = browser.post(address("run_repeat", run))

    assert "was cancelled" in text_of(cancelled)
    assert "had ended already" in text_of(too_late)
    assert again["Location"] == Run.objects.get(number=2).get_absolute_url()


@pytest.mark.parametrize(
    ("code", "params", "words"),
    [
        ("input", {"detail": "“Land cover 2015” is damaged at row 3."}, "damaged at row 3"),
        ("worker_died", {"attempts": 3}, "ended its worker 3 times"),
        ("unexpected", {"reference": "abc/1"}, "reference abc/1"),
        ("code of an older version", {}, "Compute again"),
    ],
)
def test_a_failed_run_says_what_failed_and_what_to_do(
    browser: Client, new_run: Callable[[], Run], code: str, params: dict[str, Any], words: str
) -> None:
    run = new_run()
    Run.objects.update(job_state=JobState.FAILED, error_code=code, error_params=params)

    page = text_of(browser.get(run.get_absolute_url()))

    assert words in page
    assert "Traceback" not in page


# --- The results ------------------------------------------------------------------------------


def test_the_page_of_a_finished_run_answers_in_its_title_and_shows_every_part(
    browser: Client, finished: Run, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(25):
        response = browser.get(finished.get_absolute_url())

    page = text_of(response)
    assert "of the land is degraded (Reporting period" in page
    for part in (
        "What is here?",
        "Compare two layers",
        "Productivity trend under both thresholds",
        "Status against the baseline",
        "Neutrality, land type by land type",
        "tables sum to the area of interest",
        "Where these figures come from",
        "manage.py compute_indicators manifest.json",
        "endorsement or acceptance by the United Nations",
    ):
        assert part in page, part
    digest = finished.datasets.get(kind="carbon").cog_sha256
    assert digest in page
    assert finished.identity in page


def test_every_file_can_be_downloaded_as_it_was_written(browser: Client, finished: Run) -> None:
    for entry in finished.outputs:
        response = browser.get(address("run_file", finished, entry["name"]))
        assert response.status_code == 200
        assert len(b"".join(response.streaming_content)) == entry["bytes"]  # type: ignore[attr-defined]
        assert f"XAA-run-1-{entry['name']}" in response["Content-Disposition"]


@pytest.mark.parametrize("name", ["..", "nothing.tif", ".part-x", "%2e%2e%2fsecret"])
def test_a_file_that_the_run_does_not_list_is_not_found(
    browser: Client, finished: Run, name: str
) -> None:
    url = address("run_file", finished, "x").removesuffix("x") + name

    assert browser.get(url).status_code == 404


def test_the_manifest_is_offered_for_the_command_line(browser: Client, finished: Run) -> None:
    response = browser.get(address("run_manifest", finished))

    assert json.loads(response.content) == finished.manifest


def test_a_tile_is_a_picture_that_a_browser_keeps(browser: Client, finished: Run) -> None:
    url = address("run_tile", finished, "baseline_sdg", 7, 67, 59)

    first = browser.get(url)
    again = browser.get(url, headers={"If-None-Match": first["ETag"]})

    assert first["Content-Type"] == "image/png"
    assert first.content.startswith(b"\x89PNG")
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("layer", "z", "x", "y"),
    [("baseline_nothing", 7, 67, 59), ("summary", 0, 0, 0), ("baseline_sdg", 1, 2, 0)],
)
def test_a_tile_that_does_not_exist_is_not_found(
    browser: Client, finished: Run, layer: str, z: int, x: int, y: int
) -> None:
    assert browser.get(address("run_tile", finished, layer, z, x, y)).status_code == 404


def test_what_is_here_gives_class_years_and_run(browser: Client, finished: Run) -> None:
    answer = browser.get(address("run_point", finished) + "?lat=11.01&lon=11.01").json()

    layers = {row["layer"] for row in answer["rows"]}
    assert {"SDG indicator 15.3.1", "Land cover change", "Carbon stocks"} <= layers
    assert all(row["run"] == "Run 1" for row in answer["rows"])
    cover = next(row for row in answer["rows"] if row["layer"] == "Land cover change")
    assert cover["class"] in ("Degraded", "Stable", "Improved")
    assert cover["year"] == "2016–2019"


def test_nothing_is_found_outside_and_no_place_is_asked_for(browser: Client, finished: Run) -> None:
    outside = browser.get(address("run_point", finished) + "?lat=50&lon=50")
    nowhere = browser.get(address("run_point", finished) + "?lat=nan&lon=400")

    assert outside.json() == {"rows": []}
    assert nowhere.status_code == 400
    assert "latitude" in nowhere.json()["note"]


def test_charts_come_as_drawings_and_as_numbers(browser: Client, finished: Run) -> None:
    svg = browser.get(address("run_chart", finished, "shares--sdg", "svg"))
    numbers = browser.get(address("run_chart", finished, "shares--sdg", "csv"))
    unknown = browser.get(address("run_chart", finished, "shares--nothing", "svg"))

    assert b"<svg" in svg.content
    rows = list(csv.reader(io.StringIO(numbers.content.decode("utf-8-sig"))))
    assert "km²" in rows[0][0]
    assert len(rows) > 10
    assert unknown.status_code == 404


def test_no_cell_of_a_download_begins_a_formula(browser: Client, finished: Run) -> None:
    page = browser.get(address("run_chart", finished, "balance--report_1", "csv"))

    cells = [c for row in csv.reader(io.StringIO(page.content.decode("utf-8-sig"))) for c in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_the_outline_is_the_one_that_was_counted_in(browser: Client, finished: Run) -> None:
    outline = browser.get(address("run_outline", finished)).json()

    assert outline["features"][0]["geometry"] == finished.manifest["boundary"]


def test_a_run_without_carbon_says_what_was_left_out(
    browser: Client, party: Party, ask: Callable[..., RunRequest], settings: Any
) -> None:
    settings.RUN_CHUNK_PIXELS, settings.RUN_TILE_PIXELS = 10_000, 16
    make_landscape(party)
    answers = dict(default_answers(RunRequest(party, make_cycle(2022), inputs_of(party))).lists())
    answers.pop("carbon")
    answers.pop("climate_zone")
    browser.post(reverse("run_new", args=[party.iso3]) + "?cycle=2022", answers)
    work()

    page = text_of(browser.get(Run.objects.get().get_absolute_url()))

    assert "Some indicators were left out" in page
    assert "no raster of carbon stocks was chosen" in page


def test_a_reviewer_reads_a_cited_run_without_links_to_closed_pages(
    client: Client, finished: Run
) -> None:
    from countries.roles import RoleKey
    from tests.factories import make_user

    Run.objects.update(cited_at=timezone.now())
    client.force_login(make_user(RoleKey.REVIEWER))

    page = text_of(client.get(finished.get_absolute_url()))

    assert "of the land is degraded" in page
    assert address("run_repeat", finished) not in page
    assert f'href="{reverse("run_list", args=["XAA"])}"' not in page


def test_a_stranger_finds_no_run(client: Client, finished: Run) -> None:
    client.force_login(make_focal_point(make_party("XBB")))

    for url in (
        finished.get_absolute_url(),
        address("run_file", finished, "summary.json"),
        address("run_tile", finished, "baseline_sdg", 7, 67, 59),
    ):
        assert client.get(url).status_code == 404
