"""{% load charts %}{% chart chart %}: a chart with its answer, its drawing and its table."""

from typing import Any

from django import template

from indicators.charts.figure import NARROW, WIDE, Chart, render

register = template.Library()


@register.inclusion_tag("charts/printed.html")
def printed_chart(chart: Chart) -> dict[str, Any]:
    """Show a chart on a page whose tables have its numbers: the answer and one drawing."""
    return {"chart": chart, "wide": render(chart, WIDE)}


@register.inclusion_tag("charts/figure.html")
def chart(
    chart: Chart, svg_url: str = "", csv_url: str = "", show_table: bool = False
) -> dict[str, Any]:
    """Show a chart whole; `show_table` opens the table, the addresses offer downloads."""
    return {
        "chart": chart,
        "wide": render(chart, WIDE),
        "narrow": render(chart, NARROW),
        "table": chart.table(),
        "svg_url": svg_url,
        "csv_url": csv_url,
        "show_table": show_table,
    }
