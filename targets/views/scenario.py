"""Scenarios: planned areas moved between land types and zones, kept by name, and compared.

The plans of the report stay as they are. What somebody tries is kept for them at every step.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.permissions import may
from countries.roles import Permission
from indicators.models import Report
from indicators.views.baseline import crumbs, report_of
from targets.actions import scenarios as actions
from targets.forms.neutrality import AssumptionsForm
from targets.forms.scenario import NameForm, ScenarioForm
from targets.models import SavedScenario
from targets.neutrality.lines import Assumptions
from targets.neutrality.said import SHARES
from targets.neutrality.scenario import (
    MoveError,
    Scenario,
    ZonedPlans,
    from_rows,
    moved,
    plans_now,
    zones_of,
)
from targets.neutrality.scenario_page import LETTERS, Comparison, ScenarioPage, Side
from targets.neutrality.sheet import Neutrality, read_neutrality
from targets.sections import BALANCE_TITLE

scenario_page = party_page(Permission.VIEW_WORK)
editing_page = party_page(Permission.VIEW_WORK, write=Permission.EDIT_RECORD)
TRY, MOVE, KEEP, AGAIN = "try", "move", "keep", "again"
"""What the buttons of the form ask for (`do`); without one, what was typed is worked out."""


@dataclass
class Tried:
    """The forms to show next, and the scenario to judge."""

    form: ScenarioForm
    assumptions: AssumptionsForm
    name: NameForm
    scenario: Scenario

    @property
    def is_valid(self) -> bool:
        return not (self.form.errors or self.assumptions.errors or self.name.errors)


def _now(found: Neutrality) -> Scenario:
    zones = zones_of(found.observed.run)
    return Scenario(found, plans_now(found.plans, zones), found.said.assumed)


def _kept(found: Neutrality, row: SavedScenario) -> Scenario:
    plans = from_rows(row.plans, zones_of(found.observed.run))
    return Scenario(found, plans, actions.assumed_in(row))


@require_http_methods(["GET", "HEAD", "POST"])
@scenario_page
def scenario(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """What is planned, to be changed; a post answers with the balance that would follow."""
    report = report_of(party, year)
    found = read_neutrality(report)
    user = cast(SignedInRequest, request).user
    if request.method != "POST":
        return _show(request, report, _begun(request, report, found))
    if request.POST.get("do") == AGAIN:
        actions.start_again(report, by=user)
        return redirect(_address(report))
    tried = _tried(request, found)
    if tried.is_valid:
        actions.try_out(report, tried.scenario, by=user)
    if tried.is_valid and request.POST.get("do") == KEEP and _keep(request, report, tried):
        return redirect(f"{_address(report)}#kept")
    return _show(request, report, tried)


def _address(report: Report) -> str:
    return reverse("scenario", args=[report.party.iso3, report.cycle.year])


def _begun(request: HttpRequest, report: Report, found: Neutrality) -> Tried:
    """The scenario that `?open=` names, else what this person tried last, else the plans."""
    user = cast(SignedInRequest, request).user
    opened = request.GET.get("open", "")
    rows = report.scenarios.current()
    if opened:
        key = int(opened) if opened.isascii() and opened.isdigit() and len(opened) < 19 else 0
        row: SavedScenario | None = get_object_or_404(rows.named(), pk=key)
    else:
        row = rows.filter(name="", created_by=user).first()
    begun = _kept(found, row) if row else _now(found)
    return _forms(found, begun.plans, begun.assumed)


def _forms(
    found: Neutrality,
    plans: ZonedPlans,
    assumed: Assumptions,
    chosen: dict[str, str] | None = None,
    name: NameForm | None = None,
) -> Tried:
    tried = Scenario(found, plans, assumed)
    return Tried(
        ScenarioForm(None, plans, tried.zones, chosen),
        AssumptionsForm(None, first_year=found.observed.years.last, assumed=assumed),
        name or NameForm(None),
        tried,
    )


def _tried(request: HttpRequest, found: Neutrality) -> Tried:
    """Read what was posted, and make the move if one was asked for."""
    now = _now(found)
    posted_zones = tuple(dict.fromkeys(filter(None, request.POST.getlist("zone"))))
    zones = (*now.zones, *(zone for zone in posted_zones if zone not in now.zones))
    form = ScenarioForm(request.POST, now.plans, zones)
    assumptions = AssumptionsForm(
        _with_defaults(request, found), first_year=found.observed.years.last, assumed=now.assumed
    )
    keeping = request.POST.get("do") == KEEP
    name = NameForm(request.POST if keeping else None)
    if not (form.is_valid() & assumptions.is_valid()) or (keeping and not name.is_valid()):
        valid = form.is_valid() and assumptions.is_valid()
        judged = Scenario(found, form.plans, assumptions.assumed) if valid else now
        return Tried(form, assumptions, name, judged)
    plans: ZonedPlans = form.plans
    if form.wanted is not None and request.POST.get("do", MOVE) == MOVE:
        try:
            plans = moved(plans, form.wanted)
        except MoveError as error:
            form.add_error("move", str(error))
            return Tried(form, assumptions, name, Scenario(found, plans, assumptions.assumed))
    return _forms(found, plans, assumptions.assumed, form.chosen, name)


def _with_defaults(request: HttpRequest, found: Neutrality) -> Any:
    """The posted assumptions; those that were not posted are as the balance sheet has them."""
    data = request.POST.copy()
    form = AssumptionsForm(None, first_year=0, assumed=found.said.assumed)
    for name in form.fields:
        data.setdefault(name, str(form[name].value()))
    return data


def _keep(request: HttpRequest, report: Report, tried: Tried) -> bool:
    """Keep under the name; a name that is taken comes back with what to do."""
    data = tried.name.cleaned_data
    try:
        row = actions.keep(
            report,
            tried.scenario,
            data["name"],
            data["note"],
            by=cast(SignedInRequest, request).user,
        )
    except actions.NameTakenError as error:
        tried.name.add_error("name", str(error))
        return False
    messages.success(request, _("The scenario “%(name)s” is kept.") % {"name": row.name})
    return True


def _show(request: HttpRequest, report: Report, tried: Tried) -> HttpResponse:
    whole = "HX-Request" not in request.headers
    now = _now(tried.scenario.found)
    context: dict[str, Any] = {
        "form": tried.form,
        "assumptions": tried.assumptions,
        "share_fields": [tried.assumptions[name] for name in SHARES],
        "page": ScenarioPage(now, tried.scenario),
        "is_changed": _differs(tried.scenario, now),
        "report": report,
        "may_keep": may(request.user, Permission.EDIT_RECORD, report.party),
        "name_form": tried.name,
        "title": _("What if"),
        "crumbs": _crumbs(report),
    }
    if whole:
        context["kept"] = list(report.scenarios.named().current().select_related("created_by"))
        context["removed"] = list(report.scenarios.named().exclude(removed_at=None))
    name = "scenario" if whole else "_scenario"
    return render(request, f"targets/neutrality/{name}.html", context)


def _differs(one: Scenario, other: Scenario) -> bool:
    plans = {cell: pair for cell, pair in one.plans.items() if any(pair)}
    others = {cell: pair for cell, pair in other.plans.items() if any(pair)}
    return plans != others or one.assumed != other.assumed


def _crumbs(report: Report) -> list[tuple[str, str]]:
    home = reverse("balance", args=[report.party.iso3, report.cycle.year])
    return [*crumbs(report), (str(BALANCE_TITLE), home)]


@require_POST
@editing_page
def scenario_remove(request: HttpRequest, party: Party, year: int, pk: int) -> HttpResponse:
    """Take a scenario off the list, or put it back."""
    report = report_of(party, year)
    row = get_object_or_404(report.scenarios.named(), pk=pk)
    user = cast(SignedInRequest, request).user
    if row.removed_at is None:
        actions.remove(row, by=user)
    else:
        try:
            actions.put_back(row, by=user)
        except actions.NameTakenError as error:
            messages.error(request, str(error))
    return redirect(f"{_address(report)}#kept")


@require_GET
@scenario_page
def scenario_compare(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Two scenarios side by side; 0, or nothing, is what is planned now."""
    report = report_of(party, year)
    found = read_neutrality(report)
    rows = {str(row.pk): row for row in report.scenarios.named().current()}
    asked = [request.GET.get(name, "0") for name in ("a", "b")]
    sides = [_side(found, rows, pair) for pair in zip(LETTERS, asked, strict=True)]
    context = {
        "report": report,
        "comparison": Comparison(*sides),
        "choices": [("0", _("As planned now")), *((key, row.name) for key, row in rows.items())],
        "chosen": asked,
        "title": _("Two scenarios"),
        "crumbs": [*_crumbs(report), (_("What if"), _address(report))],
    }
    return render(request, "targets/neutrality/scenario_compare.html", context)


def _side(found: Neutrality, rows: dict[str, SavedScenario], asked: tuple[str, str]) -> Side:
    letter, key = asked
    row = rows.get(key)
    if row is None:
        return Side(letter, _("As planned now"), "", _now(found))
    return Side(letter, row.name, row.note, _kept(found, row))
