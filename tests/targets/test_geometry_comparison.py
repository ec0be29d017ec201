"""Comparing polygons of two versions: areas by hand, the map, the drawing, the files."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from countries.models import User
from countries.vectors.geodesy import geodesic_area_km2
from indicators.models import Report
from targets.comparison import changes
from targets.geometry_comparison import PlaceChange, place_changes
from targets.models import Submission, Target
from targets.pages.place_changes import ChangedPlaces
from tests.factories import make_focal_point, make_party
from tests.targets.reports import make_filled_report, newest, submit_as


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [corners]}


def km2(geometry: dict[str, Any]) -> Decimal:
    return Decimal(geodesic_area_km2(geometry)).quantize(Decimal("0.0001"))


BEFORE, AFTER = box(10, 10, 12, 12), box(11, 10, 13, 12)


def test_land_is_added_removed_or_kept() -> None:
    change = PlaceChange("targets.1.geometry", "Target 1", BEFORE, AFTER)

    assert change.removed_km2 == km2(box(10, 10, 11, 12))
    assert change.kept_km2 == km2(box(11, 10, 12, 12))
    assert change.added_km2 == km2(box(12, 10, 13, 12))
    assert change.difference_km2 == km2(AFTER) - km2(BEFORE)


def test_a_hole_that_was_cut_is_land_removed() -> None:
    hole = box(10.5, 10.5, 11, 11)
    cut = {"type": "Polygon", "coordinates": [*BEFORE["coordinates"], *hole["coordinates"]]}

    change = PlaceChange("p", "P", BEFORE, cut)

    assert (change.added_km2, change.removed_km2) == (0, km2(hole))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [(None, AFTER, ["added"]), (BEFORE, None, ["removed"]), (BEFORE, AFTER, None)],
)
def test_a_polygon_that_came_or_went_is_all_added_or_removed(
    before: dict[str, Any] | None, after: dict[str, Any] | None, shown: list[str] | None
) -> None:
    change = PlaceChange("p", "P", before, after)

    found = [part for part in ("kept", "removed", "added") if change.features(part)]

    assert found == (shown or ["kept", "removed", "added"])


def test_an_old_polygon_that_crosses_itself_is_mended() -> None:
    bow = {"type": "Polygon", "coordinates": [[[10, 10], [12, 12], [12, 10], [10, 12], [10, 10]]]}

    change = PlaceChange("p", "P", bow, BEFORE)

    assert change.kept_km2 > 0
    assert change.removed_km2 == 0


@pytest.fixture
def report(db: None) -> Report:
    return make_filled_report(make_party())


@pytest.fixture
def focal_point(report: Report) -> User:
    return make_focal_point(report.party)


@pytest.fixture
def second(report: Report, focal_point: User) -> Submission:
    """A second version, in which the target moved by a degree."""
    Target.objects.update(geometry=BEFORE, geometry_area_km2=km2(BEFORE))
    submit_as(report, focal_point)
    Report.objects.update(state="draft")
    Target.objects.update(geometry=AFTER, geometry_area_km2=km2(AFTER), place="=Eastern, district")
    submit_as(Report.objects.get(), focal_point)
    return newest(report)


def first_of(second: Submission) -> Submission:
    return Submission.objects.get(report=second.report_id, version=1)


def test_a_place_that_moved_is_one_change_in_words(second: Submission) -> None:
    found = changes(first_of(second).content, second.content)

    places = [change for change in found if change.path == "targets.1.geometry"]
    assert len(places) == 1
    assert places[0].before.startswith("polygon of 48")
    assert "added" in places[0].after
    assert "removed" in places[0].after
    assert places[0].page == "targets"


def test_the_map_and_the_drawing_show_the_same_parts(second: Submission) -> None:
    places = place_changes(first_of(second).content, second.content)
    shown = ChangedPlaces(places, second.content)

    layers = [layer.key for layer in shown.map.layers]
    looks = [stroke.look for stroke in shown.drawing.strokes]

    assert layers == ["kept", "removed", "added", "outline"]
    assert sorted(looks) == sorted(layers)
    west, south, east, north = shown.map.bounds
    assert (west < 10, south < 10, east > 13, north > 12) == (True,) * 4


def test_the_page_has_the_map_a_drawing_and_the_table(
    second: Submission, focal_point: User
) -> None:
    client = Client()
    client.force_login(focal_point)

    text = client.get(f"/submissions/{second.pk}/changes/").content.decode()

    for words in ('id="changed-places-canvas"', "place-drawing", "Places that differ", "Target 1"):
        assert words in text
    assert f"/submissions/{second.pk}/changes.xlsx?with=1" in text


def test_the_files_say_what_the_page_says(second: Submission, focal_point: User) -> None:
    client = Client()
    client.force_login(focal_point)
    found = changes(first_of(second).content, second.content)

    answer = client.get(f"/submissions/{second.pk}/changes.csv?with=1")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    book = client.get(f"/submissions/{second.pk}/changes.xlsx").content
    fields, places = (list(s.values) for s in load_workbook(io.BytesIO(book)).worksheets)

    assert 'filename="XAA-2026-v1-v2.csv"' in answer["Content-Disposition"]
    assert [row[2] for row in rows[1:]] == [change.path for change in found]
    assert [list(row) for row in fields] == rows
    assert "'=Eastern, district" in [row[4] for row in rows]
    ((label, path, before, now, difference, added, removed, kept),) = places[1:]
    assert (label, path) == ("Target 1", "targets.1.geometry")
    assert before == pytest.approx(float(km2(BEFORE)))
    assert now - before == pytest.approx(difference, abs=0.001)
    assert kept + added == pytest.approx(now)
    assert kept + removed == pytest.approx(before)


@pytest.mark.parametrize("address", ["changes.txt", "changes.csv?with=7", "changes/?with=7"])
def test_what_cannot_be_compared_is_not_found(
    second: Submission, focal_point: User, address: str
) -> None:
    client = Client()
    client.force_login(focal_point)

    assert client.get(f"/submissions/{second.pk}/{address}").status_code == 404
