"""The downloads of a region's page."""

from typing import Any

from django import template

from ldnportal.exports.region_files import offered
from ldnportal.regions.summary import Summary

register = template.Library()


@register.inclusion_tag("open_data/region_files.html")
def region_files(summary: Summary) -> dict[str, Any]:
    """List a region's summary in every format."""
    return {"summary": summary, "files": offered()}
