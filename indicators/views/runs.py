"""Start runs, list them, cancel them, repeat them."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.pages import page_of
from countries.permissions import may
from countries.roles import Permission
from indicators.actions.runs import cancel_run, repeat_run, start_run
from indicators.forms.run_request import RunRequest
from indicators.models import Cycle, Run
from indicators.runs.inputs import inputs_of
from indicators.runs.offer import Offer
from indicators.views.run_access import run_page


def crumbs(party: Party) -> list[tuple[str, str]]:
    """The pages above a page of runs."""
    return [(party.name, party.get_absolute_url()), (_("Runs"), run_list_url(party))]


def run_list_url(party: Party) -> str:
    return reverse("run_list", args=[party.iso3])


@require_safe
@party_page()
def run_list(request: SignedInRequest, party: Party) -> HttpResponse:
    runs = Run.objects.filter(party=party).light().select_related("party", "cycle", "created_by")
    context = {
        "party": party,
        "page": page_of(request, runs),
        "may_run": may(request.user, Permission.RUN, party),
        "crumbs": crumbs(party)[:1],
    }
    return render(request, "indicators/runs/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@party_page(Permission.RUN)
def run_new(request: HttpRequest, party: Party) -> HttpResponse:
    """Choose what to compute; a post starts the run."""
    cycle = _cycle(request)
    if cycle is None:
        return render(request, "indicators/runs/no_cycle.html", {"crumbs": crumbs(party)})
    inputs = inputs_of(party)
    if request.method == "POST":
        asked = RunRequest(party, cycle, inputs, request.POST, request.FILES)
        if asked.is_valid():
            return _start(cast(SignedInRequest, request), asked)
    else:
        asked = RunRequest(party, cycle, inputs, remembered=_remembered(request, party))
    context = {"asked": asked, "offer": Offer.of(party, inputs), "crumbs": crumbs(party)}
    return render(request, "indicators/runs/new.html", context)


def _cycle(request: HttpRequest) -> Cycle | None:
    year = request.GET.get("cycle", "")
    if year.isdecimal():
        return get_object_or_404(Cycle, year=int(year))
    return Cycle.objects.current()


def _remembered(request: HttpRequest, party: Party) -> Mapping[str, Any] | None:
    """The choices of the run that `?from=` names, of this Party."""
    number = request.GET.get("from", "")
    if not number.isdecimal():
        return None
    run = get_object_or_404(Run.objects.filter(party=party).only("choices"), number=int(number))
    choices: Mapping[str, Any] = run.choices
    return choices


def _start(request: SignedInRequest, asked: RunRequest) -> HttpResponseRedirect:
    started = start_run(asked.choice(), by=request.user, remembered=asked.remembered())
    if started.is_earlier:
        text = _(
            "Run %(number)s computes exactly this already, so no new run was started. To compute "
            "it again all the same, press “Compute again”."
        )
        messages.info(request, text % {"number": started.run.number})
    return redirect(started.run)


@require_POST
@run_page(Permission.RUN, light=True)
def run_cancel(request: SignedInRequest, run: Run) -> HttpResponse:
    if cancel_run(run, by=request.user):
        messages.success(request, _("Run %(number)s was cancelled.") % {"number": run.number})
    else:
        messages.info(request, _("Run %(number)s had ended already.") % {"number": run.number})
    return redirect(run)


@require_POST
@run_page(Permission.RUN)
def run_repeat(request: SignedInRequest, run: Run) -> HttpResponse:
    return redirect(repeat_run(run, by=request.user))
