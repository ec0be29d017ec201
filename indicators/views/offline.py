"""Work offline: files to download, files to upload, and the preview between them."""

from pathlib import Path
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.roles import Permission
from countries.sandbox import Refusal
from indicators.actions.imports import (
    ImportGoneError,
    apply_import,
    discard_import,
    keep_import,
    pending_of,
)
from indicators.actions.number_imports import ALL_PARTS, EVERYTHING
from indicators.baseline.record import Record
from indicators.baseline.scope import Scope
from indicators.datasets.arriving import DigestingUploadHandler
from indicators.drafts import SavedMeanwhileError
from indicators.forms.baseline import version_number
from indicators.forms.offline import FileForm, ImportSourceForm
from indicators.locks import LockedError, why_locked
from indicators.models import Cycle, PendingImport, Report
from indicators.offline.arrival import Arrival
from indicators.offline.bounds import FILE_BYTES, MIB, FileProblem
from indicators.offline.importers import importer_of, importers
from indicators.offline.matrices import SECTIONS_WITH_MATRICES, csv_text
from indicators.offline.preview import SectionChanges
from indicators.offline.reading_files import Upload, read_upload
from indicators.offline.scoped import every_record
from indicators.offline.sentences import refusal_sentence
from indicators.offline.workbook import workbook_bytes
from indicators.sections import SECTIONS
from indicators.views.baseline import asked, crumbs, record_page, report_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@csrf_exempt  # checked by `_take`, once the size of what arrives is known
@require_http_methods(["GET", "HEAD", "POST"])
@party_page(Permission.VIEW_WORK, write=Permission.EDIT_RECORD)
def offline_page(request: SignedInRequest, party: Party, year: int) -> HttpResponseBase:
    """What can be downloaded, and where a filled-in file is uploaded."""
    report = report_of(party, year)
    if request.method != "POST":
        return _page(request, report, FileForm())
    handler = DigestingUploadHandler(FILE_BYTES)
    request.upload_handlers = [handler]
    try:
        request.POST  # noqa: B018 - reads the request, and streams its file to disk
    except UnreadablePostError:
        return HttpResponse(status=400)  # the line was cut: nobody reads this
    if handler.too_large:
        limit = FILE_BYTES // MIB
        refusal = Refusal(FileProblem.TOO_LARGE, size=f"> {limit}", limit=limit)
        form = FileForm()
        return _page(request, report, form, refusal_sentence(refusal), status=413)
    return csrf_protect(_take)(request, report)


def _page(
    request: HttpRequest, report: Report, form: FileForm, problem: str = "", status: int = 200
) -> HttpResponse:
    locked = why_locked(report, Cycle.objects.current())
    context = {
        "report": report,
        "crumbs": crumbs(report),
        "form": form,
        "problem": problem,
        "locked": locked,
        "editable": not locked,
        "downloads": [importer.downloads(report) for importer in importers()],
        "pending": pending_of(report, cast(SignedInRequest, request).user),
        "accepted": _("workbook (XLSX), tables (CSV), summary of Trends.Earth (JSON)"),
        "limit": f"{FILE_BYTES // MIB} MB",
    }
    return render(request, "indicators/offline/page.html", context, status=status)


def _take(request: SignedInRequest, report: Report) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, report, form)
    sent = form.cleaned_data["file"]
    upload = Upload(Path(sent.temporary_file_path()), str(sent.name))
    try:
        arrival = read_upload(report, upload)
        pending = keep_import(report, arrival, name=upload.name, by=request.user)
    except Refusal as refusal:
        form.add_error("file", refusal_sentence(refusal))
        return _page(request, report, form)
    except LockedError as error:
        messages.error(request, str(error))
        return redirect(report)
    return redirect(pending)


@require_GET
@record_page
def offline_workbook(request: HttpRequest, party: Party, year: int, section: str) -> HttpResponse:
    """The workbook of one section or of all, of the country, of one part or of all parts."""
    report = report_of(party, year)
    if section == ALL_PARTS:
        records = list(every_record(report).values())
        return _file(report, workbook_bytes(report, list(SECTIONS), records), XLSX, "all.xlsx")
    scope, key = asked(report, section, also=(EVERYTHING,))
    chosen = list(SECTIONS) if key == EVERYTHING else [key]
    content = workbook_bytes(report, chosen, [Record.load(report, scope)])
    return _file(report, content, XLSX, f"{_part(scope)}{key}.xlsx")


def _part(scope: Scope) -> str:
    """The beginning of a file's name that says which part of the country it is about."""
    return "" if scope.is_national else f"{scope.short}-"


@require_GET
@record_page
def offline_tables(request: HttpRequest, party: Party, year: int, section: str) -> HttpResponse:
    """The matrices of a section as CSV."""
    report = report_of(party, year)
    scope, key = asked(report, section)
    if key not in SECTIONS_WITH_MATRICES:
        raise Http404(section)
    # The mark at the start tells spreadsheets that this is UTF-8.
    text = "\ufeff" + csv_text(Record.load(report, scope), key)
    return _file(report, text.encode(), "text/csv; charset=utf-8", f"{_part(scope)}{key}.csv")


def _file(report: Report, content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    whole = f"{report.party.iso3}-{report.cycle.year}-{name}".replace("_", "-")
    response["Content-Disposition"] = f'attachment; filename="{whole}"'
    return response


def pending_or_404(request: HttpRequest, party: Party, year: int, pk: str) -> PendingImport:
    """An import that waits, of this report."""
    rows = PendingImport.objects.visible_to(cast(SignedInRequest, request).user)
    rows = rows.select_related("report__party", "report__cycle", "created_by")
    return get_object_or_404(rows, pk=pk, report__party=party, report__cycle__year=year)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def offline_import(request: HttpRequest, party: Party, year: int, pk: str) -> HttpResponse:
    """What a file would change, cell by cell; a post applies what is ticked."""
    pending = pending_or_404(request, party, year, pk)
    arrival = Arrival.from_json(pending.content)
    if request.method != "POST":
        return _preview(request, pending, arrival, ImportSourceForm(initial=arrival.source))
    form = ImportSourceForm(request.POST)
    if not form.is_valid():
        return _preview(request, pending, arrival, form, taken=request.POST.getlist("take"))
    return _apply(cast(SignedInRequest, request), pending, arrival, form)


def _preview(
    request: HttpRequest,
    pending: PendingImport,
    arrival: Arrival,
    form: ImportSourceForm,
    *,
    taken: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    report = pending.report
    locked = why_locked(report, Cycle.objects.current())
    importer = importer_of(arrival.kind)
    groups = importer.preview(report, arrival)
    context = {
        "report": report,
        "crumbs": [*crumbs(report), _offline_crumb(report)],
        "pending": pending,
        "arrival": arrival,
        "groups": groups,
        "count": sum(len(group.changes) for group in groups),
        "crossed": sum(group.crossed for group in groups),
        "ticked": _ticked(groups) if taken is None else set(taken),
        "form": form if importer.has_source else None,
        "locked": locked,
        "editable": not locked,
        "back": reverse("offline", args=[report.party.iso3, report.cycle.year]),
    }
    return render(request, "indicators/offline/preview.html", context, status=status)


def _offline_crumb(report: Report) -> tuple[str, str]:
    return _("Work offline"), reverse("offline", args=[report.party.iso3, report.cycle.year])


def _ticked(groups: list[SectionChanges]) -> set[str]:
    return {change.path for group in groups for change in group.changes if change.taken}


def _versions(request: HttpRequest) -> dict[str, int]:
    """What the page said of the versions that it showed."""
    prefix = "version."
    posted = {name: str(text) for name, text in request.POST.items() if name.startswith(prefix)}
    return {name.removeprefix(prefix): version_number(text) for name, text in posted.items()}


def _apply(
    request: SignedInRequest, pending: PendingImport, arrival: Arrival, form: ImportSourceForm
) -> HttpResponse:
    report, taken = pending.report, request.POST.getlist("take")
    versions = _versions(request)
    try:
        applied = apply_import(
            pending, taken=taken, versions=versions, source=form.source, by=request.user
        )
    except LockedError as error:
        messages.error(request, str(error))
        return redirect(report)
    except ImportGoneError as error:
        raise Http404(pending.pk) from error
    except SavedMeanwhileError:
        words = _(
            "Somebody changed some of these fields while you looked. Nothing was applied. This "
            "is what the file would change now."
        )
        messages.warning(request, words)
        return _preview(request, pending, arrival, form, status=409)
    words = ngettext(
        "%(count)s field of “%(name)s” is applied.",
        "%(count)s fields of “%(name)s” are applied.",
        applied.changed,
    )
    messages.success(request, words % {"count": applied.changed, "name": pending.name})
    return redirect(report)


@require_POST
@record_page
def offline_discard(request: HttpRequest, party: Party, year: int, pk: str) -> HttpResponse:
    """Throw an import away."""
    pending = pending_or_404(request, party, year, pk)
    discard_import(pending, by=cast(SignedInRequest, request).user)
    messages.success(request, _("“%(name)s” is discarded.") % {"name": pending.name})
    return redirect("offline", party.iso3, year)
