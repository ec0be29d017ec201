"""The worked cases of the domain, typed into forms and read from pages: W1, W2, W3, W5, W6."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.acceptance.rules.areas import states, w1, w6, whole
from tests.acceptance.rules.derived import LAND, W2_MATRIX
from tests.acceptance.rules.desk import Desk
from tests.targets.neutrality.sheets import W3, make_balanced_report
from tests.web_pages import Element, read_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk.open()


def shown(page: Element, *keys: str) -> list[str]:
    """The derived numbers of a page, as a reader sees them."""
    return [page.with_value(key).replace("\xa0", " ") for key in keys]


def test_w1_land_cover(desk: Desk) -> None:
    w1(desk)

    page = desk.section("land_cover")
    found = shown(page, *(f"land_cover.status.baseline.{s}" for s in STATES))
    assert found == ["55.00", "1 120.00", "30.00"]
    assert shown(page, "land_cover.total.2015.land", "land_cover.total.2015.country") == [
        "1 205.00",
        "1 235.00",
    ]
    shares = ("share_of_land", "share_of_country")
    assert shown(page, *(f"land_cover.{s}.baseline.degraded" for s in shares)) == [
        "4.564 %",
        "4.453 %",
    ]
    assert shown(desk.section("profile"), "profile.area.2015.country") == ["1 235.00"]
    assert not desk.said("R2")
    assert not desk.said("R3")
    assert not desk.said("R6")


STATES = ("degraded", "stable", "improved")
SEVEN = (
    "persistent-degradation",
    "recent-degradation",
    "baseline-degradation",
    "stability",
    "baseline-improvement",
    "recent-improvement",
    "persistent-improvement",
)


def test_w2_status_against_the_baseline(desk: Desk) -> None:
    # Arrange
    desk.type({f"profile.area.{y}.{k}": a for y in (2015, 2019) for k, a in LAND})
    desk.type(states("sdg", "baseline", "100", "900", "205", "0"))
    desk.type(states("sdg", "report_1", "80", "970", "155", "0"))

    # Act
    desk.type(W2_MATRIX)

    # Assert
    page = desk.section("sdg")
    rows = [f"sdg.change.report_1.{state}" for state in STATES]
    columns = [f"sdg.change.report_1.to.{state}" for state in (*STATES, "all")]
    assert shown(page, *rows) == ["100.00", "900.00", "205.00"]
    assert shown(page, *columns) == ["80.00", "970.00", "155.00", "1 205.00"]
    reported = [f"sdg.reported.{p}.degraded" for p in ("baseline", "report_1")]
    assert shown(page, *reported) == ["100.00", "130.00"]
    shares = [f"sdg.reported_share.{p}.degraded" for p in ("baseline", "report_1")]
    assert shown(page, *shares) == ["8.299 %", "10.788 %"]
    classes = shown(page, *(f"sdg.seven.report_1.{name}" for name in SEVEN))
    assert classes == ["30.00", "50.00", "50.00", "800.00", "120.00", "80.00", "75.00"]
    # Status S is class 4; status I is what improved in the baseline or since: 5, 6 and 7.
    assert sum(map(float, classes[4:])) == 275
    balance = [f"sdg.balance.report_1.{name}" for name in ("losses", "gains", "delta")]
    assert shown(page, *balance) == ["80.00", "155.00", "+75.00"]
    since = [f"sdg.since_baseline.report_1.{name}" for name in ("km2", "points")]
    assert shown(page, *since) == ["+30.00", "+2.490"]
    assert not desk.said("R9")


def test_w3_a_total_that_hides_a_loss() -> None:
    _party, report, user, _run = make_balanced_report(W3)
    client = Client()
    client.force_login(user)

    address = reverse("balance", args=[report.party.iso3, report.cycle.year])
    page = read_page(client.get(address))

    rows = {
        row.all("th")[0].text.replace("\xa0", " "): row.text.replace("\xa0", " ")
        for row in page.all("tr")
        if row.all("th")
    }
    assert "+50" in rows["Cropland"]
    assert "−20" in rows["Wetland"]
    text = page.text.replace("\xa0", " ")
    assert "Not neutral: losses exceed gains in wetland." in text
    assert "The total of all land types, +30 km², hides this" in text


def test_w5_tonnes_over_an_area(desk: Desk) -> None:
    desk.type({"land_cover.area.2000.cropland": "500"})

    desk.type({"carbon.stock.2000.cropland": "5 000 000"}, query="?stock_unit=t")

    (cell,) = [
        e for e in desk.section("carbon").walk() if e["name"] == "carbon.stock.2000.cropland"
    ]
    assert cell["value"] == "100"
    assert not desk.said("R11")


@pytest.mark.parametrize(("degraded", "refused"), [(110, 1), (120, 0), (215, 0), (220, 1)])
def test_w6_the_whole_lies_between_120_and_215(desk: Desk, degraded: int, refused: int) -> None:
    w6(desk)

    whole(degraded)(desk)

    found = [said.sentence.replace("\xa0", " ") for said in desk.said("R8")]
    assert len(found) == refused
    assert all("120 km² to 215 km²" in sentence for sentence in found)
