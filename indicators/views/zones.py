"""The zones of a report: their file, their names, their numbers side by side."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries.access import SignedInRequest
from countries.models import Party
from countries.pages import page_of
from indicators.actions.baseline import RunNotUsableError
from indicators.actions.zone_runs import offers, use_run_in_zones
from indicators.actions.zones import (
    ZonesRefusedError,
    drop_zone,
    name_zones_by,
    put_zones,
    remove_zone_file,
)
from indicators.baseline.fields import SDG
from indicators.baseline.usable_runs import runs_with
from indicators.baseline.zone_page import TABLES, ZonePage
from indicators.forms.zones import VectorUploadForm
from indicators.locks import LockedError
from indicators.models import Report, Run, ZoneFile
from indicators.views.baseline import record_page, report_of
from indicators.views.scope_links import ZONES, scope_args, switch
from indicators.views.scope_pages import scope_context


@require_safe
@record_page
def zone_list(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """The zones with how far each is, on the map, and whether they add up to the country."""
    report = report_of(party, year)
    report.party = party
    zones = list(report.zones.light())
    listed = page_of(request, cast(Any, zones))
    indicator = request.GET.get("section", "")
    indicator = indicator if indicator in TABLES else SDG
    shown = ZonePage(report, zones, list(listed), indicator, request.GET.get("period", ""))
    file = ZoneFile.objects.filter(report=report).first()
    context = scope_context(report) | {
        "page": listed,
        "zones": shown,
        "tables": TABLES,
        "file": file,
        "run": runs_with(file, report).light().first() if file else None,
        "scopes": switch(report, ZONES, indicator),
        "form": VectorUploadForm(),
        "explain_urls": _explain_urls(report),
    }
    return render(request, "indicators/baseline/zones.html", context)


def _explain_urls(report: Report) -> dict[str, str]:
    """Where the explanation of a sum is posted: to the national section that it is about."""
    return {
        key: reverse("baseline_explain", args=[*scope_args(report), key], query={"from": "zones"})
        for key in ("profile", *TABLES)
    }


def _home(report: Report) -> HttpResponse:
    return redirect("zone_list", *scope_args(report))


@require_safe
@record_page
def zone_features(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """The zones as GeoJSON, sketched for a map of the country."""
    report = report_of(party, year)
    features = [
        {
            "type": "Feature",
            "properties": {
                "title": zone.name,
                "link": f"{reverse('zone_list', args=scope_args(report))}#zone-{zone.number}",
            },
            "geometry": zone.sketch,
        }
        for zone in report.zones.filter(in_file=True).defer("geometry", "names")
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return JsonResponse(collection, content_type="application/geo+json")


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def zone_upload(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Upload a file of zones, or another one in its place."""
    report = report_of(party, year)
    form = VectorUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        by = cast(SignedInRequest, request).user
        try:
            put_zones(report, form.features, name=form.name, by=by)
        except LockedError as error:
            messages.error(request, str(error))
            return _home(report)
        except ZonesRefusedError as refused:
            form.add_error("file", refused_words(refused))
        else:
            count = len(form.features)
            words = ngettext(
                "%(count)s zone is read. Check its name and area below.",
                "%(count)s zones are read. Check their names and areas below.",
                count,
            )
            messages.success(request, words % {"count": count})
            return _home(report)
    context = scope_context(report) | {
        "crumbs": _crumbs(report),
        "form": form,
        "file": ZoneFile.objects.filter(report=report).first(),
        "back": reverse("zone_list", args=scope_args(report)),
    }
    return render(request, "indicators/baseline/zone_upload.html", context)


def _crumbs(report: Report) -> list[tuple[str, str]]:
    crumbs: list[tuple[str, str]] = scope_context(report)["crumbs"]
    return [*crumbs, (_("Zones"), reverse("zone_list", args=scope_args(report)))]


def refused_words(refused: ZonesRefusedError) -> str:
    """What is wrong with a file of zones, and what to do."""
    texts = {
        "no_names": _(
            "No column of the file names each zone once, with at most %(longest)s letters. Add a "
            "column of names and upload the file again."
        ),
        "too_many": _(
            "The file has %(found)s zones; at most %(most)s can be reported. Join zones, or use "
            "a coarser division of the country."
        ),
        "name_taken": _(
            "A zone that is no longer in the file has numbers under the name “%(name)s”. Remove "
            "it first, or keep the names as they are."
        ),
    }
    return texts[refused.key] % refused.params


@require_POST
@record_page
def zone_column(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Name the zones by another column of their file."""
    report = report_of(party, year)
    get_object_or_404(ZoneFile, report=report)
    column = request.POST.get("column", "")
    try:
        name_zones_by(report, column, by=cast(SignedInRequest, request).user)
    except LockedError as error:
        messages.error(request, str(error))
    except ZonesRefusedError as refused:
        messages.error(request, refused_words(refused))
    else:
        words = _("The zones are named by “%(column)s”. Their numbers went with them.")
        messages.success(request, words % {"column": column})
    return _home(report)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def zone_remove(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Ask, then take the file of zones away, or drop a zone that is gone with its numbers."""
    report = report_of(party, year)
    number = request.GET.get("zone", "")
    if number:
        zone = get_object_or_404(
            report.zones.light(), number=int(number) if number.isdecimal() else 0, in_file=False
        )
    else:
        zone = None
        file = get_object_or_404(ZoneFile, report=report)
    if request.method == "POST":
        by = cast(SignedInRequest, request).user
        try:
            if zone is not None:
                drop_zone(report, zone.number, by=by)
            else:
                remove_zone_file(report, by=by)
        except LockedError as error:
            messages.error(request, str(error))
        else:
            words = _("“%(name)s” is removed.")
            messages.success(request, words % {"name": zone.name if zone else file.name})
        return _home(report)
    context = scope_context(report) | {
        "crumbs": _crumbs(report),
        "zone": zone,
        "file": None if zone else file,
        "back": reverse("zone_list", args=scope_args(report)),
    }
    return render(request, "indicators/baseline/zone_remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def zone_use_run(request: HttpRequest, party: Party, year: int, run_id: str) -> HttpResponse:
    """Show what a run's numbers would change in the zones; a post changes it, in all at once."""
    report = report_of(party, year)
    run = get_object_or_404(Run.objects.filter(party=party, cycle__year=year), pk=run_id)
    if request.method == "POST":
        return _use(cast(SignedInRequest, request), report, run)
    found = offers(report, run)
    context = scope_context(report) | {
        "crumbs": _crumbs(report),
        "run": run,
        "offers": found,
        "typed": sum(offer.typed for offer in found),
        "usable": any(offer.total for offer in found),
        "back": reverse("zone_list", args=scope_args(report)),
    }
    return render(request, "indicators/baseline/zone_use_run.html", context)


def _use(request: SignedInRequest, report: Report, run: Run) -> HttpResponse:
    replace = request.POST.get("typed") == "replace"
    try:
        count = use_run_in_zones(report, run, by=request.user, replace_typed=replace)
    except LockedError as error:
        messages.error(request, str(error))
    except RunNotUsableError:
        words = _(
            "This run was computed with other zones, or has no results. Start a run with the "
            "zones of this report."
        )
        messages.error(request, words)
    else:
        words = ngettext(
            "%(count)s number of the zones is now that of run %(run)s.",
            "%(count)s numbers of the zones are now those of run %(run)s.",
            count,
        )
        messages.success(request, words % {"count": count, "run": run.number})
    return _home(report)
