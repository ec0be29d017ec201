"""The downloads of a region's page."""

from typing import Any

from django import template

from ldnportal.exports.region_files import offered
from ldnportal.exports.size import prepared, rows_of
from ldnportal.regions.summary import Summary

register = template.Library()


@register.inclusion_tag("open_data/region_files.html")
def region_files(summary: Summary) -> dict[str, Any]:
    """List a region's summary in every format; large files lead to where they are asked for."""
    files = offered()
    rows = rows_of(summary.region, summary.cycle)
    return {
        "summary": summary,
        "files": files,
        "prepared": prepared(files, summary.region, rows),
        "query": summary.region.query(summary.cycle.year),
    }
