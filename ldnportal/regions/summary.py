"""The summary of a region for a cycle, from published facts only."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from countries.models import Party, Region
from indicators.baseline.classes import COVER
from indicators.models import Cycle, Period
from ldnportal.regions.coverage import Coverage, coverage_of, published_land
from ldnportal.regions.facts import INDICATORS, Place, RegionFacts, published_parties, read_facts
from ldnportal.regions.promises import Promises, tally
from ldnportal.regions.scope import Scope
from ldnportal.regions.sums import (
    SDG,
    StateSum,
    class_sum,
    origins_in,
    party_share,
    reported_sum,
    state_sum,
)


@dataclass(frozen=True)
class IndicatorSum:
    """An indicator in a period: the sum of all Parties, and of each origin apart."""

    indicator: str
    period: Period
    total: StateSum
    by_origin: dict[str, StateSum]


@dataclass(frozen=True)
class PartyRow:
    """A Party's line: its land and 15.3.1 in each period, None where not reported."""

    party: Party
    has_data: bool
    land: Decimal | None
    shares: tuple[Decimal | None, ...]
    degraded: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class CoverSum:
    """A land cover class over the years, km2."""

    category: str
    areas: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Summary:
    """Everything that the page of a region says."""

    region: Scope
    cycle: Cycle
    periods: tuple[Period, ...]
    coverage: Coverage
    reported: tuple[IndicatorSum, ...]
    indicators: tuple[IndicatorSum, ...]
    cover_years: tuple[str, ...]
    cover_parties: tuple[int, ...]
    cover: tuple[CoverSum, ...]
    promises: Promises
    parties: tuple[PartyRow, ...]

    @property
    def reporting(self) -> list[PartyRow]:
        """The lines of the Parties that have published."""
        return [row for row in self.parties if row.has_data]

    @property
    def latest(self) -> IndicatorSum | None:
        """15.3.1 of the last period that anybody reported."""
        found = [row for row in self.reported if row.total.is_reported]
        return found[-1] if found else None


def parties_in(region: Region | Scope) -> list[Party]:
    """The Parties of a region by name, with the area inside their outline (one query)."""
    parties = Scope.of(region).parties()
    return list(parties.annotate(outline_km2=F("boundary__area_km2")).by_name())


def summarise(region: Region | Scope, cycle: Cycle) -> Summary:
    """Sum up what the Parties of `region` have published for `cycle` (four queries)."""
    scope = Scope.of(region)
    parties = parties_in(scope)
    keys = [party.pk for party in parties]
    published = published_parties(keys, cycle)
    facts = read_facts(published, cycle)
    periods = tuple(cycle.periods.all())
    outlines: dict[int, Decimal] = {
        p.pk: p.outline_km2  # type: ignore[attr-defined]
        for p in parties
        if p.outline_km2 is not None  # type: ignore[attr-defined]
    }
    years = tuple(facts.whens("land_cover", "area"))
    return Summary(
        region=scope,
        cycle=cycle,
        periods=periods,
        coverage=coverage_of(parties, published, facts, outlines),
        reported=tuple(_reported(facts, keys, period) for period in periods),
        indicators=tuple(_indicators(facts, keys, periods)),
        cover_years=years,
        cover_parties=tuple(_reporters(facts, keys, year) for year in years),
        cover=tuple(_cover(facts, keys, years)),
        promises=tally(facts),
        parties=tuple(_party_row(facts, p, published, periods, outlines) for p in parties),
    )


def _reported(facts: RegionFacts, parties: list[int], period: Period) -> IndicatorSum:
    return _indicator(facts, parties, SDG, period, "reported")


def _indicators(
    facts: RegionFacts, parties: list[int], periods: tuple[Period, ...]
) -> Iterator[IndicatorSum]:
    """The three indicators; 15.3.1 is summed as it was reported, against the baseline."""
    for period in periods:
        for indicator in INDICATORS:
            if indicator != SDG:
                yield _indicator(facts, parties, indicator, period, "status")


def _indicator(
    facts: RegionFacts, parties: list[int], indicator: str, period: Period, measure: str
) -> IndicatorSum:
    def of(origins: frozenset[str] | None = None) -> StateSum:
        return state_sum(facts, parties, indicator, period.key, measure=measure, origins=origins)

    origins = origins_in(facts, parties, indicator, period.key)
    return IndicatorSum(
        indicator, period, of(), {origin: of(frozenset({origin})) for origin in sorted(origins)}
    )


def _reporters(facts: RegionFacts, parties: list[int], year: str) -> int:
    """How many Parties published the land cover of a year: sums of two years need the same."""
    return sum(
        any(facts.number(p, Place("land_cover", "area", c, year)) for c in COVER) for p in parties
    )


def _cover(facts: RegionFacts, parties: list[int], years: tuple[str, ...]) -> Iterator[CoverSum]:
    for category in COVER:
        areas = tuple(
            class_sum(facts, parties, "land_cover", "area", category, year) for year in years
        )
        if any(area is not None for area in areas):
            yield CoverSum(category, areas)


def _party_row(
    facts: RegionFacts,
    party: Party,
    published: set[int],
    periods: tuple[Period, ...],
    outlines: dict[int, Decimal],
) -> PartyRow:
    land = published_land(party.pk, facts)
    return PartyRow(
        party,
        has_data=party.pk in published,
        land=outlines.get(party.pk) if land is None else land,
        shares=tuple(party_share(facts, party.pk, period.key) for period in periods),
        degraded=tuple(reported_sum(facts, [party.pk], period.key).degraded for period in periods),
    )
