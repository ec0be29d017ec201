"""A list of supporting information as a workbook: download it, fill it in, upload it."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from countries.access import SignedInRequest
from countries.models import Party
from countries.sandbox import Refusal
from indicators.locks import LockedError
from indicators.offline.sentences import refusal_sentence
from ldnportal.exports.entries import entries_sheet
from ldnportal.exports.xlsx_file import CONTENT_TYPE, xlsx_bytes
from targets.actions.record_sheets import Taken, take_rows
from targets.models import Entry
from targets.records.sheets import FILE_BYTES, MOST_ROWS, NoSheetError, read_workbook
from targets.views.records import kind_of, list_context, list_url, record_page
from targets.views.saving import refused


class SheetForm(forms.Form):
    """A filled-in workbook."""

    file = forms.FileField(label=gettext_lazy("Filled-in workbook"))

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before anything reads it."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > FILE_BYTES:
            raise forms.ValidationError(
                gettext_lazy("The file has %(found)s MB; at most %(most)s MB are taken."),
                params={"found": file.size >> 20, "most": FILE_BYTES >> 20},
            )
        return file

    def path(self) -> Path:
        """Where the uploaded file lies: uploads are always written to disk."""
        return Path(self.cleaned_data["file"].temporary_file_path())


@require_GET
@record_page
def record_xlsx(request: HttpRequest, party: Party, kind: str) -> HttpResponse:
    """The list as a workbook, with what each column means and which answers it takes."""
    sort = kind_of(kind)
    rows = Entry.objects.filter(party=party, kind=kind).current().order_by("number")
    content = xlsx_bytes([entries_sheet(sort, rows)])
    name = f"{party.iso3}-{kind}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=disposition)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def record_upload(request: SignedInRequest, party: Party, kind: str) -> HttpResponse:
    """Take a filled-in workbook; nobody's later change is overwritten."""
    sort = kind_of(kind)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = take_rows(party, sort, read_workbook(form.path(), sort), by=request.user)
        except LockedError as error:
            return refused(request, list_url(party, sort), error)
        except Refusal as refusal:
            form.add_error("file", refusal_sentence(refusal))
        except NoSheetError:
            form.add_error("file", _no_sheet(kind))
        else:
            _tell(request, taken)
            return redirect(list_url(party, sort))
    context = list_context(party, sort) | {"form": form, "most_rows": MOST_ROWS}
    return render(request, "targets/records/upload.html", context)


def _no_sheet(kind: str) -> str:
    return _(
        "The workbook has no sheet named “%(name)s”. Download the list, fill it in, upload it."
    ) % {"name": kind}


def _tell(request: HttpRequest, taken: Taken) -> None:
    """Say what became of the rows."""
    added, changed = len(taken.added), len(taken.changed)
    new = ngettext("%(count)s entry added", "%(count)s entries added", added) % {"count": added}
    words = ngettext("%(count)s changed", "%(count)s changed", changed) % {"count": changed}
    messages.success(request, f"{new}, {words}.")
    for numbers, sentence in (
        (taken.crossed, _("Changed by somebody since the download, so left as they are: %(rows)s")),
        (taken.unknown, _("Rows of the sheet whose number is no entry of the list: %(rows)s")),
    ):
        if numbers:
            rows = ", ".join(map(str, numbers))
            messages.warning(request, sentence % {"rows": rows})
    if taken.unread:
        sentence = ngettext(
            "%(count)s cell could not be read. It is kept as typed; Check shows it.",
            "%(count)s cells could not be read. They are kept as typed; Check shows them.",
            taken.unread,
        )
        messages.warning(request, sentence % {"count": taken.unread})
