"""Sums over Parties. Areas are added and shares are areas over areas, never means of percentages.

What nobody reported is None and never nought: docs/decisions/0016.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.baseline.classes import STATES_AND_GAPS
from indicators.models import Indicator
from ldnportal.regions.facts import Number, Place, RegionFacts
from targets.facts import LAND_OF_PERIOD

SDG = Indicator.SDG.value


@dataclass(frozen=True)
class StateSum:
    """Land by its state, summed over the Parties that reported it, km2.

    `land` is the land area of those Parties whose degraded land and land area are both known;
    `degraded_of_land` is their degraded land. The share is made of these two alone.
    """

    states: dict[str, Decimal]
    parties: tuple[int, ...]
    land: Decimal | None
    degraded_of_land: Decimal | None

    @property
    def degraded(self) -> Decimal | None:
        return self.states.get("degraded")

    @property
    def share(self) -> Decimal | None:
        """Degraded land in percent of land; None where either is not reported."""
        if not self.land or self.degraded_of_land is None:
            return None
        return self.degraded_of_land / self.land * 100

    @property
    def is_reported(self) -> bool:
        return self.degraded is not None


def state_sum(
    facts: RegionFacts,
    parties: Iterable[int],
    indicator: str,
    period: str,
    *,
    measure: str = "status",
    origins: frozenset[str] | None = None,
) -> StateSum:
    """Sum the states of an indicator in a period, of numbers of some origins or of all."""
    states: dict[str, Decimal] = {}
    counted: list[int] = []
    pairs: list[tuple[Decimal, Decimal]] = []
    for party in parties:
        degraded = facts.number(party, Place(indicator, measure, "degraded", period))
        if degraded is None or (origins is not None and degraded.origin not in origins):
            continue
        counted.append(party)
        _add_states(states, facts, party, indicator, measure, period)
        land = facts.number(party, Place("profile", LAND_OF_PERIOD, "land", period))
        if land is not None:
            pairs.append((degraded.value, land.value))
    return StateSum(
        states,
        tuple(counted),
        land=_sum(land for _degraded, land in pairs),
        degraded_of_land=_sum(degraded for degraded, _land in pairs),
    )


def _add_states(
    states: dict[str, Decimal],
    facts: RegionFacts,
    party: int,
    indicator: str,
    measure: str,
    period: str,
) -> None:
    for state in STATES_AND_GAPS:
        number = facts.number(party, Place(indicator, measure, state, period))
        if number is not None:
            states[state] = states.get(state, Decimal(0)) + number.value


def _sum(values: Iterable[Decimal]) -> Decimal | None:
    found = list(values)
    return sum(found, Decimal(0)) if found else None


def reported_sum(facts: RegionFacts, parties: Iterable[int], period: str) -> StateSum:
    """Sum SDG indicator 15.3.1 as Parties report it for a period."""
    return state_sum(facts, parties, SDG, period, measure="reported")


def class_sum(
    facts: RegionFacts, parties: Iterable[int], topic: str, measure: str, category: str, when: str
) -> Decimal | None:
    """Sum one class over the Parties that published it; None where nobody did."""
    numbers = (facts.number(party, Place(topic, measure, category, when)) for party in parties)
    return _sum(number.value for number in numbers if number is not None)


def party_share(facts: RegionFacts, party: int, period: str) -> Decimal | None:
    """15.3.1 of one Party in a period, percent of its land."""
    return reported_sum(facts, [party], period).share


def origins_in(facts: RegionFacts, parties: Iterable[int], indicator: str, period: str) -> set[str]:
    """The origins that the numbers of an indicator have in a period."""
    measure = "reported" if indicator == SDG else "status"
    numbers = (facts.number(p, Place(indicator, measure, "degraded", period)) for p in parties)
    return {number.origin for number in numbers if isinstance(number, Number)}
