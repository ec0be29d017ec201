"""How a list of supporting information is declared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from indicators.rules.findings import Finding
from targets.models import Entry
from targets.promises.fields import Field, choice, number
from targets.promises.quantities import AREA_UNITS

Words = str | LazyText
SUPPORTING, BASELINE = "supporting", "baseline"
AREA, AREA_UNIT, AREA_KM2 = "area", "area_unit", "area_km2"


@dataclass(frozen=True)
class FieldGroup:
    """Some fields under a heading of the form."""

    title: Words
    fields: tuple[Field, ...]
    intro: Words = ""


@dataclass(frozen=True)
class RecordType:
    """A list: its words, its fields in groups, and what a list of it shows.

    `name` is the field that an entry is called by, `columns` are the fields beside it in the list.
    An entry of a list with `needs_confirming` counts once the focal point confirms it.
    """

    key: str
    title: Words
    why: Words
    new_words: Words
    empty: Words
    guidance: Words
    groups: tuple[FieldGroup, ...]
    name: str
    columns: tuple[str, ...]
    needs_confirming: bool = False
    needed: tuple[str, ...] = ()
    """Fields besides the name that an entry is of no use without; saving never asks for them."""
    is_placed: bool = False
    """Whether an entry is somewhere, and can have a polygon."""
    on_run_map: bool = False
    """Whether the places of the list are shown over the map of a run."""
    group: str = SUPPORTING
    """The group of the Party's home that the list stands in."""
    rule: Callable[["RecordType", Sequence[Entry]], list[Finding]] | None = None
    """What holds between the entries of the list."""

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for group in self.groups for field in group.fields)

    @property
    def by_path(self) -> dict[str, Field]:
        return {field.path: field for field in self.fields}

    @property
    def has_area(self) -> bool:
        return AREA in self.by_path


def area_fields(label: Words) -> tuple[Field, Field]:
    """An area as it is entered, with its unit; km2 are worked out beside it."""
    return (
        number(AREA, label),
        choice(AREA_UNIT, _("Unit of area"), AREA_UNITS, has_default=True),
    )
