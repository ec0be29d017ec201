"""Forms by which the secretariat sets cycles and their periods."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indicators.models import Cycle, Period
from indicators.periods import Use

FIRST_YEAR, LAST_YEAR = 1970, 2100
WINDOWS = (
    (_("The period as a whole"), "first_year", "last_year"),
    (_("Land cover"), "land_cover_first", "land_cover_last"),
    (_("Carbon stocks"), "carbon_first", "carbon_last"),
    (_("Land productivity"), "productivity_first", "productivity_last"),
)


class _Judged(forms.ModelForm):
    """Leaves the checks of the row to the action, which knows what rests on it."""

    def _post_clean(self) -> None:
        """Nothing: see the class."""


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CycleForm(_Judged):
    """The year and the three dates of a cycle."""

    class Meta:
        model = Cycle
        fields = ["year", "opens_on", "due_on", "closes_on"]
        widgets = {name: _day_input() for name in ("opens_on", "due_on", "closes_on")}
        help_texts = {
            "opens_on": _("From this day Parties start their reports."),
            "due_on": _("Reminders go out 30, 7 and 1 days before."),
            "closes_on": _("The last day of the cycle."),
        }

    year = forms.IntegerField(
        label=_("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("It names the cycle and stands in the addresses of its reports."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        days = [data[name] for name in ("opens_on", "due_on", "closes_on") if data.get(name)]
        if days != sorted(days):
            self.add_error("due_on", _("A cycle opens, falls due and closes, in that order."))
        return data


class PeriodForm(_Judged):
    """Every window of a period."""

    class Meta:
        model = Period
        fields = ["is_baseline", *(name for _l, *pair in WINDOWS for name in pair), "recent_years"]

    is_baseline = forms.BooleanField(
        label=_("This is the baseline"),
        required=False,
        help_text=_("The other periods are compared with it."),
    )
    confirmed = forms.BooleanField(
        label=_("I mean to change these years; the Parties are told."), required=False
    )

    def __init__(self, *args: Any, use: Use, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for _label, *pair in WINDOWS:
            for name in pair:
                self.fields[name] = _year_field(str(self.fields[name].label))
        self.fields["recent_years"].help_text = _(
            "Productivity state compares these last years with all years before them."
        )
        self.order_fields(["is_baseline", *self.years, "recent_years", "confirmed"])
        if not use.numbers or use.handed_in:
            del self.fields["confirmed"]

    @property
    def years(self) -> list[str]:
        return [name for _label, *pair in WINDOWS for name in pair]

    @property
    def windows(self) -> Iterator[tuple[object, forms.BoundField, forms.BoundField]]:
        """Each window with the fields of its first and its last year."""
        for label, first, last in WINDOWS:
            yield label, self[first], self[last]

    @property
    def values(self) -> dict[str, Any]:
        """The columns as they were filled in."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for label, first, last in WINDOWS:
            start, end = data.get(first), data.get(last)
            if start is not None and end is not None and start > end - (first != "first_year"):
                words = {"name": label, "first": str(start), "last": str(end)}
                self.add_error(last, ValidationError(_NOT_AFTER, params=words))
        return data


_NOT_AFTER = _("%(name)s: the last year, %(last)s, is not after the first, %(first)s.")


def _year_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=FIRST_YEAR, max_value=LAST_YEAR)
