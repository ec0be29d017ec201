"""The pages of a zone and of the affected areas stay small too, with every number filled in."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from indicators.baseline.scope import AFFECTED
from indicators.models import Report
from indicators.sections import SECTIONS
from tests.indicators.baseline.own_cover import fill, give_legend, give_regions
from tests.indicators.baseline.record_making import make_worked_report
from tests.indicators.baseline.test_large_record import KILOBYTES, NAMES, QUERIES, queries_of
from tests.indicators.baseline.zone_making import fill_scope, make_filled_zones

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PARTS = {
    "land_cover": ("", "part=change.report_1", "part=meaning"),
    "productivity": ("", "part=lpd.report_1"),
}


def _pages(report: Report) -> list[str]:
    return [
        reverse("baseline_section", args=[report.party.iso3, report.cycle.year, f"{scope}{key}"])
        + f"?check=1&{part}"
        for scope in ("", "affected/", "zones/2/")
        for key in SECTIONS
        for part in PARTS.get(key, ("",))
    ]


@pytest.mark.parametrize("in_own_classes", [True, False])
def test_every_page_of_a_part_of_the_country_takes_few_queries_and_is_small(
    client: Client, in_own_classes: bool
) -> None:
    _party, report, user = make_worked_report()
    if in_own_classes:
        give_legend(report, user)
        give_regions(report, user, *NAMES)
    fill(report)
    fill_scope(report, AFFECTED)
    make_filled_zones(report, 2)
    client.force_login(user)
    client.get("/")

    for url in _pages(report):
        answer, queries = queries_of(partial(client.get, url))

        assert answer.status_code == 200, url
        assert queries <= QUERIES, f"{url}: {queries} queries"
        size = len(answer.content) / 1000
        assert size < KILOBYTES, f"{url}: {size:.0f} kB"
