"""Pages of progress: how far the targets have come, and the dated reports of a measure."""

from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.pages import page_of
from countries.roles import Permission
from countries.section_roles import why_not_yours
from indicators.locks import LockedError, why_party_locked
from indicators.rules.findings import with_explanations
from indicators.science.storage import open_storage
from indicators.storage import location
from targets.actions.progress import forget_evidence, report_progress, take_back_progress
from targets.forms.progress import ProgressForm
from targets.models import Measure, MeasureProgress, Target
from targets.neutrality.course import courses_of
from targets.neutrality.evidence import content_type
from targets.rules.progress import progress_findings
from targets.sections import MEASURES

progress_page = party_page(Permission.VIEW_WORK, write=Permission.EDIT_RECORD)


@require_GET
@progress_page
def target_progress(request: HttpRequest, party: Party) -> HttpResponse:
    """Every target with where its promises stand, and why."""
    rows = Target.objects.filter(party=party).current().order_by("number")
    page = page_of(request, rows.defer("geometry", "sketch").prefetch_related("quantities"))
    for target in page.object_list:
        target.party = party
    context = {
        "party": party,
        "page": page,
        "courses": courses_of(party, page.object_list, timezone.localdate()),
        "crumbs": [
            (party.name, party.get_absolute_url()),
            (_("Targets"), reverse("target_list", args=[party.iso3])),
        ],
    }
    return render(request, "targets/neutrality/target_progress.html", context)


def measure_of(request: HttpRequest, party: Party, pk: int) -> Measure:
    """The measure of a page, or 404."""
    user = cast(SignedInRequest, request).user
    rows = Measure.objects.visible_to(user).filter(party=party).defer("geometry", "sketch")
    measure = get_object_or_404(rows, pk=pk)
    measure.party = party
    return measure


def _home(measure: Measure) -> str:
    return reverse("measure_progress", args=[measure.party.iso3, measure.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@progress_page
def measure_progress(request: HttpRequest, party: Party, pk: int) -> HttpResponse:
    """The dated reports of a measure; a post adds one."""
    measure = measure_of(request, party, pk)
    form = ProgressForm(request, party)
    if request.method == "POST" and form.is_valid():
        return _report(cast(SignedInRequest, request), measure, form)
    return render(
        request, "targets/neutrality/measure_progress.html", _context(request, measure, form)
    )


def _context(request: HttpRequest, measure: Measure, form: ProgressForm) -> dict[str, Any]:
    user = cast(SignedInRequest, request).user
    locked = why_party_locked(measure.party) or why_not_yours(user, measure.party, MEASURES)
    reports = list(MeasureProgress.objects.current().filter(measure=measure))
    return {
        "party": measure.party,
        "row": measure,
        "reports": reports,
        "findings": with_explanations(progress_findings(measure, reports), measure.explanations),
        "form": form,
        "title": _("Progress"),
        "crumbs": [
            (measure.party.name, measure.party.get_absolute_url()),
            (_("Measures"), reverse("measure_list", args=[measure.party.iso3])),
            (str(measure), measure.get_absolute_url()),
        ],
        "locked": locked,
        "editable": not locked and measure.removed_at is None,
    }


def _report(request: SignedInRequest, measure: Measure, form: ProgressForm) -> HttpResponse:
    reason = why_party_locked(measure.party)
    if reason:
        messages.error(request, reason)
        return redirect(_home(measure))
    evidence = form.keep_evidence()
    try:
        report_progress(measure, form.done, evidence=evidence, by=request.user)
    except LockedError as error:
        forget_evidence(evidence)
        messages.error(request, str(error))
    else:
        messages.success(request, _("The progress report is saved."))
    return redirect(_home(measure))


def _of_measure(request: HttpRequest, party: Party, pk: int, number: int) -> MeasureProgress:
    measure = measure_of(request, party, pk)
    rows = MeasureProgress.objects.current().filter(measure=measure)
    row = get_object_or_404(rows, number=number)
    row.measure = measure
    return row


@require_POST
@progress_page
def measure_progress_remove(
    request: HttpRequest, party: Party, pk: int, number: int
) -> HttpResponse:
    """Take a progress report back."""
    row = _of_measure(request, party, pk, number)
    try:
        take_back_progress(row.measure, row, by=cast(SignedInRequest, request).user)
    except LockedError as error:
        messages.error(request, str(error))
    return redirect(_home(row.measure))


@require_GET
@progress_page
def measure_evidence(request: HttpRequest, party: Party, pk: int, number: int) -> HttpResponseBase:
    """Send a file of evidence, always as an attachment of the type its first bytes say."""
    row = _of_measure(request, party, pk, number)
    if not row.evidence_key:
        raise Http404(number)
    folder, _slash, name = row.evidence_key.rpartition("/")
    with open_storage(location(folder)).reading(name) as path:
        content = open(path, "rb")  # noqa: PTH123, SIM115 - the response closes it
    ending = name.rpartition(".")[2]
    return FileResponse(
        content,
        as_attachment=True,
        filename=f"{party.iso3}-measure-{row.measure.number}-evidence-{row.number}.{ending}",
        content_type=content_type(name),
    )
