"""The form of a scenario: planned areas by land type, and a move between two of them."""

from collections.abc import Mapping
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from indicators.baseline.classes import LAND
from indicators.baseline.reading import write_number
from targets.forms.neutrality import LAND_TYPES, NumberField
from targets.neutrality.lines import Plans
from targets.neutrality.scenario import GAINS, LOSSES, Move, field_of, plans_from

WHAT = [(GAINS, _("Planned gains")), (LOSSES, _("Planned losses"))]


class ScenarioForm(forms.Form):
    """What is planned on each land type, km2; a move is made where an area is given."""

    what = forms.ChoiceField(label=_("What"), choices=WHAT)
    move = NumberField(label=_("Area to move"), required=False)
    source = forms.ChoiceField(label=_("From"), choices=LAND_TYPES)
    target = forms.ChoiceField(label=_("To"), choices=LAND_TYPES)

    def __init__(self, data: QueryDict | None, plans: Plans, chosen: Mapping[str, str]) -> None:
        initial = {
            field_of(what, key): write_number(plans[key][column])
            for column, (what, _label) in enumerate(WHAT)
            for key in LAND
        }
        start = {"what": GAINS, "source": LAND[0], "target": LAND[1]}
        super().__init__(data, initial={**start, **chosen, **initial}, auto_id="scenario_%s")
        for what, label in WHAT:
            for key, name in LAND_TYPES:
                field = NumberField(label=f"{label}: {name}", required=False)
                field.widget.attrs["class"] = "form-control num"
                self.fields[field_of(what, key)] = field

    @property
    def rows(self) -> list[tuple[object, forms.BoundField, forms.BoundField]]:
        """Land type, its planned gains and its planned losses."""
        return [
            (name, self[field_of(GAINS, key)], self[field_of(LOSSES, key)])
            for key, name in LAND_TYPES
        ]

    @property
    def plans(self) -> dict[str, tuple[Decimal, Decimal]]:
        """The plans of a form that is valid."""
        return plans_from(self.cleaned_data)

    @property
    def wanted(self) -> Move | None:
        """The move that a valid form asks for."""
        data = self.cleaned_data
        if not data["move"]:
            return None
        return Move(data["what"], data["move"], data["source"], data["target"])

    @property
    def chosen(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name]) for name in ("what", "source", "target")}
