"""The scenario page: plans moved between land types; the balance follows, nothing is saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countries.access import party_page
from countries.models import Party
from countries.roles import Permission
from indicators.views.baseline import crumbs, report_of
from targets.forms.scenario import ScenarioForm
from targets.neutrality.lines import Plans, Sheet
from targets.neutrality.page import Outlook
from targets.neutrality.scenario import MoveError, moved, plans_of_sheet
from targets.neutrality.sheet import read_neutrality
from targets.sections import BALANCE_TITLE


@require_http_methods(["GET", "HEAD", "POST"])
@party_page(Permission.VIEW_WORK)
def scenario(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """What is planned, to be changed; a post answers with the balance that would follow."""
    report = report_of(party, year)
    sheet = read_neutrality(report).sheet
    form, plans = _tried(request, plans_of_sheet(sheet))
    context = _outcome(sheet, plans) | {
        "form": form,
        "report": report,
        "title": _("What if"),
        "crumbs": [*crumbs(report), (BALANCE_TITLE, reverse("balance", args=[party.iso3, year]))],
    }
    whole = "HX-Request" not in request.headers
    name = "scenario" if whole else "_scenario"
    return render(request, f"targets/neutrality/{name}.html", context)


def _tried(request: HttpRequest, now: Plans) -> tuple[ScenarioForm, Plans]:
    """The form to show next, and the plans to judge: those posted, after the move asked for."""
    if request.method != "POST":
        return ScenarioForm(None, now, {}), now
    form = ScenarioForm(request.POST, now, {})
    if not form.is_valid():
        return form, now
    plans: Plans = form.plans
    if form.wanted is not None:
        try:
            plans = moved(plans, form.wanted)
        except MoveError as error:
            form.add_error("move", str(error))
            return form, plans
    return ScenarioForm(None, plans, form.chosen), plans


def _outcome(sheet: Sheet, plans: Plans) -> dict[str, Any]:
    return {"now": Outlook(sheet), "then": Outlook(sheet.with_plans(plans))}
