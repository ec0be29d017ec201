"""The secretariat's list of Parties, and the page and outline of each."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from countries.access import SignedInRequest, staff_page
from countries.actions import office
from countries.forms.office import NAMES, OutlineForm, PartyForm
from countries.maps import Map, VectorLayer
from countries.models import Boundary, Party, Region
from countries.pages import page_of
from countries.roles import Permission
from countries.sandbox import Refusal
from countries.vectors.sentences import refusal_sentence
from countries.views.roles_given import Crumbs

page = require_http_methods(["GET", "HEAD", "POST"])


def _found(query: str, region: str) -> "QuerySet[Party]":
    parties = Party.objects.select_related("annex", "subregion", "boundary")
    parties = parties.defer("boundary__geometry").prefetch_related("groups")
    if query:
        named = Q(iso3__iexact=query) | Q(m49=query)
        for name in NAMES:
            named |= Q(**{f"{name}__icontains": query})
        parties = parties.filter(named)
    if region:
        chosen = Region.objects.filter(slug=region).first()
        parties = parties.in_region(chosen) if chosen else parties.none()
    return parties.by_name()


def _party(iso3: str) -> Party:
    return get_object_or_404(Party.objects.select_related("boundary"), iso3=iso3)


def _crumbs(party: Party | None = None) -> Crumbs:
    above = [(_("Parties"), reverse("party_list"))]
    return above if party is None else [*above, (party.name, _home(party))]


def _home(party: Party) -> str:
    return reverse("party_edit", args=[party.iso3])


@require_safe
@staff_page(Permission.EDIT_PARTIES)
def party_list(request: SignedInRequest) -> HttpResponse:
    """All Parties, by name; searched in every language."""
    query, region = request.GET.get("q", "").strip()[:100], request.GET.get("region", "")
    context = {
        "page": page_of(request, _found(query, region)),
        "query": query,
        "region": region,
        "regions": Region.objects.order_by("kind", "order", "slug"),
    }
    return render(request, "countries/office/list.html", context)


@page
@staff_page(Permission.EDIT_PARTIES)
def party_edit(request: SignedInRequest, iso3: str) -> HttpResponse:
    """Names, regions and groups of a Party."""
    party = _party(iso3)
    form = PartyForm(request.POST or None, instance=party)
    if request.method == "POST" and form.is_valid() and _change(request, party, form):
        return redirect(_home(party))
    context = {
        "party": party,
        "form": form,
        "boundary": getattr(party, "boundary", None),
        "map": _map(party),
        "crumbs": _crumbs(),
    }
    return render(request, "countries/office/party.html", context)


def _change(request: SignedInRequest, party: Party, form: PartyForm) -> bool:
    groups = form.cleaned_data["groups"]
    try:
        changed = office.change_party(party, form.values, groups=groups, by=request.user)
    except ValidationError as error:
        for name, errors in error.message_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return False
    messages.success(request, _("The Party is saved.") if changed else _("Nothing had changed."))
    return True


def _map(party: Party) -> Map | None:
    boundary: Boundary | None = getattr(party, "boundary", None)
    if boundary is None:
        return None
    outline = VectorLayer("outline", _("Outline"), data=boundary.as_feature())
    return Map("party-map", party.name, boundary.bounds, (outline,), source=boundary.source)


@page
@staff_page(Permission.EDIT_PARTIES)
def party_outline(request: SignedInRequest, iso3: str) -> HttpResponse:
    """Replace the outline of a Party by one from a file."""
    party = _party(iso3)
    initial = {"origin": Boundary.Origin.UNITED_NATIONS}
    form = OutlineForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _replace(request, party, form):
        return redirect(_home(party))
    context = {
        "party": party,
        "form": form,
        "boundary": getattr(party, "boundary", None),
        "crumbs": _crumbs(party),
    }
    return render(request, "countries/office/outline.html", context)


def _replace(request: SignedInRequest, party: Party, form: OutlineForm) -> bool:
    try:
        geometry = form.outline_of(party)
    except Refusal as refusal:
        form.add_error("file", refusal_sentence(refusal))
        return False
    except ValidationError as error:
        form.add_error("file", error)
        return False
    before: Boundary | None = getattr(party, "boundary", None)
    origin, source = form.cleaned_data["origin"], form.cleaned_data["source"]
    now = office.set_outline(party, geometry, origin=origin, source=source, by=request.user)
    areas = {"before": before.area_km2 if before else "–", "now": now.area_km2}
    messages.success(request, _("The outline is replaced: %(before)s → %(now)s km².") % areas)
    return True
