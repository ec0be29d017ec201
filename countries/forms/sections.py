"""The sections that a contributor writes: chosen when they are invited, and later."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from countries.forms.people import InviteForm
from countries.roles import RoleKey
from countries.section_roles import section_titles


def sections_field() -> forms.MultipleChoiceField:
    """Tick boxes of all sections; none ticked means all."""
    return forms.MultipleChoiceField(
        label=_("Sections"),
        choices=list(section_titles().items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "What this contributor may change; everything else they read. None ticked: all."
        ),
    )


class SectionsForm(forms.Form):
    """Limit a contributor to sections, or lift the limit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"] = sections_field()


class TeamInviteForm(InviteForm):
    """Invite somebody to a team, as a contributor to some sections if need be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"] = sections_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("role") == RoleKey.FOCAL_POINT and data.get("sections"):
            self.add_error("sections", ValidationError(_ALL_OR_CONTRIBUTOR))
        return data


_ALL_OR_CONTRIBUTOR = _(
    "A national focal point answers for the whole report. Leave the sections empty, or invite "
    "the person as a contributor."
)
