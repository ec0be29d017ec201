"""Maps and drawing in a real browser."""

import json
from pathlib import Path
from typing import Any

import pytest
from django import forms
from playwright.sync_api import Page, expect

from countries.geometry_widget import GeometryField, GeometryWidget
from countries.maps import LegendEntry, Map, RasterLayer, VectorLayer
from tests.browser.script_pages import ScriptPages, as_json

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WITH_HOLE = {
    "type": "MultiPolygon",
    "coordinates": [
        [
            [[9.2, 13.2], [10.8, 13.4], [10.6, 14.6], [9.4, 14.5], [9.2, 13.2]],
            [[9.8, 13.6], [10.2, 13.7], [10.1, 14.1], [9.8, 13.6]],
        ],
        [[[11, 13], [11.5, 13], [11.3, 13.6], [11, 13]]],
    ],
}
MAP_PAGE = """{% extends "base.html" %}{% block title %}Map{% endblock %}
{% block head %}{% include "components/map_styles.html" %}{% endblock %}
{% block content %}<h1>Map</h1>{% include "components/map.html" with map=map only %}{% endblock %}
{% block scripts %}{% include "components/map_scripts.html" %}{% endblock %}"""
FORM_PAGE = """{% extends "base.html" %}{% load portal_ui %}{% block title %}Draw{% endblock %}
{% block head %}{% include "components/map_styles.html" with draw=True %}{% endblock %}
{% block content %}<h1>Draw</h1><form method="post" action="/save/">{% fields form %}
<button type="submit">Save</button></form>{% endblock %}
{% block scripts %}{% include "components/map_scripts.html" with draw=True %}{% endblock %}"""
# The smallest PNG there is: one transparent pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "0001000000050001"
    "0d0a2db40000000049454e44ae426082"
)


class PlaceForm(forms.Form):
    geometry = GeometryField(
        label="Where it is",
        required=False,
        widget=GeometryWidget(bounds=(8, 12, 13, 16)),
    )


def _drawing(pages: ScriptPages, page: Page, geometry: dict[str, Any] | None) -> None:
    form = PlaceForm(initial={"geometry": geometry})
    page.goto(pages.add("/draw/", FORM_PAGE, {"form": form}))


def _drawn(page: Page) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(page.locator("[data-geojson]").input_value())
    return content


def _drag_first_corner(page: Page) -> None:
    box = page.locator(".leaflet-editing-icon").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] - 25, box["y"] + 15, steps=5)
    page.mouse.up()


def _click_map(page: Page, *places: tuple[int, int]) -> None:
    for x, y in places:
        page.locator("[data-canvas]").click(position={"x": x, "y": y})
        page.wait_for_timeout(120)  # Leaflet.draw takes quicker clicks for one


def _two_layers(pages: ScriptPages, **more: Any) -> Map:
    pages.answer("/tile/*", lambda _path, _body: (200, "image/png", PIXEL))
    layers = (
        RasterLayer(
            "cover",
            "Land cover 2015",
            "/tile/cover/{z}/{x}/{y}",
            (LegendEntry("Cropland", "cover-3"), LegendEntry("Own class", colour="#123456")),
            visible=True,
        ),
        RasterLayer("sdg", "SDG 15.3.1", "/tile/sdg/{z}/{x}/{y}"),
        VectorLayer("measures", "Measures", data=WITH_HOLE, look="measure"),
    )
    return Map("run-map", "Land cover", (8, 12, 13, 16), layers, source="run 12", **more)


def test_editing_a_multipolygon_keeps_its_holes(page: Page, script_pages: ScriptPages) -> None:
    _drawing(script_pages, page, WITH_HOLE)

    page.click("[data-draw=edit]")
    _drag_first_corner(page)
    page.click("[data-draw=finish]")

    drawn = _drawn(page)
    assert drawn["type"] == "MultiPolygon"
    assert drawn["coordinates"][0][0] != WITH_HOLE["coordinates"][0][0]
    assert drawn["coordinates"][0][1] == WITH_HOLE["coordinates"][0][1]
    assert drawn["coordinates"][1] == WITH_HOLE["coordinates"][1]


def test_the_corners_of_a_hole_can_be_moved(page: Page, script_pages: ScriptPages) -> None:
    _drawing(script_pages, page, WITH_HOLE)

    page.click("[data-draw=edit]")

    # Four corners outside, three in the hole, three in the other part, and a middle on each side.
    assert page.locator(".leaflet-editing-icon").count() == (4 + 3 + 3) * 2


def test_what_nobody_touches_stays_as_it_was_typed(page: Page, script_pages: ScriptPages) -> None:
    _drawing(script_pages, page, WITH_HOLE)

    assert _drawn(page) == WITH_HOLE
    expect(page.locator("[data-area]")).to_contain_text("About 2")


def test_cancelling_an_edit_puts_every_ring_back(page: Page, script_pages: ScriptPages) -> None:
    _drawing(script_pages, page, WITH_HOLE)

    page.click("[data-draw=edit]")
    _drag_first_corner(page)
    page.click("[data-draw=cancel]")
    page.click("[data-draw=edit]")
    page.click("[data-draw=finish]")

    assert _drawn(page)["coordinates"] == WITH_HOLE["coordinates"]


def test_an_area_is_drawn_and_a_hole_cut_out_of_it(page: Page, script_pages: ScriptPages) -> None:
    _drawing(script_pages, page, None)

    page.click("[data-draw=add]")
    _click_map(page, (150, 100), (450, 100), (450, 330), (150, 330), (150, 100))
    page.click("[data-draw=hole]")
    _click_map(page, (250, 180), (350, 180), (300, 260), (250, 180))

    drawn = _drawn(page)
    assert drawn["type"] == "Polygon"
    assert [len(ring) for ring in drawn["coordinates"]] == [5, 4]


def test_a_hole_outside_every_area_cuts_nothing(page: Page, script_pages: ScriptPages) -> None:
    _drawing(script_pages, page, WITH_HOLE)

    page.click("[data-draw=hole]")
    _click_map(page, (520, 40), (600, 40), (560, 90), (520, 40))

    expect(page.locator("[data-problem]")).to_contain_text("nothing was cut out")
    assert _drawn(page) == WITH_HOLE


def test_corners_can_be_typed_instead_of_drawn(page: Page, script_pages: ScriptPages) -> None:
    _drawing(script_pages, page, None)

    page.locator("[data-typed] summary").click()
    page.fill("[data-corners]", "13, 9\n13, 10\n14,5 9.5")
    page.click("[data-put]")

    assert _drawn(page)["coordinates"] == [[[9, 13], [10, 13], [9.5, 14.5], [9, 13]]]


def test_an_area_is_drawn_with_the_keyboard_alone(page: Page, script_pages: ScriptPages) -> None:
    _drawing(script_pages, page, None)
    page.locator("[data-draw=add]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-cross]")).to_be_visible()
    expect(page.locator("[data-canvas]")).to_be_focused()

    for step in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press("Enter")
        page.keyboard.press(step)
        page.wait_for_timeout(400)  # the map moves for a quarter of a second
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")
    page.locator("[data-draw=finish]").focus()
    page.keyboard.press("Enter")

    (ring,) = _drawn(page)["coordinates"]
    (first, second, third, last) = ring
    assert first == last
    assert second[0] > first[0]  # to the right of the first
    assert third[1] < second[1]  # below the second
    expect(page.locator("[data-cross]")).to_be_hidden()


def test_an_outline_that_crosses_itself_is_shown_at_its_place(
    page: Page, script_pages: ScriptPages
) -> None:
    bow = [[9.0, 13.0], [11.0, 15.0], [11.0, 13.0], [9.0, 15.0], [9.0, 13.0]]
    _drawing(script_pages, page, {"type": "Polygon", "coordinates": [bow]})

    expect(page.locator("[data-problem]")).to_contain_text("longitude 10.00000, latitude 14.00000")
    expect(page.locator(".leaflet-overlay-pane path[stroke='#a3201a']")).to_have_count(1)

    square = [[9.0, 13.0], [11.0, 13.0], [11.0, 15.0], [9.0, 15.0], [9.0, 13.0]]
    page.locator("[data-raw] summary").click()
    page.fill("[data-geojson]", json.dumps({"type": "Polygon", "coordinates": [square]}))
    page.locator("[data-geojson]").press("Tab")
    expect(page.locator("[data-problem]")).to_be_hidden()
    expect(page.locator(".leaflet-overlay-pane path[stroke='#a3201a']")).to_have_count(0)


def test_corners_that_touch_and_holes_are_no_crossing(
    page: Page, script_pages: ScriptPages
) -> None:
    _drawing(script_pages, page, WITH_HOLE)
    assert page.evaluate("c => window.portalRings.crossing(c)", WITH_HOLE) is None
    across = [WITH_HOLE["coordinates"][0][0], [[8, 14], [12, 14], [12, 14.2], [8, 14.2], [8, 14]]]
    content = {"type": "Polygon", "coordinates": across}
    assert page.evaluate("c => window.portalRings.crossing(c)", content) is not None


def test_the_live_area_is_near_the_ellipsoidal_one(page: Page, script_pages: ScriptPages) -> None:
    from pyproj import Geod
    from shapely.geometry import Polygon

    square = [[9.0, 13.0], [10.0, 13.0], [10.0, 14.0], [9.0, 14.0], [9.0, 13.0]]
    geod = Geod(ellps="WGS84")
    exact = abs(geod.geometry_area_perimeter(Polygon(square))[0]) / 1e6
    _drawing(script_pages, page, {"type": "Polygon", "coordinates": [square]})

    shape = {"type": "Polygon", "coordinates": [square]}
    shown = page.evaluate("shape => window.portalRings.area(shape)", shape)

    assert shown == pytest.approx(exact, rel=2e-4)


def test_an_empty_field_holds_no_null(page: Page, script_pages: ScriptPages) -> None:
    _drawing(script_pages, page, None)

    assert page.locator("[data-geojson]").input_value() == ""
    expect(page.locator("[data-area]")).to_have_text("Nothing is drawn yet.")


def test_layers_are_shown_hidden_and_faded(page: Page, script_pages: ScriptPages) -> None:
    page.goto(script_pages.add("/map/", MAP_PAGE, {"map": _two_layers(script_pages)}))
    layer = page.locator('[data-layer="sdg"]')

    layer.locator("[data-layer-shown]").check()
    layer.locator("[data-layer-opacity]").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")

    faded = page.locator(".leaflet-layer").last
    expect(faded).to_have_css("opacity", "0.05")
    layer.locator("[data-layer-shown]").uncheck()
    expect(page.locator(".leaflet-layer")).to_have_count(1)


def test_the_divider_moves_by_keyboard(page: Page, script_pages: ScriptPages) -> None:
    described = _two_layers(script_pages, swipe=("cover", "sdg"))
    page.goto(script_pages.add("/map/", MAP_PAGE, {"map": described}))
    left = page.locator(".leaflet-layer").first
    before = left.evaluate("element => element.style.clip")

    page.locator("[data-swipe-range]").focus()
    page.keyboard.press("ArrowRight")

    assert before.startswith("rect(")
    assert left.evaluate("element => element.style.clip") != before
    expect(page.locator("[data-swipe-left]")).to_have_text("Land cover 2015")
    expect(page.locator("[data-swipe-right]")).to_have_text("SDG 15.3.1")


def test_what_is_here_is_asked_by_click_or_by_typing(page: Page, script_pages: ScriptPages) -> None:
    row = {"layer": "Land cover", "class": "<b>Cropland</b>", "year": "2015", "run": "Run 12"}
    script_pages.answer("/ask/", lambda _path, _body: as_json({"rows": [row]}))
    described = _two_layers(script_pages, ask_url="/ask/?lat={lat}&lon={lon}")
    page.goto(script_pages.add("/map/", MAP_PAGE, {"map": described}))

    page.locator("[data-canvas]").click(position={"x": 300, "y": 60})
    expect(page.locator("[data-answer]")).to_contain_text("<b>Cropland</b> 2015 · Run 12")
    page.fill("[name=lat]", "14.2")
    page.fill("[name=lon]", "-10,5")
    page.click("[data-ask] button")
    page.wait_for_timeout(200)

    asked = [path for _method, path, _body in script_pages.requests if path.startswith("/ask/")]
    assert len(asked) == 2
    assert asked[1] == "/ask/?lat=14.2&lon=-10.5"


def test_a_map_carries_the_disclaimer_its_source_and_a_scale(
    page: Page, script_pages: ScriptPages
) -> None:
    page.goto(script_pages.add("/map/", MAP_PAGE, {"map": _two_layers(script_pages)}))

    figure = page.locator(".map-figure")
    expect(figure).to_contain_text("do not imply official endorsement or acceptance")
    expect(figure).to_contain_text("Source: run 12")
    expect(figure.locator(".leaflet-control-scale-line")).to_contain_text("km")


def test_a_map_asks_no_other_host(page: Page, script_pages: ScriptPages) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))

    page.goto(script_pages.add("/map/", MAP_PAGE, {"map": _two_layers(script_pages)}))
    page.wait_for_load_state("networkidle")

    assert hosts == {script_pages.address.removeprefix("http://")}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_maps_and_drawing_put_up_no_barrier(
    page: Page, script_pages: ScriptPages, language: str
) -> None:
    described = _two_layers(script_pages, swipe=("cover", "sdg"), ask_url="/ask/?{lat}{lon}")
    form = PlaceForm(initial={"geometry": WITH_HOLE})
    addresses = [
        script_pages.add("/map/", MAP_PAGE, {"map": described}, language),
        script_pages.add("/draw/", FORM_PAGE, {"form": form}, language),
    ]

    for address in addresses:
        page.goto(address)
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run()")
        told = [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found["violations"]]
        assert told == []


def test_without_script_the_legend_and_the_text_areas_remain(
    chromium: Any, script_pages: ScriptPages
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(script_pages.add("/map/", MAP_PAGE, {"map": _two_layers(script_pages)}))
    expect(page.locator(".map-legend").first).to_be_visible()
    expect(page.locator(".no-js-only").first).to_be_visible()
    _drawing(script_pages, page, WITH_HOLE)
    expect(page.locator("[data-geojson]")).to_be_visible()

    context.close()
