"""Pages of the balance sheet: the sheet itself, what is assumed, planned losses, an exception."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.roles import Permission
from indicators.actions.sections import finish_section
from indicators.drafts import SavedMeanwhileError
from indicators.forms.baseline import posted_version
from indicators.locks import LockedError, why_closed
from indicators.models import Report
from indicators.views.baseline import crumbs, report_of
from targets.actions import neutrality as actions
from targets.forms.neutrality import AssumptionsForm, ExceptionForm, LossForm
from targets.models import PlannedLoss
from targets.neutrality.page import BalancePage
from targets.neutrality.said import SHARES
from targets.neutrality.sheet import Neutrality, read_neutrality
from targets.sections import BALANCE, BALANCE_TITLE

balance_page = party_page(Permission.VIEW_WORK, write=Permission.EDIT_RECORD)
CONFLICT = 409


def address(report: Report) -> list[object]:
    return [report.party.iso3, report.cycle.year]


def _home(report: Report) -> str:
    return reverse("balance", args=address(report))


def _assumptions(request: HttpRequest, found: Neutrality, *, posted: bool) -> AssumptionsForm:
    return AssumptionsForm(
        request.POST if posted else None,
        first_year=found.observed.years.last,
        assumed=found.said.assumed,
    )


def _show(
    request: HttpRequest, report: Report, *, status: int = 200, **forms: object
) -> HttpResponse:
    """The page; a form that was posted with mistakes takes the place of its empty one."""
    found = read_neutrality(report, request.GET.get("period", ""))
    locked = why_closed(report, cast(SignedInRequest, request).user, BALANCE)
    context: dict[str, Any] = {
        "report": report,
        "page": BalancePage(report.party, found),
        "found": found,
        "section": found.record.section(BALANCE),
        "title": BALANCE_TITLE,
        "crumbs": crumbs(report),
        "locked": locked,
        "editable": not locked,
        "assumptions_form": _assumptions(request, found, posted=False),
        "loss_form": LossForm(None),
        "exception_form": ExceptionForm(None, said=found.said),
        **forms,
    }
    form = context["assumptions_form"]
    context["share_fields"] = [form[name] for name in SHARES]
    return render(request, "targets/neutrality/balance.html", context, status=status)


@require_GET
@balance_page
def balance(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Gains, losses and the verdict, land type by land type; `?period=` picks another period."""
    return _show(request, report_of(party, year))


@require_POST
@balance_page
def balance_assume(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Save the assumptions of the projection."""
    report = report_of(party, year)
    form = _assumptions(request, read_neutrality(report), posted=True)
    if not form.is_valid():
        return _show(request, report, assumptions_form=form)
    return _say(request, report, form.answers)


@require_POST
@balance_page
def balance_except(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Acknowledge and justify a target below neutrality, or take that back."""
    report = report_of(party, year)
    form = ExceptionForm(request.POST, said=read_neutrality(report).said)
    if not form.is_valid():
        return _show(request, report, exception_form=form)
    return _say(request, report, form.answers)


def _say(request: HttpRequest, report: Report, answers: dict[str, str]) -> HttpResponse:
    user = cast(SignedInRequest, request).user
    try:
        actions.say(report, answers, version=posted_version(request.POST), by=user)
    except LockedError as error:
        messages.error(request, str(error))
    except SavedMeanwhileError:
        words = _("Somebody else changed this since you opened the page. Look, and save again.")
        messages.error(request, words)
        return _show(request, report, status=CONFLICT)
    else:
        messages.success(request, _("Saved."))
    return redirect(_home(report))


@require_POST
@balance_page
def balance_loss_new(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Enter a planned loss."""
    report = report_of(party, year)
    form = LossForm(request.POST)
    if not form.is_valid():
        return _show(request, report, loss_form=form)
    try:
        actions.plan_loss(report, form.loss, by=cast(SignedInRequest, request).user)
    except LockedError as error:
        messages.error(request, str(error))
    return redirect(f"{_home(report)}#planned-losses")


@require_POST
@balance_page
def balance_loss_remove(request: HttpRequest, party: Party, year: int, number: int) -> HttpResponse:
    """Take a planned loss out of the sheet."""
    report = report_of(party, year)
    loss = get_object_or_404(PlannedLoss, report=report, number=number)
    try:
        if not actions.drop_loss(loss, report, by=cast(SignedInRequest, request).user):
            raise Http404(number)
    except LockedError as error:
        messages.error(request, str(error))
    return redirect(f"{_home(report)}#planned-losses")


@require_POST
@balance_page
def balance_done(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Call the balance sheet complete."""
    report = report_of(party, year)
    try:
        finish_section(report, BALANCE, by=cast(SignedInRequest, request).user)
    except LockedError as error:
        messages.error(request, str(error))
        return redirect(_home(report))
    messages.success(request, _("The section is marked as complete."))
    return redirect(report)
