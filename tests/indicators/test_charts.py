"""Charts: what is drawn, what is said, and that the table holds the same numbers."""

import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.utils import translation

from indicators.charts import palette
from indicators.charts.class_bars import ClassBars, ClassRow, Series
from indicators.charts.columns import Column, Columns
from indicators.charts.diverging import Balance, DivergingBars
from indicators.charts.figure import NARROW, WIDE, Chart, Scale, render, standalone
from indicators.charts.lettering import text_width, wrap
from indicators.charts.sankey import CoverClass, Sankey, Transition
from indicators.charts.share_bars import Share, ShareBars, ShareRow
from indicators.charts.table import Row, Table
from indicators.charts.waterfall import Step, Waterfall

NBSP = "\xa0"
SVG = "{http://www.w3.org/2000/svg}"
KM2 = Scale("km²")


def _share_bars() -> ShareBars:
    shares = (
        Share("degraded", "Degraded", Decimal(55)),
        Share("stable", "Stable", Decimal(1120)),
        Share("improved", "Improved", Decimal(30)),
        Share("no-data", "No data", Decimal(0)),
    )
    rows = (ShareRow("Land cover", shares), ShareRow("Carbon", ()))
    return ShareBars("4.6 % of the land is degraded", "Three shares.", rows, KM2)


def _class_bars(**more: Any) -> ClassBars:
    rows = (
        ClassRow("Cropland", (Decimal(215), Decimal(260)), "cover-3"),
        ClassRow("Wetland", (Decimal(20), None), "cover-4"),
    )
    series = (Series("2000", "accent-light"), Series("2015", "accent"))
    return ClassBars("Cropland gained 45 km²", "Bars.", rows, series, KM2, **more)


def _columns() -> Columns:
    columns = (
        Column("2000–2015", Decimal("8.299"), "Baseline"),
        Column("2016–2023", Decimal("10.788")),
        Column("2026", None),
    )
    return Columns("The share rose", "Columns.", columns, Scale("%", 1))


def _diverging() -> DivergingBars:
    rows = (
        Balance("Cropland", Decimal(10), Decimal(60), "neutral"),
        Balance("Wetland", Decimal(20), Decimal(0), "not neutral"),
    )
    return DivergingBars("Not neutral: wetland", "Balance.", rows, KM2)


def _waterfall() -> Waterfall:
    steps = (Step("Losses", Decimal(-80)), Step("Gains", Decimal(155)))
    return Waterfall("75 km² gained", "Steps.", steps, "Balance", KM2)


def _sankey(**more: Any) -> Sankey:
    classes = (CoverClass("Trees", "cover-1"), CoverClass("Cropland", "cover-3"))
    flows = (
        Transition(0, 0, Decimal(500)),
        Transition(0, 1, Decimal(40)),
        Transition(1, 1, Decimal(200)),
    )
    return Sankey("40 km² were cleared", "Flows.", classes, flows, "2000", "2015", KM2, **more)


ALL = [_share_bars, _class_bars, _columns, _diverging, _waterfall, _sankey]


def _tree(chart: Chart, width: int = WIDE) -> ET.Element:
    return ET.fromstring(render(chart, width))


def _texts(chart: Chart, width: int = WIDE) -> list[str]:
    return [element.text or "" for element in _tree(chart, width).iter(f"{SVG}text")]


def _boxes(chart: Chart, colour: str) -> list[tuple[float, float]]:
    """Left edge and width of the bars of a colour, largest first, without colour keys."""
    boxes = [
        (float(box.attrib["x"]), float(box.attrib["width"]))
        for box in _tree(chart).iter(f"{SVG}rect")
        if box.attrib.get("fill") == colour and float(box.attrib["height"]) > 13
    ]
    return sorted(boxes, key=lambda box: -box[1])


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_every_chart_is_well_formed_and_says_what_it_is(
    make: Any, width: int, language: str
) -> None:
    with translation.override(language):
        chart = make()
        tree = _tree(chart, width)

    names = tree.attrib["aria-labelledby"].split()
    by_id = {e.attrib["id"]: e.text for e in tree.iter() if "id" in e.attrib and e.text}
    assert tree.attrib["role"] == "img"
    assert [by_id[name] for name in names] == [chart.title, chart.description]
    assert tree.attrib["direction"] == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_drawn_outside_the_chart(make: Any, width: int, language: str) -> None:
    with translation.override(language):
        tree = _tree(make(), width)

    _x, _y, wide, high = map(float, tree.attrib["viewBox"].split())
    for box in tree.findall(f"{SVG}rect"):
        left, top = float(box.attrib["x"]), float(box.attrib["y"])
        assert left >= -0.1
        assert left + float(box.attrib["width"]) <= wide + 0.1
        assert top + float(box.attrib["height"]) <= high
    assert all(float(text.attrib["y"]) <= high for text in tree.iter(f"{SVG}text"))


@pytest.mark.parametrize("make", ALL)
def test_a_chart_needs_no_inline_style(make: Any) -> None:
    assert "style=" not in render(make())


def test_hostile_names_are_escaped() -> None:
    chart = Columns("<b>", "&", (Column("</svg><script>", Decimal(1)),), KM2)

    assert "<script>" not in render(chart)
    assert "</svg><script>"[:5] in "".join(_texts(chart))


def test_a_bar_mirrors_in_arabic() -> None:
    chart = _class_bars()
    colour = palette.FILLS["accent"].colour
    ltr = _boxes(chart, colour)[0]

    with translation.override("ar"):
        rtl = _boxes(chart, colour)[0]

    assert rtl[0] + rtl[1] == pytest.approx(WIDE - ltr[0], abs=0.2)


def test_bars_are_as_long_as_their_numbers() -> None:
    ((_, longest),) = _boxes(_class_bars(), palette.FILLS["accent"].colour)
    lighter = _boxes(_class_bars(), palette.FILLS["accent-light"].colour)

    assert lighter[0][1] / longest == pytest.approx(215 / 260, rel=0.01)
    assert lighter[1][1] / longest == pytest.approx(20 / 260, rel=0.02)


def test_every_bar_starts_at_a_common_zero() -> None:
    lefts = {left for left, _width in _boxes(_class_bars(), palette.FILLS["accent-light"].colour)}

    assert len(lefts) == 1


def test_shares_that_do_not_fit_stand_beneath_with_their_key() -> None:
    texts = _texts(_share_bars())

    assert f"Stable 92.9{NBSP}%" in texts
    assert f"Degraded 4.6{NBSP}%" in texts
    assert "not reported" in texts


def test_a_missing_value_is_not_drawn_as_nought() -> None:
    assert "not reported" in _texts(_columns())
    assert f"0{NBSP}%" not in _texts(_columns())
    assert "2015: not reported" in _texts(_class_bars())


def test_columns_refuse_a_negative_number() -> None:
    with pytest.raises(ValueError, match="negative"):
        Columns("", "", (Column("2000", Decimal(-1)),), KM2)


def test_losses_and_gains_share_one_scale() -> None:
    loss = _boxes(_diverging(), palette.FILLS["degraded"].colour)
    gain = _boxes(_diverging(), palette.FILLS["improved"].colour)

    assert loss[0][1] / gain[0][1] == pytest.approx(20 / 60, rel=0.01)
    zero = gain[0][0]
    assert [left + width for left, width in loss] == pytest.approx([zero, zero], abs=0.2)


def test_the_verdict_stands_beside_its_land_type() -> None:
    assert "Wetland: not neutral" in _texts(_diverging())


def test_a_waterfall_ends_where_its_steps_lead() -> None:
    chart = _waterfall()

    assert chart.levels == (Decimal(0), Decimal(-80), Decimal(75))
    assert f"+75{NBSP}km²" in _texts(chart)
    assert f"−80{NBSP}km²" in _texts(chart)


def test_a_sankey_leaves_out_what_stayed_unless_asked() -> None:
    changes = len(_tree(_sankey()).findall(f"{SVG}path"))
    everything = len(_tree(_sankey(with_unchanged=True)).findall(f"{SVG}path"))

    assert (changes, everything) == (1, 3)


def test_the_table_of_a_sankey_is_the_whole_matrix() -> None:
    table = _sankey().table()

    assert table.headers == ("From (2000) to (2015)", "Trees", "Cropland")
    assert [row.cells for row in table.rows] == [("500", "40"), ("0", "200")]


def test_a_stacked_bar_tells_its_total() -> None:
    chart = _class_bars(stacked=True)

    assert chart.table().rows[0].cells == ("215", "260", "475")
    assert f"475{NBSP}km²" in _texts(chart)


def test_the_table_of_shares_gives_area_and_share() -> None:
    rows = _share_bars().table().rows

    assert rows[0] == Row("Land cover: Degraded", ("55", f"4.6{NBSP}%"), key="degraded")
    assert rows[-1].cells == ("not reported", "not reported")


@pytest.mark.parametrize("make", ALL)
def test_every_table_is_complete(make: Any) -> None:
    table = make().table()

    assert table.rows
    assert {len(row.cells) for row in table.rows} == {len(table.headers) - 1}


def test_a_table_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="Cropland"):
        Table("Areas", ("Class", "2000", "2015"), (Row("Cropland", ("1",)),))


def test_the_same_chart_gives_the_same_file() -> None:
    assert standalone(_sankey()) == standalone(_sankey())
    assert standalone(_sankey()).startswith("<?xml")


def test_a_chart_is_shown_with_its_answer_and_its_numbers() -> None:
    html = Template("{% load charts %}{% chart chart csv_url='/n.csv' %}").render(
        Context({"chart": _columns()})
    )

    assert "<figcaption>The share rose</figcaption>" in html
    assert html.count("<svg ") == 2
    assert len(set(re.findall(r'id="([^"]+)"', html))) == len(re.findall(r'id="([^"]+)"', html))
    assert 'href="/n.csv"' in html
    assert re.search(r"<td class=\"num\">8\.3</td>", html)


@pytest.mark.parametrize("key", sorted(palette.FILLS))
def test_text_on_every_fill_can_be_read(key: str) -> None:
    fill = palette.FILLS[key]

    assert palette.contrast(fill.text, fill.colour) >= 4.5


@pytest.mark.parametrize("key", sorted(palette.FILLS))
def test_every_edge_stands_out_from_the_ground(key: str) -> None:
    assert palette.contrast(palette.FILLS[key].edge, palette.GROUND) >= 3


def test_degraded_and_improved_differ_without_colour() -> None:
    patterns = {palette.FILLS[key].pattern for key in ("degraded", "stable", "improved", "no-data")}

    assert len(patterns) == 4


def test_long_words_are_wrapped_and_cut() -> None:
    lines = wrap("Tree-covered areas of the northern province and its neighbours", 90)

    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(text_width(line) <= 90 for line in lines)


def test_chinese_wraps_between_characters() -> None:
    lines = wrap("树木覆盖区和草地", 60)

    assert len(lines) == 2
    assert "".join(lines) == "树木覆盖区和草地"
