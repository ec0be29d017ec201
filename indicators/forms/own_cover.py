"""The land cover classes and the regions of a report, as forms."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.geometry_widget import GeometryField, GeometryWidget
from countries.models import Boundary
from countries.sandbox.refusal import Refusal
from countries.vectors.drawn import clean_drawn
from countries.vectors.limits import UPLOAD
from countries.vectors.sentences import refusal_sentence
from countries.vectors.upload import read_vector
from indicators.actions.own_legends import NO_CLASS_COLOUR, ClassEntry
from indicators.models import MOST_CLASSES, LandCoverClass, OwnClass, Region


class LegendNameForm(forms.Form):
    """The name of a legend."""

    name = forms.CharField(label=gettext_lazy("Name of the legend"), max_length=120)


class CodesField(forms.CharField):
    """Codes of a raster, such as "10, 11"; a post without the field leaves them as they are."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> tuple[int, ...] | None:
        if value is None:
            return None
        texts = str(super().clean(value)).replace(",", " ").replace(";", " ").split()
        wrong = next((text for text in texts if not re.fullmatch(r"-?[0-9]{1,9}", text)), None)
        if wrong is not None:
            words = _(
                "“%(found)s” is no code. Write the whole numbers of the raster, such as 10, 11."
            )
            raise ValidationError(words % {"found": wrong})
        return tuple(dict.fromkeys(map(int, texts)))


class ClassForm(forms.Form):
    """One class of a legend; a row without a name is left out."""

    key = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    label = forms.CharField(
        label=gettext_lazy("Class"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    colour = forms.RegexField(
        "^#[0-9a-f]{6}$",
        label=gettext_lazy("Colour"),
        initial=NO_CLASS_COLOUR,
        widget=forms.TextInput(attrs={"type": "color", "class": "form-control"}),
        error_messages={
            "invalid": gettext_lazy("Write the colour as # and six figures, such as #787f1b.")
        },
    )
    unccd_class = forms.TypedChoiceField(
        label=gettext_lazy("Class of the Convention"),
        choices=[("", gettext_lazy("not mapped yet")), *LandCoverClass.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    codes = CodesField(
        label=gettext_lazy("Codes in rasters"),
        max_length=300,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "form-control", "placeholder": gettext_lazy("Codes in rasters")}
        ),
    )

    def clean_colour(self) -> str:
        return str(self.cleaned_data["colour"]).lower()

    @property
    def entry(self) -> ClassEntry:
        said = self.cleaned_data
        return ClassEntry(
            said["label"],
            said["colour"],
            said["unccd_class"],
            key=said.get("key", ""),
            codes=said["codes"],
        )


if TYPE_CHECKING:
    _Base = forms.BaseFormSet[ClassForm]
else:
    _Base = forms.BaseFormSet


class _Classes(_Base):
    def clean(self) -> None:
        """Two classes of one name could not be told apart, and a legend has one class or more."""
        if any(self.errors):
            return
        labels = [form.cleaned_data.get("label", "").casefold() for form in self.forms]
        twice = next((label for label in labels if label and labels.count(label) > 1), None)
        if twice:
            words = _("The class “%(name)s” stands here twice. Give one of the two another name.")
            raise ValidationError(words % {"name": twice})
        if not any(labels):
            raise ValidationError(_("A legend has at least one class. Name the first."))
        self._check_codes()

    def _check_codes(self) -> None:
        """Land of a code that stood under two classes would be counted twice."""
        codes = [code for entry in self.entries for code in entry.codes or ()]
        twice = next((code for code in codes if codes.count(code) > 1), None)
        if twice is not None:
            words = _("The code %(code)s stands under two classes. Leave it under one of them.")
            raise ValidationError(words % {"code": twice})

    @property
    def entries(self) -> list[ClassEntry]:
        return [form.entry for form in self.forms if form.cleaned_data.get("label")]


ClassFormSet = forms.formset_factory(
    ClassForm,
    formset=_Classes,
    extra=0,
    max_num=MOST_CLASSES,
    absolute_max=MOST_CLASSES,
    validate_max=True,
)


def class_forms(classes: Iterable[OwnClass], data: Any = None) -> Any:
    """The rows of a legend: its classes, and empty ones up to the most that can be reported."""
    rows = [row for row in classes if row.is_listed]
    initial = [_initial(row) for row in rows] + [{}] * (MOST_CLASSES - len(rows))
    return ClassFormSet(data, initial=initial, prefix="class")


def _initial(row: OwnClass) -> dict[str, Any]:
    names = ("key", "label", "colour", "unccd_class", "codes")
    return {name: getattr(row, name) for name in names}


class RegionForm(forms.Form):
    """A region: its name, and its polygon, drawn, typed or uploaded."""

    name = forms.CharField(label=gettext_lazy("Name of the region"), max_length=80)
    geometry = GeometryField(label=gettext_lazy("Where it is"), required=False)
    file = forms.FileField(
        label=gettext_lazy("File with the polygon"),
        required=False,
        help_text=gettext_lazy(
            "GeoJSON, GeoPackage, KML or a zipped Shapefile, in place of a drawing."
        ),
    )

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        region: Region | None,
        others: set[str],
        boundary: Boundary | None,
    ) -> None:
        initial = {"name": region.name, "geometry": region.geometry} if region else {}
        super().__init__(data, files, initial=initial)
        self.others = others
        if boundary is not None:
            widget = GeometryWidget(bounds=boundary.bounds, outline=boundary.as_feature())
            self.fields["geometry"].widget = widget

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if name.casefold() in self.others:
            words = _("There is a region “%(name)s” already. Give this one another name.")
            raise ValidationError(words % {"name": name})
        return name

    def clean_geometry(self) -> dict[str, Any] | None:
        """Clean what was drawn as an uploaded file is cleaned."""
        drawn = self.cleaned_data["geometry"]
        if drawn is None:
            return None
        try:
            return clean_drawn(forms.JSONField().prepare_value(drawn))
        except Refusal as refusal:
            raise ValidationError(refusal_sentence(refusal)) from refusal

    def clean_file(self) -> dict[str, Any] | None:
        file = cast(TemporaryUploadedFile | None, self.cleaned_data["file"])
        if file is None:
            return None
        if file.size and file.size > UPLOAD.file_bytes:
            found, most = file.size // 1024**2, UPLOAD.file_bytes // 1024**2
            words = _("The file has %(found)s MB; at most %(most)s MB are taken. Simplify it.")
            raise ValidationError(words % {"found": found, "most": most})
        try:
            return read_vector(Path(file.temporary_file_path())).geometry
        except Refusal as refusal:
            raise ValidationError(refusal_sentence(refusal)) from refusal

    @property
    def polygon(self) -> dict[str, Any] | None:
        """The polygon of the file if there is one, else the drawn one."""
        found: dict[str, Any] | None = self.cleaned_data["file"] or self.cleaned_data["geometry"]
        return found
