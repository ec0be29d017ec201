"""The copy of the record for affected areas: its sections, its beginning, its place on the map."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from countries.access import SignedInRequest
from countries.maps import Map, VectorLayer
from countries.models import Boundary, Party
from indicators import quantity_text
from indicators.actions.affected import copy_national, place_affected, unplace_affected
from indicators.baseline.fields import PROFILE
from indicators.baseline.scope import AFFECTED
from indicators.baseline.scope_states import state_of_scope
from indicators.forms.zones import VectorUploadForm
from indicators.locks import LockedError
from indicators.models import AffectedArea, Report
from indicators.views.baseline import record_page, report_of
from indicators.views.scope_links import scope_args, switch
from indicators.views.scope_pages import scope_context, tasks_of


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def affected_areas(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """The sections of the affected areas; a post begins them from the national numbers."""
    report = report_of(party, year)
    if request.method == "POST":
        return _copy(cast(SignedInRequest, request), report)
    return _page(request, party, report, VectorUploadForm())


def _page(
    request: HttpRequest, party: Party, report: Report, form: VectorUploadForm
) -> HttpResponse:
    state = state_of_scope(report, AFFECTED)
    placed = AffectedArea.objects.filter(report=report).first()
    context = scope_context(report) | {
        "scope_state": state,
        "tasks": tasks_of(report, state),
        "scopes": switch(report, AFFECTED, PROFILE),
        "placed": placed,
        "map": _map(party, placed) if placed else None,
        "form": form,
    }
    return render(request, "indicators/baseline/affected.html", context)


def _map(party: Party, placed: AffectedArea) -> Map | None:
    boundary: Boundary | None = getattr(party, "boundary", None)
    if boundary is None:
        return None
    feature = {"type": "Feature", "properties": {}, "geometry": placed.geometry}
    return Map(
        key="affected-map",
        title=_("The affected areas on the map"),
        bounds=boundary.bounds,
        layers=(
            VectorLayer("outline", _("Outline"), data=boundary.as_feature()),
            VectorLayer("affected", _("Affected areas"), data=feature, look="target"),
        ),
        source=boundary.source,
    )


def _copy(request: SignedInRequest, report: Report) -> HttpResponse:
    try:
        count = copy_national(report, by=request.user)
    except LockedError as error:
        messages.error(request, str(error))
        return _home(report)
    words = ngettext(
        "%(count)s number of the whole country is copied. Change what is different.",
        "%(count)s numbers of the whole country are copied. Change what is different.",
        count,
    )
    if count:
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("There was nothing to copy: no empty number has a national one."))
    return _home(report)


def _home(report: Report) -> HttpResponse:
    return redirect("affected_areas", *scope_args(report))


@require_POST
@record_page
def affected_place(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Upload the polygon of the affected areas, or with `remove` take it away."""
    report = report_of(party, year)
    by = cast(SignedInRequest, request).user
    form = VectorUploadForm(request.POST, request.FILES)
    try:
        if "remove" in request.POST:
            get_object_or_404(AffectedArea, report=report)
            unplace_affected(report, by=by)
            messages.success(request, _("The polygon is removed. The numbers stay."))
        elif form.is_valid():
            placed = place_affected(report, form.geometry, by=by)
            words = _("The affected areas are on the map: %(area)s.")
            messages.success(request, words % {"area": quantity_text.area(placed.area_km2)})
        else:
            return _page(request, party, report, form)
    except LockedError as error:
        messages.error(request, str(error))
    return _home(report)
