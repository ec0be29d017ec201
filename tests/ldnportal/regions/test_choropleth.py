"""The map of a region: who is where, how dark, what is not reported, and which lines are drawn."""

import re
from decimal import Decimal

import pytest
import shapely
from django.core.cache import cache
from django.test import Client

from countries.models import Boundary
from indicators.charts.figure import render
from ldnportal.regions import map_sheet
from ldnportal.regions.choropleth import Choropleth, choropleth_of
from ldnportal.regions.summary import summarise
from tests.factories import make_cycle, make_party, make_region
from tests.ldnportal.regions.region import Stage, make_stage


def _square(west: float, south: float, side: float = 2) -> dict[str, object]:
    ring = [
        [west, south],
        [west + side, south],
        [west + side, south + side],
        [west, south + side],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def _box(west: float, south: float, side: float = 2) -> shapely.Geometry:
    return shapely.geometry.shape(_square(west, south, side))


@pytest.fixture
def stage(db: None) -> Stage:
    stage = make_stage()
    Boundary.objects.filter(party=stage.silent).update(geometry=_square(12, 10))
    return stage


@pytest.fixture
def chart(stage: Stage) -> Choropleth:
    found = choropleth_of(summarise(stage.region, stage.cycle))
    assert found is not None
    return found


def test_the_answer_names_the_parties_at_both_ends(chart: Choropleth) -> None:
    # Two has no outline: it is named, and stands in the table, but is not drawn.
    assert chart.title == (
        "Degraded land goes from 4.6\xa0% in Testland XAA to 16.6\xa0% in Testland XBB,"
        " Baseline 2000–2015"
    )
    heads = [(row.head, *row.cells) for row in chart.table().rows]
    assert heads[:2] == [("Testland XBB", "16.6\xa0%"), ("Testland XAA", "4.6\xa0%")]
    assert {row[1] for row in heads[2:]} == {"not reported"}


def test_a_party_leads_to_its_page_and_is_hatched_without_a_report(chart: Choropleth) -> None:
    svg = render(chart)

    assert '<a href="/countries/XAA/" tabindex="-1" aria-label="Testland XAA: 4.6\xa0%">' in svg
    silent = re.search(r'aria-label="Testland XCC: not reported">.*?fill="([^"]+)"', svg)
    assert silent is not None
    paint = silent[1].removeprefix("url(#").removesuffix(")")
    assert f'<pattern id="{paint}"' in svg
    assert "<title " in svg
    assert "<desc " in svg
    assert 'role="group"' in svg


def test_the_source_and_the_disclaimer_stand_in_the_drawing_itself(
    stage: Stage, client: Client
) -> None:
    svg = client.get("/regions/annex-i/charts/map.svg").content.decode()

    assert "Outlines: made for a test." in svg
    assert "do not imply official endorsement" in svg


def test_a_region_without_outlines_or_numbers_has_no_map(db: None) -> None:
    region, cycle = make_region(slug="annex-ii"), make_cycle()
    make_party("XAA", annex=region)

    assert choropleth_of(summarise(region, cycle)) is None


def test_outlines_are_drawn_once_until_one_of_them_changes(
    stage: Stage, client: Client, django_assert_num_queries: object
) -> None:
    cache.clear()
    parties = [stage.one.pk, stage.silent.pk]
    first = map_sheet.outlines_of(parties).sheet(300)

    with django_assert_num_queries(1):  # type: ignore[operator]
        again = map_sheet.outlines_of(parties).sheet(300)
    boundary = Boundary.objects.get(party=stage.silent)
    boundary.geometry = _square(14, 10)
    boundary.save()
    changed = map_sheet.outlines_of(parties).sheet(300)

    assert again == first
    assert changed != first


def test_a_shared_border_is_one_line_and_none_runs_along_an_undetermined_area() -> None:
    outlines = {1: _box(10, 0), 2: _box(12, 0)}

    free = map_sheet.draw(outlines, 200, shapely.Polygon())
    beside = map_sheet.draw(outlines, 200, _box(10, 2))

    assert set(free.paths) == {1, 2}
    assert free.undetermined == ""
    assert beside.undetermined.startswith("M")
    assert len(beside.borders) < len(free.borders)
    assert beside.borders.count("M") > free.borders.count("M") - 1


def test_an_undetermined_area_far_away_is_left_out() -> None:
    sheet = map_sheet.draw({1: _box(10, 0)}, 200, _box(50, 0))

    assert sheet.undetermined == ""


def test_islands_on_both_sides_of_the_antimeridian_lie_side_by_side() -> None:
    outlines = {1: _box(177, -18), 2: _box(-177, -18)}

    sheet = map_sheet.draw(outlines, 400, shapely.Polygon())

    assert sheet.height > 80  # eight degrees across the sheet, not three hundred and sixty


def test_a_country_too_small_to_see_is_a_dot_in_its_place() -> None:
    sheet = map_sheet.draw({1: _box(0, 0, 30), 2: _box(10, 40, 0.05)}, 300, shapely.Polygon())

    assert set(sheet.paths) == {1}
    x, y = sheet.dots[2]
    assert 0 <= x <= sheet.width
    assert 0 <= y < sheet.height / 3


def test_a_remote_islet_leaves_room_for_the_others() -> None:
    large = shapely.union_all([_box(0, 0, 10), _box(5, -60, 0.1)])

    sheet = map_sheet.draw({1: large}, 300, shapely.Polygon())

    assert sheet.height == pytest.approx(sheet.width, rel=0.35)


@pytest.mark.parametrize(
    ("share", "limit"), [("0", 5), ("4.99", 5), ("5", 10), ("39.9", 40), ("40", None)]
)
def test_a_share_belongs_to_the_class_that_ends_above_it(share: str, limit: int | None) -> None:
    from ldnportal.regions.choropleth import _look

    assert _look(Decimal(share)).limit == limit
