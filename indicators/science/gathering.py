"""Putting the chunks' results together: counts, sums, and where each raster's tiles are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from indicators.science.bundle import Bundle
from indicators.science.cells import Cells, cells_from, merge
from indicators.science.counting import COVER_AXIS, SumKey, count_fields
from indicators.science.plan import Plan
from indicators.science.second_pass import result_name
from indicators.science.storage import Storage
from indicators.science.tabulation import Counted
from indicators.science.weighted import WeightedSums

MERGE_AT_ONCE = 64


@dataclass
class Gathered:
    """All counts of a run."""

    cells: dict[str, Cells] = field(default_factory=dict)
    sums: dict[SumKey, WeightedSums] = field(default_factory=dict)
    unmapped: dict[int, dict[int, int]] = field(default_factory=dict)

    def country(self) -> Counted:
        """Everything, all zones together."""
        carbon: dict[tuple[str, int], WeightedSums] = {}
        for (key, year, _), sums in sorted(self.sums.items()):
            carbon[key, year] = carbon[key, year] + sums if (key, year) in carbon else sums
        return Counted(self.cells, carbon)

    def zone(self, plan: Plan, number: int) -> Counted:
        """The pixels of one zone, numbered from 1; 0 is the land outside all zones."""
        carbon = {
            (key, year): sums for (key, year, zone), sums in self.sums.items() if zone == number
        }
        return self.country().of_zone(plan, number, carbon)


@contextmanager
def gathered_in(plan: Plan, scratch: Storage) -> Iterator[tuple[Gathered, list[Path]]]:
    """All counts in a scratch folder, and the chunks' result files while the block lasts."""
    with ExitStack() as stack:
        paths = [stack.enter_context(scratch.reading(result_name(c))) for c in plan.chunks]
        yield gather(plan, paths), paths


def gather(plan: Plan, paths: Sequence[Path]) -> Gathered:
    """Merge the counts in the chunks' result files; exact, whatever their order."""
    gathered = Gathered()
    fields = count_fields(plan)
    waiting: dict[str, list[Cells]] = {name: [] for name in fields}
    for path in paths:
        bundle = Bundle(path)
        for name, listed in fields.items():
            waiting[name].append(cells_from(listed, name, bundle.read))
            if len(waiting[name]) >= MERGE_AT_ONCE:
                waiting[name] = [merge(listed, waiting[name])]
        _add_meta(gathered, json.loads(bundle.read("meta").tobytes()))
    gathered.cells = {name: merge(listed, waiting[name]) for name, listed in fields.items()}
    return gathered


def _add_meta(gathered: Gathered, meta: dict[str, list[list[object]]]) -> None:
    for key, year, zone, weighted, area in meta["sums"]:
        place = str(key), int(str(year)), int(str(zone))
        sums = WeightedSums(COVER_AXIS, _integers(weighted), _integers(area))
        known = gathered.sums.get(place)
        gathered.sums[place] = sums if known is None else known + sums
    unmapped: dict[str, list[tuple[int, int]]] = meta["unmapped"]  # type: ignore[assignment]
    for text, codes in unmapped.items():
        table = gathered.unmapped.setdefault(int(text), {})
        for code, pixels in codes:
            table[code] = table.get(code, 0) + pixels


def _integers(texts: object) -> tuple[int, ...]:
    assert isinstance(texts, list)
    return tuple(int(text) for text in texts)
