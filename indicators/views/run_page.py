"""The page of one run: its progress, its failure or its results."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from countries.access import SignedInRequest
from countries.permissions import may
from countries.roles import Permission
from indicators.models import JobState, Run
from indicators.runs.errors import sentence_for
from indicators.runs.going_in import going_in
from indicators.runs.progress import progress_of
from indicators.runs.results.numbers import results_of
from indicators.runs.results.page import ResultsPage
from indicators.runs.results.revised import RevisionPanel, as_first
from indicators.views.run_access import run_page
from indicators.views.runs import crumbs


@require_safe
@run_page()
def run_detail(request: SignedInRequest, run: Run) -> HttpResponse:
    panel = RevisionPanel.of(run) if run.job_state == JobState.SUCCEEDED else None
    first = as_first(run) if request.GET.get("as") == "first" else None
    shown = first or run
    results = results_of(shown) if run.job_state == JobState.SUCCEEDED else None
    context = {
        "run": run,
        "panel": panel,
        "first": first,
        "page": ResultsPage(shown, results) if results else None,
        "failure": _failure(run),
        "going_in": [] if results else going_in(run),
        # Who reviews may open the run, not the pages above it.
        "crumbs": crumbs(run.party) if may(request.user, Permission.VIEW_WORK, run.party) else [],
        "may_run": may(request.user, Permission.RUN, run.party),
        **_progress(run),
    }
    return render(request, "indicators/runs/detail.html", context)


@require_safe
@run_page(light=True)
def run_progress(request: SignedInRequest, run: Run) -> HttpResponse:
    """The progress bar alone, asked for every few seconds; tells the page when to reload."""
    response = render(request, "indicators/runs/_progress.html", {"run": run, **_progress(run)})
    if run.has_ended:
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response


def _progress(run: Run) -> dict[str, Any]:
    return {} if run.has_ended else {"progress": progress_of(run)}


def _failure(run: Run) -> str:
    if run.job_state != JobState.FAILED:
        return ""
    return sentence_for(run.error_code, run.error_params)
