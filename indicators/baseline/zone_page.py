"""The page of a report's zones: one line for each, for one indicator and period, and the sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from countries.maps import Map, VectorLayer
from countries.models import Boundary
from indicators.baseline.classes import STATES_AND_GAPS
from indicators.baseline.fields import PROFILE, SDG
from indicators.baseline.record import Record
from indicators.baseline.scope import NATIONAL, Scope
from indicators.baseline.scope_states import ScopeState
from indicators.baseline.zone_sums import INDICATORS, ZoneNumbers, Zones
from indicators.models import Indicator, Period, Report, Zone
from indicators.rules.findings import Finding
from indicators.rules.zones import zone_findings

TABLES = {key: Indicator(key).label for key in INDICATORS}


@dataclass(frozen=True)
class ZoneLine:
    """A zone in the list, or all together, or the country."""

    label: str
    numbers: ZoneNumbers
    zone: Zone | None = None
    state: ScopeState | None = None
    url: str = ""

    @property
    def areas(self) -> list[Decimal | None]:
        """Land, then degraded, stable, improved and no data."""
        return [self.numbers.land, *(self.numbers.states.get(s) for s in STATES_AND_GAPS)]


@dataclass(frozen=True)
class ZonePage:
    """What the page shows of `indicator` in `period`; `shown` are the zones on this page."""

    report: Report
    zones: Sequence[Zone]
    shown: Sequence[Zone]
    indicator: str
    period_key: str

    @cached_property
    def _records(self) -> dict[Scope, Record]:
        return Record.load_all(self.report, {self.indicator, PROFILE})

    @cached_property
    def in_file(self) -> list[Zone]:
        return [zone for zone in self.zones if zone.in_file]

    @cached_property
    def _sums(self) -> Zones:
        names = {zone.name for zone in self.in_file}
        return self._each if len(names) == len(self.zones) else self._each.only(names)

    @property
    def periods(self) -> tuple[Period, ...]:
        return self._records[NATIONAL].frame.periods

    @cached_property
    def period(self) -> Period | None:
        """The period asked for, else the newest."""
        asked = (p for p in self.periods if p.key == self.period_key)
        return next(asked, self.periods[-1] if self.periods else None)

    @property
    def is_sdg(self) -> bool:
        return self.indicator == SDG

    @property
    def title(self) -> object:
        return TABLES[self.indicator]

    @cached_property
    def lines(self) -> list[ZoneLine]:
        """The zones of this page."""
        return [self._line(zone) for zone in self.shown]

    def _line(self, zone: Zone) -> ZoneLine:
        scope = Scope.of_zone(zone)
        record = self._records.get(scope)
        state = ScopeState.of(scope, record.sections.values() if record else ())
        args = [self.report.party.iso3, self.report.cycle.year]
        url = reverse("baseline_section", args=[*args, scope.address(self.indicator)])
        return ZoneLine(zone.name, self._numbers(scope), zone, state, url)

    def _numbers(self, scope: Scope) -> ZoneNumbers:
        if self.period is None:
            return ZoneNumbers(None, {})
        return self._each.of(scope, self.indicator, self.period)

    @cached_property
    def _each(self) -> Zones:
        """Every zone that has numbers, also those that are no longer in the file."""
        return Zones.of_records(self._records, {zone.name for zone in self.zones})

    @property
    def totals(self) -> list[ZoneLine]:
        """All zones added up, and the country beside it."""
        if self.period is None:
            return []
        return [
            ZoneLine(_("All zones together"), self._sums.together(self.indicator, self.period)),
            ZoneLine(_("Whole country"), self._sums.whole(self.indicator, self.period)),
        ]

    @property
    def missing(self) -> int:
        """How many zones of the file have no number yet in what is shown."""
        count = len(self.in_file)
        return self._sums.missing(self.indicator, self.period, count) if self.period else count

    @cached_property
    def findings(self) -> list[Finding]:
        """Where complete zones do not add up to the country."""
        return zone_findings(self._sums, len(self.in_file), (self.indicator,), self.period)

    @property
    def map(self) -> Map | None:
        boundary: Boundary | None = getattr(self.report.party, "boundary", None)
        if boundary is None or not self.in_file:
            return None
        url = reverse("zone_features", args=[self.report.party.iso3, self.report.cycle.year])
        return Map(
            key="zone-map",
            title=_("The zones on the map"),
            bounds=boundary.bounds,
            layers=(
                VectorLayer("outline", _("Outline"), data=boundary.as_feature()),
                VectorLayer("zones", _("Zones"), url=url, look="target", link_property="link"),
            ),
            source=boundary.source,
        )
