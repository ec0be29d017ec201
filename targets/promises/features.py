"""Polygons of many targets or measures for one map: sketched, with a name and a page each."""

from collections.abc import Iterable
from typing import Any

from countries.models import Party
from targets.models import Measure, Target


def features(party: Party, rows: Iterable[Target | Measure]) -> dict[str, Any]:
    """A FeatureCollection with the title and the page of each row that has a polygon."""
    return {
        "type": "FeatureCollection",
        "features": [_feature(party, row) for row in rows if row.sketch],
    }


def _feature(party: Party, row: Target | Measure) -> dict[str, Any]:
    row.party = party
    return {
        "type": "Feature",
        "properties": {"title": str(row), "link": row.get_absolute_url()},
        "geometry": row.sketch,
    }
