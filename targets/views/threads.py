"""Comments on a version: open a thread, answer, resolve, open again."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from countries.models import User
from targets.actions import threads
from targets.forms.review import CommentForm, ReplyForm
from targets.models import Submission, Thread
from targets.pages.build import pages_of
from targets.pages.margins import item_named, page_of_field
from targets.policies import Refused, check_comment
from targets.views.submissions import frame_of, readable


def thread_url(submission: Submission, field: str, thread: Thread | None = None) -> str:
    """Where a thread stands: in the margin of its page."""
    url = reverse("submission_page", args=[submission.pk, page_of_field(field)])
    return f"{url}#thread-{thread.pk}" if thread else url


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def thread_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Comment on a field of a version: `?field=` is its path."""
    submission = get_object_or_404(readable(request), pk=pk)
    user = cast(User, request.user)
    field = request.POST.get("field") or request.GET.get("field", "")
    found = item_named(pages_of(submission.content), field)
    if found is None:
        raise Http404
    page, item, around = found
    form = CommentForm(request.POST or None, items=list(around), initial={"field": item.path})
    if request.method == "POST" and form.is_valid():
        return _open(request, submission, item.label, form.cleaned_data)
    check_comment_or_say(request, user, submission)
    context = {**frame_of(request, submission, _("Comment")), "form": form, "page": page}
    return render(request, "targets/review/comment.html", context)


def check_comment_or_say(request: HttpRequest, user: User, submission: Submission) -> None:
    """Raise PermissionDenied for who may not comment; say so where nobody can now."""
    try:
        check_comment(user, submission.report)
    except Refused as refused:
        messages.error(request, str(refused.message))


def _open(
    request: HttpRequest, submission: Submission, label: str, said: dict[str, str]
) -> HttpResponse:
    thread = None
    try:
        thread = threads.open_thread(
            submission,
            by=cast(User, request.user),
            field=said["field"],
            label=label,
            text=said["text"],
        )
    except Refused as refused:
        messages.error(request, str(refused.message))
    return redirect(thread_url(submission, said["field"], thread))


def _thread(request: HttpRequest, pk: int) -> Thread:
    visible = Thread.objects.visible_to(cast(User, request.user))
    return get_object_or_404(
        visible.select_related("report__party", "report__cycle", "submission"), pk=pk
    )


def _back(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Return to the page that the answer was written on, else to the thread's own version."""
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = thread_url(thread.submission, thread.field)
    return redirect(f"{wanted.partition('#')[0]}#thread-{thread.pk}")


@require_POST
@login_required
def thread_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer in a thread."""
    thread = _thread(request, pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was written. Write your answer and send it again."))
        return _back(request, thread)
    user = cast(User, request.user)
    return _do(
        request, thread, lambda: threads.reply(thread, by=user, text=form.cleaned_data["text"])
    )


@require_POST
@login_required
def thread_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a thread."""
    thread = _thread(request, pk)
    return _do(request, thread, lambda: threads.resolve(thread, by=cast(User, request.user)))


@require_POST
@login_required
def thread_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a thread again."""
    thread = _thread(request, pk)
    return _do(request, thread, lambda: threads.reopen(thread, by=cast(User, request.user)))


def _do(request: HttpRequest, thread: Thread, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused.message))
    return _back(request, thread)
