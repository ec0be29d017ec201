"""The form of a progress report."""

import datetime
from pathlib import Path

from django import forms
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from countries.models import Party
from targets.actions.progress import Done
from targets.forms.neutrality import AREA_UNITS, NumberField
from targets.models import MeasureProgress
from targets.neutrality.evidence import Evidence, fits, keep, kind_of


class ProgressForm(forms.Form):
    """What a measure had done on a day, with evidence."""

    date = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    status = forms.ChoiceField(label=_("Status"), choices=MeasureProgress.Status.choices)
    area = NumberField(
        label=_("Area done so far"),
        required=False,
        help_text=_("The whole area from the start to this day."),
    )
    area_unit = forms.ChoiceField(label=_("Unit"), choices=AREA_UNITS)
    comment = forms.CharField(
        label=_("Comment"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("A PDF, JPEG or PNG of at most 20 MB, such as a field report or photograph."),
    )

    def __init__(self, request: HttpRequest, party: Party) -> None:
        posted = request.method == "POST"
        super().__init__(
            request.POST if posted else None,
            request.FILES if posted else None,
            initial={"status": MeasureProgress.Status.UNDER_WAY, "date": timezone.localdate()},
        )
        self.party = party

    def clean_date(self) -> datetime.date:
        """A report is about what has been done."""
        day: datetime.date = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Write one that has passed."))
        return day

    def clean_evidence(self) -> TemporaryUploadedFile | None:
        """Refuse what is too large, or not what its first bytes should say."""
        file: TemporaryUploadedFile | None = self.cleaned_data["evidence"]
        if not file:
            return None
        if not fits(self.party, file.size or 0):
            raise forms.ValidationError(
                _("The file is larger than 20 MB, or than the room left. Make it smaller.")
            )
        if not kind_of(Path(file.temporary_file_path())):
            raise forms.ValidationError(
                _("The file is not a PDF, JPEG or PNG. Save it as one of these and try again.")
            )
        return file

    @property
    def done(self) -> Done:
        """The report of a form that is valid."""
        data = self.cleaned_data
        return Done(data["date"], data["status"], data["area"], data["area_unit"], data["comment"])

    def keep_evidence(self) -> Evidence | None:
        """Move the file of a form that is valid into the storage."""
        file = self.cleaned_data["evidence"]
        if file is None:
            return None
        return keep(self.party, Path(file.temporary_file_path()), str(file.name))
