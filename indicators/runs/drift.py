"""What the record says today about a run's legend and matrix, and where the run differs from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from indicators.baseline.answers import default_meaning
from indicators.baseline.classes import COVER
from indicators.baseline.record import Record
from indicators.models import Dataset, Legend, Region, Report, Run
from indicators.runs.choice import conflicting_codes, legend_entry

Matrix = list[list[int]]


@dataclass(frozen=True)
class Drift:
    """What has changed since a run was computed or revised: entries for its manifest by name."""

    changes: Mapping[str, Any] = field(default_factory=dict)
    conflicts: Sequence[int] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def matrix(self) -> bool:
        return "degradation" in self.changes

    @property
    def legend(self) -> bool:
        return "legend" in self.changes


def drift_of(run: Run) -> Drift:
    """Set a run's land cover beside the legend of its rasters and the matrix of its record."""
    given = run.manifest.get("land_cover")
    if not given:
        return Drift()
    legends = _legends(run)
    conflicts = conflicting_codes(legends)
    changes: dict[str, Any] = {}
    if legends and not conflicts and (entry := legend_entry(legends)) != given["legend"]:
        changes["legend"] = entry
    report = Report.objects.filter(party=run.party_id, cycle=run.cycle_id).first()
    if report is not None:
        changes |= _matrix_change(Record.load(report), given.get("degradation"))
    return Drift(changes, conflicts)


def _matrix_change(record: Record, given: Any) -> dict[str, Any]:
    try:
        matrix = degradation_of(record)
    except UnmappableError:
        return {}
    if matrix == _rows(given):
        return {}
    return {"degradation": None if matrix == default_rows() else matrix}


def _legends(run: Run) -> list[Legend]:
    """The legends of the land cover that went in, as they are mapped today."""
    names = set(run.manifest["land_cover"]["years"].values())
    rows = (
        Dataset.objects.filter(runs=run, cog_key__in=names, legend__isnull=False)
        .select_related("legend")
        .prefetch_related("legend__classes")
        .order_by("first_year")
    )
    return list({row.legend_id: row.legend for row in rows if row.legend}.values())


def degradation_of(record: Record) -> Any:
    """The matrix of a record as a manifest has it, or one for each of its regions.

    A matrix of own classes counts where it says one thing of any two classes of the Convention:
    the run's map knows no others. Raises UnmappableError where it says two.
    """
    rows = {key: _seven_by_seven(record, key) for key in record.meaning}
    if not record.frame.regions:
        return rows[""]
    regions = Region.objects.filter(report=record.report, is_listed=True).order_by("number")
    listed = list(regions)
    if any(region.geometry is None for region in listed):
        raise UnmappableError
    return [
        {"name": region.name, "matrix": rows[region.key], "polygon": region.geometry}
        for region in listed
    ]


class UnmappableError(Exception):
    """The record's matrix says more than a map of the seven classes can show."""


def _seven_by_seven(record: Record, region: str) -> Matrix:
    legend, rows = record.frame.legend, default_rows()
    said: dict[tuple[int, int], set[int]] = {}
    for (first, last), sign in record.meaning[region].items():
        pair = COVER.get(legend.unccd(first)), COVER.get(legend.unccd(last))
        if pair[0] is not None and pair[1] is not None:
            said.setdefault((pair[0], pair[1]), set()).add(sign)
    for (i, j), signs in said.items():
        if len(signs) > 1:
            raise UnmappableError
        rows[i - 1][j - 1] = signs.pop()
    return rows


def default_rows() -> Matrix:
    """The default matrix written out."""
    meaning, size = default_meaning(), len(COVER)
    rows: Matrix = [[0] * size for _row in COVER]
    for (first, i), (last, j) in product(COVER.items(), COVER.items()):
        rows[i - 1][j - 1] = meaning[first, last]
    return rows


def _rows(entry: Any) -> Any:
    """The matrix of a manifest written out; regional ones as they are."""
    return default_rows() if entry is None else entry
