"""Pages of a report's baseline: a section, its sources, and the numbers of a run."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.roles import Permission
from indicators.actions.observations import give_source
from indicators.actions.sections import Saved, explain, finish_section, save_section
from indicators.actions.taking import take
from indicators.baseline.conflict import Conflict
from indicators.baseline.history import NumberStory
from indicators.baseline.notation import Notation
from indicators.baseline.page import SectionPage
from indicators.drafts import SavedMeanwhileError
from indicators.forms.baseline import SourceForm, posted_texts, posted_version
from indicators.locks import LockedError, why_locked
from indicators.models import Cycle, Origin, Report
from indicators.sections import SECTIONS

record_page = party_page(Permission.VIEW_WORK, write=Permission.EDIT_RECORD)
LOCKED = 423


def report_of(party: Party, year: int) -> Report:
    """The Party's report for a cycle, or 404."""
    return get_object_or_404(
        Report.objects.select_related("cycle", "party"), party=party, cycle__year=year
    )


def crumbs(report: Report) -> list[tuple[str, str]]:
    """The pages above a page of a report."""
    home = _("Report %(year)s") % {"year": report.cycle.year}
    return [
        (report.party.name, report.party.get_absolute_url()),
        (home, report.get_absolute_url()),
    ]


def saved_words(moment: Any) -> str:
    """ "Saved 12:04", or nothing."""
    if moment is None:
        return ""
    return _("Saved %(time)s") % {"time": timezone.localtime(moment).strftime("%H:%M")}


def wants_json(request: HttpRequest) -> bool:
    return "X-Autosave" in request.headers


def known_section(section: str) -> str:
    if section not in SECTIONS:
        raise Http404(section)
    return section


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def baseline_section(request: HttpRequest, party: Party, year: int, section: str) -> HttpResponse:
    """Show a section; a post saves it and goes on to what its button asks for."""
    report = report_of(party, year)
    known_section(section)
    if request.method == "POST":
        return _save(cast(SignedInRequest, request), report, section)
    page = SectionPage.load(report, section, Notation.from_fields(request.GET.dict()))
    return render(request, "indicators/baseline/section.html", _context(request, page))


def _context(request: HttpRequest, page: SectionPage) -> dict[str, Any]:
    report = page.record.report
    locked = why_locked(report, Cycle.objects.current())
    return {
        "page": page,
        "report": report,
        "info": SECTIONS[page.key],
        "crumbs": crumbs(report),
        "editable": not locked,
        "locked": locked,
        "checked": "check" in request.GET,
        "saved_at": saved_words(page.section.updated_at),
        "section_url": section_url(report, page.key),
        "sources_url": reverse("baseline_sources", args=address(report, page.key)),
        "explain_url": reverse("baseline_explain", args=address(report, page.key)),
    }


def _save(request: SignedInRequest, report: Report, section: str) -> HttpResponse:
    notation = Notation.from_fields(request.POST.dict())
    try:
        saved = save_section(
            report,
            section,
            posted_texts(request.POST),
            version=posted_version(request.POST),
            notation=notation,
            by=request.user,
        )
    except LockedError as error:
        return _locked(request, report, section, error)
    except SavedMeanwhileError as error:
        return _conflict(request, Conflict.of(report, section, error, request.POST))
    if wants_json(request):
        return JsonResponse(_answer(report, saved, notation))
    return _onward(request, report, section, saved, notation)


def _answer(report: Report, saved: Saved, notation: Notation) -> dict[str, Any]:
    """What static/js/portal-autosave.js and portal-record.js expect."""
    page = SectionPage.load(report, saved.section.key, notation)
    return {
        "saved": saved_words(saved.section.updated_at),
        "version": saved.section.version,
        "errors": {path: [sentence] for path, sentence in saved.problems.items()},
        "values": page.values(),
        "sentences": page.sentences(),
        "charts": {
            place: render_to_string("indicators/baseline/charts.html", {"charts": drawn})
            for place, drawn in (("first", page.charts[:1]), ("more", page.charts[1:]))
        },
    }


def _onward(
    request: SignedInRequest, report: Report, section: str, saved: Saved, notation: Notation
) -> HttpResponse:
    then = request.GET.get("then", "")
    unit, stock = notation.area.value, notation.stock.value
    shown = request.POST.get("show", "")
    if shown in ("km2", "ha"):
        unit = shown
    if shown in ("t/ha", "t"):
        stock = shown
    if keep := request.POST.get("keep", ""):
        return _keep(request, saved, report, keep)
    if then == "done":
        finish_section(report, section, by=request.user)
        messages.success(request, _("The section is marked as complete."))
        return redirect(report)
    query = {"unit": unit, "stock_unit": stock} | ({"check": "1"} if then == "check" else {})
    messages.success(request, saved_words(saved.section.updated_at))
    return redirect(section_url(report, section, query))


def _keep(request: SignedInRequest, saved: Saved, report: Report, path: str) -> HttpResponse:
    """Take over what the report before published, after everything typed has been saved."""
    section, version = saved.section.key, saved.section.version
    take(report, section, Origin.CARRIED_OVER, [path], version=version, by=request.user)
    messages.success(request, _("The number of the last report is kept."))
    return redirect(f"{section_url(report, section)}#{path}")


def section_url(report: Report, section: str, query: dict[str, str] | None = None) -> str:
    """The address of a section, with what it is to show."""
    return reverse("baseline_section", args=address(report, section), query=query)


def address(report: Report, section: str) -> list[Any]:
    """The arguments of a section's addresses."""
    return [report.party.iso3, report.cycle.year, section]


def _locked(request: HttpRequest, report: Report, section: str, error: LockedError) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"locked": str(error)}, status=LOCKED)
    messages.error(request, str(error))
    return redirect(section_url(report, section))


def _conflict(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(conflict.as_json(), status=409)
    report = conflict.report
    context = {
        "conflict": conflict,
        "report": report,
        "info": SECTIONS[conflict.section],
        "crumbs": crumbs(report),
        "action": section_url(report, conflict.section),
    }
    return render(request, "indicators/baseline/conflict.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def baseline_sources(request: HttpRequest, party: Party, year: int, section: str) -> HttpResponse:
    """Say where the national numbers of a section come from, several at once."""
    report = report_of(party, year)
    page = SectionPage.load(report, known_section(section), Notation())
    form = SourceForm(page.record, section, request.POST or None, chosen=request.GET.get("field"))
    if request.method == "POST" and form.is_valid():
        return _give_source(cast(SignedInRequest, request), report, section, form)
    context = _context(request, page) | {"form": form}
    return render(request, "indicators/baseline/sources.html", context)


def _give_source(
    request: SignedInRequest, report: Report, section: str, form: SourceForm
) -> HttpResponse:
    try:
        count = give_source(report, section, form.paths, form.source, by=request.user)
    except LockedError as error:
        return _locked(request, report, section, error)
    messages.success(
        request, _("The source is recorded with %(count)s numbers.") % {"count": count}
    )
    return redirect(section_url(report, section))


@require_POST
@record_page
def baseline_explain(request: HttpRequest, party: Party, year: int, section: str) -> HttpResponse:
    """Explain a warning, or take the explanation back."""
    report = report_of(party, year)
    finding, reason = request.POST.get("finding", ""), request.POST.get("reason", "")
    try:
        explain(
            report,
            known_section(section),
            finding[:300],
            reason[:2000],
            by=cast(SignedInRequest, request).user,
        )
    except LockedError as error:
        return _locked(request, report, section, error)
    messages.success(request, _("The explanation is saved. The reviewer will read it."))
    return redirect(section_url(report, section, {"check": "1"}))


@require_GET
@record_page
def baseline_number(
    request: HttpRequest, party: Party, year: int, section: str, path: str
) -> HttpResponse:
    """Where one number comes from: origin, run, source, who wrote it and what it was before."""
    report = report_of(party, year)
    page = SectionPage.load(report, known_section(section), Notation())
    story = NumberStory.tell(page.record, section, path)
    if story is None:
        raise Http404(path)
    context = _context(request, page) | {"story": story}
    return render(request, "indicators/baseline/number.html", context)
