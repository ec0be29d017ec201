"""Published facts of the Parties of a region, read once and kept by their addresses."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from indicators.models import Cycle, Indicator
from targets.facts import LAND_OF_PERIOD, MEASURE, TARGET
from targets.models import Fact, Submission

INDICATORS = (
    Indicator.LAND_COVER.value,
    Indicator.PRODUCTIVITY.value,
    Indicator.CARBON.value,
    Indicator.SDG.value,
)

_SUMMED = (
    Q(topic__in=INDICATORS, measure__in=("status", "reported", "against_baseline"))
    | Q(topic="profile", measure=LAND_OF_PERIOD)
    | Q(topic="land_cover", measure="area")
    | Q(topic="productivity", measure="lpd", category_to="")
    | Q(topic="carbon", measure="tonnes", category="")
    | Q(topic__in=(TARGET, MEASURE))
)
"""What summaries are made of; matrices and single stocks are only exported."""

_COLUMNS = (
    "party_id",
    "topic",
    "item",
    "measure",
    "category",
    "category_to",
    "period",
    "year",
    "value",
    "origin",
)


class Place(NamedTuple):
    """Where a number belongs: what it counts, which class, which period or year."""

    topic: str
    measure: str
    category: str
    when: str


class Number(NamedTuple):
    """A published value and where it comes from."""

    value: Decimal
    origin: str


class Promise(NamedTuple):
    """A fact about one target or one measure."""

    party: int
    topic: str
    item: str
    measure: str
    category: str
    category_to: str
    value: Decimal


@dataclass
class RegionFacts:
    """The numbers of each Party by their places, and what Parties promise and do."""

    numbers: dict[int, dict[Place, Number]] = field(default_factory=dict)
    promises: list[Promise] = field(default_factory=list)

    def number(self, party: int, place: Place) -> Number | None:
        return self.numbers.get(party, {}).get(place)

    def without(self, parties: Iterable[int]) -> "RegionFacts":
        """The same but for the facts of some Parties."""
        left = set(parties)
        return RegionFacts(
            {party: found for party, found in self.numbers.items() if party not in left},
            [promise for promise in self.promises if promise.party not in left],
        )

    def whens(self, topic: str, measure: str) -> list[str]:
        """The periods or years that anybody published a number for."""
        places = {place for numbers in self.numbers.values() for place in numbers}
        return sorted({p.when for p in places if (p.topic, p.measure) == (topic, measure)})


def read_facts(parties: Iterable[int], cycle: Cycle) -> RegionFacts:
    """Read the current facts of `parties` for one cycle in one query."""
    rows = (
        Fact.objects.current()
        .filter(_SUMMED, cycle=cycle, party__in=list(parties))
        .order_by("party_id", "pk")
        .values_list(*_COLUMNS)
    )
    found = RegionFacts()
    for row in rows.iterator(chunk_size=5000):
        _place(found, *row)
    return found


def _place(
    found: RegionFacts,
    party: int,
    topic: str,
    item: str,
    measure: str,
    category: str,
    category_to: str,
    period: str,
    year: int | None,
    value: Decimal,
    origin: str,
) -> None:
    numbers = found.numbers.setdefault(party, {})
    if topic in (TARGET, MEASURE):
        found.promises.append(Promise(party, topic, item, measure, category, category_to, value))
    else:
        place = Place(topic, measure, category, period or str(year))
        numbers[place] = Number(value, origin)


def published_parties(parties: Iterable[int], cycle: Cycle) -> set[int]:
    """The Parties that have a published version for `cycle`."""
    versions = Submission.objects.published().filter(
        report__cycle=cycle, report__party__in=list(parties)
    )
    return set(versions.order_by().values_list("report__party", flat=True))


def cycles_with_facts() -> list[Cycle]:
    """The cycles that anything was published for, newest first; facts come with a version."""
    published = Submission.objects.published().order_by().values("report__cycle")
    return list(Cycle.objects.filter(pk__in=published).prefetch_related("periods"))
