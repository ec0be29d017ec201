"""Submitting: check what stands against it, put a name to it, get a receipt."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from countries.access import party_page
from countries.models import Party, User
from countries.permissions import may
from countries.roles import Permission
from indicators.models import Report
from targets.actions import submissions
from targets.forms.review import SubmitForm, named
from targets.models import Submission
from targets.pages.parts import Words
from targets.pages.words import section_title
from targets.policies import Refused
from targets.readiness import remarks_on
from targets.remarks import Remark
from targets.section_titles import SECTION_TITLES
from targets.working_copy import WorkingCopy, marked_whole

REMARKS_A_PAGE = 25
TURN = "turn"
"""The button that shows other remarks; the one that submits has no name."""


def reports_of(party: Party, year: int) -> tuple[Report, list[Report]]:
    """The Party's report for a cycle, or 404, and those of earlier cycles (one query)."""
    reports = marked_whole(Report.objects.all()).select_related(
        "party__boundary", "cycle", "zone_file", "affected_area"
    )
    found = list(reports.filter(party=party, cycle__year__lte=year).order_by("-cycle__year"))
    if not found or found[0].cycle.year != year:
        raise Http404
    return found[0], found[1:]


@dataclass(frozen=True)
class Remarks:
    """What stands against a report or is worth a word: all of it, and what is shown of it."""

    all: Sequence[Remark]
    section: str
    page: Page[tuple[str, Remark]]

    @classmethod
    def of(cls, found: Sequence[Remark], asked: Mapping[str, str]) -> "Remarks":
        """What `asked` wants to see: `section` and `page`, or `turn` where a button was pressed."""
        sections = {remark.section for remark in found}
        section = asked.get("section", "") if asked.get("section") in sections else ""
        wanted = [pair for pair in named(found) if section in ("", pair[1].section)]
        number = asked.get(TURN) or asked.get("page")
        return cls(found, section, Paginator(wanted, REMARKS_A_PAGE).get_page(number))

    @property
    def shown(self) -> list[str]:
        return [name for name, _remark in self.page]

    @property
    def errors(self) -> list[Remark]:
        """The errors on this page."""
        return [remark for _name, remark in self.page if remark.is_error]

    @property
    def warnings(self) -> list[Remark]:
        """The warnings on this page."""
        return [remark for _name, remark in self.page if not remark.is_error]

    @property
    def is_long(self) -> bool:
        """Whether there are more than fit on one page."""
        return len(self.all) > REMARKS_A_PAGE

    @property
    def error_count(self) -> int:
        return sum(remark.is_error for remark in self.all)

    @property
    def warning_count(self) -> int:
        return len(self.all) - self.error_count

    @property
    def sections(self) -> list[tuple[str, Words, int]]:
        """The sections that something is said about, with how much."""
        counts = Counter(remark.section for remark in self.all if remark.section)
        return [(key, title_of(key), count) for key, count in counts.items()]


def title_of(section: str) -> Words:
    """The title of a section that a remark is about."""
    return SECTION_TITLES.get(section) or section_title(section)


@require_http_methods(["GET", "HEAD", "POST"])
@party_page(read=Permission.VIEW_WORK, write=Permission.SUBMIT)
def submit_report(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """What the rules say, and the signature; posting it freezes the report.

    A post that only turns the page keeps what was typed.
    """
    report, before = reports_of(party, year)
    user = cast(User, request.user)
    found = remarks_on(WorkingCopy.load(report, before)) if report.is_editable else []
    asked = (request.POST if request.method == "POST" else request.GET).dict()
    remarks = Remarks.of(found, asked)
    form = _form(request, user, remarks)
    if form.is_bound and form.is_valid():
        return _submit(request, report, form)
    return render(request, "targets/submit/check.html", _check(user, report, remarks, form))


def _form(request: HttpRequest, user: User, remarks: Remarks) -> SubmitForm:
    """The form as it is posted; where only the page is turned, with what was typed so far."""
    typed = request.POST.dict()
    initial = {"signed_name": user.full_name, "signed_title": user.title, **typed}
    submitted = request.method == "POST" and TURN not in request.POST
    data = request.POST if submitted else None
    return SubmitForm(data, remarks=remarks.all, shown=remarks.shown, typed=typed, initial=initial)


def _submit(request: HttpRequest, report: Report, form: SubmitForm) -> HttpResponse:
    try:
        submission = submissions.submit(
            report,
            by=cast(User, request.user),
            signed_name=form.cleaned_data["signed_name"],
            signed_title=form.cleaned_data["signed_title"],
            explanations=form.explanations(),
        )
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("submit_report", report.party.iso3, report.cycle.year)
    return redirect("submission_receipt", submission.pk)


def _check(user: User, report: Report, remarks: Remarks, form: SubmitForm) -> dict[str, Any]:
    return {
        "report": report,
        "form": form,
        "remarks": remarks,
        "newest": None if report.is_editable else report.submissions.without_snapshot().first(),
        "may_submit": may(user, Permission.SUBMIT, report.party),
        "crumbs": crumbs_of(report),
    }


def crumbs_of(report: Report) -> list[tuple[str, str]]:
    """The pages above that of submitting."""
    return [
        (report.party.name, report.party.get_absolute_url()),
        (_("Report for %(year)s") % {"year": report.cycle.year}, report.get_absolute_url()),
    ]


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
