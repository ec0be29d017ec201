"""The land cover classes that a record is kept in: the seven of the Convention, or own ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise

from indicators.baseline import classes
from indicators.baseline.classes import COVER, WATER, Look
from indicators.models import OwnClass, OwnLegend

_BY_CODE = {code: key for key, code in COVER.items()}


@dataclass(frozen=True)
class CoverClass:
    """A class; `unccd` is the key of the class of the Convention it is mapped to, or nothing.

    `codes` are those that stand for it in rasters, where they are known.
    """

    key: str
    label: str | Promise
    colour: str
    unccd: str
    codes: tuple[int, ...] = ()

    @property
    def look(self) -> Look:
        return Look(self.label, self.colour)


@dataclass(frozen=True)
class CoverLegend:
    """Classes in their order. `number` is that of the report's own legend, 0 for the seven."""

    classes: tuple[CoverClass, ...]
    number: int = 0
    name: str = ""

    @classmethod
    def of(cls, own: OwnLegend, rows: Iterable[OwnClass]) -> "CoverLegend":
        """A report's own legend, from its listed classes."""
        return cls(
            tuple(
                CoverClass(
                    c.key, c.label, c.colour, _BY_CODE.get(c.unccd_class or 0, ""), tuple(c.codes)
                )
                for c in rows
            ),
            own.number,
            own.name,
        )

    @property
    def is_own(self) -> bool:
        return self.number > 0

    @cached_property
    def by_key(self) -> dict[str, CoverClass]:
        return {c.key: c for c in self.classes}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.by_key)

    @cached_property
    def water(self) -> frozenset[str]:
        return frozenset(c.key for c in self.classes if c.unccd == WATER)

    @cached_property
    def land(self) -> tuple[str, ...]:
        """The keys of the classes that are not water."""
        return tuple(key for key in self.keys if key not in self.water)

    @cached_property
    def mapped(self) -> frozenset[str]:
        """The classes of the Convention that a class is mapped to."""
        return frozenset(c.unccd for c in self.classes if c.unccd)

    def unccd(self, key: str) -> str:
        """The class of the Convention that a class is mapped to; nothing for an unknown one."""
        found = self.by_key.get(key)
        return found.unccd if found else ""

    def of_unccd(self, unccd: str) -> tuple[str, ...]:
        """The classes that are mapped to one of the seven."""
        return tuple(c.key for c in self.classes if c.unccd == unccd)

    def look(self, key: str) -> Look:
        """Look a class up, of this legend or of the seven."""
        found = self.by_key.get(key)
        return found.look if found else classes.cover(key)

    def is_like(self, other: "CoverLegend") -> bool:
        """Whether the numbers of both can be compared, class by class."""
        return self.signature == other.signature

    @cached_property
    def signature(self) -> frozenset[tuple[str, str]]:
        return frozenset((str(c.label).casefold(), c.unccd) for c in self.classes)


UNCCD = CoverLegend(
    tuple(
        CoverClass(key, classes.cover(key).label, classes.cover(key).colour, key) for key in COVER
    )
)
