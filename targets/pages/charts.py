"""The charts of a snapshot, drawn as they are for the working copy but from frozen numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from indicators.baseline.charts import charts
from indicators.baseline.derived import Derived
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.baseline.scope import Scope
from indicators.charts.figure import Chart
from indicators.models import Indicator, Observation, Report, Section
from targets.pages.cover import frame_of

Content = Mapping[str, Any]


@dataclass(frozen=True)
class SnapshotCharts:
    """The charts of a snapshot, which is read back once for all its pages."""

    content: Content

    @cached_property
    def record(self) -> Record:
        return record_of(self.content)

    @cached_property
    def derived(self) -> Derived:
        return derived_of(self.content)

    def of(self, key: str) -> list[Chart]:
        """The charts of an indicator's page; other pages have none."""
        return charts(key, self.record, self.derived) if key in Indicator.values else []


def record_of(content: Content) -> Record:
    """Read the national record back from a snapshot: nothing of it is ever saved."""
    baseline = content["baseline"]
    report = Report()
    return Record(
        report=report,
        frame=frame_of(content),
        observations={
            Key.from_path(row["path"]): _observation(row)
            for row in baseline["records"]
            if Scope.of_frozen(row).is_national
        },
        sections={
            row["key"]: Section(report=report, key=row["key"], answers=row["answers"])
            for row in baseline["sections"]
            if Scope.of_frozen(row).is_national
        },
    )


def derived_of(content: Content) -> Derived:
    """The derived numbers as they were on the day of submission."""
    return {
        Key.from_path(row["path"]): Decimal(row["value"])
        for row in content["baseline"]["derived"]
        if Scope.of_frozen(row).is_national
    }


def _observation(row: Mapping[str, Any]) -> Observation:
    return Observation(
        indicator=row["indicator"],
        measure=row["measure"],
        category=row["category"],
        category_to=row["category_to"],
        value=None if row["value"] is None else Decimal(row["value"]),
        unit=row["unit"],
        origin=row["origin"],
    )
