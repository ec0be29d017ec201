"""The rasters that a Party can compute from, grouped by what they serve, and what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from countries.models import Party
from indicators.models import Dataset, DatasetKind


@dataclass(frozen=True)
class Inputs:
    """A Party's accepted, current datasets by kind, in the order of their years."""

    by_kind: dict[str, list[Dataset]] = field(default_factory=dict)

    def of(self, kind: DatasetKind) -> list[Dataset]:
        return self.by_kind.get(kind, [])

    def years(self, kind: DatasetKind) -> list[int]:
        """All years that rasters of a kind stand for, sorted, each once."""
        return sorted({year for dataset in self.of(kind) for year in dataset.years})

    @property
    def usable_land_cover(self) -> list[Dataset]:
        """Land cover whose legend maps every code that was found in it."""
        return [d for d in self.of(DatasetKind.LAND_COVER) if not unmapped_codes(d)]


def inputs_of(party: Party) -> Inputs:
    """Read what `party` can compute from, in two queries."""
    found = (
        Dataset.objects.filter(party=party)
        .current()
        .accepted()
        .select_related("legend", "party")
        .prefetch_related("legend__classes")
        .order_by("kind", "first_year", "-uploaded_at")
    )
    by_kind: dict[str, list[Dataset]] = {}
    for dataset in found:
        by_kind.setdefault(dataset.kind, []).append(dataset)
    return Inputs(by_kind)


def unmapped_codes(dataset: Dataset) -> list[int]:
    """Codes of a land cover raster that its legend does not map and that are not "no data"."""
    if dataset.kind != DatasetKind.LAND_COVER:
        return []
    decided = {*(dataset.legend.as_mapping() if dataset.legend else {}), *dataset.fill_values}
    return [row["code"] for row in dataset.found.get("codes", []) if row["code"] not in decided]


def newest_by_year(datasets: Iterable[Dataset]) -> dict[int, Dataset]:
    """For each year the dataset that was uploaded last."""
    chosen: dict[int, Dataset] = {}
    for dataset in sorted(datasets, key=lambda d: d.uploaded_at):
        chosen.update(dict.fromkeys(dataset.years, dataset))
    return dict(sorted(chosen.items()))


def one_series(datasets: Iterable[Dataset]) -> list[Dataset]:
    """The files of one annual series: a stack, or a file a year, whichever has more years.

    A stack cannot be joined with other files.
    """
    listed = sorted(datasets, key=lambda d: d.uploaded_at)
    by_year = newest_by_year(d for d in listed if len(d.years) == 1)
    options = [[d] for d in listed if len(d.years) > 1] + [list(by_year.values())]
    return max(options, key=lambda files: sum(len(d.years) for d in files))


def repeated_years(datasets: Sequence[Dataset]) -> list[int]:
    """Years that more than one of the datasets stands for."""
    years = [year for dataset in datasets for year in dataset.years]
    return sorted({year for year in years if years.count(year) > 1})


def nearest(year: int, available: Sequence[int]) -> int | None:
    """The available year that is nearest to the one asked for; the earlier of two."""
    return min(available, key=lambda found: (abs(found - year), found), default=None)


def listed(values: Iterable[object]) -> str:
    """Years or codes one after the other, for a sentence."""
    return ", ".join(str(value) for value in values)


def span(years: list[int]) -> str:
    """Years in a few words: "2000–2015, 2017"."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return listed(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)
