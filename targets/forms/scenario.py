"""The form of a scenario: planned areas by zone and land type, a move, and the assumptions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.baseline.classes import LAND
from indicators.baseline.reading import write_number
from targets.forms.neutrality import LAND_TYPES, NumberField
from targets.neutrality.lines import NOUGHT
from targets.neutrality.scenario import GAINS, LOSSES, NO_ZONE, Cell, Move, Pair, ZonedPlans

WHAT = [(GAINS, gettext_lazy("Planned gains")), (LOSSES, gettext_lazy("Planned losses"))]
LONGEST_NAME = 120


def field_of(what: str, key: str, zone: int = 0) -> str:
    """The name of the field with what is planned on a land type; zone 0 is no zone."""
    return f"{what}_{key}_{zone}" if zone else f"{what}_{key}"


def no_zone_words(zones: Sequence[str]) -> str:
    """What plans without a zone are called."""
    return _("In no zone") if zones else _("Whole country")


@dataclass(frozen=True)
class ZoneFields:
    """The fields of one zone: land type, planned gains, planned losses."""

    name: str
    rows: Sequence[tuple[object, forms.BoundField, forms.BoundField]]
    is_used: bool


class ScenarioForm(forms.Form):
    """What is planned in each zone on each land type, km2; a move is made where it is asked for."""

    what = forms.ChoiceField(label=gettext_lazy("What"), choices=WHAT)
    move = NumberField(label=gettext_lazy("Area to move"), required=False)
    source = forms.ChoiceField(label=gettext_lazy("From land type"), choices=LAND_TYPES)
    source_zone = forms.ChoiceField(label=gettext_lazy("From zone"), required=False)
    target = forms.ChoiceField(label=gettext_lazy("To land type"), choices=LAND_TYPES)
    target_zone = forms.ChoiceField(label=gettext_lazy("To zone"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        plans: ZonedPlans,
        zones: Sequence[str],
        chosen: Mapping[str, str] | None = None,
    ) -> None:
        self.zones = tuple(zones)
        self.numbered = list(enumerate((NO_ZONE, *self.zones)))
        start = {"what": GAINS, "source": LAND[0], "target": LAND[1], **(chosen or {})}
        super().__init__(data, initial={**start, **self._written(plans)}, auto_id="scenario_%s")
        self._offer_zones()
        for number, zone in self.numbered:
            self._add_zone(number, zone)

    def _written(self, plans: ZonedPlans) -> dict[str, str]:
        return {
            field_of(what, key, number): write_number(plans.get((zone, key), _NONE)[column])
            for column, (what, _label) in enumerate(WHAT)
            for number, zone in self.numbered
            for key in LAND
        }

    def _offer_zones(self) -> None:
        if not self.zones:
            del self.fields["source_zone"], self.fields["target_zone"]
            return
        choices = [
            (str(number), zone or no_zone_words(self.zones)) for number, zone in self.numbered
        ]
        for name in ("source_zone", "target_zone"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices, field.required = choices, True

    def _add_zone(self, number: int, zone: str) -> None:
        for what, label in WHAT:
            for key, name in LAND_TYPES:
                words = f"{label}: {zone}, {name}" if zone else f"{label}: {name}"
                field = NumberField(label=words, required=False)
                field.widget.attrs["class"] = "form-control num"
                self.fields[field_of(what, key, number)] = field

    @property
    def move_fields(self) -> list[forms.BoundField]:
        names = ("what", "move", "source", "source_zone", "target", "target_zone")
        return [self[name] for name in names if name in self.fields and name != "move"]

    @property
    def zone_fields(self) -> Iterator[ZoneFields]:
        for number, zone in self.numbered:
            rows = [
                (name, self[field_of(GAINS, key, number)], self[field_of(LOSSES, key, number)])
                for key, name in LAND_TYPES
            ]
            used = any(f.value() not in ("", "0", None) for _n, *pair in rows for f in pair)
            yield ZoneFields(zone or no_zone_words(self.zones), rows, used or not self.zones)

    @property
    def plans(self) -> dict[Cell, Pair]:
        """The plans of a form that is valid; what is empty is nought."""
        return {
            (zone, key): (self._km2(GAINS, key, number), self._km2(LOSSES, key, number))
            for number, zone in self.numbered
            for key in LAND
        }

    def _km2(self, what: str, key: str, number: int) -> Decimal:
        return self.cleaned_data.get(field_of(what, key, number)) or NOUGHT

    @property
    def wanted(self) -> Move | None:
        """The move that a valid form asks for."""
        data = self.cleaned_data
        if not data["move"]:
            return None
        return Move(data["what"], data["move"], self._cell("source"), self._cell("target"))

    def _cell(self, name: str) -> Cell:
        number = int(self.cleaned_data.get(f"{name}_zone") or 0)
        return dict(self.numbered)[number], self.cleaned_data[name]

    @property
    def chosen(self) -> dict[str, str]:
        """The choices of the move, for the form that is shown next."""
        names = ("what", "source", "source_zone", "target", "target_zone")
        return {name: str(self.cleaned_data.get(name, "")) for name in names}


_NONE: Pair = (NOUGHT, NOUGHT)


class NameForm(forms.Form):
    """What a scenario that is kept is called."""

    name = forms.CharField(
        label=gettext_lazy("Name of the scenario"), max_length=LONGEST_NAME, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What it stands for, and what it would need."),
    )

    def __init__(self, data: QueryDict | None, **options: Any) -> None:
        super().__init__(data, auto_id="name_%s", **options)

    def clean_name(self) -> str:
        """A scenario is found again by its name."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(gettext_lazy("Write a name to find it by."))
        return name
