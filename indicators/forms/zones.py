"""A file of zones, or of the affected areas, to upload."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.dataset_fields import VectorFileField


class VectorUploadForm(forms.Form):
    """One vector file."""

    file = VectorFileField(label=_("File"))

    @property
    def name(self) -> str:
        """What the file was called where it came from."""
        return str(getattr(self.files["file"], "name", ""))

    @property
    def features(self) -> list[dict[str, Any]]:
        features: list[dict[str, Any]] = self.cleaned_data["file"].collection["features"]
        return features

    @property
    def geometry(self) -> dict[str, Any]:
        """All features as one polygon."""
        geometry: dict[str, Any] = self.cleaned_data["file"].geometry
        return geometry
