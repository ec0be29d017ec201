"""How much of a region has reported: Parties, and the share of the land that is theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from countries.models import Party
from ldnportal.regions.facts import RegionFacts
from targets.facts import LAND_OF_PERIOD


@dataclass(frozen=True)
class Coverage:
    """Parties with published data out of all, and their land out of all land that is known.

    One measure for all: the area inside a Party's outline, inland water included, so that what
    has reported and what has not are measured alike. Only a Party without an outline counts with
    the land area that it published; one with neither is counted and named, and left out of the
    share. docs/decisions/0021-measuring-coverage.md.
    """

    with_data: tuple[Party, ...]
    without_data: tuple[Party, ...]
    land: Mapping[int, Decimal]

    @property
    def total(self) -> int:
        return len(self.with_data) + len(self.without_data)

    @property
    def count(self) -> int:
        return len(self.with_data)

    @property
    def land_with_data(self) -> Decimal:
        return self._land_of(self.with_data)

    @property
    def land_known(self) -> Decimal:
        return self._land_of((*self.with_data, *self.without_data))

    @property
    def parties_of_unknown_area(self) -> int:
        return sum(p.pk not in self.land for p in (*self.with_data, *self.without_data))

    @property
    def parties_of_known_area(self) -> int:
        return self.total - self.parties_of_unknown_area

    @property
    def share(self) -> Decimal | None:
        """Land of the Parties with data in percent of all known land; None without any."""
        return self.land_with_data / self.land_known * 100 if self.land_known else None

    def _land_of(self, parties: Iterable[Party]) -> Decimal:
        return sum((self.land.get(party.pk, Decimal(0)) for party in parties), Decimal(0))


def coverage_of(
    parties: Iterable[Party],
    published: set[int],
    facts: RegionFacts,
    outlines: Mapping[int, Decimal],
) -> Coverage:
    """Tell the Parties that have published from those that have not."""
    everybody = list(parties)
    return Coverage(
        with_data=tuple(p for p in everybody if p.pk in published),
        without_data=tuple(p for p in everybody if p.pk not in published),
        land={
            party.pk: land
            for party in everybody
            if (land := _area(party.pk, facts, outlines)) is not None
        },
    )


def _area(party: int, facts: RegionFacts, outlines: Mapping[int, Decimal]) -> Decimal | None:
    """The area that coverage counts: inside the outline, else the land that was published."""
    return outlines[party] if party in outlines else published_land(party, facts)


def published_land(party: int, facts: RegionFacts) -> Decimal | None:
    """The land area that a Party published for the last period it reported."""
    reported = [
        number.value
        for place, number in facts.numbers.get(party, {}).items()
        if (place.topic, place.measure) == ("profile", LAND_OF_PERIOD)
    ]
    return reported[-1] if reported else None
