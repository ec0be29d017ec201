"""Forms of working offline: a file to upload, and where its numbers come from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indicators.forms.baseline import SourceFields


class FileForm(forms.Form):
    """One file: a workbook, tables, or a summary of Trends.Earth; told apart by its content."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Nothing changes before you have seen every change and confirmed it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.json"}),
        error_messages={
            "required": _("No file was sent. Choose the workbook, table or summary to read."),
            "empty": _("The file is empty. Choose the file again."),
        },
    )


class ImportSourceForm(SourceFields):
    """Where the numbers of a file come from; recorded with each number that is taken."""

    prefix = "source"
