"""Finance, other commitments and commitments of businesses, as published in a region's lists.

Amounts are added within one currency alone. A business commitment is among what is published only
once its Party has confirmed it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from indicators.models import Cycle
from targets.models import PublishedEntry
from targets.records.declaration import AREA_KM2

FINANCE, BUSINESS, COMMITMENTS = "finance", "business", "commitments"
KINDS = (FINANCE, BUSINESS, COMMITMENTS)
NOT_SAID = ""
"""The key of entries that do not say what they are sorted by."""


@dataclass
class EntryTally:
    """How many entries there are, of how many Parties, and what they add up to."""

    count: int = 0
    parties: set[int] = field(default_factory=set)
    sum: Decimal | None = None

    def add(self, party: int, value: str | None) -> None:
        self.count += 1
        self.parties.add(party)
        if value not in (None, ""):
            self.sum = (self.sum or Decimal(0)) + Decimal(str(value))


Tallies = dict[str, EntryTally]


@dataclass(frozen=True)
class Records:
    """What the lists of a region add up to.

    `money` is by need or offer and currency; `sources` counts needs and offers by who pays.
    """

    money: dict[tuple[str, str], EntryTally]
    needs: Tallies
    offers: Tallies
    commitments: Tallies
    goals: Tallies
    chains: Tallies

    @property
    def is_empty(self) -> bool:
        return not (self.money or self.commitments or self.goals)


Entries = list[tuple[int, str, dict[str, Any]]]


def read_records(parties: Iterable[int], cycle: Cycle) -> Records:
    """Read the lists that `parties` have published for `cycle` (one query)."""
    rows = (
        PublishedEntry.objects.current()
        .filter(cycle=cycle, party__in=list(parties), kind__in=KINDS)
        .order_by("party", "kind", "number")
        .values_list("party_id", "kind", "answers")
    )
    return records_of(list(rows))


def records_of(rows: Entries) -> Records:
    """Sum up entries: the Party, the list and the answers of each."""
    finance = [(party, answers) for party, kind, answers in rows if kind == FINANCE]
    business = [(party, answers) for party, kind, answers in rows if kind == BUSINESS]
    promised = [(party, answers) for party, kind, answers in rows if kind == COMMITMENTS]
    return Records(
        money=_money(finance),
        needs=_tallied((r for r in finance if _said(r[1], "direction") == "need"), "source"),
        offers=_tallied((r for r in finance if _said(r[1], "direction") == "offer"), "source"),
        commitments=_tallied(promised, "kind", AREA_KM2),
        goals=_tallied(business, "goals", AREA_KM2),
        chains=_tallied(business, "value_chain", AREA_KM2),
    )


Row = tuple[int, dict[str, Any]]


def _money(rows: Iterable[Row]) -> dict[tuple[str, str], EntryTally]:
    money: dict[tuple[str, str], EntryTally] = defaultdict(EntryTally)
    for party, answers in rows:
        key = (_said(answers, "direction"), _said(answers, "currency").upper())
        money[key].add(party, answers.get("amount"))
    return dict(money)


def _tallied(rows: Iterable[Row], name: str, value: str = "") -> Tallies:
    """Tally entries by an answer; one that gives several counts in each."""
    tallies: Tallies = defaultdict(EntryTally)
    for party, answers in rows:
        said = answers.get(name) or [NOT_SAID]
        for key in said if isinstance(said, list) else [said]:
            tallies[str(key)].add(party, answers.get(value))
    return dict(tallies)


def _said(answers: dict[str, Any], name: str) -> str:
    return str(answers.get(name) or NOT_SAID)
