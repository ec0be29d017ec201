"""What the record says today about a run's legend and matrix, and where the run differs from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from indicators.baseline.answers import SIGNS, default_meaning, meaning_path
from indicators.baseline.classes import COVER
from indicators.baseline.fields import LAND_COVER
from indicators.models import Dataset, Legend, Run, Section
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
    matrix = _matrix_of_record(run)
    if matrix is not None and matrix != _rows(given.get("degradation")):
        changes["degradation"] = None if matrix == default_rows() else matrix
    return Drift(changes, conflicts)


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


def _matrix_of_record(run: Run) -> Matrix | None:
    """The matrix of the record for the run's cycle; None where there is no such section."""
    sections = Section.objects.filter(
        report__party=run.party_id, report__cycle=run.cycle_id, key=LAND_COVER
    )
    answers = sections.values_list("answers", flat=True).first()
    return None if answers is None else matrix_of(answers)


def matrix_of(answers: Mapping[str, Any]) -> Matrix:
    """The degradation matrix of the answers, 7 by 7, in the order of the Convention's classes."""
    rows = default_rows()
    for first, last in default_meaning():
        said = SIGNS.get(str(answers.get(meaning_path(first, last), "")))
        if said is not None:
            rows[COVER[first] - 1][COVER[last] - 1] = said
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
