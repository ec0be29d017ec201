"""Form fields that choose among a Party's rasters, and one that reads a vector file."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise

from countries.sandbox import Refusal, SandboxMode
from countries.vectors.sentences import refusal_sentence
from countries.vectors.upload import VectorFile, read_vector
from indicators.models import Dataset


class DatasetChoices(forms.ModelMultipleChoiceField):
    """Rasters to tick; each by its name and years."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return dataset_label(obj)


class DatasetChoice(forms.ModelChoiceField):
    """One raster of a kind, or none."""

    def label_from_instance(self, obj: Any) -> str:
        return dataset_label(obj)


def dataset_label(dataset: Dataset) -> str:
    """The raster's name and the years that it stands for."""
    years = dataset.years
    if not years:
        return str(dataset)
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return f"{span}: {dataset}"


def dataset_field(
    datasets: Sequence[Dataset], label: Promise, empty: Promise, **options: Any
) -> DatasetChoice:
    rows = Dataset.objects.filter(pk__in=[d.pk for d in datasets])
    return DatasetChoice(rows, label=str(label), empty_label=str(empty), required=False, **options)


def datasets_field(
    datasets: Sequence[Dataset], label: Promise, ticked: Sequence[Dataset]
) -> DatasetChoices:
    """Rasters to tick, some of them ticked at the start."""
    rows = Dataset.objects.filter(pk__in=[d.pk for d in datasets]).select_related("legend")
    return DatasetChoices(rows, label=label, required=False, initial=[d.pk for d in ticked])


class VectorFileField(forms.FileField):
    """A GeoJSON, GeoPackage, KML or zipped Shapefile, read in the sandbox into a VectorFile."""

    def clean(self, data: Any, initial: Any = None) -> VectorFile | None:
        uploaded = super().clean(data, initial)
        if not uploaded:
            return None
        try:
            mode = SandboxMode(settings.SANDBOX_MODE)
            return read_vector(uploaded.temporary_file_path(), mode=mode)
        except Refusal as refusal:
            raise forms.ValidationError(refusal_sentence(refusal)) from refusal
