"""Numbers that are offered for a record, beside those that stand there. Nothing is changed here.

A run is one source of proposals; a workbook, a summary of another tool or default data are others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.baseline.keys import Key
from indicators.baseline.labels import label
from indicators.baseline.record import Record
from indicators.baseline.run_numbers import Found
from indicators.models import Observation, Origin


@dataclass(frozen=True)
class Proposal:
    """A number on offer; `asks` where it would replace what a person entered."""

    key: Key
    label: str
    offered: Decimal
    actual_year: int | None
    current: Observation | None
    unread: str = ""

    @property
    def path(self) -> str:
        return self.key.path

    @property
    def is_new(self) -> bool:
        return self.current is None and not self.unread

    @property
    def is_same(self) -> bool:
        return self.current is not None and not self.unread and self.current.value == self.offered

    @property
    def asks(self) -> bool:
        """A national number, or a text that could not be read, is replaced only if ticked."""
        return bool(self.unread) or (
            self.current is not None and self.current.origin == Origin.NATIONAL
        )

    @property
    def difference(self) -> Decimal | None:
        if self.current is None or self.current.value is None:
            return None
        return self.offered - self.current.value


def propose(record: Record, numbers: Mapping[Key, Found]) -> list[Proposal]:
    """Set what is offered beside what is there; numbers of another legend are not asked for."""
    return [
        Proposal(
            key=key,
            label=label(key, record.frame),
            offered=found.value,
            actual_year=found.actual_year,
            current=record.observations.get(key),
            unread=record.unread(key.path),
        )
        for key, found in numbers.items()
        if record.frame.holds(key)
    ]
