"""Zones from a vector file: read, named, replaced without losing a number, and added up."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from countries.models import AuditEvent, User
from countries.vectors.geodesy import geodesic_area_km2
from indicators.actions.sections import save_section
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.baseline.scope import NATIONAL, Scope
from indicators.models import Origin, Report, Run, Zone, ZoneFile
from tests.indicators.baseline.record_making import KM2, make_run, make_worked_report, w1_summary
from tests.indicators.baseline.zone_making import fill_scope, make_filled_zones, strip, zone_name

pytestmark = pytest.mark.django_db
LAND = Key("profile", "area", "2015", "land")


@pytest.fixture
def desk(client: Client) -> tuple[Report, User, Client]:
    _party, report, user = make_worked_report()
    client.force_login(user)
    return report, user, client


def url(report: Report, page: str = "zone_list", *more: Any, **query: str) -> str:
    args = [report.party.iso3, report.cycle.year, *more]
    return reverse(page, args=args, query=query or None)


def collection(count: int, *, of: int = 0, **names: list[str]) -> bytes:
    """`count` strips, with columns of names; by default the column "name"."""
    columns = names or {"name": [zone_name(n) for n in range(1, count + 1)]}
    features = [
        {
            "type": "Feature",
            "properties": {column: values[n - 1] for column, values in columns.items()},
            "geometry": strip(n, of or count),
        }
        for n in range(1, count + 1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def upload(client: Client, report: Report, content: bytes, name: str = "zones.geojson") -> Any:
    file = SimpleUploadedFile(name, content, "application/geo+json")
    return client.post(url(report, "zone_upload"), {"file": file}, follow=True)


def names(report: Report, **where: Any) -> list[str]:
    return list(report.zones.filter(**where).order_by("number").values_list("name", flat=True))


def type_in(report: Report, user: User, zone: str, land: str) -> None:
    scope = Scope(zone=zone)
    row = report.sections.filter(key="profile", **scope.columns).first()
    version, fields = row.version if row else 0, {LAND.path: land}
    save_section(report, "profile", fields, version=version, notation=KM2, by=user, scope=scope)


def test_a_file_becomes_zones_with_their_areas_on_the_ellipsoid(
    desk: tuple[Report, User, Client],
) -> None:
    report, _user, client = desk

    page = upload(client, report, collection(3)).content.decode()

    assert names(report) == ["Province 01", "Province 02", "Province 03"]
    area = report.zones.get(number=2).area_km2
    assert abs(float(area) - geodesic_area_km2(strip(2, 3))) < 0.01
    assert "3 zones are read" in page
    assert "zone-map" in page
    assert AuditEvent.objects.get(kind="zones.uploaded").data["zones"] == 3


def test_the_map_gets_the_zones_with_their_names(desk: tuple[Report, User, Client]) -> None:
    report, _user, client = desk
    upload(client, report, collection(2))

    features = client.get(url(report, "zone_features")).json()["features"]

    assert [f["properties"]["title"] for f in features] == ["Province 01", "Province 02"]
    assert features[0]["geometry"]["type"] == "Polygon"


def test_a_file_that_does_not_name_its_zones_is_refused_in_words(
    desk: tuple[Report, User, Client],
) -> None:
    report, _user, client = desk

    page = upload(client, report, collection(2, name=["Same", "Same"])).content.decode()
    empty = client.post(url(report, "zone_upload")).content.decode()

    assert "No column of the file names each zone once" in page
    assert not report.zones.exists()
    assert "required" in empty


def test_too_many_zones_are_refused(desk: tuple[Report, User, Client]) -> None:
    report, _user, client = desk

    page = upload(client, report, collection(251)).content.decode()

    assert "251 zones; at most 250" in page
    assert not report.zones.exists()


def test_another_file_keeps_the_numbers_of_zones_that_it_still_has_and_of_those_it_has_not(
    desk: tuple[Report, User, Client],
) -> None:
    # Arrange
    report, user, client = desk
    upload(client, report, collection(3))
    type_in(report, user, "Province 01", "100")
    type_in(report, user, "Province 03", "300")

    # Act: Province 02 (empty) and Province 03 (with numbers) are not in the new file
    page = upload(client, report, collection(2, name=["Province 01", "New"])).content.decode()

    # Assert
    assert names(report, in_file=True) == ["Province 01", "New"]
    assert names(report, in_file=False) == ["Province 03"]
    assert "no longer in the file" in page
    assert Record.load(report, Scope(zone="Province 01")).value(LAND) == 100
    assert Record.load(report, Scope(zone="Province 03")).value(LAND) == 300
    assert report.zones.get(name="New").number == 4  # a number is never given twice
    section = reverse("baseline_section", args=["XAA", 2026, "zones/3/profile"])
    assert 'value="300"' in client.get(section).content.decode()


def test_a_zone_that_comes_back_has_its_numbers_again(desk: tuple[Report, User, Client]) -> None:
    report, user, client = desk
    upload(client, report, collection(2))
    type_in(report, user, "Province 02", "200")
    upload(client, report, collection(1))

    upload(client, report, collection(2))

    assert names(report, in_file=True) == ["Province 01", "Province 02"]
    assert Record.load(report, Scope(zone="Province 02")).value(LAND) == 200


def test_the_naming_column_can_be_changed_and_numbers_go_with_their_zone(
    desk: tuple[Report, User, Client],
) -> None:
    # Arrange: the second column swaps two names of the first
    report, user, client = desk
    columns = {"name": ["North", "South", "West"], "nom": ["South", "North", "Ouest"]}
    upload(client, report, collection(3, **columns))
    type_in(report, user, "North", "100")
    before = ZoneFile.objects.get().storage_key

    # Act
    page = client.post(url(report, "zone_column"), {"column": "nom"}, follow=True).content.decode()

    # Assert
    assert names(report) == ["South", "North", "Ouest"]
    assert Record.load(report, Scope(zone="South")).value(LAND) == 100
    assert Record.load(report, Scope(zone="North")).value(LAND) is None
    assert "named by “nom”" in page
    assert ZoneFile.objects.get().storage_key != before


def test_a_column_that_names_nothing_changes_nothing(desk: tuple[Report, User, Client]) -> None:
    report, _user, client = desk
    upload(client, report, collection(2))

    page = client.post(url(report, "zone_column"), {"column": "x"}, follow=True).content.decode()

    assert "No column of the file names each zone once" in page
    assert names(report) == ["Province 01", "Province 02"]


def test_names_are_not_taken_from_a_zone_that_is_gone_but_has_numbers(
    desk: tuple[Report, User, Client],
) -> None:
    report, user, client = desk
    upload(client, report, collection(1, name=["Old"]))
    type_in(report, user, "Old", "100")
    upload(client, report, collection(1, name=["New"], nom=["Old"]))

    page = client.post(url(report, "zone_column"), {"column": "nom"}, follow=True).content.decode()

    assert "no longer in the file has numbers under the name “Old”" in page
    assert names(report) == ["Old", "New"]


def test_removing_the_file_asks_first_and_keeps_zones_with_numbers(
    desk: tuple[Report, User, Client],
) -> None:
    # Arrange
    report, user, client = desk
    upload(client, report, collection(2))
    type_in(report, user, "Province 02", "200")

    # Act
    asked = client.get(url(report, "zone_remove")).content.decode()
    page = client.post(url(report, "zone_remove"), follow=True).content.decode()

    # Assert
    assert "Remove the file “zones.geojson”?" in asked
    assert names(report) == ["Province 02"]
    assert not ZoneFile.objects.exists()
    assert "no file of zones any more" in page
    assert Record.load(report, Scope(zone="Province 02")).value(LAND) == 200


def test_a_zone_that_is_gone_can_be_dropped_with_its_numbers_but_no_other(
    desk: tuple[Report, User, Client],
) -> None:
    # Arrange
    report, user, client = desk
    upload(client, report, collection(2))
    for zone, land in (("Province 01", "100"), ("Province 02", "200")):
        type_in(report, user, zone, land)
    upload(client, report, collection(1))

    # Act
    kept = client.post(url(report, "zone_remove", zone="1"))
    client.post(url(report, "zone_remove", zone="2"))

    # Assert
    assert kept.status_code == 404
    assert names(report) == ["Province 01"]
    assert not report.observations.filter(zone="Province 02").exists()
    assert Record.load(report, Scope(zone="Province 01")).value(LAND) == 100


def test_a_locked_report_takes_no_zones(desk: tuple[Report, User, Client]) -> None:
    report, _user, client = desk
    upload(client, report, collection(1))
    Report.objects.filter(pk=report.pk).update(state="submitted")

    upload(client, report, collection(2))
    client.post(url(report, "zone_remove"))
    client.post(url(report, "zone_column"), {"column": "name"})

    assert names(report) == ["Province 01"]


# ---- Numbers of a run ----


def zone_run(report: Report, count: int) -> Run:
    zones = [{"name": zone_name(n), **w1_summary()} for n in range(1, count + 1)]
    run = make_run(report.party, report.cycle, w1_summary() | {"zones": zones})
    run.manifest["zones"] = ZoneFile.objects.get(report=report).storage_key
    run.save()
    return run


def test_a_run_fills_all_zones_at_once_and_keeps_what_was_typed(
    desk: tuple[Report, User, Client],
) -> None:
    # Arrange
    report, user, client = desk
    upload(client, report, collection(3))
    type_in(report, user, "Province 02", "999")
    run = zone_run(report, 3)

    # Act
    listed = client.get(url(report)).content.decode()
    asked = client.get(url(report, "zone_use_run", run.pk)).content.decode()
    done = client.post(url(report, "zone_use_run", run.pk), follow=True).content.decode()

    # Assert
    assert url(report, "zone_use_run", run.pk) in listed
    assert "Also replace 1 number that somebody entered" in asked
    assert "numbers of the zones are now those of run 1" in done
    lands = [Record.load(report, Scope(zone=zone_name(n))).value(LAND) for n in (1, 2, 3)]
    assert lands == [1205, 999, 1205]
    row = Record.load(report, Scope(zone="Province 01")).observations[LAND]
    assert (row.origin, row.run) == (Origin.COMPUTED, run)
    assert not report.observations.national().exists()


def test_what_was_typed_is_replaced_where_somebody_asks_for_it(
    desk: tuple[Report, User, Client],
) -> None:
    report, user, client = desk
    upload(client, report, collection(1))
    type_in(report, user, "Province 01", "999")
    run = zone_run(report, 1)

    client.post(url(report, "zone_use_run", run.pk), {"typed": "replace"})

    assert Record.load(report, Scope(zone="Province 01")).value(LAND) == 1205


def test_a_run_with_other_zones_is_refused_in_words(desk: tuple[Report, User, Client]) -> None:
    report, _user, client = desk
    upload(client, report, collection(2))
    run = zone_run(report, 2)
    upload(client, report, collection(2, of=4))  # the same names, other polygons

    page = client.post(url(report, "zone_use_run", run.pk), follow=True).content.decode()

    assert "computed with other zones" in page
    assert not report.observations.exists()


# ---- Adding up ----


def warnings(client: Client, report: Report, section: str) -> str:
    return client.get(url(report, section=section, period="baseline")).content.decode()


def test_zones_that_add_up_to_the_country_raise_no_warning(
    desk: tuple[Report, User, Client],
) -> None:
    report, _user, client = desk
    make_filled_zones(report, 4)
    fill_scope(report, NATIONAL, Decimal(40))

    for section in ("sdg", "land_cover", "productivity", "carbon"):
        assert "the zones add up to" not in warnings(client, report, section), section


def test_zones_that_do_not_add_up_are_said_in_words_and_can_be_explained(
    desk: tuple[Report, User, Client],
) -> None:
    # Arrange
    report, _user, client = desk
    make_filled_zones(report, 4)
    fill_scope(report, NATIONAL, Decimal(50))
    report.observations.national().filter(indicator="profile").update(value=40)

    # Act
    page = warnings(client, report, "carbon")
    explain = reverse("baseline_explain", args=["XAA", 2026, "carbon"], query={"from": "zones"})
    finding = "ZONES:carbon.status.baseline.degraded"
    sent = client.post(explain, {"finding": finding, "reason": "A lake is in no zone"})
    after = warnings(client, report, "carbon")

    # Assert
    assert "the zones add up to 40" in page
    assert "but the country has 50" in page
    assert "0.5 % of the land is allowed" in page
    assert explain in page.replace("&amp;", "&")
    assert sent["Location"] == url(report)
    assert "A lake is in no zone" in after


def test_a_small_difference_is_within_the_tolerance(desk: tuple[Report, User, Client]) -> None:
    report, _user, client = desk
    make_filled_zones(report, 4)
    fill_scope(report, NATIONAL, Decimal("40.15"))

    assert "the zones add up to" not in warnings(client, report, "carbon")


def test_zones_that_do_not_cover_the_country_are_told_of_their_land_alone(
    desk: tuple[Report, User, Client],
) -> None:
    report, _user, client = desk
    make_filled_zones(report, 4)
    fill_scope(report, NATIONAL, Decimal(50))

    for section in ("sdg", "carbon"):
        page = warnings(client, report, section)
        assert "the land of the zones adds up to 40" in page
        assert ": the zones add up to" not in page


def test_the_sum_waits_until_all_zones_have_numbers(desk: tuple[Report, User, Client]) -> None:
    report, _user, client = desk
    zones = make_filled_zones(report, 3)
    fill_scope(report, NATIONAL, Decimal(50))
    report.observations.filter(zone=zones[0].name).delete()

    page = warnings(client, report, "carbon")

    assert "1 zone has no numbers here yet" in page
    assert "the zones add up to" not in page


@pytest.mark.parametrize("section", ["sdg", "land_cover", "productivity", "carbon"])
def test_the_list_of_thirty_zones_needs_few_queries(
    desk: tuple[Report, User, Client], section: str, django_assert_max_num_queries: Any
) -> None:
    report, _user, client = desk
    make_filled_zones(report, 30)
    fill_scope(report, NATIONAL, Decimal(300))

    with django_assert_max_num_queries(15):
        page = client.get(url(report, section=section))

    assert len(page.content) < 200_000
    assert Zone.objects.count() == 30
