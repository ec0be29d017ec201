"""Where to act through its pages: areas, map, patches, files, and a measure begun from them."""

import io
import math
from typing import Any

import numpy as np
import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from rio_tiler.io import Reader

from countries.models import User
from indicators.models import Report, ReportState, Run
from indicators.storage import location
from targets.models import Measure, ResponseMap
from targets.neutrality.sheet import read_neutrality
from tests.factories import make_focal_point, make_party
from tests.indicators.test_tiles import colour_at, read_png
from tests.targets.where.squares import corner, make_square_run

pytestmark = pytest.mark.django_db
GREEN_GREY, AMBER, PURPLE = (157, 184, 181), (224, 160, 48), (155, 39, 121)


def url(report: Report, name: str = "where_to_act", *more: object) -> str:
    return reverse(name, args=[report.party.iso3, report.cycle.year, *more])


def shown(client: Any, report: Report, query: str = "", name: str = "where_to_act") -> str:
    answer = client.get(url(report, name) + query)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text.replace("\xa0", " ")


def test_before_it_is_asked_the_page_says_what_it_would_show(
    client: Any, report: Report, user: User
) -> None:
    client.force_login(user)
    assert "Work out where to act" in shown(client, report)

    client.post(url(report))

    page = shown(client, report)
    assert "A worker draws the map" in page
    assert "Work out where to act" not in page


def test_without_a_run_the_page_says_what_is_missing(client: Any) -> None:
    from tests.factories import make_report

    party = make_party("XBB")
    other = make_report(party)
    client.force_login(make_focal_point(party))

    assert "Compute the indicators first." in shown(client, other)
    answer = client.post(url(other), follow=True)
    assert "Compute the indicators first." in answer.content.decode()
    assert client.get(url(other, "where_patches")).status_code == 302


def test_the_page_shows_figures_tables_and_the_map(
    client: Any, drawn: ResponseMap, user: User
) -> None:
    client.force_login(user)

    page = shown(client, drawn.report)

    for words in (
        "126 km²",  # Reverse: 100 of cropland, 25 and 1 of grassland
        "degraded land; 8.1 % of the land on the map",
        "16 km²",
        "1 418 km²",
        "From Run 1",
        "Where to avoid, reduce and reverse",
        "By zone, most degraded land first",
        "list of drivers",
    ):
        assert words in page, words
    assert page.index("North") < page.index("South")


def test_the_areas_are_sorted_by_the_server(client: Any, drawn: ResponseMap, user: User) -> None:
    client.force_login(user)

    def order(query: str) -> list[str]:
        answer = client.get(url(drawn.report) + query)
        return [f"{a.zone} {a.land_type}" for a in answer.context["areas"]]

    assert order("") == [
        "North cropland", "South grassland", "North grassland", "South cropland",
    ]  # fmt: skip
    assert order("?sort=avoid")[0] == "North cropland"
    assert order("?sort=zone") == [
        "North cropland", "North grassland", "South cropland", "South grassland",
    ]  # fmt: skip
    assert order("?sort=nothing") == order("")
    assert 'aria-sort="descending"' in shown(client, drawn.report)


def test_long_lists_come_in_pages(
    client: Any, drawn: ResponseMap, user: User, settings: Any
) -> None:
    settings.PAGE_SIZE = 2
    client.force_login(user)

    first, second = (
        client.get(url(drawn.report) + f"?sort=zone&page={n}").context["areas"] for n in (1, 2)
    )

    assert [len(first), len(second)] == [2, 2]
    assert {a.pk for a in first}.isdisjoint({a.pk for a in second})
    assert "sort=zone&amp;page=2" in shown(client, drawn.report, "?sort=zone")


def test_patches_are_narrowed_sorted_and_laid_on_the_map(
    client: Any, drawn: ResponseMap, user: User
) -> None:
    client.force_login(user)
    address = url(drawn.report, "where_patches")

    answer = client.get(address + "?response=reverse&zone=South")
    assert [p.land_type for p in answer.context["page"]] == ["grassland"]
    assert "1 patch, 25 km² (2 500 ha)" in answer.content.decode().replace("\xa0", " ")
    assert '"title": "Patch 2"' in answer.content.decode()

    answer = client.get(address + "?response=reverse&sort=area")
    assert [p.number for p in answer.context["page"]] == [2, 1]
    assert client.get(address + "?zone=Atlantis").context["page"].paginator.count == 0


def tile_over(lon: float, lat: float, z: int) -> tuple[int, int, int, int, int]:
    """The tile of the web map over a place, and the pixel in it."""
    x = (lon + 180) / 360 * 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**z
    return z, int(x), int(y), int(x % 1 * 256), int(y % 1 * 256)


def tile(client: Any, row: ResponseMap, layer: str, column: float, at: float) -> Any:
    """The colour that the served tile has over a place, None where it is transparent."""
    lon, lat = corner(column, at)
    z, x, y, px, py = tile_over(lon, lat, 12)
    answer = client.get(url(row.report, "where_tile", row.pk, layer, z, x, y))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    return colour_at(read_png(answer.content), py, px)


@pytest.mark.parametrize(
    ("column", "row", "colour"),
    [(8, 9, PURPLE), (7, 30, AMBER), (15, 15, GREEN_GREY), (30.5, 30.5, PURPLE)],
)
def test_the_tiles_have_the_colour_of_each_response(
    client: Any, drawn: ResponseMap, user: User, column: float, row: float, colour: Any
) -> None:
    client.force_login(user)
    assert tile(client, drawn, "response", column, row) == colour


def test_a_tile_is_kept_by_the_browser_and_unknown_ones_are_404(
    client: Any, drawn: ResponseMap, user: User
) -> None:
    client.force_login(user)
    address = url(drawn.report, "where_tile", drawn.pk, "response", 0, 0, 0)
    tag = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    for more in ((drawn.pk, "trend", 0, 0, 0), (drawn.pk + 1, "response", 0, 0, 0),
                 (drawn.pk, "response", 0, 5, 5)):  # fmt: skip
        assert client.get(url(drawn.report, "where_tile", *more)).status_code == 404


@pytest.mark.parametrize(
    ("column", "row", "words"),
    [
        (8.5, 9.5, ["Reverse (degraded land)", "Cropland"]),
        (7.5, 30.5, ["Reduce (not degraded, but stressed or at risk)", "Cropland"]),
        (30.5, 5.5, ["Avoid (the rest)", "Grassland"]),
        (30.5, 39.5, ["Water", "Water bodies"]),
        (500, 5, []),
    ],
)
def test_what_is_here_names_response_and_land_type(
    client: Any, drawn: ResponseMap, user: User, column: float, row: float, words: list[str]
) -> None:
    client.force_login(user)
    lon, lat = corner(column, row)

    found = client.get(url(drawn.report, "where_point"), {"lat": lat, "lon": lon}).json()

    assert [answer["class"] for answer in found["rows"]] == words
    assert client.get(url(drawn.report, "where_point"), {"lat": "x"}).status_code == 400


def test_a_patch_becomes_the_polygon_of_a_new_measure(
    client: Any, drawn: ResponseMap, user: User
) -> None:
    client.force_login(user)
    patch = drawn.patches.get(number=1)

    answer = client.post(url(drawn.report, "where_measure"), {"patch": patch.pk})

    row = Measure.objects.get()
    assert answer["Location"] == reverse("measure_edit", args=["XAA", row.pk])
    assert (row.hierarchy, row.land_types, row.place) == (["reverse"], ["cropland"], "North")
    assert row.title == "Reverse: Cropland, North"
    assert row.area_km2 == patch.area_km2
    assert row.geometry_area_km2 == patch.area_km2
    form = client.get(answer["Location"]).content.decode()
    assert 'value="North"' in form
    # It counts in the balance sheet as it stands.
    counted = [(c.land_type, c.km2) for c in read_neutrality(drawn.report).plans.counted]
    assert counted == [("cropland", patch.area_km2)]


def test_what_a_zone_has_of_a_land_type_becomes_a_measure(
    client: Any, drawn: ResponseMap, user: User
) -> None:
    client.force_login(user)
    area = drawn.areas.get(zone="South", land_type="cropland")

    client.post(url(drawn.report, "where_measure"), {"area": area.pk, "response": "reduce"})

    row = Measure.objects.get()
    assert (row.hierarchy, row.land_types, row.place, row.area_km2) == (
        ["reduce"], ["cropland"], "South", 16,
    )  # fmt: skip
    assert row.geometry is None


@pytest.mark.parametrize(
    "data", [{}, {"patch": "0"}, {"patch": "x"}, {"area": "9" * 40}, {"area": "1", "response": "x"}]
)
def test_land_that_is_not_on_the_map_makes_no_measure(
    client: Any, drawn: ResponseMap, user: User, data: dict[str, str]
) -> None:
    client.force_login(user)
    assert client.post(url(drawn.report, "where_measure"), data).status_code == 404
    assert not Measure.objects.exists()


def test_a_locked_report_takes_no_measure_but_shows_the_map(
    client: Any, drawn: ResponseMap, user: User
) -> None:
    Report.objects.update(state=ReportState.SUBMITTED)
    client.force_login(user)
    patch = drawn.patches.get(number=1)

    client.post(url(drawn.report, "where_measure"), {"patch": patch.pk})

    assert not Measure.objects.exists()
    page = shown(client, drawn.report)
    assert "Candidate areas by zone and land type" in page
    assert "Make a measure here" not in page


def test_the_files_hold_what_the_page_shows(client: Any, drawn: ResponseMap, user: User) -> None:
    client.force_login(user)

    def file(name: str) -> Any:
        return client.get(url(drawn.report, "where_file", name))

    lines = file("areas.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "zone,land_type,reverse_km2,reduce_km2,avoid_km2"
    assert "North,cropland,100,0,300" in lines
    book = openpyxl.load_workbook(io.BytesIO(file("where-to-act.xlsx").content))
    assert book.sheetnames == ["areas", "patches", "dictionary"]
    first = [cell.value for cell in book["patches"][2]]
    assert first[1:4] == ["reverse", "cropland", "North"]
    assert first[4] == pytest.approx(100, abs=0.01)
    assert len(file("patches.geojson").json()["features"]) == drawn.patches.count()
    assert file("secrets.csv").status_code == 404


def test_numbers_from_a_newer_run_are_pointed_out(
    client: Any, drawn: ResponseMap, user: User
) -> None:
    client.force_login(user)
    assert "come from a newer run" not in shown(client, drawn.report)

    make_square_run(drawn.report)
    assert "come from a newer run" in shown(client, drawn.report)


def test_a_run_that_was_revised_since_is_pointed_out(
    client: Any, drawn: ResponseMap, user: User
) -> None:
    client.force_login(user)
    assert "map was revised since" not in shown(client, drawn.report)

    Run.objects.update(revised_at=timezone.now())

    assert "map was revised since" in shown(client, drawn.report)


def test_somebody_elses_land_is_a_404(client: Any, drawn: ResponseMap) -> None:
    client.force_login(make_focal_point(make_party("XBB")))
    for name, more in (
        ("where_to_act", ()),
        ("where_patches", ()),
        ("where_point", ()),
        ("where_file", ("areas.csv",)),
        ("where_tile", (drawn.pk, "response", 0, 0, 0)),
    ):
        assert client.get(url(drawn.report, name, *more)).status_code == 404


def test_the_pages_take_few_queries(
    client: Any, drawn: ResponseMap, user: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(user)
    for name, most in (("where_to_act", 21), ("where_patches", 16)):
        with django_assert_max_num_queries(most):
            client.get(url(drawn.report, name))


def test_the_map_is_drawn_where_the_storage_is(drawn: ResponseMap) -> None:
    with Reader(location(f"{drawn.folder}/response.tif")) as picture:
        codes, counts = np.unique(picture.dataset.read(1), return_counts=True)
    assert dict(zip(codes.tolist(), counts.tolist(), strict=True)) == {
        1: 1418, 2: 16, 3: 126, 4: 40,
    }  # fmt: skip
