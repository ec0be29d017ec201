"""The page of a measure's effect: what was found, and the button that asks for it."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.permissions import may
from countries.roles import Permission
from targets.actions.effects import NotAskable, ask_effect, newest_run
from targets.models import Measure, MeasureEffect
from targets.neutrality.effect_page import EffectPage
from targets.views.progress import measure_of


@require_http_methods(["GET", "HEAD", "POST"])
@party_page(Permission.VIEW_WORK, write=Permission.RUN)
def measure_effect(request: HttpRequest, party: Party, pk: int) -> HttpResponse:
    """The newest comparison of a measure with its surroundings; a post asks for another."""
    measure = measure_of(request, party, pk)
    if request.method == "POST":
        try:
            ask_effect(measure, by=cast(SignedInRequest, request).user)
        except NotAskable:
            messages.error(request, _("It needs a polygon, a first year and a finished run."))
        return redirect(reverse("measure_effect", args=[party.iso3, pk]))
    return render(request, "targets/neutrality/effect.html", _context(request, measure))


def _context(request: HttpRequest, measure: Measure) -> dict[str, Any]:
    rows = MeasureEffect.objects.filter(measure=measure).defer("geometry", "run__plan")
    effect = rows.select_related("run").defer("run__summary", "run__manifest").first()
    has_place = measure.geometry_area_km2 is not None and measure.start_year is not None
    return {
        "party": measure.party,
        "row": measure,
        "effect": effect,
        "is_revised": effect is not None and effect.run.revised_since(effect.created_at),
        "page": EffectPage(effect) if effect and effect.job_state == "succeeded" else None,
        "askable": has_place and newest_run(measure) is not None,
        "may_ask": may(request.user, Permission.RUN, measure.party),
        "title": _("Effect"),
        "crumbs": [
            (measure.party.name, measure.party.get_absolute_url()),
            (_("Measures"), reverse("measure_list", args=[measure.party.iso3])),
            (str(measure), measure.get_absolute_url()),
        ],
    }
