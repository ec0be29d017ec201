"""Where the files of a region's summary are, for each cycle that anything was published for."""

from typing import Any

from rest_framework.request import Request
from rest_framework.reverse import reverse

from countries.models import Region
from ldnportal.exports.region_files import offered
from ldnportal.regions.facts import cycles_with_facts


def downloads_of(region: Region, request: Request) -> list[dict[str, Any]]:
    """Each file of each cycle with its address."""
    return [
        {
            "cycle": cycle.year,
            "format": file.format,
            "media_type": file.media_type,
            "url": reverse("region_file", args=[region.slug, file.name], request=request)
            + f"?cycle={cycle.year}",
        }
        for cycle in cycles_with_facts()
        for file in offered()
    ]
