"""Pages of targets and of measures: list, page, form, upload, removal."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.pages import page_of
from countries.roles import Permission
from countries.section_roles import why_not_yours
from indicators.actions.sections import finish_section
from indicators.baseline.reading import decimal_sign
from indicators.locks import LockedError, editable_report, why_party_locked
from indicators.views.baseline import saved_words, wants_json
from targets.actions import promises as actions
from targets.forms.fields import posted_texts
from targets.forms.promises import MeasureForm, PromiseForm, TargetForm
from targets.forms.upload import UploadForm
from targets.models import Measure, Target
from targets.promises.conflict import PromiseConflict
from targets.promises.drafts import draft_of
from targets.promises.features import features
from targets.promises.page import PromiseList, PromisePage
from targets.promises.quantities import UNIT_HINTS
from targets.sections import MEASURES, PROMISE_SECTIONS, TARGETS
from targets.views.offline import workbook_links
from targets.views.saving import crossed, post_draft, refused, saved_json, take_place

Row = Target | Measure
MOST_EXTRA = 5


@dataclass(frozen=True)
class Kind:
    """What differs between targets and measures."""

    name: str
    model: type[Target] | type[Measure]
    section: str
    why: str | LazyText
    new_words: str | LazyText
    good: str | LazyText
    guidance: str | LazyText


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "target",
            Target,
            TARGETS,
            gettext_lazy("What the country promises, in numbers that can be checked."),
            gettext_lazy("Add a target"),
            gettext_lazy("A good target"),
            gettext_lazy(
                "Say what will be reached, where, on which land, and by when.\n\n"
                "Avoid and Reduce keep land from degrading; only Reverse makes degraded land "
                "better.\n\n"
                "A target can have several quantities, each of its own kind."
            ),
        ),
        Kind(
            "measure",
            Measure,
            MEASURES,
            gettext_lazy("What is done on the ground to reach the targets."),
            gettext_lazy("Add a measure"),
            gettext_lazy("A good measure"),
            gettext_lazy(
                "Say what is done, where, and which targets it serves.\n\n"
                "The polygon lets the portal compare it with the maps, and find areas that two "
                "measures count twice."
            ),
        ),
    )
}
promise_page = party_page(Permission.VIEW_WORK, write=Permission.EDIT_RECORD)


def _row(request: HttpRequest, party: Party, kind: Kind, pk: int) -> Row:
    user = cast(SignedInRequest, request).user
    rows: QuerySet[Any] = kind.model.objects.visible_to(user).filter(party=party)
    row: Row = get_object_or_404(rows.select_related("updated_by"), pk=pk)
    row.party = party
    return row


def _crumbs(party: Party, kind: Kind, row: Row | None = None) -> list[tuple[str, str]]:
    crumbs = [(party.name, party.get_absolute_url())]
    if row is not None:
        crumbs.append((str(PROMISE_SECTIONS[kind.section]), _url(kind, "list", party)))
    return crumbs


def _url(kind: Kind, page: str, party: Party, *args: object) -> str:
    return reverse(f"{kind.name}_{page}", args=[party.iso3, *args])


def _context(
    request: HttpRequest, party: Party, kind: Kind, row: Row | None = None
) -> dict[str, Any]:
    user = cast(SignedInRequest, request).user
    locked = why_party_locked(party) or why_not_yours(user, party, kind.section)
    urls = {
        f"{page}_url": _url(kind, page, party, *([] if row is None else [row.pk]))
        for page in (("new", "done") if row is None else ("edit", "remove", "explain"))
    }
    return urls | {
        "party": party,
        "kind": kind,
        "linked_title": _("Measures that serve it")
        if kind.model is Target
        else _("Targets it serves"),
        "title": PROMISE_SECTIONS[kind.section] if row is None else str(row),
        "crumbs": _crumbs(party, kind, row),
        "locked": locked,
        "editable": not locked,
    }


def _refused(request: HttpRequest, party: Party, kind: Kind, error: LockedError) -> HttpResponse:
    return refused(cast(SignedInRequest, request), _url(kind, "list", party), error)


@require_GET
@promise_page
def promise_list(request: HttpRequest, party: Party, kind: str) -> HttpResponse:
    """All targets, or all measures, of a Party."""
    sort = KINDS[kind]
    rows = sort.model.objects.filter(party=party).current().order_by("number")
    related = ["quantities", "measures"] if sort.model is Target else ["targets"]
    rows = rows.defer("geometry").select_related("updated_by").prefetch_related(*related)
    page = page_of(request, rows)
    listing = PromiseList(party, sort.section, page, checked="check" in request.GET)
    context = _context(request, party, sort) | {"listing": listing, "page": page}
    context |= workbook_links(party, sort.section)
    return render(request, f"targets/{sort.section}/list.html", context)


@require_POST
@promise_page
def promise_new(request: HttpRequest, party: Party, kind: str) -> HttpResponse:
    """Begin an empty target or measure and open its form."""
    sort = KINDS[kind]
    try:
        row = actions.create(sort.model, party, by=cast(SignedInRequest, request).user)
    except LockedError as error:
        return _refused(request, party, sort, error)
    return redirect(_url(sort, "edit", party, row.pk))


@require_POST
@promise_page
def promise_done(request: HttpRequest, party: Party, kind: str) -> HttpResponse:
    """Call all targets, or all measures, complete."""
    sort = KINDS[kind]
    try:
        report = editable_report(party)
        finish_section(report, sort.section, by=cast(SignedInRequest, request).user)
    except LockedError as error:
        return _refused(request, party, sort, error)
    messages.success(request, _("The section is marked as complete."))
    return redirect(report)


@require_GET
@promise_page
def promise_detail(request: HttpRequest, party: Party, kind: str, pk: int) -> HttpResponse:
    """One target or measure, with its place on the map and what the rules say."""
    sort = KINDS[kind]
    row = _row(request, party, sort, pk)
    context = _context(request, party, sort, row) | {"row": row, "shown": PromisePage.of(row)}
    return render(request, f"targets/{sort.section}/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@promise_page
def promise_edit(request: HttpRequest, party: Party, kind: str, pk: int) -> HttpResponse:
    """The form; a post saves it and goes on to what its button asks for."""
    sort = KINDS[kind]
    row = _row(request, party, sort, pk)
    if row.removed_at is not None:
        raise Http404(row.pk)
    if request.method == "POST":
        return _save(cast(SignedInRequest, request), party, sort, row)
    context = _context(request, party, sort, row)
    if context["locked"]:
        messages.info(request, context["locked"])
        return redirect(row)
    context |= {
        "row": row,
        "form": _form(request, row),
        "decimal": decimal_sign(),
        "unit_hints": UNIT_HINTS,
        "saved_at": saved_words(row.updated_at) if row.version else "",
        "extra": _extra(request),
    }
    return render(request, "targets/promises/edit.html", context)


def _extra(request: HttpRequest) -> int:
    text = request.GET.get("extra", "")
    return min(int(text), MOST_EXTRA) if text.isascii() and text.isdigit() else 0


def _form(request: HttpRequest, row: Row) -> PromiseForm:
    draft = draft_of(row, decimal_sign())
    texts = draft.shown()
    boundary = getattr(row.party, "boundary", None)
    if isinstance(row, Target):
        extra = _extra(request) or (0 if row.quantities.exists() else 1)
        return TargetForm(draft, texts, boundary, extra)
    own = Target.objects.filter(party=row.party).current().order_by("number")
    return MeasureForm(draft, texts, boundary, own)


def _save(request: SignedInRequest, party: Party, kind: Kind, row: Row) -> HttpResponse:
    try:
        saved = post_draft(request, row, _texts(request, row))
    except LockedError as error:
        return _refused(request, party, kind, error)
    if isinstance(saved, PromiseConflict):
        action = _url(kind, "edit", party, row.pk)
        return crossed(request, saved, _context(request, party, kind, row) | {"action": action})
    if wants_json(request):
        return saved_json(saved)
    return _onward(request, party, kind, saved)


def _texts(request: HttpRequest, row: Row) -> dict[str, str]:
    """The posted texts; a quantity whose button "Remove" was pressed is emptied."""
    texts = posted_texts(request.POST, draft_of(row, ".").several)
    dropped = request.POST.get("drop", "")
    prefix = f"quantities.{dropped}."
    return {path: "" if dropped and path.startswith(prefix) else t for path, t in texts.items()}


def _onward(request: HttpRequest, party: Party, kind: Kind, saved: actions.Saved) -> HttpResponse:
    messages.success(request, saved_words(saved.row.updated_at))
    edit = _url(kind, "edit", party, saved.row.pk)
    if "add" in request.POST:
        return redirect(f"{edit}?extra=1#quantities")
    if "drop" in request.POST:
        return redirect(f"{edit}#quantities")
    then = request.GET.get("then", "")
    if then == "upload":
        return redirect(_url(kind, "upload", party, saved.row.pk))
    if then == "done":
        return redirect(saved.row)
    return redirect(edit)


@require_http_methods(["GET", "HEAD", "POST"])
@promise_page
def promise_upload(request: HttpRequest, party: Party, kind: str, pk: int) -> HttpResponse:
    """Upload a polygon from a file; its area is worked out on the ellipsoid."""
    sort = KINDS[kind]
    row = _row(request, party, sort, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    try:
        placed = take_place(cast(SignedInRequest, request), row, form)
    except LockedError as error:
        return _refused(request, party, sort, error)
    if placed is not None:
        messages.success(request, PromisePage.of(placed).place_words)
        return redirect(placed)
    context = _context(request, party, sort, row) | {"row": row, "form": form}
    return render(request, "targets/promises/upload.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@promise_page
def promise_remove(request: HttpRequest, party: Party, kind: str, pk: int) -> HttpResponse:
    """Ask, then take a target or measure out of the report. It can be put back."""
    sort = KINDS[kind]
    row = _row(request, party, sort, pk)
    if request.method == "POST":
        user = cast(SignedInRequest, request).user
        try:
            actions.remove(row, by=user) if row.removed_at is None else actions.restore(
                row, by=user
            )
        except LockedError as error:
            return _refused(request, party, sort, error)
        return redirect(_url(sort, "list", party) if row.removed_at is None else str(_page(row)))
    context = _context(request, party, sort, row) | {"row": row, "action": request.path}
    return render(request, "targets/promises/remove.html", context)


def _page(row: Row) -> str:
    return row.get_absolute_url()


@require_POST
@promise_page
def promise_explain(request: HttpRequest, party: Party, kind: str, pk: int) -> HttpResponse:
    """Explain a warning about a target or measure, or take the explanation back."""
    sort = KINDS[kind]
    row = _row(request, party, sort, pk)
    finding, reason = request.POST.get("finding", ""), request.POST.get("reason", "")
    try:
        actions.explain(row, finding[:300], reason[:2000], by=cast(SignedInRequest, request).user)
    except LockedError as error:
        return _refused(request, party, sort, error)
    messages.success(request, _("The explanation is saved. The reviewer will read it."))
    return redirect(row)


@require_GET
@promise_page
def promise_features(request: HttpRequest, party: Party, kind: str) -> HttpResponse:
    """The polygons of all targets or measures as GeoJSON, sketched for a map of the country."""
    sort = KINDS[kind]
    rows = sort.model.objects.filter(party=party, sketch__isnull=False).current()
    rows = rows.defer("geometry").order_by("number")
    return JsonResponse(features(party, rows), content_type="application/geo+json")
