"""Check your answers: what submitting would freeze now, section by section."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.access import party_page
from countries.models import Party
from countries.roles import Permission
from indicators.models import Report
from targets.pages.build import pages_of
from targets.pages.parts import Page, split
from targets.snapshots import Signature, freeze
from targets.views.submit import crumbs_of, reports_of
from targets.working_copy import WorkingCopy

answers_door = party_page(read=Permission.VIEW_WORK)


@require_safe
@answers_door
def answers(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """The sections of what would be submitted now."""
    report, before = reports_of(party, year)
    if not report.is_editable:
        return redirect("submit_report", party.iso3, year)
    context = {**_frame(report), "pages": _preview(report, before)}
    return render(request, "targets/submit/answers.html", context)


@require_safe
@answers_door
def answers_page(request: HttpRequest, party: Party, year: int, key: str) -> HttpResponse:
    """One section as it would be frozen; a long one on several leaves."""
    report, before = reports_of(party, year)
    if not report.is_editable:
        return redirect("submit_report", party.iso3, year)
    pages = _preview(report, before)
    index = next((n for n, page in enumerate(pages) if page.key == key), None)
    if index is None:
        raise Http404
    frame = _frame(report)
    address = reverse("answers", args=[party.iso3, year])
    context = {
        **frame,
        "crumbs": [*frame["crumbs"], (_("Check your answers"), address)],
        "one": pages[index],
        "leaf": Paginator(split(pages[index].blocks), 1).get_page(request.GET.get("page")),
        "previous": pages[index - 1] if index else None,
        "following": pages[index + 1] if index + 1 < len(pages) else None,
    }
    return render(request, "targets/submit/answers_page.html", context)


def _frame(report: Report) -> dict[str, Any]:
    address = reverse("submit_report", args=[report.party.iso3, report.cycle.year])
    return {"report": report, "crumbs": [*crumbs_of(report), (_("Check and submit"), address)]}


def _preview(report: Report, before: list[Report]) -> list[Page]:
    """The pages of the snapshot that submitting would make now.

    Without those of zones, which have pages of their own, and of which there may be many.
    """
    copy = WorkingCopy.load(report, before, with_zones=False)
    previous = report.submissions.order_by("-version").first()
    signature = Signature("", "", timezone.now())
    text = freeze(copy, signature=signature, remarks=[], previous=previous)
    return pages_of(json.loads(text), previous.content if previous else None)
