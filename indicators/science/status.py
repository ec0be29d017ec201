"""Status of a reporting period against the baseline, and corrections by polygon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.science import tables
from indicators.science.classes import NODATA, SDG_WATER, STATUS_WATER, Change, ClassArray
from indicators.science.compiled import kernel, same_pixels
from indicators.science.lookup import code_table, look_up, look_up_pair, pair_table


def status(baseline: ClassArray, period: ClassArray) -> ClassArray:
    """Seven-class status 1..7 of classes -1, 0, +1 at baseline and in the period.

    For the indicator and for each of its parts, always from classes (after corrections), never
    from raw percentages. ``STATUS_WATER`` where the period is water; NODATA if either is NODATA
    or the baseline was water. Source: GPG addendum, 2025, expanded status matrix.
    """
    return look_up_pair(baseline, period, _status_table())


def _status_table() -> NDArray[np.int8]:
    matrix = tables.status_matrix()
    classes = (-1, 0, 1)
    entries = {(b, p): int(matrix[b + 1, p + 1]) for b in classes for p in classes}
    entries |= {(b, SDG_WATER): STATUS_WATER for b in (*classes, SDG_WATER, NODATA)}
    return pair_table(entries)


def status_change(seven: ClassArray) -> ClassArray:
    """Three-class status -1, 0, +1 (``SDG_WATER``, NODATA) of the seven classes."""
    return look_up(seven, code_table(tables.status_to_change() | {STATUS_WATER: SDG_WATER}))


@dataclass(frozen=True, slots=True)
class Correction:
    """What a polygon makes of degraded, stable and improved land; None leaves a class as it is."""

    degraded_to: int | None = None
    stable_to: int | None = None
    improved_to: int | None = None


def recode(
    classes: ClassArray, polygon: NDArray[np.int16], corrections: Sequence[Correction]
) -> ClassArray:
    """*classes* with the corrections of polygon 1, 2, ... applied where *polygon* says so.

    Polygon 0 is none. Each pixel has one polygon (the last one that covers it wins) and is
    recoded once, from its original class; water and NODATA stay. Raises ValueError for a
    correction to something else than -1, 0, +1.
    """
    same_pixels(classes=classes, polygon=polygon)
    table = np.stack([_correction_table(c) for c in (Correction(), *corrections)])
    out = np.empty(classes.shape, np.int8)
    _recode(classes.view(np.uint8), polygon, table, out)
    return out


def _correction_table(correction: Correction) -> NDArray[np.int8]:
    targets = (correction.degraded_to, correction.stable_to, correction.improved_to)
    for target in targets:
        if target not in (None, *Change):
            msg = f"A correction makes land {target}; it can be -1, 0 or 1."
            raise ValueError(msg)
    table = np.arange(256).astype(np.uint8).view(np.int8)
    for change, target in zip(Change, targets, strict=True):
        table[change & 0xFF] = change if target is None else target
    return table


@kernel
def _recode(
    classes: NDArray[np.uint8],
    polygon: NDArray[np.int16],
    table: NDArray[np.int8],
    out: ClassArray,
) -> None:
    for p in range(classes.size):
        row = polygon[p]
        out[p] = table[row if 0 <= row < table.shape[0] else 0, classes[p]]
