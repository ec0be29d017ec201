"""Submitting: check the answers, put a name to them, get a receipt."""

import json
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from countries.access import party_page
from countries.models import Party, User
from countries.permissions import may
from countries.roles import Permission
from indicators.baseline.frame import marked
from indicators.models import Report
from targets.actions import submissions
from targets.forms.review import SubmitForm
from targets.models import Submission
from targets.pages.build import pages_of
from targets.pages.parts import Page
from targets.policies import Refused
from targets.readiness import remarks_on
from targets.remarks import Remark
from targets.snapshots import Signature, freeze
from targets.working_copy import WorkingCopy


def _report(party: Party, year: int) -> Report:
    return get_object_or_404(
        marked(Report.objects.all()).select_related(
            "party__boundary", "cycle", "zone_file", "affected_area"
        ),
        party=party,
        cycle__year=year,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@party_page(read=Permission.VIEW_WORK, write=Permission.SUBMIT)
def submit_report(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Check-your-answers; posting it freezes the report."""
    report = _report(party, year)
    user = cast(User, request.user)
    copy = WorkingCopy.load(report) if report.is_editable else None
    remarks = remarks_on(copy) if copy else []
    initial = {"signed_name": user.full_name, "signed_title": user.title}
    form = SubmitForm(request.POST or None, remarks=remarks, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            submission = submissions.submit(
                report,
                by=user,
                signed_name=form.cleaned_data["signed_name"],
                signed_title=form.cleaned_data["signed_title"],
                explanations=form.explanations(),
            )
        except Refused as refused:
            messages.error(request, str(refused.message))
            return redirect("submit_report", party.iso3, year)
        return redirect("submission_receipt", submission.pk)
    context = _check(user, report, remarks, form) | {"pages": _preview(copy) if copy else []}
    return render(request, "targets/submit/check.html", context)


def _check(user: User, report: Report, remarks: list[Remark], form: SubmitForm) -> dict[str, Any]:
    errors = [remark for remark in remarks if remark.is_error]
    return {
        "report": report,
        "form": form,
        "errors": errors,
        "newest": None if report.is_editable else report.submissions.without_snapshot().first(),
        "may_submit": may(user, Permission.SUBMIT, report.party),
        "crumbs": [
            (report.party.name, report.party.get_absolute_url()),
            (_("Report for %(year)s") % {"year": report.cycle.year}, report.get_absolute_url()),
        ],
    }


def _preview(copy: WorkingCopy) -> list[Page]:
    """The pages of the snapshot that submitting would make now.

    Without those of zones, which have pages of their own, and of which there may be many.
    """
    copy = copy.without_zones()
    previous = copy.report.submissions.order_by("-version").first()
    signature = Signature("", "", timezone.now())
    text = freeze(copy, signature=signature, remarks=[], previous=previous)
    return pages_of(json.loads(text), previous.content if previous else None)


@require_safe
@login_required
def submission_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt: version, signature and SHA-256 of what was submitted."""
    submission = get_object_or_404(
        Submission.objects.visible_to(cast(User, request.user))
        .without_snapshot()
        .select_related("report__party", "report__cycle", "submitted_by"),
        pk=pk,
    )
    return render(request, "targets/submit/receipt.html", {"submission": submission})
