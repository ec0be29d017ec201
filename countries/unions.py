"""Parties that are unions of other Parties, and their members."""

from collections.abc import Mapping

_EUROPEAN_UNION = (
    "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT "
    "ROU SVK SVN SWE"
)
MEMBERS: Mapping[str, frozenset[str]] = {"EUU": frozenset(_EUROPEAN_UNION.split())}
"""The members of each union, by ISO code (the European Union since February 2020)."""


def members_of(iso3: str) -> frozenset[str]:
    """The members of a union; of a Party that is none, nobody."""
    return MEMBERS.get(iso3, frozenset())
