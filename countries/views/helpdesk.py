"""The helpdesk: the list, a conversation, asking, answering, sharing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries.access import SignedInRequest
from countries.actions import helpdesk as actions
from countries.forms.helpdesk import AskForm, AssignForm, FilterForm, ShareForm, WriteForm
from countries.models import Party, Question, QuestionPost, User
from countries.pages import page_of
from countries.permissions import memberships_of
from countries.roles import Permission


def _held(user: User) -> set[Permission]:
    return {p for m in memberships_of(user) for p in m.definition.permissions}


def _asks_for(user: User) -> "QuerySet[Party]":
    return Party.objects.where_allowed(user, Permission.ASK).by_name()


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Helpdesk"), reverse("helpdesk"))]


@require_safe
@login_required
def question_list(request: SignedInRequest) -> HttpResponse:
    """Questions that the reader takes part in, and those that are shared with all Parties."""
    user = request.user
    held = _held(user)
    if not held & {Permission.ASK, Permission.ANSWER}:
        raise PermissionDenied
    form = FilterForm(request.GET, for_staff=Permission.ANSWER in held)
    form.is_valid()
    rows = _filtered(_listed(user), form.cleaned_data, user)
    context = {
        "form": form,
        "page": page_of(request, rows),
        "may_ask": Permission.ASK in held,
        "is_filtered": any(form.cleaned_data.values()),
    }
    return render(request, "countries/helpdesk/list.html", context)


def _listed(user: User) -> "QuerySet[Question]":
    """What stands in the list, each row saying whether the reader may open all of it."""
    whole = Question.objects.visible_to(user).filter(pk=OuterRef("pk")).order_by()
    rows = Question.objects.readable_by(user).select_related("party", "assignee", "asked_by")
    return rows.annotate(is_whole=Exists(whole))


def _filtered(rows: "QuerySet[Any]", chosen: dict[str, Any], user: User) -> "QuerySet[Question]":
    if chosen.get("q"):
        rows = rows.saying(chosen["q"], user)  # type: ignore[attr-defined]
    if chosen.get("state"):
        # The state of a conversation says something about it: only its own sides filter by it.
        rows = rows.filter(state=chosen["state"], is_whole=True)
    if chosen.get("annex"):
        rows = rows.filter(party__annex=chosen["annex"], is_whole=True)
    if chosen.get("mine"):
        rows = rows.filter(assignee=user)
    if chosen.get("shared"):
        rows = rows.filter(shared_at__isnull=False)
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_ask(request: SignedInRequest) -> HttpResponse:
    """Ask a question; `?about=`, `?about_label=` and `?page=` say where it arose."""
    parties = _asks_for(request.user)
    if not parties:
        raise PermissionDenied
    asked = {key: request.GET.get(key, "") for key in ("about", "about_label", "page", "party")}
    initial = {**asked, "party": parties.filter(iso3=asked["party"]).first()}
    form = AskForm(request.POST or None, parties=parties, initial=initial)
    if request.method == "POST" and form.is_valid():
        question = actions.ask(by=request.user, **form.cleaned_data)
        messages.success(request, _("Your question was sent. You are told when it is answered."))
        return redirect(f"{question.get_absolute_url()}?sent=ask")
    context = {"form": form, "crumbs": _crumbs(), "about": asked["about"]}
    return render(request, "countries/helpdesk/ask.html", context)


@require_safe
@login_required
def question(request: SignedInRequest, pk: int) -> HttpResponse:
    """A conversation, whole to its two sides; to peers what was shared of it."""
    rows = Question.objects.select_related("party__annex", "asked_by", "assignee", "shared_by")
    found = rows.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        shared = get_object_or_404(rows.readable_by(request.user), pk=pk)
        context = {"question": shared, "crumbs": _crumbs()}
        return render(request, "countries/helpdesk/shared.html", context)
    is_answering = actions.answers(request.user, found)
    people = actions.candidates(found) if is_answering else []
    context = {
        "question": found,
        "posts": QuestionPost.objects.filter(question=found).select_related("written_by"),
        "crumbs": _crumbs(),
        "is_answering": is_answering,
        "takes_part": actions.takes_part(request.user, found),
        "form": WriteForm(),
        "assign_form": AssignForm(people=people, initial={"assignee": found.assignee_id}),
        "sent": request.GET.get("sent", ""),
    }
    return render(request, "countries/helpdesk/question.html", context)


def _own(request: SignedInRequest, pk: int) -> Question:
    """A conversation of the reader's; what is only shared with them is a 404 to every verb."""
    return get_object_or_404(
        Question.objects.visible_to(request.user).select_related("party"), pk=pk
    )


@require_POST
@login_required
def question_write(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer, or follow up."""
    found, form = _own(request, pk), WriteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was written. Write your text and send it again."))
        return redirect(found)
    post = actions.write(found, by=request.user, text=form.cleaned_data["text"])
    return redirect(f"{found.get_absolute_url()}?sent=write#post-{post.pk}")


@require_POST
@login_required
def question_assign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a question to somebody who answers."""
    found = _own(request, pk)
    if not actions.answers(request.user, found):
        raise PermissionDenied
    people = {person.pk: person for person in actions.candidates(found)}
    form = AssignForm(request.POST, people=list(people.values()))
    if form.is_valid():
        actions.assign(found, people[form.cleaned_data["assignee"]], by=request.user)
    else:
        messages.error(request, _("Choose somebody who answers questions of this Party."))
    return redirect(found)


@require_POST
@login_required
def question_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a conversation."""
    return _do(request, pk, actions.close)


@require_POST
@login_required
def question_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a closed conversation again."""
    return _do(request, pk, actions.reopen)


@require_POST
@login_required
def question_unshare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a shared question back."""
    return _do(request, pk, actions.unshare)


def _do(request: SignedInRequest, pk: int, act: Callable[..., None]) -> HttpResponse:
    found = _own(request, pk)
    act(found, by=request.user)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_share(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write what peers shall read of a question, and share it."""
    found = _own(request, pk)
    if not actions.answers(request.user, found):
        raise PermissionDenied
    form = ShareForm(request.POST or None, initial=_shown_to_peers(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.share(found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(found)
    crumbs = [*_crumbs(), (found.subject, found.get_absolute_url())]
    context = {"question": found, "form": form, "crumbs": crumbs}
    return render(request, "countries/helpdesk/share.html", context)


def _shown_to_peers(question: Question) -> dict[str, str]:
    """What was shared before, else the question and its last answer to begin with."""
    posts = list(question.posts.order_by("pk"))
    last = next((post.text for post in reversed(posts) if post.is_answer), "")
    return {
        "shared_about": question.shared_about or question.about_label,
        "shared_question": question.shared_question or (posts[0].text if posts else ""),
        "shared_answer": question.shared_answer or last,
    }
