"""The secretariat's pages of reporting cycles, their dates and their periods."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from countries.access import SignedInRequest, staff_page
from countries.pages import page_of
from countries.roles import Permission
from indicators.actions import cycles as actions
from indicators.actions import periods
from indicators.forms.cycles import CycleForm, PeriodForm
from indicators.models import Cycle, Period, ReportState
from indicators.periods import Use, use_of

page = require_http_methods(["GET", "HEAD", "POST"])
Crumbs = list[tuple[str, str]]


def _cycles() -> "QuerySet[Cycle]":
    handed_in = ~Q(reports__state=ReportState.DRAFT) & Q(reports__isnull=False)
    return Cycle.objects.annotate(
        started=Count("reports", distinct=True),
        handed_in=Count("reports", filter=handed_in, distinct=True),
    ).order_by("-year")


def _cycle(year: int) -> Cycle:
    return get_object_or_404(_cycles(), year=year)


def _period(year: int, key: str) -> Period:
    return get_object_or_404(Period.objects.select_related("cycle"), cycle__year=year, key=key)


def _crumbs(cycle: Cycle | None = None) -> Crumbs:
    above = [(_("Reporting cycles"), reverse("cycle_list"))]
    return above if cycle is None else [*above, (str(cycle), _home(cycle))]


def _home(cycle: Cycle) -> str:
    return reverse("cycle_detail", args=[cycle.year])


def _tried(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Act, or mark the form with why not."""
    try:
        act()
    except ValidationError as error:
        _mark(form, error)
        return False
    return True


def _mark(form: BaseForm, error: ValidationError) -> None:
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return
    asks = getattr(error, "code", "") == "touched" and "confirmed" in form.fields
    form.add_error("confirmed" if asks else None, error)


@require_safe
@staff_page(Permission.MANAGE_CYCLES)
def cycle_list(request: SignedInRequest) -> HttpResponse:
    """All cycles, newest first."""
    context = {"page": page_of(request, _cycles().prefetch_related("periods"))}
    return render(request, "indicators/cycles/list.html", context)


@page
@staff_page(Permission.MANAGE_CYCLES)
def cycle_new(request: SignedInRequest) -> HttpResponse:
    """Open a cycle with the periods of the one before it."""
    form = CycleForm(request.POST or None)
    windows = actions.windows_before()
    if request.method == "POST" and form.is_valid():
        by = request.user
        if _tried(form, lambda: actions.open_cycle(**form.cleaned_data, windows=windows, by=by)):
            messages.success(request, _("The cycle is open. Look at its periods."))
            return redirect("cycle_detail", form.cleaned_data["year"])
    before = Cycle.objects.first()
    context = {"form": form, "windows": windows, "before": before, "crumbs": _crumbs()}
    return render(request, "indicators/cycles/new.html", context)


@page
@staff_page(Permission.MANAGE_CYCLES)
def cycle_detail(request: SignedInRequest, year: int) -> HttpResponse:
    """The dates of a cycle, and its periods with every window."""
    cycle = _cycle(year)
    form = CycleForm(request.POST or None, instance=cycle)
    if cycle.reports.exists():
        form.fields["year"].disabled = True
        form.fields["year"].help_text = actions.YEAR_STANDS % {"year": cycle.year}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if _tried(form, lambda: actions.change_cycle(_cycle(year), by=request.user, **values)):
            messages.success(request, _("The cycle is saved."))
            return redirect("cycle_detail", values["year"])
        cycle = _cycle(year)
    context = {
        "cycle": cycle,
        "form": form,
        "periods": cycle.periods.all(),
        "crumbs": _crumbs(),
    }
    return render(request, "indicators/cycles/detail.html", context)


@page
@staff_page(Permission.MANAGE_CYCLES)
def period_new(request: SignedInRequest, year: int) -> HttpResponse:
    """Add a period to a cycle."""
    cycle = _cycle(year)
    form = PeriodForm(request.POST or None, use=Use())
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(form, lambda: periods.add_period(cycle, form.values, by=request.user))
    ):
        messages.success(request, _("The period is added."))
        return redirect(_home(cycle))
    title = _("Add a period to the cycle %(year)s") % {"year": cycle.year}
    return _period_page(request, cycle, form, title, Use())


@page
@staff_page(Permission.MANAGE_CYCLES)
def period_edit(request: SignedInRequest, year: int, key: str) -> HttpResponse:
    """Change the windows of a period."""
    period = _period(year, key)
    use = use_of(period)
    title = str(period)
    form = PeriodForm(request.POST or None, instance=period, use=use)
    if request.method == "POST" and form.is_valid():
        confirmed = bool(form.cleaned_data.get("confirmed"))
        held = _period(year, key)
        if _tried(
            form,
            lambda: periods.change_period(held, form.values, by=request.user, confirmed=confirmed),
        ):
            messages.success(request, _("The period is saved."))
            return redirect(_home(period.cycle))
    return _period_page(request, period.cycle, form, title, use, period)


def _period_page(
    request: SignedInRequest,
    cycle: Cycle,
    form: PeriodForm,
    title: str,
    use: Use,
    period: Period | None = None,
) -> HttpResponse:
    context = {
        "cycle": cycle,
        "period": period,
        "form": form,
        "title": title,
        "use": use,
        "stands": _sentence(lambda: periods.check_change(use, confirmed=False)),
        "crumbs": _crumbs(cycle),
    }
    return render(request, "indicators/cycles/period.html", context)


def _sentence(check: Callable[[], None]) -> str:
    """What a check says against something, or nothing."""
    try:
        check()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@page
@staff_page(Permission.MANAGE_CYCLES)
def period_remove(request: SignedInRequest, year: int, key: str) -> HttpResponse:
    """Ask, then take a period out of its cycle; or say why it stays."""
    period = _period(year, key)
    back = _home(period.cycle)
    if request.method == "POST":
        sentence = _sentence(lambda: periods.remove_period(period, by=request.user))
        if sentence:
            messages.error(request, sentence)
        else:
            messages.success(request, _("The period is removed."))
        return redirect(back)
    context = {
        "period": period,
        "refused": _sentence(lambda: periods.check_removal(period, use_of(period))),
        "back": back,
        "crumbs": _crumbs(period.cycle),
    }
    return render(request, "indicators/cycles/remove.html", context)
