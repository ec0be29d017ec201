"""The form that asks for a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from countries.models import Region
from indicators.models import Cycle
from ldnportal.exports.region_files import FILES, offered
from ldnportal.regions.scope import CHOSEN, WORLD, NoSuchScope, Scope, find_scope


class ExportForm(forms.Form):
    """Whose numbers, of which cycle, in which form; a chosen set travels in hidden fields."""

    scope = forms.ChoiceField(label=_("Region"))
    cycle = forms.TypedChoiceField(label=_("Cycle"), coerce=int)
    file = forms.ChoiceField(label=_("File"))

    def __init__(self, data: Any, *, cycles: list[Cycle], parties: list[str], **kw: Any) -> None:
        super().__init__(data, **kw)
        self.cycles = {cycle.year: cycle for cycle in cycles}
        self.parties = parties
        self.field("scope").choices = _scopes(parties)
        self.field("cycle").choices = [(year, year) for year in self.cycles]
        self.field("file").choices = [(file.name, file.title) for file in offered()]

    def field(self, name: str) -> forms.ChoiceField:
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)
        return found

    def clean_scope(self) -> Scope:
        try:
            return find_scope(self.cleaned_data["scope"], self.parties)
        except NoSuchScope as error:
            raise forms.ValidationError(_("Choose the Parties again: some are not known.")) from (
                error
            )

    def clean_cycle(self) -> Cycle:
        return self.cycles[self.cleaned_data["cycle"]]

    def clean_file(self) -> Any:
        return FILES[self.cleaned_data["file"]]


def _scopes(parties: list[str]) -> list[Any]:
    """All Parties first, then regions by kind."""
    regions = list(Region.objects.all())
    groups = [
        (kind.label, [(row.slug, row.name) for row in regions if row.kind == kind])
        for kind in Region.Kind
    ]
    first = [(WORLD, Scope(WORLD).name)]
    if parties:
        first.append((CHOSEN, Scope(CHOSEN, chosen=tuple(parties)).name))
    return [*first, *((label, rows) for label, rows in groups if rows)]
