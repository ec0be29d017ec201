"""Polygons of many rows for one map: sketched, with a name and a page each."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from countries.models import Party
from targets.models import Entry, Measure, Target

Row = TypeVar("Row", bound=Target | Measure | Entry)


def features(
    party: Party, rows: Iterable[Row], title: Callable[[Row], str] = str
) -> dict[str, Any]:
    """A FeatureCollection with the title and the page of each row that has a polygon."""
    return {
        "type": "FeatureCollection",
        "features": [_feature(party, row, title) for row in rows if row.sketch],
    }


def _feature(party: Party, row: Row, title: Callable[[Row], str]) -> dict[str, Any]:
    row.party = party
    return {
        "type": "Feature",
        "properties": {"title": title(row), "link": row.get_absolute_url()},
        "geometry": row.sketch,
    }
