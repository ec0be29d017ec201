"""Zones beside each other and beside the country: their degraded, stable and improved land."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indicators.arithmetic import percent
from indicators.baseline.derived import Derived, derive, land_of, states_of
from indicators.baseline.fields import CARBON, LAND_COVER, PRODUCTIVITY, SDG
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.baseline.scope import NATIONAL, Scope
from indicators.models import Period

INDICATORS = (SDG, LAND_COVER, PRODUCTIVITY, CARBON)


@dataclass(frozen=True)
class ZoneNumbers:
    """What is shown of a zone, or of all together, for one indicator and period."""

    land: Decimal | None
    states: Mapping[str, Decimal]
    reported: Decimal | None = None
    """Degraded land as 15.3.1 reports it."""

    @property
    def share(self) -> Decimal | None:
        """Degraded land as a share of the land, percent; for 15.3.1 the reported one."""
        area = self.states.get("degraded") if self.reported is None else self.reported
        return None if area is None else percent(area, self.land)

    @property
    def is_empty(self) -> bool:
        return not self.states


def numbers_in(record: Record, derived: Derived, indicator: str, period: Period) -> ZoneNumbers:
    """The numbers of one record for one indicator and period."""
    reported = derived.get(Key(SDG, "reported", period.key, "degraded"))
    return ZoneNumbers(
        land_of(record, period),
        states_of(record, derived, indicator, period.key),
        reported if indicator == SDG else None,
    )


@dataclass(frozen=True)
class Zones:
    """The records of all zones and of the country."""

    country: Record
    records: Mapping[Scope, Record]

    @classmethod
    def of_records(cls, records: Mapping[Scope, Record], names: Collection[str]) -> "Zones":
        """Pick out the zones with these names: those in the file."""
        zones = {s: r for s, r in records.items() if s.zone in names and not s.is_affected}
        return cls(records[NATIONAL], zones)

    def only(self, names: Collection[str]) -> "Zones":
        """Some of these zones, with what has been worked out of them."""
        some = Zones(self.country, {s: r for s, r in self.records.items() if s.zone in names})
        some.__dict__["derived"] = self.derived
        return some

    @cached_property
    def derived(self) -> Mapping[Scope, Derived]:
        return {scope: derive(record) for scope, record in self.records.items()}

    @cached_property
    def country_derived(self) -> Derived:
        return derive(self.country)

    def of(self, scope: Scope, indicator: str, period: Period) -> ZoneNumbers:
        """The numbers of a zone; nothing for one that has none."""
        record = self.records.get(scope)
        if record is None:
            return ZoneNumbers(None, {})
        return numbers_in(record, self.derived[scope], indicator, period)

    def whole(self, indicator: str, period: Period) -> ZoneNumbers:
        return numbers_in(self.country, self.country_derived, indicator, period)

    def together(self, indicator: str, period: Period) -> ZoneNumbers:
        """All zones added up, those that are filled in."""
        parts = [self.of(scope, indicator, period) for scope in self.records]
        states: dict[str, Decimal] = defaultdict(Decimal)
        for part in parts:
            for state, area in part.states.items():
                states[state] += area
        lands = [part.land for part in parts if part.land is not None]
        reported = [part.reported for part in parts if part.reported is not None]
        return ZoneNumbers(
            sum(lands, Decimal(0)) if lands else None,
            dict(states),
            sum(reported, Decimal(0)) if reported else None,
        )

    def missing(self, indicator: str, period: Period, zones: int) -> int:
        """How many of the report's zones have no number yet."""
        filled = (not self.of(scope, indicator, period).is_empty for scope in self.records)
        return zones - sum(filled)
