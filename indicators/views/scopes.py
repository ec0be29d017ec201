"""The parts of a country that a report has numbers for: its zones, and the affected areas."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from countries.access import SignedInRequest
from countries.models import Party
from countries.pages import page_of
from indicators.actions.affected import copy_national
from indicators.baseline.scope import AFFECTED, Scope
from indicators.baseline.scope_states import ScopeState, states_of_scopes
from indicators.locks import LockedError, why_locked
from indicators.models import Cycle, Report, Zone
from indicators.sections import SECTIONS
from indicators.views.baseline import crumbs, record_page, report_of
from indicators.views.scope_links import section_url, switch


@dataclass(frozen=True)
class SectionTask:
    """A section of a scope, as a list shows it."""

    title: object
    url: str
    state: str


@dataclass(frozen=True)
class ZoneLine:
    """A zone in the list."""

    zone: Zone
    scope_state: ScopeState
    tasks: list[SectionTask]


def tasks_of(report: Report, state: ScopeState) -> list[SectionTask]:
    """The sections of a scope with their states."""
    return [
        SectionTask(
            info.title,
            section_url(report, key, scope=state.scope),
            state.sections.get(key, "not_started"),
        )
        for key, info in SECTIONS.items()
    ]


def scope_context(report: Report) -> dict[str, Any]:
    """What the pages of zones and of the affected areas both need."""
    locked = why_locked(report, Cycle.objects.current())
    return {
        "report": report,
        "crumbs": crumbs(report),
        "locked": locked,
        "editable": not locked,
    }


@require_safe
@record_page
def zone_list(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """The zones with how far each is."""
    report = report_of(party, year)
    page = page_of(request, report.zones.light())
    zones = list(page.object_list)
    states = states_of_scopes(report, map(Scope.of_zone, zones))
    lines = [
        ZoneLine(zone, state, tasks_of(report, state))
        for zone, state in zip(zones, states, strict=True)
    ]
    section = request.GET.get("section", "")
    context = scope_context(report) | {
        "page": page,
        "lines": lines,
        "scopes": switch(report, Scope(zone="\n"), section if section in SECTIONS else "sdg"),
    }
    return render(request, "indicators/baseline/zones.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def affected_areas(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """The copy for affected areas: its sections; a post begins it from the national numbers."""
    report = report_of(party, year)
    if request.method == "POST":
        return _copy(cast(SignedInRequest, request), report)
    [state] = states_of_scopes(report, [AFFECTED])
    context = scope_context(report) | {
        "scope_state": state,
        "tasks": tasks_of(report, state),
        "scopes": switch(report, AFFECTED, "sdg"),
    }
    return render(request, "indicators/baseline/affected.html", context)


def _copy(request: SignedInRequest, report: Report) -> HttpResponse:
    try:
        count = copy_national(report, by=request.user)
    except LockedError as error:
        messages.error(request, str(error))
        return redirect("affected_areas", report.party.iso3, report.cycle.year)
    words = ngettext(
        "%(count)s number of the whole country is copied. Change what is different.",
        "%(count)s numbers of the whole country are copied. Change what is different.",
        count,
    )
    if count:
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("There was nothing to copy: no empty number has a national one."))
    return redirect("affected_areas", report.party.iso3, report.cycle.year)
