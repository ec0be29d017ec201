"""The numbers of a section beside those that could stand there instead."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indicators.baseline.alternatives import Alternative, Alternatives
from indicators.baseline.keys import Key
from indicators.baseline.labels import label
from indicators.baseline.record import Record
from indicators.models import Observation, Origin


@dataclass(frozen=True)
class Beside:
    """One number on offer beside the one that stands there."""

    origin: str
    offer: Alternative | None
    current: Observation | None
    value: Decimal | None

    @property
    def is_taken(self) -> bool:
        """Whether it is the number that stands there, with the same origin."""
        return (
            self.offer is not None
            and self.current is not None
            and self.current.origin == self.origin
            and self.value == self.offer.value
        )

    @property
    def difference(self) -> Decimal | None:
        """How far it is from the number that stands there."""
        if self.offer is None or self.value is None:
            return None
        return self.offer.value - self.value


@dataclass(frozen=True)
class Compared:
    """A number with everything that could stand in its place."""

    key: Key
    label: str
    current: Observation | None
    value: Decimal | None
    unread: str
    beside: list[Beside]

    @property
    def agrees(self) -> bool:
        """Whether every number on offer is the one that stands there."""
        return all(b.offer is None or b.difference == 0 for b in self.beside)


@dataclass(frozen=True)
class Comparison:
    """A section, number by number."""

    record: Record
    section: str
    alternatives: Alternatives

    @classmethod
    def of(cls, record: Record, section: str) -> "Comparison":
        return cls(record, section, Alternatives.of(record))

    @cached_property
    def _all(self) -> list[Compared]:
        keys = self.record.fields(self.section)
        numbers = self.alternatives.numbers
        offered = [key for key in keys if any(key in one for one in numbers.values())]
        return [self._compared(key) for key in offered]

    def _compared(self, key: Key) -> Compared:
        current, value = self.record.observations.get(key), self.record.value(key)
        beside = [
            Beside(origin, numbers.get(key), current, value)
            for origin, numbers in self.alternatives.numbers.items()
        ]
        unread = self.record.unread(key.path)
        return Compared(key, label(key, self.record.frame), current, value, unread, beside)

    @property
    def rows(self) -> list[Compared]:
        """The numbers for which something else is on offer."""
        return [row for row in self._all if not row.agrees]

    @cached_property
    def totals(self) -> list[Compared]:
        """What own classes or regions add up to, beside numbers that cannot be taken for it."""
        sums, offers = self.record.sums, self.alternatives.of_sums
        keys = [
            k for k in sums if k.indicator == self.section and any(k in o for o in offers.values())
        ]
        rows = (self._total(key) for key in keys)
        return [row for row in rows if not row.agrees]

    def _total(self, key: Key) -> Compared:
        value = self.record.sums[key]
        offers = self.alternatives.of_sums.items()
        beside = [Beside(origin, one.get(key), None, value) for origin, one in offers]
        return Compared(key, label(key, self.record.frame), None, value, "", beside)

    @property
    def agreeing(self) -> int:
        return len(self._all) - len(self.rows)

    @cached_property
    def fillable(self) -> list[tuple[str, int]]:
        """For each origin, how many empty numbers it has something for."""
        empty = [row for row in self._all if row.current is None and not row.unread]
        counts = {
            origin: sum(row.key in numbers for row in empty)
            for origin, numbers in self.alternatives.numbers.items()
        }
        return [(origin, count) for origin, count in counts.items() if count]

    @property
    def sources(self) -> list[str]:
        """The titles of the default numbers' sources, each once."""
        defaults = self.alternatives.numbers[Origin.DEFAULT].items()
        own = [offer.source for key, offer in defaults if key.indicator == self.section]
        return sorted({source.source_title for source in own if source})
