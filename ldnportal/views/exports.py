"""Prepared downloads: asked for on a page, made by a worker, kept for a few days."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries.pages import page_of
from indicators.models import JobState
from ldnportal.actions.exports import TooManyWaiting, ask_export, cancel_export, repeat_export
from ldnportal.exports.limits import is_too_often
from ldnportal.exports.progress import progress_of, sentence_for
from ldnportal.exports.region_files import FILES
from ldnportal.exports.size import is_prepared, rows_of
from ldnportal.exports.work import storage
from ldnportal.forms.exports import ExportForm
from ldnportal.models import Export
from ldnportal.open_data.ranges import send_file
from ldnportal.regions.facts import cycles_with_facts
from ldnportal.regions.scope import NoSuchScope


@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """Ask for a file of a region or of all Parties; below stand the person's own."""
    cycles = cycles_with_facts()
    if request.method != "POST":
        form = _form(None, cycles, request.GET)
        return _asking(request, form, cycles)
    form = _form(request.POST, cycles, request.POST)
    if not form.is_valid():
        return _asking(request, form, cycles, status=422)
    return _answer(request, form, cycles)


def _form(data: Any, cycles: list[Any], given: Any) -> ExportForm:
    initial = {name: given.get(name, "") for name in ("scope", "cycle", "file")}
    return ExportForm(data, cycles=cycles, parties=given.getlist("party"), initial=initial)


def _answer(request: HttpRequest, form: ExportForm, cycles: list[Any]) -> HttpResponse:
    """Lead to the file that streams, or to the page of the job that makes it."""
    file, scope, cycle = (form.cleaned_data[name] for name in ("file", "scope", "cycle"))
    if not is_prepared(file, scope, rows_of(scope, cycle)):
        address = reverse("region_file", args=[scope.slug, file.name])
        return redirect(address + scope.query(cycle.year))
    if is_too_often(request):
        form.add_error(None, _("You have asked for many files already. Try again in an hour."))
        return _asking(request, form, cycles, status=429)
    try:
        export = ask_export(file, scope, cycle, by=request.user, language=get_language() or "en")
    except TooManyWaiting:
        form.add_error(None, _("Several files are being prepared. Wait until one is done."))
        return _asking(request, form, cycles, status=429)
    return redirect(export)


def _asking(
    request: HttpRequest, form: ExportForm, cycles: list[Any], *, status: int = 200
) -> HttpResponse:
    own = Export.objects.none()
    if request.user.is_authenticated:
        own = Export.objects.filter(created_by=request.user).select_related("cycle")
    context = {"form": form, "page": page_of(request, own), "has_data": bool(cycles)}
    return render(request, "exports/index.html", context, status=status)


def _export(request: HttpRequest, pk: UUID) -> Export:
    found = Export.objects.visible_to(request.user).select_related("cycle")
    return get_object_or_404(found, pk=pk)


@require_safe
def export_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The state of one export, and its file when it is done."""
    export = _export(request, pk)
    response = render(request, "exports/detail.html", _context(export))
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def export_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The progress bar alone; tells the page when to reload."""
    export = _export(request, pk)
    response = render(request, "exports/_progress.html", _context(export))
    if export.has_ended:
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response


def _context(export: Export) -> dict[str, Any]:
    try:
        name = export.find_scope().name
    except NoSuchScope:
        name = export.scope
    return {
        "export": export,
        "file": FILES.get(export.file),
        "scope_name": name,
        "progress": None if export.has_ended else progress_of(export),
        "failure": sentence_for(export) if export.job_state == JobState.FAILED else "",
    }


@require_POST
def export_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it before it is done."""
    export = _export(request, pk)
    if not cancel_export(export, by=request.user):
        messages.info(request, _("It had ended already."))
    return redirect(export)


@require_POST
def export_repeat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the same file again from what is published by now."""
    export = _export(request, pk)
    if is_too_often(request):
        messages.error(request, _("You have asked for many files already. Try again in an hour."))
        return redirect(export)
    try:
        return redirect(repeat_export(export, by=request.user))
    except TooManyWaiting:
        messages.error(request, _("Several files are being prepared. Wait until one is done."))
    except (NoSuchScope, KeyError):
        messages.error(request, _("What this file was made of is gone. Choose again."))
    return redirect(export)


@require_safe
def export_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The finished file, whole or in parts."""
    return send_export(request, _export(request, pk))


def send_export(request: HttpRequest, export: Export) -> HttpResponseBase:
    """Send a finished export; one that is not there (any more) is a 404."""
    if not export.is_ready or export.file not in FILES:
        raise Http404(export.file)
    with storage().reading(export.key) as path:
        file = open(path, "rb")  # noqa: PTH123, SIM115 - the response closes it
    response = send_file(
        request,
        file,
        size=export.size or 0,
        etag=quote_etag(export.sha256),
        content_type=FILES[export.file].content_type,
    )
    response["Content-Disposition"] = f'attachment; filename="{export.download_name}"'
    response["Cache-Control"] = "private, no-cache"
    return response
