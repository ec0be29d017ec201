"""Uploading rasters: welcome or not before they are read, streamed to disk, taken or refused."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.roles import Permission
from indicators.actions import datasets as actions
from indicators.datasets.arriving import DigestingUploadHandler, room_left
from indicators.forms.datasets import UploadForm
from indicators.models import Dataset
from indicators.quantity_text import bytes_size
from indicators.views.dataset_access import crumbs_to, page

_FORM_ROOM_BYTES = 1 << 20  # what a form takes beside its files


@csrf_exempt  # checked by `_take`, once the upload is known to be welcome
@page
@party_page(Permission.UPLOAD)
def dataset_upload(request: SignedInRequest, party: Party) -> HttpResponseBase:
    replaces = _replaced(request, party)
    if request.method != "POST":
        return _upload_page(request, party, UploadForm(replaces=replaces), replaces)
    room = room_left(party)
    most = min(settings.UPLOAD_LIMIT_BYTES, room)
    declared = int(request.META.get("CONTENT_LENGTH") or 0)
    if declared > room + _FORM_ROOM_BYTES:
        return _too_large(request, party, replaces, declared, room)
    handler = DigestingUploadHandler(most)
    request.upload_handlers = [handler]
    try:
        request.POST  # noqa: B018 - reads the request, and streams its files to disk
    except UnreadablePostError:
        return HttpResponse(status=400)  # the line was cut: nobody reads this
    except OSError:
        return _no_room(request, party, replaces)
    if handler.too_large:
        return _too_large(request, party, replaces, declared, most)
    return csrf_protect(_take)(request, party, replaces)


def _replaced(request: SignedInRequest, party: Party) -> Dataset | None:
    pk = request.GET.get("replaces")
    if not pk:
        return None
    rows = Dataset.objects.visible_to(request.user).filter(party=party).current()
    try:
        return get_object_or_404(rows, pk=pk)
    except ValidationError:  # not a UUID
        return get_object_or_404(rows, pk__isnull=True)


def _upload_page(
    request: HttpRequest,
    party: Party,
    form: UploadForm,
    replaces: Dataset | None,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    context = {
        "party": party,
        "form": form,
        "replaces": replaces,
        "problem": problem,
        "room": bytes_size(room_left(party)),
        "crumbs": crumbs_to(party),
    }
    return render(request, "indicators/datasets/upload.html", context, status=status)


def _too_large(
    request: HttpRequest, party: Party, replaces: Dataset | None, size: int, most: int
) -> HttpResponse:
    problem = _(
        "The upload has %(size)s, but at most %(most)s can be taken. Cut the rasters to your "
        "country, save them with compression, or send fewer at once; or remove rasters that are "
        "no longer needed."
    ) % {"size": bytes_size(size), "most": bytes_size(most)}
    form = UploadForm(replaces=replaces)
    return _upload_page(request, party, form, replaces, status=413, problem=problem)


def _no_room(request: HttpRequest, party: Party, replaces: Dataset | None) -> HttpResponse:
    problem = _(
        "The disk of the portal is full, so the upload could not be kept. Nothing else was lost. "
        "Try again later, or tell the helpdesk."
    )
    form = UploadForm(replaces=replaces)
    return _upload_page(request, party, form, replaces, status=507, problem=problem)


def _take(request: SignedInRequest, party: Party, replaces: Dataset | None) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES, replaces=replaces)
    if not form.is_valid():
        return _upload_page(request, party, form, replaces)
    taken: list[actions.Uploaded] = []
    try:
        _take_each(request, party, form, taken)
    except ValidationError as error:
        form.add_error("rasters", error)
        return _upload_page(request, party, form, replaces)
    except OSError:
        return _no_room(request, party, replaces)
    finally:
        _say_what_was_taken(request, taken)
    if len(taken) == 1:
        return redirect(taken[0].dataset)
    return redirect("dataset_list", party.iso3)


def _take_each(
    request: SignedInRequest, party: Party, form: UploadForm, taken: list[actions.Uploaded]
) -> None:
    kind = form.replaces.kind if form.replaces else form.cleaned_data["kind"]
    for file in form.cleaned_data["rasters"]:
        uploaded = actions.upload_dataset(
            party, kind, file, by=request.user, replaces=form.replaces, **form.description
        )
        taken.append(uploaded)


def _say_what_was_taken(request: HttpRequest, taken: list[actions.Uploaded]) -> None:
    earlier = [str(uploaded.dataset) for uploaded in taken if uploaded.is_earlier]
    new = len(taken) - len(earlier)
    if new:
        text = ngettext(
            "%(count)s raster arrived and is being examined.",
            "%(count)s rasters arrived and are being examined.",
            new,
        )
        messages.success(request, text % {"count": new})
    if earlier:
        text = _("The very same file was here before and was not taken twice: %(names)s.")
        messages.info(request, text % {"names": ", ".join(earlier)})
