"""The form by which a person makes an access token."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

DAYS = (30, 90, 365)


def _days(count: int) -> str:
    return str(ngettext_lazy("%(days)s day", "%(days)s days", count) % {"days": count})


class TokenForm(forms.Form):
    """What the token is for, and how long it is to work."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("So that you recognise it later, such as “Script of the statistics office”."),
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"), coerce=int, choices=lambda: [(days, _days(days)) for days in DAYS]
    )
