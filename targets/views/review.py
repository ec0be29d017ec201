"""The steps of the workflow and the assignment of a review: pages that ask before they act."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countries.models import User
from countries.permissions import require
from targets.actions import assignment, publication, reviews, submissions
from targets.forms.review import AssignForm, StepForm
from targets.models import Submission
from targets.policies import Refused, may_assign
from targets.views.submissions import frame_of, readable
from targets.workflow import TRANSITIONS, Action

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
