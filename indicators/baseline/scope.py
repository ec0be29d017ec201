"""What part of the land numbers are about: the whole country, the affected areas, or one zone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import quote

from django.utils.translation import gettext as _

from indicators.models import LandCopy, Observation, Section, Zone

ADDRESS = r"(?:affected/|zones/[0-9]{1,5}/)?[a-z_]+"
"""A section in an address, with its scope: "sdg", "affected/sdg", "zones/3/sdg"."""
_PARTS = re.compile(r"(?:(?P<affected>affected)/|zones/(?P<zone>[0-9]+)/)?(?P<section>[a-z_]+)")


@dataclass(frozen=True)
class Scope:
    """A copy of the record, and in the national copy perhaps one zone.

    `number` is the zone's number in its report: only for addresses, no part of what the scope is.
    """

    copy: str = LandCopy.NATIONAL.value
    zone: str = ""
    number: int = field(default=0, compare=False)

    @classmethod
    def of_zone(cls, zone: Zone) -> Self:
        return cls(zone=zone.name, number=zone.number)

    @classmethod
    def of_row(cls, row: Observation | Section) -> Self:
        """The scope that a number or a section belongs to."""
        return cls(row.copy, row.zone)

    @classmethod
    def of_frozen(cls, row: Mapping[str, Any]) -> Self:
        """The scope of a row of a snapshot; older ones knew scopes only of entered numbers."""
        return cls(row.get("copy", LandCopy.NATIONAL.value), row.get("zone", ""))

    def __str__(self) -> str:
        return self.label

    @property
    def is_national(self) -> bool:
        """Whether it is the whole country."""
        return self == NATIONAL

    @property
    def is_affected(self) -> bool:
        return self.copy == LandCopy.AFFECTED

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of its rows, to filter by and to make new ones with."""
        return {"copy": self.copy, "zone": self.zone}

    @property
    def prefix(self) -> str:
        """What stands before the address of a number that is not of the whole country."""
        copy = "" if self.copy == LandCopy.NATIONAL else self.copy
        zone = quote(self.zone, safe="").replace(".", "%2E")
        return f"{copy}:{zone}/" if copy or zone else ""

    @property
    def label(self) -> str:
        """What people call it: "Whole country", "Affected areas", or the zone's name."""
        if self.is_affected:
            words = _("Affected areas")
            return f"{words}, {self.zone}" if self.zone else words
        return self.zone or _("Whole country")

    @property
    def short(self) -> str:
        """What stands after a section's key: "affected", "zone-3", or nothing."""
        return "affected" if self.is_affected else f"zone-{self.number}" if self.zone else ""

    def address(self, section: str) -> str:
        """A section of this scope, as addresses write it."""
        if self.is_affected:
            return f"affected/{section}"
        return f"zones/{self.number}/{section}" if self.zone else section

    def said(self, section: str) -> str:
        """A section of this scope as the audit trail names it: "land_cover (Nord)"."""
        return section if self.is_national else f"{section} ({self.zone or self.copy})"


NATIONAL = Scope()
AFFECTED = Scope(copy=LandCopy.AFFECTED.value)


@dataclass(frozen=True)
class SectionAddress:
    """An address taken apart: which section, of what."""

    section: str
    is_affected: bool
    zone: int | None

    @classmethod
    def read(cls, text: str) -> "SectionAddress | None":
        found = _PARTS.fullmatch(text)
        if found is None:
            return None
        zone = found["zone"]
        return cls(found["section"], bool(found["affected"]), int(zone) if zone else None)


class SectionConverter:
    """A path converter for `SectionAddress`."""

    regex = ADDRESS

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)
