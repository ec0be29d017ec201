"""Forms of submitting and reviewing."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.models import Region, User
from indicators.models import Cycle, ReportState
from targets.board import NOT_STARTED, Overdue
from targets.remarks import Remark
from targets.workflow import Transition

LONGEST_TEXT = 10_000


class SubmitForm(forms.Form):
    """Who puts a name to the report, and words on each warning."""

    signed_name = forms.CharField(label=_("Your full name"), max_length=200)
    signed_title = forms.CharField(
        label=_("Your title or function"),
        max_length=200,
        help_text=_("As it should stand on the receipt, such as “Director, Ministry of Lands”."),
    )
    confirmed = forms.BooleanField(
        label=_("I submit this report on behalf of my Party, as “Check your answers” shows it.")
    )

    def __init__(
        self,
        *args: Any,
        remarks: Iterable[Remark],
        shown: Collection[str] = (),
        typed: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Ask for words on the remarks that are `shown`, and keep those `typed` on other pages."""
        super().__init__(*args, **kwargs)
        self.shown, typed = shown, typed or {}
        self.asked = {
            name: remark
            for name, remark in named(remarks)
            if not remark.is_error and (name in shown or typed.get(name, "").strip())
        }
        own = {
            name: forms.CharField(
                label=_("Explanation for the reviewer"),
                required=False,
                max_length=LONGEST_TEXT,
                initial=typed.get(name) or remark.explanation,
                widget=forms.Textarea({"rows": 2}),
            )
            for name, remark in self.asked.items()
        }
        self.fields = {**own, **self.fields}

    @property
    def explained(self) -> list[tuple[Remark, forms.BoundField]]:
        """Each warning that is shown with the field for its explanation."""
        return [(remark, self[n]) for n, remark in self.asked.items() if n in self.shown]

    @property
    def kept(self) -> list[forms.BoundField]:
        """What was typed about warnings on other pages."""
        return [self[name] for name in self.asked if name not in self.shown]

    @property
    def signature(self) -> list[forms.BoundField]:
        """The fields at the foot of the page."""
        return [self[name] for name in ("signed_name", "signed_title", "confirmed")]

    def explanations(self) -> dict[str, str]:
        """The words on each warning, by `Remark.key`."""
        return {remark.key: self.cleaned_data[name] for name, remark in self.asked.items()}


def named(remarks: Iterable[Remark]) -> Iterator[tuple[str, Remark]]:
    """Remarks with the name of the field for their explanation.

    It follows from what they are about, so that words stay with their remark when others go.
    """
    seen = Counter[str]()
    for remark in remarks:
        digest = hashlib.sha256(remark.key.encode()).hexdigest()[:12]
        seen[digest] += 1
        yield f"explanation-{digest}-{seen[digest]}", remark


class StepForm(forms.Form):
    """What a step of the workflow asks for: a comment, where the table says so."""

    comment = forms.CharField(
        max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 5}), required=False
    )

    def __init__(self, *args: Any, transition: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if transition.comment_needed:
            self.fields["comment"].label = str(transition.comment_label)
            self.fields["comment"].required = True
        else:
            del self.fields["comment"]


class CommentForm(forms.Form):
    """A comment on one of the things on a page."""

    field = forms.ChoiceField(label=_("About"))
    text = forms.CharField(
        label=_("Comment"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = items  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """An answer in a thread."""

    text = forms.CharField(
        label=_("Answer"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3})
    )


class AssignForm(forms.Form):
    """Who is to review a version."""

    reviewer = forms.TypedChoiceField(label=_("Reviewer"), coerce=int)

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(person.pk, person.full_name) for person in people]
        self.fields["reviewer"].choices = choices  # type: ignore[attr-defined]


class BoardForm(forms.Form):
    """Filters of the review board."""

    cycle = forms.ModelChoiceField(
        Cycle.objects.none(), required=False, label=_("Cycle"), to_field_name="year"
    )
    annex = forms.ModelChoiceField(Region.objects.none(), required=False, label=_("Annex"))
    state = forms.ChoiceField(required=False, label=pgettext_lazy("of a report", "State"))
    overdue = forms.ChoiceField(
        required=False, label=_("Overdue"), choices=[("", _("All reports")), *Overdue.choices]
    )
    mine = forms.BooleanField(required=False, label=_("Only those I review"))
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        annexes, cycles = Region.objects.filter(kind=Region.Kind.ANNEX), Cycle.objects.all()
        states = [(NOT_STARTED, _("not started")), *ReportState.choices]
        self.fields["annex"].queryset = annexes  # type: ignore[attr-defined]
        self.fields["annex"].empty_label = _("All annexes")  # type: ignore[attr-defined]
        self.fields["cycle"].queryset = cycles  # type: ignore[attr-defined]
        self.fields["cycle"].empty_label = None  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("All states")), *states]  # type: ignore[attr-defined]
