"""Upload of a polygon."""

from pathlib import Path
from typing import cast

from django import forms
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext_lazy as _

from countries.vectors.limits import UPLOAD
from targets.promises.place import Geometry, read_upload


class UploadForm(forms.Form):
    """A GeoJSON, GeoPackage, KML or zipped Shapefile with polygons."""

    file = forms.FileField(label=_("File with the polygon"))

    def clean_file(self) -> TemporaryUploadedFile:
        """Refuse what is too large before anything reads it."""
        file = cast(TemporaryUploadedFile, self.cleaned_data["file"])
        if file.size and file.size > UPLOAD.file_bytes:
            raise forms.ValidationError(
                _("The file has %(found)s MB; at most %(most)s MB are taken. Simplify it first."),
                params={
                    "found": file.size // 1024**2,
                    "most": UPLOAD.file_bytes // 1024**2,
                },
            )
        return file

    def read(self) -> Geometry:
        """Read the polygon in the sandbox. Raises Refusal."""
        return read_upload(Path(self.cleaned_data["file"].temporary_file_path()))
