"""Pages of the lists of supporting information: one set for all lists."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.pages import page_of
from countries.permissions import may
from countries.roles import Permission
from countries.section_roles import why_not_yours
from indicators.actions.sections import finish_section
from indicators.baseline.reading import decimal_sign
from indicators.locks import LockedError, editable_report, why_party_locked
from indicators.views.baseline import saved_words, wants_json
from targets.actions import promises as actions
from targets.forms.fields import posted_texts
from targets.forms.records import EntryForm
from targets.forms.upload import UploadForm
from targets.models import Entry
from targets.promises.conflict import PromiseConflict
from targets.promises.features import features
from targets.records.applying import Applying
from targets.records.corrections import CORRECTIONS
from targets.records.csv_lines import csv_of
from targets.records.declaration import RecordType
from targets.records.drafts import EntryDraft
from targets.records.page import EntryList, EntryPage, offered
from targets.records.registry import RECORD_TYPES
from targets.views.offline import workbook_links
from targets.views.saving import crossed, post_draft, refused, saved_json, take_place

record_page = party_page(Permission.VIEW_WORK, write=Permission.EDIT_RECORD)


def kind_of(key: str) -> RecordType:
    """The list of an address, or 404."""
    if key not in RECORD_TYPES:
        raise Http404(key)
    return RECORD_TYPES[key]


def list_url(party: Party, kind: RecordType) -> str:
    return reverse("record_list", args=[party.iso3, kind.key])


def _entry(request: SignedInRequest, party: Party, kind: str, pk: int) -> Entry:
    rows = Entry.objects.visible_to(request.user).filter(party=party, kind=kind_of(kind).key)
    row = get_object_or_404(rows.select_related("updated_by", "confirmed_by"), pk=pk)
    row.party = party
    return row


def list_context(request: SignedInRequest, party: Party, kind: RecordType) -> dict[str, Any]:
    """What every page of a list needs."""
    locked = why_party_locked(party) or why_not_yours(request.user, party, kind.key)
    return {
        "party": party,
        "kind": kind,
        "title": kind.title,
        "crumbs": [(party.name, party.get_absolute_url())],
        "locked": locked,
        "editable": not locked,
    }


def _entry_context(request: SignedInRequest, party: Party, row: Entry) -> dict[str, Any]:
    shown = EntryPage(row)
    context = list_context(request, party, shown.kind)
    crumbs = [*context["crumbs"], (str(shown.kind.title), list_url(party, shown.kind))]
    here = [party.iso3, row.kind, row.pk]
    urls = {
        f"{page}_url": reverse(f"record_{page}", args=here)
        for page in ("edit", "remove", "explain", "confirm", "place")
    }
    return context | urls | {"row": row, "shown": shown, "title": shown.name, "crumbs": crumbs}


@require_GET
@record_page
def record_list(request: HttpRequest, party: Party, kind: str) -> HttpResponse:
    """All entries of a list."""
    sort = kind_of(kind)
    rows = Entry.objects.filter(party=party, kind=kind).current().order_by("number")
    page = page_of(request, rows.defer("geometry"))
    listing = EntryList(party, sort, page, checked="check" in request.GET)
    context = list_context(cast(SignedInRequest, request), party, sort) | {
        "listing": listing,
        "page": page,
    }
    context["applying"] = Applying.of(party) if sort is CORRECTIONS else None
    context |= {
        f"{name}_url": reverse(f"record_{name}", args=[party.iso3, kind])
        for name in ("new", "done")
    } | workbook_links(party, kind)
    return render(request, "targets/records/list.html", context)


@require_GET
@record_page
def record_csv(request: HttpRequest, party: Party, kind: str) -> HttpResponse:
    """The list as CSV, in the reader's language."""
    sort = kind_of(kind)
    rows = Entry.objects.filter(party=party, kind=kind).current().defer("geometry", "sketch")
    name = f"{party.iso3}-{kind}.csv"
    return HttpResponse(
        csv_of(sort, rows.order_by("number")),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@record_page
def record_new(request: SignedInRequest, party: Party, kind: str) -> HttpResponse:
    """Begin an empty entry and open its form."""
    sort = kind_of(kind)
    try:
        row = actions.create(Entry, party, by=request.user, kind=kind)
    except LockedError as error:
        return refused(request, list_url(party, sort), error)
    return redirect("record_edit", party.iso3, kind, row.pk)


@require_POST
@record_page
def record_done(request: SignedInRequest, party: Party, kind: str) -> HttpResponse:
    """Call a list complete."""
    sort = kind_of(kind)
    try:
        report = editable_report(party)
        finish_section(report, sort.key, by=request.user)
    except LockedError as error:
        return refused(request, list_url(party, sort), error)
    messages.success(request, _("The section is marked as complete."))
    return redirect(report)


@require_GET
@record_page
def record_detail(request: SignedInRequest, party: Party, kind: str, pk: int) -> HttpResponse:
    """One entry, and what the rules say of it."""
    context = _entry_context(request, party, _entry(request, party, kind, pk))
    context["may_confirm"] = context["editable"] and may(request.user, Permission.SUBMIT, party)
    return render(request, "targets/records/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def record_edit(request: SignedInRequest, party: Party, kind: str, pk: int) -> HttpResponse:
    """The form; a post saves it and goes on to what its button asks for."""
    row = _entry(request, party, kind, pk)
    if row.removed_at is not None:
        raise Http404(row.pk)
    if request.method == "POST":
        return _save(request, party, row)
    context = _entry_context(request, party, row)
    if context["locked"]:
        messages.info(request, context["locked"])
        return redirect(row)
    draft = EntryDraft(row, decimal_sign())
    boundary = getattr(party, "boundary", None)
    context |= {
        "form": EntryForm(draft, draft.shown(), offered(party, kind_of(kind)), boundary),
        "decimal": decimal_sign(),
        "saved_at": saved_words(row.updated_at) if row.version else "",
    }
    return render(request, "targets/records/edit.html", context)


def _save(request: SignedInRequest, party: Party, row: Entry) -> HttpResponse:
    texts = posted_texts(request.POST, EntryDraft(row, ".").several)
    try:
        saved = post_draft(request, row, texts)
    except LockedError as error:
        return refused(request, list_url(party, kind_of(row.kind)), error)
    if isinstance(saved, PromiseConflict):
        context = _entry_context(request, party, row)
        return crossed(request, saved, context | {"action": context["edit_url"]})
    if wants_json(request):
        return saved_json(saved)
    messages.success(request, saved_words(saved.row.updated_at))
    if request.GET.get("then") == "done":
        return redirect(row)
    if request.GET.get("then") == "upload":
        return redirect("record_place", party.iso3, row.kind, row.pk)
    return redirect("record_edit", party.iso3, row.kind, row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def record_place(request: SignedInRequest, party: Party, kind: str, pk: int) -> HttpResponse:
    """Upload the polygon of an entry from a file."""
    row = _entry(request, party, kind, pk)
    if not kind_of(kind).is_placed or row.removed_at is not None:
        raise Http404(row.pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    try:
        placed = take_place(request, row, form)
    except LockedError as error:
        return refused(request, list_url(party, kind_of(kind)), error)
    if placed is not None:
        messages.success(request, EntryPage(placed).place_words)
        return redirect(placed)
    context = _entry_context(request, party, row) | {"form": form}
    return render(request, "targets/promises/upload.html", context)


@require_GET
@record_page
def record_features(request: HttpRequest, party: Party, kind: str) -> HttpResponse:
    """The polygons of a list as GeoJSON, sketched for a map of the country."""
    if not kind_of(kind).is_placed:
        raise Http404(kind)
    rows = Entry.objects.filter(party=party, kind=kind, sketch__isnull=False).current()
    found = features(party, rows.defer("geometry").order_by("number"), lambda e: EntryPage(e).name)
    return JsonResponse(found, content_type="application/geo+json")


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def record_remove(request: SignedInRequest, party: Party, kind: str, pk: int) -> HttpResponse:
    """Ask, then take an entry out of the report. It can be put back."""
    row = _entry(request, party, kind, pk)
    if request.method != "POST":
        context = _entry_context(request, party, row) | {"action": request.path}
        return render(request, "targets/promises/remove.html", context)
    take = actions.remove if row.removed_at is None else actions.restore
    try:
        take(row, by=request.user)
    except LockedError as error:
        return refused(request, list_url(party, kind_of(kind)), error)
    return redirect(row if row.removed_at else list_url(party, kind_of(kind)))


@require_POST
@record_page
def record_explain(request: SignedInRequest, party: Party, kind: str, pk: int) -> HttpResponse:
    """Explain a warning about an entry, or take the explanation back."""
    row = _entry(request, party, kind, pk)
    finding, reason = request.POST.get("finding", ""), request.POST.get("reason", "")
    try:
        actions.explain(row, finding[:300], reason[:2000], by=request.user)
    except LockedError as error:
        return refused(request, list_url(party, kind_of(kind)), error)
    messages.success(request, _("The explanation is saved. The reviewer will read it."))
    return redirect(row)


@require_POST
@party_page(Permission.SUBMIT)
def record_confirm(request: SignedInRequest, party: Party, kind: str, pk: int) -> HttpResponse:
    """Confirm an entry of a list that asks for it: the focal point's word that it counts."""
    row = _entry(request, party, kind, pk)
    if not kind_of(kind).needs_confirming or row.removed_at is not None:
        raise Http404(row.pk)
    try:
        actions.confirm(row, by=request.user)
    except LockedError as error:
        return refused(request, list_url(party, kind_of(kind)), error)
    messages.success(request, _("Confirmed. It counts from now on."))
    return redirect(row)
