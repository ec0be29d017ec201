"""All Parties, chosen Parties, and regions and cycles beside each other."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from countries.models import Party, Region
from indicators.models import Cycle
from ldnportal.regions.compare import MOST, compare
from ldnportal.regions.scope import MOST_CHOSEN, Scope, find_scope
from tests.factories import make_cycle, make_party, make_region, make_report
from tests.ldnportal.regions.region import Stage, make_stage
from tests.targets.reports import make_filled_report, publish_report

pytestmark = pytest.mark.django_db
MaxQueries = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def page(client: Client, address: str, **query: object) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def test_all_parties_have_a_page_like_a_region(
    client: Client, stage: Stage, django_assert_max_num_queries: MaxQueries
) -> None:
    elsewhere = make_party("XFF", annex=make_region(slug="annex-ii"), boundary=False)
    publish_report(make_filled_report(elsewhere, stage.cycle))

    with django_assert_max_num_queries(15):
        text = page(client, "/regions/world/")

    assert "<h1>All Parties</h1>" in text
    assert "3 of 5 Parties" in text
    assert "Testland XFF" in text
    assert "Testland XEE" not in text, "an observer State"


def test_chosen_parties_are_summed_up_under_an_address_of_their_own(
    client: Client, stage: Stage
) -> None:
    text = page(client, "/regions/set/", party=["XBB", "XCC"])

    assert "2 chosen Parties" in text
    assert "1 of 2 Parties" in text
    assert "Testland XAA" not in text
    links = re.findall(r'href="(/regions/set/[^"]+)"', text)
    assert len(links) > 10
    assert all("party=XBB" in link and "party=XCC" in link for link in links)
    chart = client.get("/regions/set/charts/degraded.svg", {"party": ["XBB", "XCC"]})
    assert chart.status_code == 200


@pytest.mark.parametrize("party", ["ZZZ", "XEE", "<script>"])
def test_an_unknown_party_is_in_no_set(client: Client, stage: Stage, party: str) -> None:
    assert client.get("/regions/set/", {"party": ["XAA", party]}).status_code == 404


def test_without_any_party_one_is_led_to_choose(client: Client, stage: Stage) -> None:
    assert client.get("/regions/set/")["Location"] == reverse("region_choose")
    text = page(client, reverse("region_choose"), party="XAA")
    assert re.search(r'value="XAA" id="party-XAA" checked', text)
    assert "Testland XEE" not in text


def test_a_set_has_its_most() -> None:
    for n in range(MOST_CHOSEN + 1):
        make_party(f"X{chr(65 + n // 26)}{chr(65 + n % 26)}", boundary=False)
    codes = [p.iso3 for p in Scope("world").parties()]

    assert len(find_scope("set", codes[:MOST_CHOSEN]).chosen) == MOST_CHOSEN
    assert page(Client(), reverse("region_choose"))
    assert Client().get("/regions/set/", {"party": codes}).status_code == 404


@pytest.mark.parametrize("slug", ["ldc", "lldc", "sids"])
def test_groups_of_countries_are_regions_too(client: Client, slug: str) -> None:
    group = make_region(Region.Kind.GROUP, slug=slug)
    one = make_party("XAA")
    one.groups.add(group)
    make_party("XBB")
    publish_report(make_filled_report(one, make_cycle()))

    text = page(client, f"/regions/{slug}/")

    assert "1 of 1 Party" in text
    assert "Testland XBB" not in text


def test_cycles_are_compared_like_for_like(client: Client, stage: Stage) -> None:
    """XAA published 2022 and 2026, XBB 2026 alone: over cycles only XAA counts."""
    earlier = make_cycle(2022)
    publish_again(stage.one, earlier)
    found = compare([Scope.of(stage.region)], [stage.cycle, earlier])

    tables = {table.caption: table for table in found.tables()}
    same = next(table for caption, table in tables.items() if "same Parties" in caption)

    assert same.headers[1:] == ("Annex I, 2026", "Annex I, 2022")
    row = next(row for row in same.rows if "2000–2015" in row.head)
    assert "(Parties: 1)" in row.head
    assert row.cells == ("4.56\xa0%", "4.56\xa0%")
    all_of_them = next(row for row in tables["SDG indicator 15.3.1, degraded land over land"].rows)
    assert all_of_them.cells == ("12.59\xa0%", "4.56\xa0%")


def publish_again(party: Party, cycle: Cycle) -> None:
    """Publish the same numbers of a Party for another cycle."""
    before, report = party.reports.get(), make_report(party, cycle)
    periods = {period.key: period for period in cycle.periods.all()}
    for row in before.observations.select_related("period"):
        row.pk, row.report, row.run, row.origin = None, report, None, "national"
        row.source_title, row.comment = "Atlas", "Ours"
        row.period = periods[row.period.key] if row.period else None
        row.save()
    publish_report(report)


def test_what_a_cycle_does_not_say_is_not_reported(stage: Stage) -> None:
    empty = make_cycle(2022)

    found = compare([Scope.of(stage.region)], [empty])

    assert found.chart() is None
    cells = {cell for table in found.tables() for row in table.rows for cell in row.cells}
    assert "not reported" in cells
    assert "0.00\xa0%" not in cells


def test_regions_stand_beside_each_other_without_script(
    client: Client, stage: Stage, django_assert_max_num_queries: MaxQueries
) -> None:
    with django_assert_max_num_queries(25):
        text = page(
            client, reverse("region_compare"), scope=["annex-i", "world", "atlantis"], cycle="2026"
        )

    assert "Nothing is known of: atlantis" in text
    assert "Annex I, 2026" in text
    assert "All Parties, 2026" in text
    assert '<option value="world" selected>' in text


def test_no_more_than_six_are_compared(client: Client, stage: Stage) -> None:
    cycles = [stage.cycle, make_cycle(2022), make_cycle(2018)]
    scopes = [find_scope("world"), Scope.of(stage.region), find_scope("set", ["XAA"])]

    assert len(compare(scopes, cycles).summaries) == MOST
