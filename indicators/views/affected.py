"""The copy of the record for affected areas."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from countries.access import SignedInRequest
from countries.models import Party
from indicators.actions.affected import copy_national
from indicators.baseline.scope import AFFECTED
from indicators.baseline.scope_states import state_of_scope
from indicators.locks import LockedError
from indicators.models import Report
from indicators.views.baseline import record_page, report_of
from indicators.views.scope_links import switch
from indicators.views.scope_pages import scope_context, tasks_of


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def affected_areas(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """The copy for affected areas: its sections; a post begins it from the national numbers."""
    report = report_of(party, year)
    if request.method == "POST":
        return _copy(cast(SignedInRequest, request), report)
    state = state_of_scope(report, AFFECTED)
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
