"""Targets and measures of a region: how many, of which kind, for how much land."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from ldnportal.regions.facts import Promise, RegionFacts
from targets.facts import MEASURE, TARGET


@dataclass
class Tally:
    """How many targets or measures there are of a kind, of how many Parties, on how much land.

    `done` is the area that the newest progress reports of measures say is done. `progress` is its
    share of the planned area of those measures that state both.
    """

    count: int = 0
    area: Decimal | None = None
    done: Decimal | None = None
    planned_of_done: Decimal | None = None
    done_of_planned: Decimal | None = None
    parties: set[int] = field(default_factory=set)

    def add(
        self, promise: Promise, area: Decimal | None = None, done: Decimal | None = None
    ) -> None:
        self.count += 1
        self.parties.add(promise.party)
        self.area = _added(self.area, area)
        self.done = _added(self.done, done)
        if area is not None and done is not None:
            self.planned_of_done = _added(self.planned_of_done, area)
            self.done_of_planned = _added(self.done_of_planned, done)

    @property
    def progress(self) -> Decimal | None:
        """Area done in percent of the area planned; None where no measure states both."""
        if not self.planned_of_done or self.done_of_planned is None:
            return None
        return self.done_of_planned / self.planned_of_done * 100


def _added(total: Decimal | None, value: Decimal | None) -> Decimal | None:
    return total if value is None else (total or Decimal(0)) + value


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
    measures_by_driver: dict[str, Tally]
    standing: dict[tuple[str, str], int]
    """How many targets of a level of the hierarchy have a status: (level, status)."""


def tally(facts: RegionFacts) -> Promises:
    """Count what Parties promise and do.

    Targets that serve several levels of the hierarchy count in each: the levels do not add up
    to the number of targets. Areas are those of quantities that state one.
    """
    target_areas = _areas(facts.promises, TARGET, "quantity_area")
    planned = _areas(facts.promises, MEASURE, "planned_area")
    done = _areas(facts.promises, MEASURE, "area_done")
    of = facts.promises
    status = _tallies(of, TARGET, "status", target_areas)
    measures = _tallies(of, MEASURE, "measure", planned, done)
    return Promises(
        targets=_all(status.values()),
        by_hierarchy=_tallies(of, TARGET, "hierarchy", target_areas),
        by_kind=_kinds(of),
        by_status=status,
        measures=_all(measures.values()),
        measures_by_group=_tallies(of, MEASURE, "slm_group", planned, done),
        measures_by_hierarchy=_tallies(of, MEASURE, "hierarchy", planned, done),
        measures_by_driver=_tallies(of, MEASURE, "driver", planned, done),
        standing=_standing(of),
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


def _standing(promises: Iterable[Promise]) -> dict[tuple[str, str], int]:
    status: dict[Whose, str] = {}
    levels: list[tuple[Whose, str]] = []
    for promise in promises:
        if (promise.topic, promise.measure) == (TARGET, "status"):
            status[_whose(promise)] = promise.category
        elif (promise.topic, promise.measure) == (TARGET, "hierarchy"):
            levels.append((_whose(promise), promise.category))
    return dict(Counter((level, status[whose]) for whose, level in levels if whose in status))


def _tallies(
    promises: Iterable[Promise],
    topic: str,
    measure: str,
    areas: dict[Whose, Decimal],
    done: Mapping[Whose, Decimal] = MappingProxyType({}),
) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for promise in promises:
        if (promise.topic, promise.measure) == (topic, measure):
            whose = _whose(promise)
            tallies[promise.category].add(promise, areas.get(whose), done.get(whose))
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
        for name in ("area", "done", "planned_of_done", "done_of_planned"):
            setattr(total, name, _added(getattr(total, name), getattr(part, name)))
    return total
