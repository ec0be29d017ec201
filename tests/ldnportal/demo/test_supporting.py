"""The demonstration has an entry of every list, and none that a rule objects to."""

from typing import Any

import pytest
from django.urls import reverse

from countries.models import Boundary, Party, User
from countries.vectors.geodesy import bounds_of
from ldnportal.demo.cast import ARIDIA
from ldnportal.demo.reporting import _promise
from ldnportal.demo.supporting import ENTRIES, IN_THE_DISTRICT, support
from targets.models import Entry, Measure, MeasureProgress
from targets.records.applying import Applying
from targets.records.registry import RECORD_TYPES
from targets.records.rules import check_entries
from targets.where.drivers import placed_hotspots
from tests.factories import make_cycle, make_focal_point, make_party, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def aridia() -> tuple[Party, User]:
    party = make_party(ARIDIA.iso3)
    outline = {"type": "Polygon", "coordinates": [[list(c) for c in ARIDIA.land.outline]]}
    west, south, east, north = bounds_of(outline)
    Boundary.objects.filter(party=party).update(
        geometry=outline, west=west, south=south, east=east, north=north
    )
    make_report(party, make_cycle())
    user = make_focal_point(party)
    party = Party.objects.select_related("boundary").get(pk=party.pk)
    _promise(party, ARIDIA, user)
    support(party, ARIDIA, by=user)
    return party, user


def test_every_list_has_entries() -> None:
    assert list(ENTRIES) == list(RECORD_TYPES)
    assert all(ENTRIES.values())
    assert {key for key, kind in RECORD_TYPES.items() if kind.is_placed} == IN_THE_DISTRICT


def test_everything_can_be_read_and_no_rule_objects(aridia: tuple[Party, User]) -> None:
    party, _user = aridia
    entries = list(Entry.objects.filter(party=party))

    assert [(e.kind, e.unread) for e in entries if e.unread] == []
    assert [f.message for f in check_entries(entries, party.boundary)] == []
    assert {e.kind for e in entries if e.geometry} == IN_THE_DISTRICT
    assert Entry.objects.get(kind="business").confirmed_at is not None
    for entry in entries:
        fields = RECORD_TYPES[entry.kind].by_path
        asked = ENTRIES[entry.kind][entry.number - 1]
        assert set(asked) <= set(fields), "no field is misspelt"
        assert set(asked) <= set(entry.answers), "and each was kept"


def test_a_correction_can_be_applied_and_every_spot_is_on_the_map(
    aridia: tuple[Party, User],
) -> None:
    party, _user = aridia
    applying = Applying.of(party)
    spots = Entry.objects.filter(party=party, kind="hotspots", geometry__isnull=False)

    assert [finding.message for finding, _url in applying.obstacles] == []
    assert len(applying.entries) == 1
    assert {spot.answers["kind"] for spot in spots} == {"hotspot", "brightspot"}
    assert [spot.answers["place"] for spot in placed_hotspots(party.pk)] == ["The dry north-east"]


def test_the_measure_serves_its_target_and_has_a_progress_report(
    aridia: tuple[Party, User],
) -> None:
    measure = Measure.objects.get(party=aridia[0])

    assert [target.number for target in measure.targets.all()] == [1]
    assert measure.unread == {}
    assert MeasureProgress.objects.get(measure=measure).area_km2 == 9


def test_no_list_is_empty_on_its_page(client: Any, aridia: tuple[Party, User]) -> None:
    client.force_login(aridia[1])

    for key in RECORD_TYPES:
        page = client.get(reverse("record_list", args=["XAR", key])).content.decode()
        assert "Nothing entered yet" not in page
