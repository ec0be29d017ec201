"""The whole record on one page: everything that is said, nothing to fill in."""

import re
from typing import Any

import pytest
from django.urls import reverse

from indicators.actions.baseline import use_run
from tests.indicators.baseline.record_making import (
    make_run,
    make_worked_report,
    post_section,
    section_url,
    w1_land_cover,
    w1_profile,
    w1_summary,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(client: Any) -> Any:
    _party, report, user = make_worked_report()
    client.force_login(user)
    return report


def printed(client: Any, report: Any) -> str:
    address = reverse("baseline_print", args=[report.party.iso3, report.cycle.year])
    return str(client.get(address).content.decode())


def test_every_section_is_there_with_its_numbers_and_charts(client: Any, report: Any) -> None:
    use_run(report, make_run(report.party, report.cycle, w1_summary()), by=None)

    page = printed(client, report)

    for section in ("profile", "land_cover", "productivity", "carbon", "sdg"):
        assert f'id="print-{section}"' in page
    assert "4.564" in page
    assert "8.299" in page
    assert page.count("<svg") > 4


def test_there_is_nothing_to_fill_in(client: Any, report: Any) -> None:
    post_section(client, report, "profile", w1_profile())

    page = printed(client, report).partition("<main")[2].partition("</main>")[0]

    assert "<input" not in page
    assert "<select" not in page
    assert "<form" not in page


def test_sources_and_findings_are_printed_with_their_explanations(client: Any, report: Any) -> None:
    post_section(client, report, "profile", w1_profile())
    post_section(client, report, "land_cover", w1_land_cover())
    post_section(client, report, "carbon", {"carbon.stock.2000.wetland": "1400"})
    explained = {"finding": "R11:carbon.stock.2000.wetland", "reason": "Peat."}
    client.post(section_url(report, "carbon") + "explain/", explained)
    source = {"source_title": "Yearbook 2024", "comment": "Official figure"}
    paths = [path for path in w1_profile() if path.endswith("land")]
    client.post(section_url(report, "profile") + "sources/", {"numbers": paths, **source})

    page = printed(client, report)

    assert "Yearbook 2024. 2 numbers. Official figure" in page
    assert "Explained: Peat." in page
    assert "have no source or no comment" in page


def test_identifiers_are_used_once(client: Any, report: Any) -> None:
    ids = re.findall(r'\sid="([^"]+)"', printed(client, report))

    assert len(ids) == len(set(ids))


def test_printing_takes_few_queries(
    client: Any, report: Any, django_assert_max_num_queries: Any
) -> None:
    use_run(report, make_run(report.party, report.cycle, w1_summary()), by=None)

    with django_assert_max_num_queries(15):
        printed(client, report)
