"""The two collections of features, and how their rows become features."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ldnportal.exports.promises import MEASURE_COLUMNS, TARGET_COLUMNS, Columns, identifier
from ldnportal.exports.records import plain
from targets.models import PublishedPromise

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@dataclass(frozen=True)
class Collection:
    """A collection: its key in addresses, what it is, and the columns that are properties."""

    key: str
    title: Promise
    description: Promise
    topic: str
    columns: Columns

    def rows(self, cycle: int | None = None) -> "QuerySet[PublishedPromise]":
        """Published rows with a polygon: of one cycle, else of each Party's newest."""
        published = PublishedPromise.objects
        found = published.newest() if cycle is None else published.current()
        if cycle is not None:
            found = found.filter(cycle__year=cycle)
        placed = found.filter(topic=self.topic, west__isnull=False)
        return placed.select_related("party", "cycle")

    def feature(self, row: PublishedPromise) -> dict[str, Any]:
        """A row as a GeoJSON feature."""
        properties = {column.key: _value(column.value(row)) for column in self.columns}
        return {
            "type": "Feature",
            "id": identifier(row),
            "geometry": row.geometry,
            "properties": properties,
        }


def _value(value: Any) -> Any:
    """A property as GIS programs expect it: exact numbers become plain ones."""
    kept = plain(value)
    return float(kept) if isinstance(kept, Decimal) else kept


COLLECTIONS: Mapping[str, Collection] = {
    collection.key: collection
    for collection in (
        Collection(
            "targets",
            _("Targets"),
            _(
                "Published voluntary targets that have a place on the map, of each Party's newest"
                " published report. The data interface has all of them."
            ),
            PublishedPromise.Topic.TARGET,
            TARGET_COLUMNS,
        ),
        Collection(
            "measures",
            _("Measures"),
            _(
                "Published measures that have a place on the map, of each Party's newest"
                " published report. The data interface has all of them."
            ),
            PublishedPromise.Topic.MEASURE,
            MEASURE_COLUMNS,
        ),
    )
}
