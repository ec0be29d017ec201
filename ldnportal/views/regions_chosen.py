"""Choosing Parties for a summary of their own, and comparing regions and cycles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from countries.models import Party, Region
from indicators.models import Cycle
from ldnportal.regions.compare import MOST, compare
from ldnportal.regions.facts import cycles_with_facts
from ldnportal.regions.scope import CHOSEN, MOST_CHOSEN, WORLD, NoSuchScope, Scope, find_scope
from targets.models import Submission


@require_safe
@gzip_page
def region_choose(request: HttpRequest) -> HttpResponse:
    """Tick the Parties that are to be summed up."""
    parties = Scope(WORLD).parties().by_name().select_related("annex")
    chosen = set(request.GET.getlist("party"))
    published = set(
        Submission.objects.published().order_by().values_list("report__party", flat=True)
    )
    context = {
        "groups": _by_annex(list(parties), chosen, published),
        "most": MOST_CHOSEN,
        "set_slug": CHOSEN,
    }
    return render(request, "regions/choose.html", context)


Choice = tuple[Party, bool, bool]


def _by_annex(
    parties: list[Party], chosen: set[str], published: set[int]
) -> list[tuple[str, list[Choice]]]:
    groups: dict[str, list[Choice]] = {}
    for party in sorted(parties, key=lambda p: p.annex.order if p.annex else 99):
        name = party.annex.name if party.annex else _("No annex")
        choice = (party, party.iso3 in chosen, party.pk in published)
        groups.setdefault(name, []).append(choice)
    return list(groups.items())


@require_safe
@gzip_page
def region_compare(request: HttpRequest) -> HttpResponse:
    """Up to three regions in up to three cycles beside each other."""
    cycles = cycles_with_facts()
    scopes, unknown = _scopes(request)
    asked = request.GET.getlist("cycle")
    chosen = [cycle for cycle in cycles if str(cycle.year) in asked] or cycles[:1]
    comparison = compare(scopes, chosen) if scopes and chosen else None
    context = {
        "regions": [(WORLD, Scope(WORLD).name), *((r.slug, r.name) for r in _regions())],
        "slots": [scopes[n].slug if n < len(scopes) else "" for n in range(3)],
        "parties": [iso3 for scope in scopes for iso3 in scope.chosen],
        "chosen_set": next((scope for scope in scopes if scope.chosen), None),
        "cycles": [(cycle, cycle in chosen) for cycle in cycles],
        "unknown": unknown,
        "left_out": _left_out(scopes, chosen),
        "chart": comparison.chart() if comparison else None,
        "tables": comparison.tables() if comparison else [],
    }
    return render(request, "regions/compare.html", context)


def _regions() -> list[Region]:
    return list(Region.objects.order_by("kind", "order", "slug"))


def _scopes(request: HttpRequest) -> tuple[list[Scope], list[str]]:
    """The regions asked for, each once, and the names that nothing is known of."""
    found: dict[str, Scope] = {}
    unknown = []
    for slug in [slug for slug in request.GET.getlist("scope") if slug][:3]:
        try:
            found[slug] = find_scope(slug, request.GET.getlist("party"))
        except NoSuchScope:
            unknown.append(slug)
    return list(found.values()), unknown


def _left_out(scopes: list[Scope], cycles: list[Cycle]) -> int:
    return max(len(scopes) * len(cycles) - MOST, 0)
