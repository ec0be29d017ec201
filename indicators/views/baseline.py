"""Pages of a report's baseline: a section, its sources, and the numbers of a run."""

from collections.abc import Collection
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from countries.access import SignedInRequest, party_page
from countries.models import Party, User
from countries.pages import page_of
from countries.roles import Permission
from indicators.actions.observations import give_source
from indicators.actions.sections import Saved, explain, finish_section, save_section
from indicators.actions.taking import take
from indicators.baseline.conflict import Conflict
from indicators.baseline.frame import marked
from indicators.baseline.history import NumberStory
from indicators.baseline.notation import Notation
from indicators.baseline.page import SectionPage
from indicators.baseline.scope import AFFECTED, NATIONAL, Scope, SectionAddress
from indicators.drafts import SavedMeanwhileError
from indicators.forms.baseline import (
    SourceForm,
    TablesSourceForm,
    posted_texts,
    posted_version,
    source_form,
)
from indicators.locks import LockedError, why_closed
from indicators.models import Origin, Report
from indicators.presence import RENEW_SECONDS, come, place_of, words_of
from indicators.sections import SECTIONS
from indicators.views.scope_links import (
    address,
    print_url,
    scope_args,
    scope_crumbs,
    scope_home,
    section_url,
    sections_beside,
    switch,
)

record_page = party_page(Permission.VIEW_WORK, write=Permission.EDIT_RECORD)
LOCKED = 423
FINDINGS = 25


def report_of(party: Party, year: int) -> Report:
    """The Party's report for a cycle, or 404."""
    return get_object_or_404(
        marked(Report.objects.select_related("cycle", "party")), party=party, cycle__year=year
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


def asked(report: Report, section: str, also: Collection[str] = ()) -> tuple[Scope, str]:
    """The scope and the section that an address names, such as "zones/3/sdg", or 404."""
    address = SectionAddress.read(section)
    if address is None or address.section not in (*SECTIONS, *also):
        raise Http404(section)
    if address.is_affected:
        return AFFECTED, address.section
    if address.zone is None:
        return NATIONAL, address.section
    zone = get_object_or_404(report.zones.light(), number=address.zone)
    return Scope.of_zone(zone), address.section


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def baseline_section(request: HttpRequest, party: Party, year: int, section: str) -> HttpResponse:
    """Show a section; a post saves it and goes on to what its button asks for."""
    report = report_of(party, year)
    scope, key = asked(report, section)
    if request.method == "POST":
        return _save(cast(SignedInRequest, request), report, key, scope)
    page = SectionPage.load(
        report,
        key,
        Notation.from_fields(request.GET.dict()),
        scope,
        part=request.GET.get("part", ""),
        field=request.GET.get("field", ""),
        checked="check" in request.GET,
    )
    context = _context(request, page)
    if context["editable"]:
        context |= _here(cast(SignedInRequest, request).user, report, scope, key)
    return render(request, "indicators/baseline/section.html", context)


def _here(user: User, report: Report, scope: Scope, section: str) -> dict[str, Any]:
    """Who else is in the section, and where a script asks again."""
    return {
        "here": words_of(come(place_of(report, scope, section), user)),
        "here_url": reverse("baseline_here", args=address(report, section, scope)),
        "here_seconds": RENEW_SECONDS,
    }


@require_GET
@record_page
def baseline_here(request: HttpRequest, party: Party, year: int, section: str) -> HttpResponse:
    """Who else is in a section now; whoever asks is there too."""
    report = report_of(party, year)
    scope, key = asked(report, section)
    user = cast(SignedInRequest, request).user
    return JsonResponse({"here": words_of(come(place_of(report, scope, key), user))})


def _context(request: HttpRequest, page: SectionPage) -> dict[str, Any]:
    report, scope = page.record.report, page.record.scope
    locked = why_closed(report, cast(SignedInRequest, request).user, page.key)
    return {
        "page": page,
        "report": report,
        "info": SECTIONS[page.key],
        "crumbs": [*crumbs(report), *scope_crumbs(report, scope)],
        "scope": scope,
        "scopes": switch(report, scope, page.key),
        "beside": sections_beside(report, scope, page.key),
        "editable": not locked,
        "locked": locked,
        "checked": "check" in request.GET,
        "found": page_of(request, page.findings, size=FINDINGS) if page.checked else None,
        **_addresses(page),
        "saved_at": saved_words(page.section.updated_at),
        "section_url": section_url(report, page.key, scope=scope),
        "sources_url": reverse("baseline_sources", args=address(report, page.key, scope)),
        "compare_url": reverse("baseline_compare", args=address(report, page.key, scope)),
        "explain_url": reverse("baseline_explain", args=address(report, page.key, scope)),
        "workbook_url": reverse("offline_workbook", args=address(report, "report", scope)),
        "print_url": print_url(report, scope),
    }


def _addresses(page: SectionPage) -> dict[str, str]:
    """Where the form of a section, or of a part of it, is sent."""
    part = urlencode({"part": page.part}) if page.part else ""
    then = {name: urlencode({"then": name}) for name in ("check", "done")}
    urls = {f"{name}_url": f"?{query}{'&' if part else ''}{part}" for name, query in then.items()}
    return {"part_query": part, **urls}


def _save(request: SignedInRequest, report: Report, section: str, scope: Scope) -> HttpResponse:
    notation = Notation.from_fields(request.POST.dict())
    try:
        saved = save_section(
            report,
            section,
            posted_texts(request.POST),
            version=posted_version(request.POST),
            notation=notation,
            by=request.user,
            scope=scope,
        )
    except LockedError as error:
        return _locked(request, report, section, error, scope)
    except SavedMeanwhileError as error:
        return _conflict(request, Conflict.of(report, section, error, request.POST, scope))
    if wants_json(request):
        answer = _answer(saved, notation, request.GET.get("part", ""))
        here = words_of(come(place_of(report, scope, section), request.user))
        return JsonResponse(answer | {"here": here})
    return _onward(request, report, scope, saved, notation)


def _answer(saved: Saved, notation: Notation, part: str) -> dict[str, Any]:
    """What static/js/portal-autosave.js and portal-record.js expect."""
    page = SectionPage.of(saved.record, saved.section.key, notation, part=part)
    return {
        "saved": saved_words(saved.section.updated_at),
        "version": saved.section.version,
        "errors": {path: [sentence] for path, sentence in saved.problems.items()},
        "values": page.values(),
        "sentences": page.sentences(),
        "signs": page.signs(),
        "charts": {
            place: render_to_string("indicators/baseline/charts.html", {"charts": drawn})
            for place, drawn in (("first", page.charts[:1]), ("more", page.charts[1:]))
        },
    }


def _onward(
    request: SignedInRequest, report: Report, scope: Scope, saved: Saved, notation: Notation
) -> HttpResponse:
    section, then = saved.section.key, request.GET.get("then", "")
    unit, stock = notation.area.value, notation.stock.value
    shown = request.POST.get("show", "")
    if shown in ("km2", "ha"):
        unit = shown
    if shown in ("t/ha", "t"):
        stock = shown
    if keep := request.POST.get("keep", ""):
        return _keep(request, saved, report, keep, scope)
    if then == "done":
        finish_section(report, section, by=request.user, scope=scope)
        messages.success(request, _("The section is marked as complete."))
        return redirect(scope_home(report, scope))
    query = {"unit": unit, "stock_unit": stock} | ({"check": "1"} if then == "check" else {})
    if part := request.GET.get("part", ""):
        query["part"] = part
    messages.success(request, saved_words(saved.section.updated_at))
    return redirect(section_url(report, section, query, scope))


def _keep(
    request: SignedInRequest, saved: Saved, report: Report, path: str, scope: Scope
) -> HttpResponse:
    """Take over what the report before published, after everything typed has been saved."""
    section, version = saved.section.key, saved.section.version
    origin, by = Origin.CARRIED_OVER, request.user
    take(report, section, origin, [path], version=version, by=by, scope=scope)
    messages.success(request, _("The number of the last report is kept."))
    return redirect(f"{section_url(report, section, {'field': path}, scope)}#{path}")


def _locked(
    request: HttpRequest,
    report: Report,
    section: str,
    error: LockedError,
    scope: Scope = NATIONAL,
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"locked": str(error)}, status=LOCKED)
    messages.error(request, str(error))
    return redirect(section_url(report, section, scope=scope))


def _conflict(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(conflict.as_json(), status=409)
    report = conflict.report
    context = {
        "conflict": conflict,
        "report": report,
        "info": SECTIONS[conflict.section],
        "crumbs": [*crumbs(report), *scope_crumbs(report, conflict.scope)],
        "action": section_url(report, conflict.section, scope=conflict.scope),
    }
    return render(request, "indicators/baseline/conflict.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def baseline_sources(request: HttpRequest, party: Party, year: int, section: str) -> HttpResponse:
    """Say where the national numbers of a section come from, several at once."""
    report = report_of(party, year)
    scope, key = asked(report, section)
    page = SectionPage.load(report, key, Notation(), scope)
    form = source_form(page.record, key, request.POST or None, chosen=request.GET.get("field"))
    if request.method == "POST" and form.is_valid():
        return _give_source(cast(SignedInRequest, request), page, form)
    context = _context(request, page) | {"form": form}
    return render(request, "indicators/baseline/sources.html", context)


def _give_source(
    request: SignedInRequest, page: SectionPage, form: SourceForm | TablesSourceForm
) -> HttpResponse:
    report, section, scope = page.record.report, page.key, page.record.scope
    by = request.user
    try:
        count = give_source(report, section, form.paths, form.source, by=by, scope=scope)
    except LockedError as error:
        return _locked(request, report, section, error, scope)
    messages.success(
        request, _("The source is recorded with %(count)s numbers.") % {"count": count}
    )
    return redirect(section_url(report, section, scope=scope))


@require_POST
@record_page
def baseline_explain(request: HttpRequest, party: Party, year: int, section: str) -> HttpResponse:
    """Explain a warning, or take the explanation back."""
    report = report_of(party, year)
    scope, key = asked(report, section)
    finding, reason = request.POST.get("finding", "")[:300], request.POST.get("reason", "")[:2000]
    by = cast(SignedInRequest, request).user
    try:
        explain(report, key, finding, reason, by=by, scope=scope)
    except LockedError as error:
        return _locked(request, report, key, error, scope)
    messages.success(request, _("The explanation is saved. The reviewer will read it."))
    if request.GET.get("from") == "zones":
        return redirect("zone_list", *scope_args(report))
    return redirect(section_url(report, key, {"check": "1"}, scope))


@require_GET
@record_page
def baseline_number(
    request: HttpRequest, party: Party, year: int, section: str, path: str
) -> HttpResponse:
    """Where one number comes from: origin, run, source, who wrote it and what it was before."""
    report = report_of(party, year)
    scope, key = asked(report, section)
    page = SectionPage.load(report, key, Notation(), scope)
    story = NumberStory.tell(page.record, key, path)
    if story is None:
        raise Http404(path)
    context = _context(request, page) | {"story": story}
    return render(request, "indicators/baseline/number.html", context)
