"""Renew a run's maps with what the record says now, and restore how it was first computed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from countries.access import SignedInRequest
from countries.roles import Permission
from indicators.actions.revisions import (
    BusyError,
    NoResultsError,
    NothingToReviseError,
    restore_run,
    revise_run,
)
from indicators.locks import LockedError
from indicators.models import Run
from indicators.runs.drift import drift_of
from indicators.runs.results.revised import RevisionPanel
from indicators.science.errors import ManifestError
from indicators.views.run_access import run_page

REFUSED = (LockedError, BusyError, NoResultsError, NothingToReviseError, ManifestError)


def refusal_words(error: Exception) -> str:
    """Say why a run was not revised."""
    if isinstance(error, LockedError):
        return str(error)
    if isinstance(error, BusyError):
        return _("A revision of this run is being worked out already. Wait until it is done.")
    if isinstance(error, NoResultsError):
        return _("This run has no results that could be revised. Compute it again.")
    if isinstance(error, ManifestError):
        return _("The run cannot be revised with this: %(detail)s") % {"detail": str(error)}
    return _("The run shows exactly this already.")


@require_POST
@run_page(Permission.RUN)
def run_renew(request: SignedInRequest, run: Run) -> HttpResponse:
    """Ask for the run's maps under the record's legend and matrix."""
    try:
        revise_run(run, by=request.user, **drift_of(run).changes)
    except REFUSED as error:
        messages.info(request, refusal_words(error))
    else:
        messages.success(request, _("The maps are being renewed. The productivity is kept."))
    return redirect(run)


@require_POST
@run_page(Permission.RUN)
def run_restore(request: SignedInRequest, run: Run) -> HttpResponse:
    """Show the run again as it was first computed."""
    try:
        restore_run(run, by=request.user)
    except REFUSED as error:
        messages.info(request, refusal_words(error))
    else:
        text = _("Run %(number)s shows again how it was first computed.")
        messages.success(request, text % {"number": run.number})
    return redirect(run)


@require_safe
@run_page(light=True)
def run_revision(request: SignedInRequest, run: Run) -> HttpResponse:
    """How far a revision is, asked for every few seconds; tells the page when to reload."""
    panel = RevisionPanel.of(run)
    response = render(request, "indicators/runs/_revising.html", {"run": run, "panel": panel})
    if panel.at_work is None:
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response
