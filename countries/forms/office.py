"""Forms by which the secretariat keeps the list of Parties."""

from pathlib import Path
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext_lazy as _

from countries.actions.outlines import outlines_of
from countries.languages import LANGUAGE_CODES
from countries.models import Boundary, Party, Region
from countries.vectors.limits import UPLOAD
from countries.vectors.upload import VectorFile, read_vector

NAMES = tuple(f"name_{code}" for code in LANGUAGE_CODES)
PLACES = ("annex", "subregion", "sdg_region")
FLAGS = ("ldn_pilot_2014", "ldn_tsp_2016", "ldn_tsp2_2023")


class PartyForm(forms.ModelForm):
    """Names in six languages, regions, groups and programmes of a Party."""

    class Meta:
        model = Party
        fields = [*NAMES, "kind", "m49", *PLACES, "groups", *FLAGS]
        widgets = {"groups": forms.CheckboxSelectMultiple}
        labels = {
            "kind": _("Kind"),
            "annex": _("Regional implementation annex"),
            "subregion": _("Subregion"),
            "sdg_region": _("SDG region"),
            "groups": _("Groups"),
            "ldn_pilot_2014": _("LDN pilot project, 2014"),
            "ldn_tsp_2016": _("LDN Target Setting Programme, from 2016"),
            "ldn_tsp2_2023": _("LDN Target Setting Programme 2.0, from 2023"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.order_by("order", "slug")
        for name in PLACES:
            kind = Region.Kind(name)
            self.fields[name].queryset = regions.filter(kind=kind)  # type: ignore[attr-defined]
        groups = regions.filter(kind=Region.Kind.GROUP)
        self.fields["groups"].queryset = groups  # type: ignore[attr-defined]
        for code in LANGUAGE_CODES:
            direction = "rtl" if code == "ar" else "ltr"
            self.fields[f"name_{code}"].widget.attrs |= {"lang": code, "dir": direction}

    def _post_clean(self) -> None:
        """Leave the checks of the row to the action."""

    @property
    def values(self) -> dict[str, Any]:
        """The columns as they were filled in, groups apart."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "groups"}


class OutlineForm(forms.Form):
    """Another outline of a Party, from a file."""

    file = forms.FileField(label=_("File with the outline"))
    origin = forms.ChoiceField(
        label=_("Whose outline it is"),
        choices=[
            (value, label)
            for value, label in Boundary.Origin.choices
            if value != Boundary.Origin.DEFAULT
        ],
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Title, year and licence of the data. It stands under every map."),
    )

    def clean_file(self) -> TemporaryUploadedFile:
        """Refuse what is too large before anything reads it."""
        file = cast(TemporaryUploadedFile, self.cleaned_data["file"])
        if file.size and file.size > UPLOAD.file_bytes:
            raise ValidationError(
                _("The file has %(found)s MB; at most %(most)s MB are taken. Simplify it first."),
                params={"found": file.size // 1024**2, "most": UPLOAD.file_bytes // 1024**2},
            )
        return file

    def outline_of(self, party: Party) -> dict[str, Any]:
        """Read the Party's outline in the sandbox. Raises Refusal, and ValidationError where the
        file holds the outlines of other countries only.
        """
        path = Path(self.cleaned_data["file"].temporary_file_path())
        return _of_party(read_vector(path), party)


def _of_party(file: VectorFile, party: Party) -> dict[str, Any]:
    by_code = {outline.iso3: outline.geometry for outline in outlines_of(file.collection)}
    if not by_code:
        return file.geometry  # a file without codes is all of one country
    if party.iso3 not in by_code:
        found = ", ".join(list(by_code)[:10])
        raise ValidationError(
            _("The file holds the outlines of %(found)s, and none of %(iso3)s. Choose another."),
            params={"found": found, "iso3": party.iso3},
        )
    return by_code[party.iso3]
