"""Where to act: the map with its areas, its patches, and a measure begun from one of them."""

import math
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from countries.access import SignedInRequest, party_page
from countries.models import Party
from countries.pages import page_of
from countries.permissions import may
from countries.roles import Permission
from countries.sorting import Sorting
from indicators import quantity_text, tiles
from indicators.locks import LockedError, why_party_locked
from indicators.models import Report
from indicators.runs.results.numbers import column_places
from indicators.storage import location
from indicators.views.baseline import crumbs, report_of
from targets.actions.where import Candidate, NoMapError, ask_where, map_for, measure_here
from targets.models import ResponseArea, ResponseMap, ResponsePatch
from targets.models.vocabularies import Hierarchy, LandType
from targets.records.party_drivers import PARTY_DRIVERS
from targets.where import page as pages

where_page = party_page(Permission.VIEW_WORK, write=Permission.RUN)
reading_page = party_page(Permission.VIEW_WORK)
editing_page = party_page(Permission.VIEW_WORK, write=Permission.EDIT_RECORD)


def address(report: Report) -> list[object]:
    return [report.party.iso3, report.cycle.year]


def maps_of(report: Report) -> Any:
    """A report's maps, the newest first, with what their pages speak of."""
    rows = report.response_maps.select_related("run", "report__party__boundary", "report__cycle")
    return rows.defer("run__summary", "run__manifest", "run__plan").order_by("-pk")


def newest_done(report: Report) -> ResponseMap | None:
    """The newest finished map of a report."""
    found: ResponseMap | None = maps_of(report).filter(job_state="succeeded").first()
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@where_page
def where_to_act(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Candidate areas for Avoid, Reduce and Reverse; a post asks for them to be worked out."""
    report = report_of(party, year)
    if request.method == "POST":
        try:
            ask_where(report, by=cast(SignedInRequest, request).user)
        except NoMapError:
            messages.error(request, _no_map())
        return redirect(reverse("where_to_act", args=address(report)))
    return render(request, "targets/where/page.html", _context(request, report))


def _no_map() -> str:
    return _(
        "It needs a finished run with a map of SDG indicator 15.3.1. Compute the indicators first."
    )


def _context(request: HttpRequest, report: Report) -> dict[str, Any]:
    latest = maps_of(report).first()
    done = latest if latest and latest.job_state == "succeeded" else newest_done(report)
    source = map_for(report)
    context = _common(request, report) | {
        "latest": latest,
        "askable": source is not None,
        "may_ask": may(request.user, Permission.RUN, report.party),
        "no_map": "" if source else _no_map(),
    }
    if done is None:
        return context
    sorting = Sorting.of(request.GET.get("sort", ""), pages.AREA_COLUMNS, "-reverse")
    areas = page_of(request, done.areas.order_by(*sorting.order))
    return context | {
        "page": pages.WherePage(done),
        "drivers_url": reverse("record_list", args=[report.party.iso3, PARTY_DRIVERS.key]),
        "is_stale": source is not None and source.run.pk != done.run_id,
        "is_revised": done.run.revised_since(done.created_at),
        "heads": sorting.heads,
        "areas": areas,
        "places": column_places(area.km2_of(h) for area in areas for h in pages.HIERARCHY),
    }


def _common(request: HttpRequest, report: Report) -> dict[str, Any]:
    locked = why_party_locked(report.party)
    return {
        "report": report,
        "party": report.party,
        "title": _("Where to act"),
        "crumbs": crumbs(report),
        "editable": not locked and may(request.user, Permission.EDIT_RECORD, report.party),
        "responses": pages.HIERARCHY,
    }


@require_GET
@reading_page
def where_patches(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """The largest contiguous patches, narrowed and sorted as the reader asks."""
    report = report_of(party, year)
    done = newest_done(report)
    if done is None:
        return redirect(reverse("where_to_act", args=address(report)))
    sorting = Sorting.of(request.GET.get("sort", ""), pages.PATCH_COLUMNS, "-area")
    rows = pages.narrowed(done, request.GET.dict())
    page = page_of(request, rows.order_by(*sorting.order))
    shown = pages.WherePage(done)
    context = _common(request, report) | {
        "title": _("Patches to act on"),
        "crumbs": [
            *crumbs(report),
            (_("Where to act"), reverse("where_to_act", args=address(report))),
        ],
        "page": page,
        "shown": shown,
        "map": shown.map_with(page.object_list),
        "heads": sorting.heads,
        "filters": _filters(request, done),
        "total": quantity_text.area(pages.total_km2(rows)),
        "sort": request.GET.get("sort", ""),
    }
    return render(request, "targets/where/patches.html", context)


def _filters(request: HttpRequest, done: ResponseMap) -> list[dict[str, Any]]:
    offered = (
        ("response", _("Response"), Hierarchy.choices),
        ("land_type", _("Land type"), LandType.choices),
        ("zone", _("Zone"), [(zone, zone) for zone in pages.zones_of(done)]),
    )
    return [
        {"name": n, "label": label, "choices": c, "chosen": request.GET.get(n, "")}
        for n, label, c in offered
        if c
    ]


@require_safe
@reading_page
def where_tile(
    request: HttpRequest, party: Party, year: int, pk: int, layer: str, z: int, x: int, y: int
) -> HttpResponseBase:
    """A tile of the responses, or of the land types."""
    row = get_object_or_404(maps_of(report_of(party, year)), pk=pk, job_state="succeeded")
    if layer not in pages.LAYERS:
        raise Http404(layer)
    # The rasters of a finished map never change.
    etag = quote_etag(f"{row.pk}-{layer}-{z}-{x}-{y}")
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": etag})
    try:
        content = tiles.render_tile(_raster(row, layer), z, x, y, pages.style_of(layer))
    except (ValueError, OSError) as error:
        raise Http404(str(error)) from error
    headers = {"ETag": etag, "Cache-Control": "private, max-age=86400"}
    return HttpResponse(content, content_type=tiles.CONTENT_TYPE, headers=headers)


def _raster(row: ResponseMap, layer: str) -> str:
    return location(f"{row.folder}/{layer}.tif")


@require_safe
@reading_page
def where_point(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """What is at a place: the response and the land type."""
    row = newest_done(report_of(party, year))
    if row is None:
        raise Http404
    place = _place(request)
    if place is None:
        message = _("Give the latitude (-90 to 90) and the longitude (-180 to 180) in degrees.")
        return JsonResponse({"rows": [], "note": message}, status=400)
    rows = []
    for layer in pages.LAYERS:
        value = tiles.value_at(_raster(row, layer), *place)
        if value is not None:
            answer = {"layer": pages.layer_name(layer), "class": pages.word_of(layer, int(value))}
            rows.append(answer | {"year": pages.WherePage(row).period, "run": str(row.run)})
    return JsonResponse({"rows": rows})


def _place(request: HttpRequest) -> tuple[float, float] | None:
    """Longitude and latitude of the query, None unless both lie on the globe."""
    try:
        lon, lat = (float(request.GET.get(name, "")) for name in ("lon", "lat"))
    except ValueError:
        return None
    known = math.isfinite(lon) and math.isfinite(lat)
    return (lon, lat) if known and abs(lon) <= 180 and abs(lat) <= 90 else None


@require_POST
@editing_page
def where_measure(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Begin a measure on a patch, or on what a zone has of a land type, and open its form."""
    report = report_of(party, year)
    user = cast(SignedInRequest, request).user
    try:
        measure = measure_here(party, _candidate(request, report), by=user)
    except LockedError as error:
        messages.error(request, str(error))
        return redirect(reverse("where_to_act", args=address(report)))
    messages.success(request, _("The measure is begun with this area. Say what will be done."))
    return redirect(reverse("measure_edit", args=[party.iso3, measure.pk]))


def _candidate(request: HttpRequest, report: Report) -> Candidate:
    """The land that was chosen: `patch`, or `area` with a `response`; else 404."""
    if "patch" in request.POST:
        patches = ResponsePatch.objects.filter(map__report=report)
        patch = get_object_or_404(patches, pk=_key(request, "patch"))
        return Candidate(
            patch.response, patch.land_type, patch.zone, patch.area_km2, patch.geometry
        )
    area = get_object_or_404(
        ResponseArea.objects.filter(map__report=report), pk=_key(request, "area")
    )
    response = request.POST.get("response", "")
    if response not in Hierarchy.values or not area.km2_of(response):
        raise Http404(response)
    return Candidate(response, area.land_type, area.zone, area.km2_of(response))


def _key(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
