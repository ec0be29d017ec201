"""The reviewers' board, and the steps of the workflow as pages that ask before they act."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from countries.access import staff_page
from countries.models import Region, User
from countries.pages import page_of
from countries.permissions import require
from countries.roles import Permission
from indicators.models import ReportState
from targets.actions import assignment, publication, reviews, submissions
from targets.forms.review import AssignForm, BoardForm, StepForm
from targets.models import Submission
from targets.models.submissions import SubmissionQuerySet
from targets.policies import Refused, may_assign
from targets.views.submissions import frame_of, readable
from targets.workflow import STATE_OWNERS, TRANSITIONS, Action, Owner

IDLE_AFTER = timedelta(days=7)

Act = Callable[[Submission, User, str], object]
_ACTS: dict[Action, Act] = {
    Action.RECALL: lambda submission, by, _comment: submissions.recall(submission, by=by),
    Action.REVISE: lambda submission, by, _comment: submissions.start_revision(submission, by=by),
    Action.START_REVIEW: lambda submission, by, _comment: reviews.start_review(submission, by=by),
    Action.RETURN: lambda submission, by, comment: reviews.return_to_party(
        submission, by=by, reason=comment
    ),
    Action.ACCEPT: lambda submission, by, _comment: reviews.accept(submission, by=by),
    Action.PUBLISH: lambda submission, by, _comment: publication.publish(submission, by=by),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submission_step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Ask before a step of the workflow, and take it."""
    submission = get_object_or_404(readable(request), pk=pk)
    if action not in _ACTS:
        raise Http404
    row = TRANSITIONS[Action(action)]
    user = cast(User, request.user)
    require(user, row.permission, submission.report.party)
    form = StepForm(request.POST or None, transition=row)
    if request.method == "POST" and (form.is_valid() or not form.fields):
        comment = form.cleaned_data.get("comment", "") if form.fields else ""
        try:
            _ACTS[row.action](submission, user, comment)
        except Refused as refused:
            messages.error(request, str(refused.message))
        return redirect(submission)
    context = {**frame_of(request, submission, str(row.action.label)), "row": row, "form": form}
    return render(request, "targets/review/step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submission_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask who is to review a version, and give it to them."""
    submission = get_object_or_404(readable(request), pk=pk)
    user = cast(User, request.user)
    if not may_assign(user, submission.report.party):
        raise PermissionDenied
    people = {person.pk: person for person in assignment.candidates(submission)}
    form = AssignForm(
        request.POST or None,
        people=list(people.values()),
        initial={"reviewer": submission.reviewer_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            assignment.assign(submission, people[form.cleaned_data["reviewer"]], by=user)
        except Refused as refused:
            messages.error(request, str(refused.message))
        return redirect(submission)
    context = {**frame_of(request, submission, _("Assign a reviewer")), "form": form}
    return render(request, "targets/review/assign.html", context)


@require_safe
@staff_page(Permission.READ_SUBMISSIONS)
def review_board(request: HttpRequest) -> HttpResponse:
    """All reports that were submitted, by their newest version; first those that wait for you."""
    rows = _newest_versions(readable(request))
    states = [(s.value, s.label) for s in ReportState if s != ReportState.DRAFT]
    annexes = Region.objects.filter(kind=Region.Kind.ANNEX)
    form = BoardForm(request.GET, annexes=annexes, states=states)
    if form.is_valid():
        rows = _filtered(rows, form.cleaned_data, cast(User, request.user))
    context = {
        "form": form,
        "page": page_of(request, rows),
        "idle_before": timezone.now() - IDLE_AFTER,
    }
    return render(request, "targets/review/board.html", context)


def _newest_versions(rows: SubmissionQuerySet) -> QuerySet[Submission]:
    newest = Submission.objects.filter(
        report=OuterRef("report"), recalled_at__isnull=True
    ).order_by("-version")
    unresolved = Count(
        "report__threads", filter=Q(report__threads__resolved_at__isnull=True), distinct=True
    )
    return (
        rows.without_snapshot()
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .annotate(open_threads=unresolved, since=F("report__state_changed_at"))
        .order_by(_urgency(), "report__state_changed_at")
    )


def _urgency() -> Case:
    """Those first whose next word is the reviewers' or the secretariat's."""
    waiting = [s for s, owner in STATE_OWNERS.items() if owner != Owner.PARTY]
    return Case(When(report__state__in=waiting, then=0), default=1)


def _filtered(
    rows: QuerySet[Submission], chosen: dict[str, Any], user: User
) -> QuerySet[Submission]:
    if chosen["annex"]:
        rows = rows.filter(report__party__annex=chosen["annex"])
    if chosen["state"]:
        rows = rows.filter(report__state=chosen["state"])
    if chosen["mine"]:
        rows = rows.filter(reviewer=user)
    if chosen["waiting"]:
        rows = rows.filter(
            report__state=ReportState.SUBMITTED,
            report__state_changed_at__lt=timezone.now() - IDLE_AFTER,
        )
    return rows
