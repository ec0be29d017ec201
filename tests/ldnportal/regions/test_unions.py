"""A union that reports beside its members: its numbers are shown, and land is added once."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from countries.models import Party
from countries.unions import MEMBERS
from indicators.models import Cycle
from ldnportal.exports.regional import coverage_sheet
from ldnportal.regions.compare import _matched, compare
from ldnportal.regions.scope import CHOSEN, WORLD, Scope
from ldnportal.regions.summary import Summary, summarise
from tests.factories import make_cycle, make_party
from tests.ldnportal.regions.test_promises_and_records import add_entry
from tests.targets.reports import make_filled_report, publish_report

pytestmark = pytest.mark.django_db


def report_of(iso3: str, cycle: Cycle, *, degraded: int = 55, boundary: bool = True) -> Party:
    """A Party of 1205 km2 with a need for money, published."""
    kind = Party.Kind.ORGANIZATION if iso3 == "EUU" else Party.Kind.STATE
    party = make_party(iso3, kind=kind, boundary=boundary)
    report = make_filled_report(party, cycle, degraded=degraded)
    money = {"title": "Seed", "direction": "need", "amount": "100", "currency": "EUR"}
    add_entry(party.pk, "finance", 1, **money)
    publish_report(report)
    return party


@pytest.fixture
def cycle() -> Cycle:
    return make_cycle()


@pytest.fixture
def union(cycle: Cycle) -> Party:
    return report_of("EUU", cycle, degraded=100, boundary=False)


def world(cycle: Cycle) -> Summary:
    return summarise(Scope(WORLD), cycle)


def test_members_are_added_and_the_union_is_shown_beside_them(union: Party, cycle: Cycle) -> None:
    member = report_of("FRA", cycle)
    other = report_of("XAA", cycle, degraded=40)
    found = world(cycle)
    alone = summarise(Scope(CHOSEN, chosen=("FRA", "XAA")), cycle)

    baseline = found.reported[0].total
    assert (baseline.degraded, baseline.land) == (Decimal(95), Decimal(2410))
    assert found.alone == (union,)
    assert found.added == {member.pk, other.pk}
    # Every sum is the one that would be there without the union.
    for name in ("reported", "indicators", "cover", "dynamics", "stock", "promises", "records"):
        assert getattr(found, name) == getattr(alone, name), name
    assert found.coverage.land_with_data == alone.coverage.land_with_data
    # And its own numbers are there.
    row = next(row for row in found.parties if row.party == union)
    assert (row.has_data, row.degraded[0], row.land) == (True, Decimal(100), Decimal(1205))
    assert found.coverage.count == 3
    (line,) = coverage_sheet(found).cells()
    assert line[-1] == "EUU"


def test_a_union_is_added_where_no_member_has_published(union: Party, cycle: Cycle) -> None:
    report_of("XAA", cycle, degraded=40)
    make_party("FRA")
    found = world(cycle)

    assert found.alone == ()
    assert found.reported[0].total.degraded == 140


def test_members_outside_the_chosen_set_take_nothing_from_the_union(
    union: Party, cycle: Cycle
) -> None:
    report_of("FRA", cycle)

    found = summarise(Scope(CHOSEN, chosen=("EUU",)), cycle)

    assert (found.alone, found.reported[0].total.degraded) == ((), 100)


def test_cycles_are_compared_by_the_members_alone(union: Party, cycle: Cycle) -> None:
    report_of("FRA", cycle)

    found = compare([Scope(WORLD)], [cycle])

    assert [s.reported[0].total.degraded for s in found.summaries] == [55]
    assert "4.56" in str(_matched(list(found.summaries), found.summaries))


def test_the_page_says_so_once_there_is_something_to_say(
    client: Client, union: Party, cycle: Cycle
) -> None:
    sentence = "They are shown, and not added to the sums"
    assert sentence not in client.get("/regions/world/").content.decode()

    report_of("FRA", cycle)

    page = client.get("/regions/world/").content.decode()
    assert sentence in page
    assert "1 of its members has published too" in page


def test_unions_and_members_are_parties_that_are_known() -> None:
    path = Path(settings.BASE_DIR) / "countries" / "data" / "parties.csv"
    with path.open(encoding="utf-8") as file:
        kinds = {row["iso3"]: row["kind"] for row in csv.DictReader(file)}

    assert {iso3 for iso3, kind in kinds.items() if kind == "organization"} == set(MEMBERS)
    assert all(kinds[member] == "state" for members in MEMBERS.values() for member in members)
    assert len(MEMBERS["EUU"]) == 27
