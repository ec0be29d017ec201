"""The summary of a region for a cycle, from published facts only."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F

from countries.models import Party, Region
from indicators.baseline.classes import COVER, LPD
from indicators.models import Cycle, Period
from ldnportal.regions.coverage import Coverage, coverage_of, published_land
from ldnportal.regions.facts import INDICATORS, Place, RegionFacts, published_parties, read_facts
from ldnportal.regions.promises import Promises, tally
from ldnportal.regions.records import Records, read_records
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
from ldnportal.regions.unions import shown_alone


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
    """A land cover class over the years, km2.

    `change` is from the first year to the last, of the Parties that published both.
    """

    category: str
    areas: tuple[Decimal | None, ...]
    change: Decimal | None


@dataclass(frozen=True)
class DynamicsSum:
    """Land by class of land productivity dynamics in a period, km2, and of how many Parties."""

    period: Period
    areas: dict[str, Decimal]
    parties: int


@dataclass(frozen=True)
class StockSum:
    """Soil organic carbon over the years, tonnes, of the Parties that published all of them."""

    years: tuple[str, ...]
    tonnes: tuple[Decimal, ...]
    parties: int


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
    dynamics: tuple[DynamicsSum, ...]
    stock: StockSum | None
    promises: Promises
    records: Records
    facts: RegionFacts = field(repr=False, compare=False)
    parties: tuple[PartyRow, ...]
    alone: tuple[Party, ...] = ()
    """Unions whose members have published too: their numbers are shown, and not added."""

    @property
    def reporting(self) -> list[PartyRow]:
        """The lines of the Parties that have published."""
        return [row for row in self.parties if row.has_data]

    @property
    def added(self) -> set[int]:
        """The Parties that have published and whose numbers are added."""
        return {p.pk for p in self.coverage.with_data} - {p.pk for p in self.alone}

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
    """Sum up what the Parties of `region` have published for `cycle` (five queries)."""
    scope = Scope.of(region)
    parties = parties_in(scope)
    published = published_parties([party.pk for party in parties], cycle)
    alone = shown_alone(parties, published)
    shown = read_facts(published, cycle)
    facts = shown.without(union.pk for union in alone)
    added = [party for party in parties if party not in alone]
    keys = [party.pk for party in added]
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
        coverage=coverage_of(parties, published, facts, _of(added, outlines)),
        reported=tuple(_reported(facts, keys, period) for period in periods),
        indicators=tuple(_indicators(facts, keys, periods)),
        cover_years=years,
        cover_parties=tuple(_reporters(facts, keys, year) for year in years),
        cover=tuple(_cover(facts, keys, years)),
        dynamics=tuple(_dynamics(facts, keys, periods)),
        stock=_stock(facts, keys),
        promises=tally(facts),
        records=read_records(published.intersection(keys), cycle),
        facts=shown,
        parties=tuple(_party_row(shown, p, published, periods, outlines) for p in parties),
        alone=alone,
    )


def _of(parties: list[Party], outlines: dict[int, Decimal]) -> dict[int, Decimal]:
    return {party.pk: outlines[party.pk] for party in parties if party.pk in outlines}


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
            yield CoverSum(category, areas, _change(facts, parties, category, years))


def _change(
    facts: RegionFacts, parties: list[int], category: str, years: tuple[str, ...]
) -> Decimal | None:
    ends = [Place("land_cover", "area", category, year) for year in (years[0], years[-1])]
    both = [tuple(facts.number(party, end) for end in ends) for party in parties]
    known = [last.value - first.value for first, last in both if first and last]
    return sum(known, Decimal(0)) if known and len(years) > 1 else None


def _dynamics(
    facts: RegionFacts, parties: list[int], periods: tuple[Period, ...]
) -> Iterator[DynamicsSum]:
    for period in periods:
        areas = {
            key: area
            for key in LPD
            if (area := class_sum(facts, parties, "productivity", "lpd", key, period.key))
            is not None
        }
        places = [Place("productivity", "lpd", key, period.key) for key in LPD]
        count = sum(any(facts.number(party, place) for place in places) for party in parties)
        if areas:
            yield DynamicsSum(period, areas, count)


def _stock(facts: RegionFacts, parties: list[int]) -> StockSum | None:
    """Carbon of the same Parties in every year, so that the years can be compared."""
    years = tuple(facts.whens("carbon", "tonnes"))
    places = [Place("carbon", "tonnes", "", year) for year in years]
    rows = [[facts.number(party, place) for place in places] for party in parties]
    whole = [[number.value for number in row if number] for row in rows if all(row)]
    if not years or not whole:
        return None
    tonnes = tuple(sum(column, Decimal(0)) for column in zip(*whole, strict=True))
    return StockSum(years, tonnes, len(whole))


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
