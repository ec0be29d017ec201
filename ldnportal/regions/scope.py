"""Whose numbers are summed: a region's, the whole world's, or those of a chosen set of Parties."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Party, Region
from countries.models.parties import PartyQuerySet

WORLD, CHOSEN = "world", "set"
"""What stands in an address where a region's slug would stand; no region has these names."""
MOST_CHOSEN = 60


class NoSuchScope(Exception):  # noqa: N818 - it says what is the case
    """There is no region of that name, or the chosen Parties are none or not known."""


@dataclass(frozen=True)
class Scope:
    """Parties that a summary is made for; `chosen` holds the ISO codes of a chosen set."""

    slug: str
    region: Region | None = None
    chosen: tuple[str, ...] = ()

    @classmethod
    def of(cls, region: "Region | Scope") -> "Scope":
        return region if isinstance(region, Scope) else cls(region.slug, region)

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        if self.region is not None:
            return self.region.name
        if self.slug == WORLD:
            return _("All Parties")
        count = len(self.chosen)
        return ngettext("%(count)s chosen Party", "%(count)s chosen Parties", count) % {
            "count": count
        }

    @property
    def is_world(self) -> bool:
        return self.slug == WORLD

    def parties(self) -> PartyQuerySet:
        """Its Parties to the Convention; observer States report nothing."""
        parties = Party.objects.exclude(kind=Party.Kind.OBSERVER)
        if self.region is not None:
            return parties.in_region(self.region)
        return parties.filter(iso3__in=self.chosen) if self.slug == CHOSEN else parties

    def query(self, cycle: int | None = None) -> str:
        """The query that leads to the same Parties, with the year of a cycle."""
        pairs = [("cycle", str(cycle))] if cycle else []
        pairs += [("party", iso3) for iso3 in self.chosen]
        return f"?{urlencode(pairs)}" if pairs else ""

    def get_absolute_url(self) -> str:
        return reverse("region_detail", args=[self.slug]) + self.query()


def find_scope(slug: str, parties: Iterable[str] = ()) -> Scope:
    """The scope of an address. Raises NoSuchScope."""
    if slug == WORLD:
        return Scope(WORLD)
    if slug == CHOSEN:
        return _chosen(parties)
    region = Region.objects.filter(slug=slug).first()
    if region is None:
        raise NoSuchScope(slug)
    return Scope(slug, region)


def _chosen(parties: Iterable[str]) -> Scope:
    wanted = sorted({iso3.strip().upper() for iso3 in parties if iso3.strip()})
    known = Scope(WORLD).parties().filter(iso3__in=wanted[: MOST_CHOSEN + 1])
    if not wanted or len(wanted) > MOST_CHOSEN or known.count() != len(wanted):
        raise NoSuchScope(CHOSEN)
    return Scope(CHOSEN, chosen=tuple(wanted))
