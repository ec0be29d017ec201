"""Regions with their own degradation and change matrices; the country is their sum."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from countries.models import User
from indicators.actions.regions import TooManyRegionsError, add_region, edit_region, list_region
from indicators.baseline.derived import derive
from indicators.baseline.fields import LAND_COVER
from indicators.baseline.keys import Key
from indicators.models import Observation, Region, Report
from indicators.rules.check import check_record
from tests.indicators.baseline.own_cover import (
    TWO_FORESTS,
    fill,
    give_legend,
    give_regions,
    version_of,
)
from tests.indicators.baseline.record_making import (
    make_worked_report,
    post_section,
    record_of,
    section_url,
    w1_land_cover,
    w1_profile,
)

pytestmark = pytest.mark.django_db

AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def worked() -> tuple[Report, User]:
    _party, report, user = make_worked_report()
    return report, user


@pytest.fixture
def signed_in(client: Client, worked: tuple[Report, User]) -> Client:
    client.force_login(worked[1])
    return client


def square(west: float, south: float, side: float = 1.0) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def states(report: Report, measure: str = "status") -> tuple[Decimal | None, ...]:
    found = derive(record_of(report))
    names = ("degraded", "stable", "improved")
    return tuple(found.get(Key(LAND_COVER, measure, "baseline", name)) for name in names)


def said(report: Report, rule: str = "R12") -> str:
    return " ".join(f.message for f in check_record(record_of(report)) if f.rule == rule)


# ---- Arithmetic, by hand ----


def test_the_same_change_degrades_one_region_and_improves_the_other(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_regions(report, user, "North", "South")
    change = "grassland.tree-covered"
    fields = {
        f"land_cover.change-r1.baseline.{change}": "40",
        f"land_cover.change-r2.baseline.{change}": "25",
        "land_cover.change-r2.baseline.cropland.cropland": "100",
        f"land_cover.meaning-r1.{change}": "-",
        f"land_cover.meaning-r2.{change}": "+",
    }

    post_section(signed_in, report, "land_cover", fields)

    assert states(report, "status-r1") == (40, 0, 0)
    assert states(report, "status-r2") == (0, 100, 25)
    assert states(report) == (40, 100, 25)
    record = record_of(report)
    assert record.matrix(LAND_COVER, "change", "baseline") == {
        ("grassland", "tree-covered"): 65,
        ("cropland", "cropland"): 100,
    }


def test_an_edit_in_a_region_renews_the_sum_of_the_country_at_once(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_regions(report, user, "North", "South")
    post_section(
        signed_in, report, "land_cover", {"land_cover.change-r2.baseline.grassland.cropland": "7"}
    )

    path = "land_cover.change-r1.baseline.grassland.cropland"
    answer = post_section(
        signed_in,
        report,
        "land_cover",
        {path: "5"},
        query="?part=change.baseline",
        headers=AUTOSAVE,
    ).json()

    assert answer["values"]["land_cover.change.baseline.grassland.cropland"] == "12.00"
    assert "12\xa0km² changed" in answer["charts"]["first"]


def test_own_classes_and_regions_together(signed_in: Client, worked: tuple[Report, User]) -> None:
    report, user = worked
    give_legend(report, user, TWO_FORESTS)
    give_regions(report, user, "North", "South")
    fields = {
        "land_cover.change-r1.baseline.dense-forest.open-forest": "3",
        "land_cover.change-r2.baseline.open-forest.dense-forest": "4",
        "land_cover.meaning-r1.dense-forest.open-forest": "-",
    }

    post_section(signed_in, report, "land_cover", fields)

    record = record_of(report)
    seven = Key(LAND_COVER, "change", "baseline", "tree-covered", "tree-covered")
    assert record.value(seven) == 7
    assert states(report) == (3, 4, 0)


# ---- Dividing and joining ----


def test_matrices_of_the_country_wait_while_there_are_regions(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    # Arrange
    report, user = worked
    post_section(signed_in, report, "land_cover", w1_land_cover())
    post_section(
        signed_in, report, "land_cover", {"land_cover.meaning.grassland.tree-covered": "0"}
    )
    before = states(report)

    # Act
    (north,) = give_regions(report, user, "North")
    divided = record_of(report)
    list_region(north, listed=False, version=version_of(report), by=user)

    # Assert
    assert not divided.matrix(LAND_COVER, "change", "baseline")
    assert divided.meaning["r1"]["grassland", "tree-covered"] == 0  # as the country had it
    assert len(divided.aside) == len([p for p in w1_land_cover() if ".change." in p])
    assert states(report) == before == (55, 1130, 20)


def test_a_region_comes_back_with_its_numbers(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_regions(report, user, "North", "South")
    post_section(
        signed_in, report, "land_cover", {"land_cover.change-r1.baseline.grassland.cropland": "7"}
    )
    page = reverse("baseline_regions", args=["XAA", 2026])

    signed_in.post(page, {"version": version_of(report), "act": "remove:1"})
    without = states(report)
    answer = signed_in.post(page, {"version": version_of(report), "act": "restore:1"}, follow=True)

    assert without == (None, None, None)
    assert states(report) == (0, 0, 7)
    assert "“North” is back with its numbers." in answer.content.decode()


def test_a_page_from_before_the_division_is_told_so_and_loses_nothing(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_regions(report, user, "North")
    fields = {"land_cover.change.baseline.grassland.cropland": "7"}

    answer = post_section(signed_in, report, "land_cover", fields, headers=AUTOSAVE)

    assert answer.status_code == 423
    assert "The classes or regions were changed while you wrote" in answer.json()["locked"]
    assert states(report) == (None, None, None)


# ---- Pages ----


def test_regions_are_added_changed_and_listed_on_their_pages(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, _user = worked
    new = reverse("baseline_region_new", args=["XAA", 2026])
    corners = "10, 10\n10, 11\n11, 11\n11, 10"

    data = {"version": 0, "name": "North", "geometry_corners": corners, "geometry": ""}
    said = signed_in.post(new, data, follow=True).content.decode()
    edit = reverse("baseline_region_edit", args=["XAA", 2026, 1])
    signed_in.post(edit, {"version": version_of(report), "name": "Far north", "geometry": ""})

    assert "“North” is added. Change is now recorded by region" in said
    region = Region.objects.get()
    assert (region.name, region.geometry) == ("Far north", None)


def test_two_regions_have_two_names(signed_in: Client, worked: tuple[Report, User]) -> None:
    report, user = worked
    give_regions(report, user, "North")
    new = reverse("baseline_region_new", args=["XAA", 2026])

    page = signed_in.post(new, {"version": version_of(report), "name": "NORTH", "geometry": ""})

    assert "There is a region “NORTH” already." in page.content.decode()
    assert Region.objects.count() == 1


def test_a_polygon_that_cannot_be_read_keeps_what_was_typed(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    new = reverse("baseline_region_new", args=["XAA", 2026])

    page = signed_in.post(new, {"version": 0, "name": "North", "geometry": "{not json"})

    assert "{not json" in page.content.decode()
    assert not Region.objects.exists()


def test_somebody_elses_region_is_not_there(signed_in: Client) -> None:
    assert signed_in.get(reverse("baseline_region_edit", args=["XAA", 2026, 9])).status_code == 404


def test_a_finding_leads_to_the_part_that_has_its_field(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_regions(report, user, "North")
    post_section(
        signed_in, report, "land_cover", {"land_cover.change-r1.report_1.cropland.wetland": "many"}
    )

    url = section_url(report, "land_cover")
    path = "land_cover.change-r1.report_1.cropland.wetland"
    page = signed_in.get(f"{url}?check=1").content.decode()
    there = signed_in.get(f"{url}?check=1&field={path}").content.decode()

    assert f'href="?check=1&amp;field={path}#{path}"' in page
    assert f'id="{path}"' in there
    assert f'id="{path}"' not in page


# ---- R12 ----


def test_r12_regions_that_overlap_are_told_with_the_area(worked: tuple[Report, User]) -> None:
    report, user = worked
    give_regions(report, user, "North", "South")
    north, south = Region.objects.order_by("number")
    edit_region(north, "North", square(0, 0), version=version_of(report), by=user)
    edit_region(south, "South", square(0.5, 0), version=version_of(report), by=user)

    # Half a degree by one at the equator: 55.66 km x 110.57 km.
    assert "The regions North and South overlap by 6 154." in said(report).replace("\xa0", " ")
    edit_region(south, "South", square(1, 0), version=version_of(report), by=user)
    assert "overlap" not in said(report)


def test_r12_at_most_five_regions(worked: tuple[Report, User]) -> None:
    report, user = worked
    give_regions(report, user, *"ABCDE")
    assert not said(report)
    with pytest.raises(TooManyRegionsError):
        add_region(report, "F", None, version=version_of(report), by=user)
    Region.objects.create(report=report, number=6, name="F")  # past the form

    assert "There are 6 regions; at most 5 can be reported." in said(report)


def test_r12_the_regions_together_are_the_land(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    post_section(signed_in, report, "profile", w1_profile())
    give_regions(report, user, "North", "South")
    post_section(
        signed_in, report, "land_cover", {"land_cover.change-r1.baseline.cropland.cropland": "1000"}
    )
    off = said(report)
    post_section(
        signed_in, report, "land_cover", {"land_cover.change-r2.baseline.cropland.cropland": "205"}
    )

    assert "the land of the regions adds up to 1 000 km²" in off.replace("\xa0", " ")
    assert "Check South." in off
    assert not said(report)


def test_r12_a_class_that_is_not_mapped(worked: tuple[Report, User]) -> None:
    report, user = worked
    own = give_legend(report, user, (*TWO_FORESTS, ("Glacier", None)))
    assert "The class “Glacier” of the legend “National legend” has no class" in said(report)

    own.classes.filter(label="Glacier").update(unccd_class=6)
    assert not said(report)


def test_r12_every_class_of_the_convention_that_has_area_is_reached(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    post_section(signed_in, report, "land_cover", w1_land_cover())
    own = give_legend(report, user, TWO_FORESTS)
    assert not said(report)

    own.classes.filter(label="Marsh").update(unccd_class=6)

    assert (
        "Wetland has 20 km² in the numbers in the seven classes, but no class of the legend "
        "“National legend” is mapped to it." in said(report).replace("\xa0", " ")
    )


def test_r12_default_data_count_as_area_too(worked: tuple[Report, User]) -> None:
    report, user = worked
    give_legend(report, user, tuple(c for c in TWO_FORESTS if c[0] != "Marsh"))
    report.party.default_numbers.create(
        cycle=report.cycle, path="land_cover.area.2015.wetland", value=12, source_title="World"
    )

    assert "Wetland has 12 km² in the default data" in said(report).replace("\xa0", " ")


def test_r12_at_most_fifteen_classes(worked: tuple[Report, User]) -> None:
    report, user = worked
    own = give_legend(report, user)
    assert not said(report)
    own.classes.create(report=report, key="one-more", label="One more", unccd_class=1, order=99)

    assert "“National legend” has 16 classes; at most 15 can be reported." in said(report)


def test_r3_holds_for_the_sum_of_the_regions(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_regions(report, user, "North", "South")
    fields = {
        "land_cover.area.2000.cropland": "12",
        "land_cover.change-r1.baseline.cropland.cropland": "5",
        "land_cover.change-r2.baseline.cropland.cropland": "6",
    }
    post_section(signed_in, report, "land_cover", fields)

    assert "the row of Cropland adds up to 11" in said(report, "R3").replace("\xa0", " ")
    post_section(
        signed_in, report, "land_cover", {"land_cover.change-r2.baseline.cropland.cropland": "7"}
    )
    assert "Cropland adds up to" not in said(report, "R3")


def test_sources_of_many_numbers_are_given_table_by_table(
    signed_in: Client, worked: tuple[Report, User]
) -> None:
    report, user = worked
    give_legend(report, user)
    give_regions(report, user, "North")
    fill(report)
    Observation.objects.update(source_title="", comment="")
    url = section_url(report, "land_cover") + "sources/"

    page = signed_in.get(url).content.decode()
    data = {"numbers": ["change-r1.baseline"], "source_title": "Survey", "comment": "Field work"}
    signed_in.post(url, data)

    assert "North: Change, Baseline 2000–2015: 225 national numbers, 225 without a source" in page
    assert Observation.objects.filter(source_title="Survey").count() == 225
