"""Targets and measures of a region: how many, of which kind, for how much land."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from ldnportal.regions.facts import Promise, RegionFacts
from targets.facts import MEASURE, TARGET


@dataclass
class Tally:
    """How many targets or measures there are of a kind, of how many Parties, on how much land."""

    count: int = 0
    area: Decimal | None = None
    parties: set[int] = field(default_factory=set)

    def add(self, promise: Promise, area: Decimal | None) -> None:
        self.count += 1
        self.parties.add(promise.party)
        if area is not None:
            self.area = (self.area or Decimal(0)) + area


@dataclass(frozen=True)
class Promises:
    """Tallies of a region, by what they are sorted by."""

    targets: Tally
    by_hierarchy: dict[str, Tally]
    by_kind: dict[str, Tally]
    by_status: dict[str, Tally]
    measures: Tally
    measures_by_group: dict[str, Tally]
    measures_by_hierarchy: dict[str, Tally]


def tally(facts: RegionFacts) -> Promises:
    """Count what Parties promise and do.

    Targets that serve several levels of the hierarchy count in each: the levels do not add up
    to the number of targets. Areas are those of quantities that state one.
    """
    target_areas = _areas(facts.promises, TARGET, "quantity_area")
    measure_areas = _areas(facts.promises, MEASURE, "planned_area")
    of = facts.promises
    status = _tallies(of, TARGET, "status", target_areas)
    measures = _tallies(of, MEASURE, "measure", measure_areas)
    return Promises(
        targets=_all(status.values()),
        by_hierarchy=_tallies(of, TARGET, "hierarchy", target_areas),
        by_kind=_kinds(of),
        by_status=status,
        measures=_all(measures.values()),
        measures_by_group=_tallies(of, MEASURE, "slm_group", measure_areas),
        measures_by_hierarchy=_tallies(of, MEASURE, "hierarchy", measure_areas),
    )


Whose = tuple[int, str]


def _whose(promise: Promise) -> Whose:
    """The Party and the target or measure: quantities are "target-3.1"."""
    return promise.party, promise.item.partition(".")[0]


def _areas(promises: Iterable[Promise], topic: str, measure: str) -> dict[Whose, Decimal]:
    areas: dict[Whose, Decimal] = defaultdict(Decimal)
    for promise in promises:
        if (promise.topic, promise.measure) == (topic, measure):
            areas[_whose(promise)] += promise.value
    return areas


def _tallies(
    promises: Iterable[Promise], topic: str, measure: str, areas: dict[Whose, Decimal]
) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for promise in promises:
        if (promise.topic, promise.measure) == (topic, measure):
            tallies[promise.category].add(promise, areas.get(_whose(promise)))
    return dict(tallies)


def _kinds(promises: Iterable[Promise]) -> dict[str, Tally]:
    """Quantities by kind, with the area that each of them states."""
    own = {
        (p.party, p.item): p.value
        for p in promises
        if (p.topic, p.measure) == (TARGET, "quantity_area")
    }
    tallies: dict[str, Tally] = defaultdict(Tally)
    for promise in promises:
        if (promise.topic, promise.measure) == (TARGET, "quantity"):
            tallies[promise.category].add(promise, own.get((promise.party, promise.item)))
    return dict(tallies)


def _all(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for part in tallies:
        total.count += part.count
        total.parties |= part.parties
        if part.area is not None:
            total.area = (total.area or Decimal(0)) + part.area
    return total
