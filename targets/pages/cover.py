"""The land cover classes and regions of a snapshot, as they were on the day of submission."""

from collections.abc import Mapping
from typing import Any

from indicators.baseline.classes import COVER
from indicators.baseline.frame import Frame
from indicators.baseline.legend import UNCCD, CoverClass, CoverLegend
from indicators.models import Period, Region

Content = Mapping[str, Any]
_BY_CODE = {code: key for key, code in COVER.items()}


def frame_of(content: Content) -> Frame:
    """What the report was asked about; versions from before own classes have the seven."""
    baseline = content["baseline"]
    return Frame(
        tuple(Period(pk=n, **fields) for n, fields in enumerate(baseline["periods"], 1)),
        next((_legend(g) for g in baseline.get("own_legends", ()) if g["is_current"]), UNCCD),
        tuple(_region(r) for r in baseline.get("regions", ()) if r["is_listed"]),
    )


def own_keys(content: Content) -> set[str]:
    """The keys of all own classes, whatever legend they are of."""
    legends = content["baseline"].get("own_legends", ())
    return {row["key"] for legend in legends for row in legend["classes"]}


def is_of_region(measure: str) -> bool:
    """Whether a measure is of one region ("change-r1")."""
    return "-" in measure


def _legend(row: Mapping[str, Any]) -> CoverLegend:
    listed = sorted((c for c in row["classes"] if c["is_listed"]), key=lambda c: c["order"])
    classes = (
        CoverClass(c["key"], c["label"], c["colour"], _BY_CODE.get(c["unccd_class"], ""))
        for c in listed
    )
    return CoverLegend(tuple(classes), row["number"], row["name"])


def _region(row: Mapping[str, Any]) -> Region:
    return Region(number=row["number"], name=row["name"])
