"""The map of the balance: served from the run's own raster, each pixel in its class."""

from typing import Any

import pytest

from countries.maps import RasterLayer
from countries.models import User
from indicators.actions.baseline import use_run
from indicators.models import Report
from indicators.science.palettes import STATUS
from indicators.tiles import as_colour
from targets.neutrality.page import BalancePage
from targets.neutrality.sheet import read_neutrality
from tests.factories import make_focal_point
from tests.indicators.test_tiles import colour_at, read_png
from tests.targets.where.squares import corner, make_square_report
from tests.targets.where.test_where_pages import tile_over

pytestmark = pytest.mark.django_db
RECENT_DEGRADATION, STABILITY, WATER = 2, 4, 8


@pytest.fixture
def report() -> Report:
    """100 km2 of cropland and 26 of grassland degraded in the period, nothing before."""
    report, run = make_square_report()
    use_run(report, run, by=make_focal_point(report.party))
    return report


@pytest.fixture
def user(report: Report) -> User:
    return make_focal_point(report.party)


def layer_of(report: Report) -> RasterLayer:
    found = BalancePage(report.party, read_neutrality(report)).map
    assert found is not None
    (layer,) = found.rasters
    return layer


def test_the_sheet_counts_what_the_map_shows(report: Report) -> None:
    sheet = read_neutrality(report).sheet
    lost = {line.land_type: round(line.losses or 0) for line in sheet.lines if line.losses}
    assert lost == {"cropland": 100, "grassland": 26}
    assert sheet.not_neutral == ("grassland", "cropland")


@pytest.mark.parametrize(
    ("column", "row", "code"),
    [
        (8.5, 9.5, RECENT_DEGRADATION),
        (27.5, 22.5, RECENT_DEGRADATION),
        (15.5, 15.5, STABILITY),
        (20.5, 39.5, WATER),
    ],
)
def test_the_page_serves_tiles_in_which_each_place_has_the_colour_of_its_class(
    client: Any, report: Report, user: User, column: float, row: float, code: int
) -> None:
    client.force_login(user)
    z, x, y, px, py = tile_over(*corner(column, row), 12)
    address = layer_of(report).url.format(z=z, x=x, y=y)

    answer = client.get(address)

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert colour_at(read_png(answer.content), py, px) == as_colour(STATUS.colours[code])


def test_a_place_outside_the_country_is_left_clear(client: Any, report: Report, user: User) -> None:
    client.force_login(user)
    z, x, y, px, py = tile_over(*corner(-5, -5), 12)
    answer = client.get(layer_of(report).url.format(z=z, x=x, y=y))
    assert colour_at(read_png(answer.content), py, px) is None


def test_the_legend_says_what_is_a_loss_and_what_a_gain(report: Report) -> None:
    words = [entry.label for entry in layer_of(report).legend]
    assert words == [
        "Persistent degradation: a loss",
        "Recent degradation: a loss",
        "Baseline degradation",
        "Stability",
        "Baseline improvement",
        "Recent improvement: a gain",
        "Persistent improvement: a gain",
        "Water",
    ]


def test_the_map_stands_on_the_page(client: Any, report: Report, user: User) -> None:
    client.force_login(user)
    page = client.get(f"/parties/XAA/{report.cycle.year}/balance/").content.decode()
    assert 'data-portal-map="balance-map"' in page
    assert "Where land was lost and gained" in page
