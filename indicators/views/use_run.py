"""Use the numbers of a run: first what would change, side by side, then the change."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.roles import Permission
from indicators.actions.baseline import RunNotUsableError, run_proposals, use_run
from indicators.baseline.fields import LAND_COVER
from indicators.baseline.proposals import Proposal
from indicators.baseline.record import Record
from indicators.baseline.run_codes import RunCodes
from indicators.baseline.usable_runs import usable_runs
from indicators.locks import LockedError, why_locked
from indicators.models import Cycle, Report, Run
from indicators.sections import SECTIONS
from indicators.views.baseline import crumbs, report_of
from indicators.views.scope_links import ZONES, address


@dataclass(frozen=True)
class Group:
    """The proposals of one section, by what would happen to them."""

    title: str | Promise
    new: list[Proposal]
    same: list[Proposal]
    changed: list[Proposal]
    asks: list[Proposal]


def _groups(proposals: list[Proposal]) -> list[Group]:
    groups = []
    for key, info in SECTIONS.items():
        own = [p for p in proposals if p.key.indicator == key]
        asks = [p for p in own if p.asks]
        rest = [p for p in own if not p.asks]
        group = Group(
            title=info.title,
            new=[p for p in rest if p.is_new],
            same=[p for p in rest if p.is_same],
            changed=[p for p in rest if not p.is_new and not p.is_same],
            asks=asks,
        )
        if own:
            groups.append(group)
    return groups


@require_http_methods(["GET", "HEAD", "POST"])
@party_page(Permission.VIEW_WORK, write=Permission.EDIT_RECORD)
def use_run_page(request: HttpRequest, party: Party, year: int, run_id: str) -> HttpResponse:
    """Show what a run's numbers would change; a post changes it.

    Where the report has not been started, the page that starts it comes first.
    """
    run = get_object_or_404(Run.objects.filter(party=party, cycle__year=year), pk=run_id)
    if not party.reports.filter(cycle__year=year).exists():
        messages.info(request, _("Start the report first; then use the numbers of the run."))
        return redirect("report_home", party.iso3, year)
    report = report_of(party, year)
    if request.method == "POST":
        return _use(cast(SignedInRequest, request), report, run)
    locked = why_locked(report, Cycle.objects.current())
    record = Record.load(report)
    proposals = run_proposals(record, run)
    context = {
        "codes": RunCodes.of(run, record.frame.legend),
        "has_regions": bool(record.frame.regions),
        "legend_url": reverse("baseline_legend", args=[party.iso3, year]),
        "compare_url": reverse("baseline_compare", args=address(report, LAND_COVER)),
        "report": report,
        "run": run,
        "crumbs": crumbs(report),
        "groups": _groups(proposals),
        "zones": usable_runs(report, ZONES).filter(pk=run.pk).exists(),
        "count": sum(1 for p in proposals if not p.asks and not p.is_same),
        "asked": sum(1 for p in proposals if p.asks),
        "locked": locked,
        "editable": not locked,
    }
    return render(request, "indicators/baseline/use_run.html", context)


def _use(request: SignedInRequest, report: Report, run: Run) -> HttpResponse:
    try:
        used = use_run(report, run, by=request.user, replace=request.POST.getlist("replace"))
    except LockedError as error:
        messages.error(request, str(error))
        return redirect(report)
    except RunNotUsableError:
        messages.error(request, _("This run has no results that can be used. Compute it again."))
        return redirect(reverse("run_detail", args=[report.party.iso3, run.pk]))
    messages.success(request, _used_words(used.written, used.kept, run))
    return redirect(report)


def _used_words(written: int, kept: int, run: Run) -> str:
    words = _("%(count)s numbers are now those of run %(run)s.") % {
        "count": written,
        "run": run.number,
    }
    if kept:
        words += " " + _("%(count)s national numbers were kept.") % {"count": kept}
    return words
