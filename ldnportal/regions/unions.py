"""Unions beside their members: land that both report is added once.

docs/decisions/0064-unions-of-parties.md
"""

from collections.abc import Iterable

from django.utils.translation import ngettext

from countries.models import Party
from countries.unions import members_of


def shown_alone(parties: Iterable[Party], published: set[int]) -> tuple[Party, ...]:
    """The unions among `parties` that have published, as have members of theirs among them."""
    reporting = [party for party in parties if party.pk in published]
    codes = {party.iso3 for party in reporting}
    return tuple(party for party in reporting if members_of(party.iso3) & codes)


def alone_words(unions: Iterable[Party], reporting: Iterable[Party]) -> str:
    """Say of each union that its numbers are shown and not added, and why."""
    codes = {party.iso3 for party in reporting}
    return " ".join(_sentence(union, len(members_of(union.iso3) & codes)) for union in unions)


def _sentence(union: Party, members: int) -> str:
    text = ngettext(
        "%(union)s has published numbers of its own. They are shown, and not added to the sums:"
        " %(count)s of its members has published too, and its land would count twice.",
        "%(union)s has published numbers of its own. They are shown, and not added to the sums:"
        " %(count)s of its members have published too, and their land would count twice.",
        members,
    )
    return text % {"union": union.name, "count": members}
