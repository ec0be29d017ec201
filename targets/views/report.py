"""The home of a Party, and of its report for one cycle: the task list."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.permissions import may
from countries.roles import Permission
from indicators.actions.sections import start_report
from indicators.models import Cycle
from targets.home import Home, report_of_year


@require_GET
@party_page(Permission.VIEW_WORK)
def party_home(request: HttpRequest, party: Party) -> HttpResponse:
    """Go to the report of the current cycle; say so where no cycle has been opened."""
    cycle = Cycle.objects.current()
    if cycle is None:
        return render(request, "targets/report/no_cycle.html", {"party": party})
    return redirect(reverse("report_home", args=[party.iso3, cycle.year]))


@require_GET
@party_page(Permission.VIEW_WORK)
def report_home(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """The task list of a report, or the button that starts it."""
    current = Cycle.objects.current()
    report = report_of_year(party, year)
    may_edit = may(request.user, Permission.EDIT_RECORD, party)
    if report is None:
        cycle = get_object_or_404(Cycle, year=year)
        is_current = current is not None and current.pk == cycle.pk
        context = {"party": party, "cycle": cycle, "may_start": may_edit and is_current}
        return render(request, "targets/report/start.html", context)
    report.party = party
    home = Home(party, report, current)
    return render(request, "targets/report/home.html", {"party": party, "home": home})


@require_POST
@party_page(Permission.EDIT_RECORD)
def report_start(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Begin the report of the current cycle."""
    cycle = get_object_or_404(Cycle, year=year)
    current = Cycle.objects.current()
    if current is None or cycle.pk != current.pk:
        messages.error(request, _("Only the report of the current cycle can be started."))
        return redirect(reverse("party_home", args=[party.iso3]))
    report = start_report(party, cycle, by=cast(SignedInRequest, request).user)
    return redirect(report)
