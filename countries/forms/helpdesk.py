"""Forms of the helpdesk."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models import Party, Question, Region, User

LONGEST_TEXT = 10_000


class AskForm(forms.Form):
    """A question, and where it arose."""

    party = forms.ModelChoiceField(Party.objects.none(), label=_("Party"), empty_label=None)
    about_label = forms.CharField(
        label=_("About"),
        max_length=300,
        required=False,
        help_text=_(
            "The section or field, such as “Land cover”. Leave it empty to ask in general."
        ),
    )
    subject = forms.CharField(label=_("Question in one line"), max_length=200)
    text = forms.CharField(
        label=_("What would you like to know?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 7}),
    )
    may_name_party = forms.BooleanField(
        label=_("If the answer is shared with other Parties, they may see which Party asked."),
        required=False,
    )
    about = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    page = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, parties: "QuerySet[Party]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]
        if len(parties) == 1:
            self.fields["party"].initial = parties[0]
            self.fields["party"].widget = forms.HiddenInput()

    def clean_page(self) -> str:
        """Keep a page of this portal only: its readers are offered a link to it."""
        page = str(self.cleaned_data["page"])
        local = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
        return page if local else ""


class WriteForm(forms.Form):
    """An answer or a follow-up."""

    text = forms.CharField(
        label=_("Text"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 5})
    )


class AssignForm(forms.Form):
    """Who is to answer."""

    assignee = forms.TypedChoiceField(label=_("Who answers"), coerce=int)

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(person.pk, person.full_name) for person in people]
        self.fields["assignee"].choices = choices  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """What peers shall read."""

    shared_about = forms.CharField(
        label=_("Section or field, as peers read it"), max_length=300, required=False
    )
    shared_question = forms.CharField(
        label=_("Question, as peers read it"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Take out names and whatever tells which Party asked."),
    )
    shared_answer = forms.CharField(
        label=_("Answer, as peers read it"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 8}),
    )


class FilterForm(forms.Form):
    """Filters of the list."""

    q = forms.CharField(required=False, label=_("Search"), widget=forms.SearchInput)
    state = forms.ChoiceField(
        required=False,
        label=pgettext_lazy("of a question", "State"),
        choices=[("", _("All states")), *Question.State.choices],
    )
    annex = forms.ModelChoiceField(
        Region.objects.none(), required=False, label=_("Annex"), empty_label=_("All annexes")
    )
    mine = forms.BooleanField(required=False, label=_("Only those given to me"))
    shared = forms.BooleanField(required=False, label=_("Only those shared with all Parties"))

    def __init__(self, *args: Any, for_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_staff:
            annexes = Region.objects.filter(kind=Region.Kind.ANNEX)
            self.fields["annex"].queryset = annexes  # type: ignore[attr-defined]
        else:
            del self.fields["annex"], self.fields["mine"]
