"""A Party with 200 measures of 500 corners each: list and map stay quick, with the same queries."""

import math
import time
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from countries.models import Party
from targets.models import Measure, Target
from targets.promises import place
from tests.targets.promises.promise_making import make_ready_party

pytestmark = pytest.mark.django_db
MANY, CORNERS, ROUNDS = 200, 500, 5
LIMIT_SECONDS = 0.5
PAGES = {
    "list": reverse("measure_list", args=["XAA"]),
    "second page": reverse("measure_list", args=["XAA"]) + "?page=2",
    "map": reverse("measure_features", args=["XAA"]),
}


def ragged(number: int) -> dict[str, Any]:
    """A star-like polygon with CORNERS corners, somewhere in the Party."""
    west, south = 10.1 + number % 14 * 0.13, 10.1 + number // 14 * 0.12
    turns = [2 * math.pi * corner / CORNERS for corner in range(CORNERS)]
    reach = [0.04 + 0.01 * math.sin(7 * turn) for turn in turns]
    ring = [
        [round(west + r * math.cos(t), 6), round(south + r * math.sin(t), 6)]
        for t, r in zip(turns, reach, strict=True)
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def plan(party: Party, count: int) -> None:
    target = Target.objects.create(party=party, number=1, statements={"en": "Restore it."})
    rows = []
    for number in range(1, count + 1):
        row = Measure(party=party, number=number, title=f"Terraces {number}", area_km2=Decimal(50))
        place.set_geometry(row, ragged(number))
        rows.append(row)
    for made in Measure.objects.bulk_create(rows):
        made.targets.add(target)


def seconds(call: Callable[[], Any]) -> float:
    """The middle of several tries, in time of this process: other work does not count."""
    taken = []
    for _try in range(ROUNDS):
        begin = time.process_time()
        assert call().status_code == 200
        taken.append(time.process_time() - begin)
    return median(taken)


@pytest.fixture
def party(client: Any) -> Party:
    party, user = make_ready_party()
    client.force_login(user)
    return party


@pytest.mark.parametrize("page", list(PAGES))
def test_list_and_map_of_many_measures_are_quick(client: Any, party: Party, page: str) -> None:
    plan(party, MANY)
    client.get(PAGES[page])  # templates are read once

    assert seconds(lambda: client.get(PAGES[page])) < LIMIT_SECONDS


@pytest.mark.parametrize("page", ["list", "map"])
def test_many_measures_take_the_queries_of_a_few(client: Any, party: Party, page: str) -> None:
    plan(party, 3)
    client.get(PAGES[page])
    with CaptureQueriesContext(connection) as few:
        client.get(PAGES[page])
    Measure.objects.all().delete()
    Target.objects.all().delete()
    plan(party, MANY)

    with CaptureQueriesContext(connection) as many:
        client.get(PAGES[page])

    # The pager of the list asks once how many there are; nothing else grows.
    assert len(many) <= len(few) + (page == "list")


def test_the_map_has_every_measure_with_few_corners(client: Any, party: Party) -> None:
    plan(party, MANY)

    answer = client.get(PAGES["map"])

    features = answer.json()["features"]
    corners = [len(f["geometry"]["coordinates"][0]) for f in features]
    assert len(features) == MANY
    assert max(corners) < CORNERS / 4
    assert len(answer.content) < 2_000_000
