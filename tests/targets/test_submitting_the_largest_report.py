"""The pages of submitting stay small, and ask the database as often whatever there is to check."""

import re
from decimal import Decimal
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Report
from tests.factories import make_focal_point
from tests.indicators.baseline.own_cover import fill, give_legend, give_regions
from tests.indicators.baseline.record_making import make_worked_report
from tests.indicators.baseline.test_large_record import (
    KILOBYTES,
    NAMES,
    QUERIES,
    publish_before,
    queries_of,
)
from tests.indicators.baseline.zone_making import make_filled_zones

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SUBMIT_QUERIES = ANSWERS_QUERIES = 14


@pytest.fixture
def report(client: Client) -> Report:
    """Own classes, regions, an earlier report, and 30 zones that contradict themselves."""
    _party, report, user = make_worked_report()
    give_legend(report, user)
    give_regions(report, user, *NAMES)
    fill(report)
    make_filled_zones(report, 30)
    contradicting = ("land_cover", "productivity", "sdg")
    zones = report.observations.exclude(zone="").filter(indicator__in=contradicting)
    zones.update(value=Decimal(1000))
    publish_before(report)
    client.force_login(make_focal_point(report.party))
    return report


def test_the_check_page_takes_few_queries_and_is_small(client: Client, report: Report) -> None:
    url = reverse("submit_report", args=["XAA", 2026])
    client.get(url)
    for query in ("", "?page=20", "?section=land_cover"):
        answer, queries = queries_of(partial(client.get, url + query))

        text = answer.content.decode()
        assert queries == SUBMIT_QUERIES <= QUERIES
        assert len(answer.content) < KILOBYTES * 1000
        assert re.search(r"\d+ errors", text)
        assert "1 to 25 of" in text or "476 to 500 of" in text


def test_the_answers_take_few_queries_and_are_small(client: Client, report: Report) -> None:
    url = reverse("answers", args=["XAA", 2026])
    contents, queries = queries_of(partial(client.get, url))
    links = re.findall(rf'href="({url}[a-z_]+/)"', contents.content.decode())
    leaves = [*(f"{url}land_cover/?page={n}" for n in (1, 2, 3)), f"{url}carbon/", f"{url}sdg/"]

    assert queries == ANSWERS_QUERIES <= QUERIES
    assert {f"{url}{key}/" for key in ("profile", "land_cover", "sdg", "balance")} <= set(links)
    for leaf in leaves:
        answer, queries = queries_of(partial(client.get, leaf))
        assert answer.status_code == 200
        assert queries == ANSWERS_QUERIES, leaf
        assert len(answer.content) < KILOBYTES * 1000, leaf


def test_without_zones_regions_classes_and_earlier_reports_it_asks_no_more(
    client: Client,
) -> None:
    party, _report, user = make_worked_report()
    client.force_login(user)
    for name in ("submit_report", "answers"):
        url = reverse(name, args=[party.iso3, 2026])
        client.get(url)

        answer, queries = queries_of(partial(client.get, url))

        assert answer.status_code == 200
        assert queries <= SUBMIT_QUERIES
