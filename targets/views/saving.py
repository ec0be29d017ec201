"""What all forms of drafts share: posting a draft, and saying that nothing can be saved now."""

from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from countries.access import SignedInRequest
from countries.sandbox.refusal import Refusal
from countries.vectors.sentences import refusal_sentence
from indicators.drafts import SavedMeanwhileError
from indicators.forms.baseline import posted_version
from indicators.locks import LockedError
from indicators.views.baseline import LOCKED, saved_words, wants_json
from targets.actions import promises as actions
from targets.forms.upload import UploadForm
from targets.promises.conflict import PromiseConflict

Row = TypeVar("Row", bound=actions.Row)


def refused(request: SignedInRequest, url: str, error: LockedError) -> HttpResponse:
    """Say why nothing can be changed, to a script or on the page that it leads back to."""
    if wants_json(request):
        return JsonResponse({"locked": str(error)}, status=LOCKED)
    messages.error(request, str(error))
    return redirect(url)


def post_draft(
    request: SignedInRequest, row: Row, texts: dict[str, str]
) -> actions.Saved | PromiseConflict:
    """Save the posted texts, or say where they cross what somebody else saved.

    Raises LockedError.
    """
    try:
        return actions.save(
            row,
            texts,
            version=posted_version(request.POST),
            sign="," if request.POST.get("decimal") == "," else ".",
            by=request.user,
        )
    except SavedMeanwhileError as error:
        return PromiseConflict.of(row, error, request.POST)


def saved_json(saved: actions.Saved) -> JsonResponse:
    """What a script that saves while somebody types is told."""
    return JsonResponse(
        {
            "saved": saved_words(saved.row.updated_at),
            "version": saved.row.version,
            "errors": {path: [words] for path, words in saved.problems.items()},
        }
    )


def crossed(
    request: SignedInRequest, conflict: PromiseConflict, context: dict[str, object]
) -> HttpResponse:
    """Both values of each field that two people changed; `context` holds the page's own."""
    if wants_json(request):
        return JsonResponse(conflict.as_json(), status=409)
    context = {**context, "conflict": conflict}
    return render(request, "targets/promises/conflict.html", context, status=409)


def take_place(request: SignedInRequest, row: Row, form: UploadForm) -> Row | None:
    """Give a row the polygon of a posted file; None where there is none, or it was refused.

    Raises LockedError.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        geometry = form.read()
    except Refusal as refusal:
        form.add_error("file", refusal_sentence(refusal))
        return None
    return actions.set_place(row, geometry, by=request.user)
