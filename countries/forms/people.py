"""Forms by which people are invited, and by which they describe themselves."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from countries.models import Invitation, Party, Region, User
from countries.roles import RoleKey

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_MAIL = forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"})


def _language_field(label: "str | _StrPromise") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=settings.LANGUAGES)


def _let_browsers_fill_in(form: forms.BaseForm) -> None:
    form.fields["full_name"].widget.attrs["autocomplete"] = "name"
    form.fields["title"].widget.attrs["autocomplete"] = "organization-title"


class InviteForm(forms.ModelForm):
    """Invite somebody to the team of one Party."""

    class Meta:
        model = Invitation
        fields = ["email", "full_name", "role", "language"]
        widgets = {"email": _MAIL, "role": forms.RadioSelect}
        help_texts = {
            "email": _("The invitation is sent there. Only this address can accept it."),
            "full_name": _("Used in the greeting; the person can change it."),
        }

    roles: tuple[RoleKey, ...] = (RoleKey.CONTRIBUTOR, RoleKey.FOCAL_POINT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in self.roles]  # type: ignore[attr-defined]
        self.fields["language"] = _language_field(_("Language of the e-mail"))

    def _post_clean(self) -> None:
        """Leave the checks of the row to the action, which knows who invites and for what."""


class AppointForm(InviteForm):
    """Appoint a focal point, a reviewer or an observer."""

    roles = (RoleKey.FOCAL_POINT, RoleKey.REVIEWER, RoleKey.OBSERVER)

    party = forms.ModelChoiceField(
        Party.objects.none(),
        required=False,
        label=_("Party"),
        help_text=_("For a focal point."),
        empty_label=_("Choose a Party"),
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        required=False,
        label=_("Region"),
        help_text=_("For a reviewer of one region only; leave it empty for all Parties."),
        empty_label=_("All Parties"),
    )
    field_order = ["email", "full_name", "role", "party", "region", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.by_name()  # type: ignore[attr-defined]
        regions = Region.objects.exclude(kind=Region.Kind.GROUP)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        role = data.get("role")
        if role == RoleKey.FOCAL_POINT and not data.get("party"):
            self.add_error("party", _("A focal point belongs to a Party. Choose which."))
        if role != RoleKey.FOCAL_POINT and data.get("party"):
            self.add_error("party", _("Only a focal point belongs to a Party. Leave this empty."))
        if role != RoleKey.REVIEWER and data.get("region"):
            self.add_error("region", _("Only a reviewer is given a region. Leave this empty."))
        return data


class ProfileForm(forms.ModelForm):
    """Name, function, language and wish for e-mail."""

    class Meta:
        model = User
        fields = ["full_name", "title", "language", "digest"]
        widgets = {"digest": forms.RadioSelect}
        help_texts = {
            "full_name": _("As it should stand under what you submit, and beside your comments."),
            "digest": _(
                "Everything also stands in your inbox. What concerns the safety of your account "
                "is always sent at once."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _let_browsers_fill_in(self)
        self.fields["language"] = _language_field(_("Language"))


class OpenAccountForm(forms.ModelForm):
    """What an invited person gives to open the account."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 12 characters. A few words that do not belong together are easy to remember."
        ),
    )
    password_again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ["full_name", "title", "language"]

    field_order = ["full_name", "title", "language", "password", "password_again"]

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        _let_browsers_fill_in(self)
        self.fields["language"] = _language_field(_("Language"))
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        password, again = data.get("password"), data.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", _("The two passwords differ. Type both again."))
        return data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        password = self.cleaned_data.get("password")
        if not password:
            return
        person = User(email=self.email, full_name=self.cleaned_data.get("full_name", ""))
        try:
            validate_password(password, person)
        except forms.ValidationError as error:
            self.add_error("password", error)
