"""Forms of the raster pages: upload, description, and the meaning of codes."""

import math
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.sandbox import Refusal
from indicators.actions.datasets import DESCRIPTION, CodeMeaning, description_digest
from indicators.datasets.arriving import Arrived, arrived_by_upload
from indicators.datasets.legends import CodeRow
from indicators.ingest.kinds import EXPECTATIONS, Kind
from indicators.ingest.report import plain_number
from indicators.ingest.sentences import refusal_sentence
from indicators.ingest.signature import check_signature
from indicators.models import Dataset, DatasetKind, LandCoverClass, Licence
from indicators.quantity_text import bytes_size

_MOST_FILES = 40
_SEPARATORS = re.compile(r"[\s,;]+")
SOURCE = ("source_title", "source_link", "source_author", "source_citation", "licence", "comment")
FILL = "fill"


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class RastersField(forms.FileField):
    """One or several GeoTIFFs, judged by their first bytes; cleaned to `Arrived`."""

    widget = SeveralFilesInput(attrs={"accept": ".tif,.tiff,image/tiff"})

    def clean(self, data: Any, initial: Any = None) -> list[Arrived]:
        uploads = data if isinstance(data, list | tuple) else [data]
        if len(uploads) > _MOST_FILES:
            raise ValidationError(
                _("%(count)s files were sent; at most %(most)s are taken at once."),
                params={"count": len(uploads), "most": _MOST_FILES},
            )
        kept = [super(RastersField, self).clean(upload, initial) for upload in uploads]
        return [_checked(arrived_by_upload(upload)) for upload in kept]


def _checked(file: Arrived) -> Arrived:
    try:
        check_signature(file.path)
    except Refusal as refusal:
        sentence = refusal_sentence(refusal.code, refusal.params)
        raise ValidationError(f"{file.name}: {sentence}") from refusal
    return file


def link_field() -> forms.URLField:
    """The address of a source; without a scheme it means https."""
    return forms.URLField(
        label=gettext_lazy("Link to the source"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )


class UploadForm(forms.Form):
    """One or several rasters of one kind, with where they come from."""

    kind = forms.ChoiceField(label=gettext_lazy("What the rasters show"))
    rasters = RastersField(
        label=gettext_lazy("GeoTIFF files"),
        help_text=gettext_lazy(
            "One file a year, or one file with a band a year. The years are read from the names "
            "of the files or bands, such as land_cover_2015.tif; you can put them right later."
        ),
        error_messages={
            "required": gettext_lazy("No file was sent. Choose at least one GeoTIFF file."),
            "empty": gettext_lazy("The file is empty. Export it again and choose the new file."),
        },
    )
    source_title = forms.CharField(
        label=gettext_lazy("Title of the source"), max_length=300, required=False
    )
    source_link = link_field()
    source_author = forms.CharField(
        label=gettext_lazy("Author of the source"), max_length=300, required=False
    )
    source_citation = forms.CharField(
        label=gettext_lazy("Citation"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    licence = forms.ChoiceField(label=gettext_lazy("Licence"), required=False)
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Why these data are used and how they were made."),
    )

    def __init__(self, *args: Any, replaces: Dataset | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.replaces = replaces
        self.fields["kind"].choices = DatasetKind.choices  # type: ignore[attr-defined]
        _name_the_empty_licence(self)
        if replaces is not None:
            for name in ("kind", *SOURCE):
                del self.fields[name]
            self.fields["rasters"].label = _("The new GeoTIFF file")

    def clean_rasters(self) -> list[Arrived]:
        files: list[Arrived] = self.cleaned_data["rasters"]
        if self.replaces is not None and len(files) != 1:
            raise ValidationError(
                _("%(count)s files were sent; a new version is one file."),
                params={"count": len(files)},
            )
        return files

    @property
    def description(self) -> dict[str, Any]:
        """What the person said about all files at once."""
        return {name: self.cleaned_data[name] for name in SOURCE if name in self.fields}

    @property
    def limit(self) -> str:
        """The largest size in words."""
        return bytes_size(settings.UPLOAD_LIMIT_BYTES)


def _name_the_empty_licence(form: forms.BaseForm) -> None:
    form.fields["licence"].choices = [("", _("Not stated")), *Licence.choices]  # type: ignore[attr-defined]


class FillValuesField(forms.CharField):
    """Numbers in a row, such as "65533; -9999"; cleaned to a list."""

    def prepare_value(self, value: Any) -> Any:
        return "; ".join(str(v) for v in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        try:
            numbers = [float(part) for part in _SEPARATORS.split(text.strip()) if part]
        except ValueError as error:
            raise ValidationError(
                _(
                    "“%(text)s” is not a row of numbers. Write numbers with a decimal point, "
                    "separated by semicolons, such as 65533; -9999."
                ),
                params={"text": text},
            ) from error
        if not all(map(math.isfinite, numbers)):
            raise ValidationError(
                _("NaN and infinite values count as no data already. Leave them out.")
            )
        return [plain_number(number) for number in dict.fromkeys(numbers)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial or []) != (data or ""))


class DescriptionForm(forms.ModelForm):
    """What a person says about an accepted raster; `seen` tells what stood there before."""

    seen = forms.CharField(widget=forms.HiddenInput)
    source_link = link_field()
    fill_values = FillValuesField(
        label=gettext_lazy("Fill values"),
        required=False,
        help_text=gettext_lazy(
            "Values that mean “no data” beside the declared one, separated by semicolons. What "
            "was found is filled in; take out what is a real value."
        ),
    )

    class Meta:
        model = Dataset
        fields = DESCRIPTION
        labels = {
            "first_year": gettext_lazy("First year of the bands"),
            "last_year": gettext_lazy("Last year of the bands"),
            "source_title": gettext_lazy("Title of the source"),
            "source_author": gettext_lazy("Author of the source"),
            "source_citation": gettext_lazy("Citation"),
            "permission": gettext_lazy("Permission to publish"),
        }
        help_texts = {
            "scale": gettext_lazy(
                "What a pixel value is multiplied with to give the unit, such as 0.0001."
            ),
            "permission": gettext_lazy(
                "For share-alike and custom licences: who gave permission, and when."
            ),
        }
        widgets = {
            "source_citation": forms.Textarea(attrs={"rows": 2}),
            "permission": forms.Textarea(attrs={"rows": 2}),
            "comment": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        expected = EXPECTATIONS[Kind(self.instance.kind)]
        if not expected.yearly:
            del self.fields["first_year"]
        if self.band_count == 1:
            del self.fields["last_year"]
        if expected.categorical:
            del self.fields["scale"]
        if self.band_count == 1 and "first_year" in self.fields:
            self.fields["first_year"].label = _("Year")
        _name_the_empty_licence(self)
        self.initial["seen"] = description_digest(self.instance)

    @property
    def band_count(self) -> int:
        return int(self.instance.found.get("band_count", 1))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first = values.get("first_year")
        if first is None or self.errors:
            return values
        if self.band_count == 1:
            values["last_year"] = first
        elif values.get("last_year", 0) != first + self.band_count - 1:
            values = self._wrong_years(values, first)
        self.instance.last_year = values.get("last_year")
        return values

    def _wrong_years(self, values: dict[str, Any], first: int) -> dict[str, Any]:
        if values.get("last_year") is None:
            values["last_year"] = first + self.band_count - 1
            return values
        self.add_error(
            "last_year",
            ValidationError(
                _(
                    "The raster has %(bands)s bands, one a year: from %(first)s on they end in "
                    "%(last)s, but %(found)s was entered. Correct the first or the last year."
                ),
                params={
                    "bands": self.band_count,
                    "first": first,
                    "last": first + self.band_count - 1,
                    "found": values["last_year"],
                },
            ),
        )
        return values

    @property
    def values(self) -> dict[str, Any]:
        """The description as entered; a kind's missing fields are left as they are."""
        entered = {name: self.cleaned_data[name] for name in DESCRIPTION if name in self.fields}
        if "first_year" in entered:
            entered["last_year"] = self.cleaned_data.get("last_year")
        return entered


class MeaningForm(forms.Form):
    """The meaning of every code found in a land cover raster."""

    name = forms.CharField(
        label=gettext_lazy("Name of the legend"),
        max_length=120,
        help_text=gettext_lazy("Rasters with the same codes share one legend."),
    )

    def __init__(self, *args: Any, codes: Sequence[CodeRow], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = codes
        if not is_new:
            del self.fields["name"]
        choices = [
            ("", _("Choose …")),
            *((str(choice.value), choice.label) for choice in LandCoverClass),
            (FILL, _("No data")),
        ]
        for row in codes:
            self.fields[f"label_{row.code}"] = forms.CharField(
                label=_("Name of code %(code)s") % {"code": row.code},
                max_length=120,
                required=False,
                initial=row.label,
                widget=forms.TextInput(
                    attrs={"class": "form-control form-control-sm", "dir": "auto"}
                ),
            )
            self.fields[f"class_{row.code}"] = forms.ChoiceField(
                label=_("Class of code %(code)s") % {"code": row.code},
                choices=choices,
                required=False,
                initial=_initial(row),
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )

    @property
    def rows(self) -> list[tuple[CodeRow, forms.BoundField, forms.BoundField]]:
        """Each code with its two fields."""
        return [(row, self[f"label_{row.code}"], self[f"class_{row.code}"]) for row in self.codes]

    @property
    def meanings(self) -> list[CodeMeaning]:
        return [self._meaning(row.code) for row in self.codes]

    def _meaning(self, code: int) -> CodeMeaning:
        chosen = self.cleaned_data[f"class_{code}"]
        is_class = chosen not in ("", FILL)
        return CodeMeaning(
            code=code,
            label=self.cleaned_data[f"label_{code}"],
            unccd_class=int(chosen) if is_class else None,
            is_fill=chosen == FILL,
        )


def _initial(row: CodeRow) -> str:
    if row.unccd_class is not None:
        return str(row.unccd_class)
    return FILL if row.is_fill else ""
