"""Files about several parts of a country: each part is read and shown by its own record."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from indicators.baseline.record import Record
from indicators.baseline.scope import AFFECTED, NATIONAL, Scope
from indicators.models import Report
from indicators.offline.arrival import Arrival
from indicators.offline.filled_tables import read_tables
from indicators.offline.filled_workbook import WORKBOOK, read_filled
from indicators.offline.keys_sheet import Cells, Keys
from indicators.offline.preview import SectionChanges, preview

Records = Mapping[Scope, Record]


def every_record(report: Report) -> dict[Scope, Record]:
    """The record of each part that can be filled in, begun or not: country, affected, zones."""
    found = Record.load_all(report)
    zones = [Scope.of_zone(zone) for zone in report.zones.light().filter(in_file=True)]
    frame, meant = found[NATIONAL].frame, list(found[NATIONAL].sections.values())
    return {
        scope: found.get(scope) or Record.of_rows(report, frame, [], meant, scope)
        for scope in (NATIONAL, AFFECTED, *zones)
    }


def read_scoped_workbook(report: Report, sheets: Mapping[str, Cells]) -> Arrival:
    """Compare a workbook with what it held, part by part. Raises Refusal."""
    keys = Keys.read(sheets)
    arrival = Arrival(WORKBOOK)
    for scope, record in every_record(report).items():
        arrival.join(read_filled(record, keys.within(scope.prefix), sheets), scope.prefix)
    return arrival


def read_scoped_tables(report: Report, path: Path) -> Arrival:
    """Read the tables of a CSV file. Raises Refusal where it holds none of this report's."""
    return read_tables(list(every_record(report).values()), path)


def scoped_preview(report: Report, arrival: Arrival) -> list[SectionChanges]:
    """Set what a file offers beside what is saved, part by part."""
    found: list[SectionChanges] = []
    for scope, record in every_record(report).items():
        part = replace(arrival.within(scope.prefix), source=arrival.source)
        found += [_scoped(group, scope) for group in preview(record, part)]
    return found


def _scoped(group: SectionChanges, scope: Scope) -> SectionChanges:
    if scope.is_national:
        return group
    return replace(
        group,
        key=scope.prefix + group.key,
        title=f"{group.title}: {scope.label}",
        versions={scope.prefix + key: version for key, version in group.versions.items()},
        changes=[replace(c, path=scope.prefix + c.path) for c in group.changes],
    )
