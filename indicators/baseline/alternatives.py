"""Other numbers that could stand at an address: default, computed, and carried over.

Carried over is what the report before this one published, for the same year, or for a period
with the same years.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from indicators.baseline.keys import Key
from indicators.baseline.record import Record, earlier_numbers
from indicators.baseline.run_codes import RunCodes
from indicators.baseline.run_numbers import numbers_for
from indicators.baseline.usable_runs import newest_run
from indicators.models import DefaultNumber, Observation, Origin, Run
from indicators.models.datasets import Sourced


@dataclass(frozen=True)
class Alternative:
    """A number on offer; `source` has its source and licence, where it has one of its own."""

    value: Decimal
    actual_year: int | None = None
    source: Sourced | None = None


Numbers = Mapping[Key, Alternative]


@dataclass
class Alternatives:
    """All numbers on offer for a record, by where they come from. `run` is the newest one."""

    record: Record
    run: Run | None = None
    _earlier: Mapping[Key, Observation] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Record) -> "Alternatives":
        """Find them (four queries, in a zone five)."""
        report, scope = record.report, record.scope
        known = record.is_beside
        earlier = record.earlier if known else earlier_numbers(report, record.frame, scope)
        return cls(record, newest_run(report, scope), earlier)

    @cached_property
    def numbers(self) -> dict[str, Numbers]:
        """Numbers by origin that can stand in the record, in the order in which they are shown."""
        holds = self.record.frame.holds
        return {
            origin: {key: offer for key, offer in numbers.items() if holds(key)}
            for origin, numbers in self._all.items()
        }

    @cached_property
    def of_sums(self) -> dict[str, Numbers]:
        """Numbers by origin that cannot: they are beside sums over own classes or regions."""
        sums = self.record.sums
        return {
            origin: {key: offer for key, offer in numbers.items() if key in sums}
            for origin, numbers in self._all.items()
        }

    @cached_property
    def _all(self) -> dict[str, Numbers]:
        return {
            Origin.DEFAULT.value: self._defaults(),
            Origin.COMPUTED.value: self._computed(),
            Origin.CARRIED_OVER.value: self._carried_over(),
        }

    @cached_property
    def codes(self) -> RunCodes | None:
        """Whether the run fills own classes, and if not why; None without a run."""
        return RunCodes.of(self.run, self.record.frame.legend) if self.run else None

    def _defaults(self) -> Numbers:
        """Default numbers are those of whole countries."""
        report = self.record.report
        if not self.record.scope.is_national:
            return {}
        rows = DefaultNumber.objects.filter(party=report.party_id, cycle=report.cycle_id)
        return {
            Key.from_path(row.path): Alternative(row.value, row.actual_year, row) for row in rows
        }

    def _computed(self) -> Numbers:
        if self.run is None:
            return {}
        found = numbers_for(self.record.scope, self.run, self.record.frame)
        return {key: Alternative(one.value, one.actual_year) for key, one in found.items()}

    def _carried_over(self) -> Numbers:
        return {
            key: Alternative(row.published_value, row.actual_year, row)
            for key, row in self._earlier.items()
            if row.published_value is not None
        }
