"""Sheets whose rows have a place, for formats that hold maps."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from countries.models import Boundary
from ldnportal.exports.promises import measures_sheet, targets_sheet
from ldnportal.exports.records import Record, record_of
from ldnportal.exports.regional import parties_sheet
from ldnportal.exports.sheets import Sheet
from ldnportal.regions.summary import Summary
from targets.models import PublishedPromise

Geometry = Mapping[str, Any] | None


@dataclass(frozen=True)
class Layer:
    """A sheet, and where each of its rows is; a row without a place stays a row."""

    sheet: Sheet[Any]
    place: Callable[[Any], Geometry]

    def features(self) -> Iterator[tuple[Record, Geometry]]:
        """Each row with its geometry."""
        for row in self.sheet.rows:
            yield record_of(self.sheet, row), self.place(row)


def _promises(summary: Summary) -> Any:
    parties = [party.pk for party in summary.coverage.with_data]
    found = PublishedPromise.objects.current().filter(cycle=summary.cycle, party__in=parties)
    return found.select_related("party", "cycle").order_by("party__iso3", "number")


def party_layer(summary: Summary) -> Layer:
    """15.3.1 of each Party, inside its outline."""
    parties = [row.party.pk for row in summary.parties]
    outlines = dict(Boundary.objects.filter(party__in=parties).values_list("party_id", "geometry"))
    return Layer(parties_sheet(summary), lambda row: outlines.get(row.party.pk))


def target_layer(summary: Summary) -> Layer:
    """The targets published for the summary's cycle."""
    return Layer(targets_sheet(_promises(summary).targets()), _geometry)


def measure_layer(summary: Summary) -> Layer:
    """The measures published for the summary's cycle."""
    return Layer(measures_sheet(_promises(summary).measures()), _geometry)


def _geometry(promise: PublishedPromise) -> Geometry:
    found: Geometry = promise.geometry
    return found
