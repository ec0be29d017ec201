"""What everybody can read, and the first page."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from countries.roles import RoleKey
from indicators.models import Observation, Report
from targets.models import Target
from tests.factories import make_cycle, make_focal_point, make_party, make_user
from tests.targets.reports import make_filled_report, publish_report, submit_as

pytestmark = pytest.mark.django_db

MaxQueries = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def report() -> Report:
    return make_filled_report()


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_country_shows_its_published_baseline_targets_and_measures(
    report: Report, client: Client
) -> None:
    publish_report(report)

    text = page(client, "/countries/XAA/")

    for words in (
        "4.6\xa0%",
        "Restore degraded grassland",
        "Rotational grazing",
        "version 1",
        "% of the land is degraded, Baseline 2000–2015",
    ):
        assert words in text


def test_a_country_shows_what_was_published_and_not_what_is_being_written(
    report: Report, client: Client
) -> None:
    publish_report(report)
    Target.objects.update(statements={"en": "A secret draft"})
    Observation.objects.filter(indicator="sdg").update(value=999)

    text = page(client, "/countries/XAA/")

    assert "A secret draft" not in text
    assert "999" not in text


def test_a_country_that_has_only_submitted_is_not_reported(report: Report, client: Client) -> None:
    submit_as(report, make_focal_point(report.party))

    text = page(client, "/countries/XAA/")

    assert "This Party has not published a report yet." in text
    assert "Restore degraded grassland" not in text


def test_warnings_and_explanations_stay_between_party_and_reviewer(
    report: Report, client: Client
) -> None:
    report.party.targets.update(
        status="achieved", explanations={"R16:targets.1.status": "Seen from the air."}
    )
    submission = publish_report(report)

    assert "Seen from the air." in submission.snapshot
    assert "Seen from the air." not in page(client, "/countries/XAA/")


@pytest.mark.parametrize(
    ("query", "found"),
    [("testland", True), ("XAA", True), ("xaa", True), ("Terre", True), ("Atlantis", False)],
)
def test_a_country_is_found_by_its_name_in_any_language_or_its_code(
    client: Client, query: str, found: bool
) -> None:
    make_party(name_fr="Terre d'essai")

    assert ("Testland XAA" in page(client, f"/countries/?q={query}")) is found


def test_the_list_tells_those_that_have_published(report: Report, client: Client) -> None:
    publish_report(report)
    make_party("XBB", boundary=False)

    assert "Testland XBB" in page(client, "/countries/")
    assert "Testland XBB" not in page(client, "/countries/?published=1")
    assert "Testland XAA" in page(client, "/countries/?published=1")


def test_a_country_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/countries/ZZZ/").status_code == 404


def test_the_first_page_says_what_this_is_and_what_is_published(
    report: Report, client: Client
) -> None:
    publish_report(report)

    text = page(client, "/")

    assert "Convention to Combat Desertification" in text
    assert "/countries/XAA/" in text


def test_the_first_page_of_a_focal_point_leads_to_their_party(
    report: Report, client: Client
) -> None:
    client.force_login(make_focal_point(report.party))

    assert '<a href="/parties/XAA/">' in page(client, "/")


def test_the_first_page_of_a_reviewer_lists_what_waits(report: Report, client: Client) -> None:
    submission = submit_as(report, make_focal_point(report.party))
    client.force_login(make_user(RoleKey.REVIEWER))

    assert submission.get_absolute_url() in page(client, "/")


def test_a_version_taken_back_waits_for_nobody(report: Report, client: Client) -> None:
    client.force_login(make_user(RoleKey.SECRETARIAT))

    assert "Nothing waits for you" in page(client, "/")


@pytest.mark.parametrize("url", ["/", "/countries/", "/countries/XAA/", "/regions/"])
@pytest.mark.parametrize("role", [None, RoleKey.SECRETARIAT, RoleKey.REVIEWER])
def test_public_pages_need_few_queries(
    client: Client, url: str, role: str | None, django_assert_max_num_queries: MaxQueries
) -> None:
    cycle = make_cycle()
    for letter in "ABCD":
        publish_report(make_filled_report(make_party(f"X{letter}A"), cycle))
    if role:
        client.force_login(make_user(role))

    with django_assert_max_num_queries(15):
        response = client.get(url)

    assert response.status_code == 200
