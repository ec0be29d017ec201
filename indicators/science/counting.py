"""What one chunk adds to the tables: combinations with their areas, and sums of carbon."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indicators.science.cells import Cells, Field, Grouping, count, group, merge
from indicators.science.classes import NODATA, LandCover
from indicators.science.layers import Layers, listed_years
from indicators.science.outcome import CHANGE_FIELD, cover_field, pair_fields, place_field
from indicators.science.plan import Plan
from indicators.science.weighted import Axis, WeightedSums, weighted_sums

COVER_AXIS = Axis("cover", (*(int(c) for c in LandCover), NODATA))
PAIR = "pair."

SumKey = tuple[str, int, int]
"""Period, year and zone of sums of carbon by land cover."""


def count_fields(plan: Plan) -> dict[str, tuple[Field, ...]]:
    """Everything that is counted, by name: pairs of periods, other years, trend thresholds."""
    counted = {f"{PAIR}{pair[-1].key}": pair_fields(plan, pair) for pair in plan.pairs}
    paired = {field.name for fields in counted.values() for field in fields}
    for year in sorted({year for period in plan.periods for year in listed_years(plan, period)}):
        if f"cover.{year}" not in paired:
            counted[f"year.{year}"] = (place_field(plan), cover_field(plan, year))
    for period in plan.periods:
        if period.series is not None:
            water = () if period.water_year is None else (cover_field(plan, period.water_year),)
            counted[f"trend.{period.key}"] = (
                place_field(plan),
                *water,
                Field(f"{period.key}.trend_trends_earth", CHANGE_FIELD),
                Field(f"{period.key}.trend_exact", CHANGE_FIELD),
            )
    return counted


class ChunkCounts:
    """Counts and sums of a chunk, gathered piece by piece."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.fields = count_fields(plan)
        self._cells: dict[str, list[Cells]] = {name: [] for name in self.fields}
        self._sums: dict[SumKey, WeightedSums] = {}
        self._unmapped: dict[int, dict[int, int]] = {}

    def add(self, layers: Layers) -> dict[str, Grouping]:
        """Count one piece; returns the combinations of each pair of periods, by its last period."""
        pairs = {}
        for name, fields in self.fields.items():
            given = (fields, layers.maps, layers.place, layers.inside, layers.areas_km2)
            if name.startswith(PAIR):
                pairs[name.removeprefix(PAIR)] = found = group(*given)
                self._cells[name].append(found.cells)
            else:
                self._cells[name].append(count(*given))
        self._add_carbon(layers)
        for year, codes in layers.unmapped.items():
            known = self._unmapped.setdefault(year, {})
            for code, pixels in codes.items():
                known[code] = known.get(code, 0) + pixels
        return pairs

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as arrays for one file."""
        arrays: dict[str, NDArray[Any]] = {"meta": self._meta()}
        for name, fields in self.fields.items():
            arrays |= merge(fields, self._cells[name]).arrays(name)
        return arrays

    def _add_carbon(self, layers: Layers) -> None:
        zones = np.unique(layers.zone[layers.inside]) if self.plan.zones.names else np.zeros(1)
        for zone in zones.astype(int).tolist():
            inside = layers.inside & (layers.zone == zone) if zones.size > 1 else layers.inside
            shared: dict[tuple[int, int], WeightedSums] = {}
            for (key, year), stock in layers.stocks.items():
                same = year, id(stock)
                if same not in shared:
                    shared[same] = weighted_sums(
                        COVER_AXIS, layers.maps[f"class.{year}"], stock, inside, layers.areas_km2
                    )
                known = self._sums.get((key, year, zone))
                self._sums[key, year, zone] = (
                    shared[same] if known is None else known + shared[same]
                )

    def _meta(self) -> NDArray[np.uint8]:
        sums = [
            [*place, [str(v) for v in s.weighted], [str(v) for v in s.area]]
            for place, s in self._sums.items()
        ]
        unmapped = {str(year): list(codes.items()) for year, codes in self._unmapped.items()}
        return np.frombuffer(json.dumps({"sums": sums, "unmapped": unmapped}).encode(), np.uint8)
