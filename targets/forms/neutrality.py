"""Forms of the balance sheet: assumptions, planned losses, an exception."""

from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from indicators.baseline.classes import LAND
from indicators.baseline.reading import UnreadableError, read_number, write_number
from indicators.models import Unit
from targets.actions.neutrality import Loss
from targets.models.vocabularies import LandType
from targets.neutrality.lines import Assumptions
from targets.neutrality.said import (
    EXCEPTION,
    LARGEST_SHARE,
    LAST_YEAR,
    REASON,
    YES,
    Said,
    answers_of,
)

LAND_TYPES = [(key, label) for key, label in LandType.choices if key in LAND]
AREA_UNITS = [(Unit.HA.value, _("ha")), (Unit.KM2.value, _("km²"))]


class NumberField(forms.CharField):
    """A number as the reader writes it, with a comma or a point."""

    def __init__(self, *, most: Decimal | None = None, **options: object) -> None:
        self.most = most
        attrs = {"inputmode": "decimal", "class": "num is-short", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)  # type: ignore[arg-type]

    def clean(self, value: object) -> Decimal | None:
        """Read the number. Raises ValidationError with what to write."""
        text = super().clean(value)
        try:
            number = read_number(text)
        except UnreadableError as error:
            raise forms.ValidationError(error.message) from error
        if number is not None and self.most is not None and number > self.most:
            words = _("%(found)s is more than %(most)s, the most that can be entered here.")
            params = {"found": text, "most": write_number(self.most)}
            raise forms.ValidationError(words, params=params)
        return number


def _share(label: str | LazyText) -> NumberField:
    return NumberField(label=label, most=LARGEST_SHARE)


class AssumptionsForm(forms.Form):
    """What the projection takes for granted."""

    until = forms.IntegerField(
        label=_("Last year of the projection"),
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "is-short"}),
    )
    losses_go_on = _share(_("Of the observed yearly losses, so much goes on each year"))
    gains_go_on = _share(_("Of the observed yearly gains, so much goes on each year"))
    losses_happen = _share(_("Of the planned losses, so much happens"))
    gains_succeed = _share(_("Of the planned gains, so much succeeds"))

    def __init__(self, data: QueryDict | None, *, first_year: int, assumed: Assumptions) -> None:
        shown = {path.partition(".")[2]: text for path, text in answers_of(assumed).items()}
        for name in shown.keys() - {"until"}:
            shown[name] = write_number(Decimal(shown[name]))
        super().__init__(data, initial=shown, auto_id="assumed_%s")
        self.first_year = first_year

    def clean_until(self) -> int:
        """The projection begins where the observations end."""
        year: int = self.cleaned_data["until"]
        if year < self.first_year:
            words = _("%(found)s lies before %(first)s, the last year observed. Write a later one.")
            params = {"found": year, "first": self.first_year}
            raise forms.ValidationError(words, params=params)
        return year

    @property
    def assumed(self) -> Assumptions:
        """The assumptions of a form that is valid."""
        return Assumptions(**self.cleaned_data)

    @property
    def answers(self) -> dict[str, str]:
        return answers_of(self.assumed)


class LossForm(forms.Form):
    """A loss that a land-use plan will bring."""

    land_type = forms.ChoiceField(label=_("Land type"), choices=[("", "–"), *LAND_TYPES])
    area = NumberField(label=_("Area that will be lost"))
    area_unit = forms.ChoiceField(label=_("Unit"), choices=AREA_UNITS)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What will happen there, such as a road, a mine, a settlement."),
    )
    source = forms.CharField(
        label=_("Land-use plan or other source"), max_length=300, required=False
    )

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, auto_id="loss_%s")

    def clean_area(self) -> Decimal:
        """A loss has an area."""
        area: Decimal | None = self.cleaned_data["area"]
        if not area:
            raise forms.ValidationError(_("Write an area larger than nought."))
        return area

    @property
    def loss(self) -> Loss:
        """The loss of a form that is valid."""
        data = self.cleaned_data
        return Loss(
            data["land_type"], data["area"], data["area_unit"], data["reason"], data["source"]
        )


class ExceptionForm(forms.Form):
    """A target below neutrality: acknowledged and justified."""

    acknowledged = forms.BooleanField(
        label=_("The country acknowledges that it aims below neutrality"), required=False
    )
    reason = forms.CharField(
        label=_("Justification"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why losses cannot be made up for, in which land types, and for how long."),
    )

    def __init__(self, data: QueryDict | None, *, said: Said) -> None:
        initial = {"acknowledged": said.is_excepted, "reason": said.reason}
        super().__init__(data, initial=initial, auto_id="exception_%s")

    def clean(self) -> dict[str, object]:
        """What is acknowledged is justified too."""
        data: dict[str, object] = super().clean() or {}
        if data.get("acknowledged") and not data.get("reason"):
            self.add_error("reason", _("Write why: an exception needs its justification."))
        return data

    @property
    def answers(self) -> dict[str, str]:
        data = self.cleaned_data
        return {EXCEPTION: YES if data["acknowledged"] else "", REASON: str(data["reason"])}
