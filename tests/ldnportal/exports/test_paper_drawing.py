"""Drawings on paper: no text is left in the SVG, none is lost, and all stand where they stood."""

import re

import pytest

from ldnportal.exports.paper_drawing import on_paper

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 356 100" direction="{direction}">'
    '<title>Title</title><a href="/countries/XAA/"><rect width="9" height="9" fill="#fff"/></a>'
    '<text x="10" y="20" text-anchor="start" font-size="12" fill="#123456"'
    ' stroke="#fff" stroke-width="4" paint-order="stroke">A &lt; B</text>'
    '<g><text x="50" y="40" text-anchor="middle" font-size="10">متدهورة</text></g>'
    "</svg>"
)


@pytest.mark.parametrize(("rtl", "moved"), [(False, ["0", "-50%"]), (True, ["-100%", "-50%"])])
def test_words_leave_the_drawing_and_keep_their_places(rtl: bool, moved: list[str]) -> None:
    html = on_paper(SVG.format(direction="rtl" if rtl else "ltr"), rtl=rtl)

    drawing, words = html.split("</svg>")
    assert "<text" not in drawing
    assert "<rect" in drawing
    assert re.findall(r"translateX\(([^)]+)\)", words) == moved
    assert re.findall(r">([^<]+)</span>", words) == ["A &lt; B", "متدهورة"]
    assert "left:5.00mm;top:4.90mm;font-size:6.00mm;color:#123456" in words


def test_a_drawing_is_as_wide_as_the_text_or_as_tall_as_a_page_allows() -> None:
    wide = on_paper(SVG.format(direction="ltr"), rtl=False)
    tall = on_paper('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 30"/>', rtl=False)

    assert 'style="width:178.00mm;height:50.00mm"' in wide
    assert 'style="width:50.00mm;height:150.00mm"' in tall


def test_links_lead_nowhere_on_paper() -> None:
    assert "href" not in on_paper(SVG.format(direction="ltr"), rtl=False)
