"""Apply the corrections of a record to a run."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.roles import Permission
from indicators.models import Run
from indicators.views.revisions import REFUSED, refusal_words
from targets.actions.corrections import IncompleteError, apply_corrections


@require_POST
@party_page(Permission.VIEW_WORK, write=Permission.EDIT_RECORD)
def corrections_apply(request: SignedInRequest, party: Party, run_id: str) -> HttpResponse:
    """Ask for the tables and maps of a run with the corrections of the record."""
    runs = Run.objects.visible_to(request.user).filter(party=party)
    run = get_object_or_404(runs.select_related("party", "cycle"), pk=run_id)
    try:
        apply_corrections(run, by=request.user)
    except IncompleteError as error:
        messages.error(request, str(error))
        return redirect("record_list", party.iso3, "corrections")
    except REFUSED as error:
        messages.info(request, refusal_words(error))
    else:
        text = _("The corrections are being applied to run %(number)s.")
        messages.success(request, text % {"number": run.number})
    return redirect(run)
