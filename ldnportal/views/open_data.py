"""Open data: the catalogue, published maps, and the files of regions. Open to everybody."""

import base64
from typing import Any
from uuid import UUID

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.pages import page_of
from indicators import tiles
from indicators.runs.results.layers import style_of
from indicators.science.storage import open_storage
from indicators.storage import location
from ldnportal.open_data.catalogue import (
    CONTENT_TYPE,
    catalogue,
    published_reports,
    report_dataset,
)
from ldnportal.open_data.licences import TERMS
from ldnportal.open_data.maps import (
    PublishedMap,
    find_drawn_layer,
    find_map,
    maps_of,
    provenance,
)
from ldnportal.open_data.ranges import send_file
from targets.models import Submission

_TILE_SECONDS = 3600  # for so long a map may still be shown after its version was replaced
_COG = "image/tiff; application=geotiff; profile=cloud-optimized"


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is, and how to get it."""
    context = {
        "page": page_of(request, published_reports()),
        "features_url": request.build_absolute_uri(reverse("ogc_landing")),
        "api_url": request.build_absolute_uri(reverse("api_root")),
    }
    return render(request, "open_data/index.html", context)


def _linked_data(request: HttpRequest, node: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(
        node, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def open_data_catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue for programs, in DCAT."""
    return _linked_data(request, catalogue(published_reports(), request.build_absolute_uri))


@require_safe
def open_data_terms(request: HttpRequest) -> HttpResponse:
    """Under which terms the data may be used."""
    crumbs = [(_("Open data"), reverse("open_data"))]
    return render(request, "open_data/terms.html", {"terms": TERMS, "crumbs": crumbs})


def _report(iso3: str, year: int) -> Submission:
    return get_object_or_404(
        published_reports(), report__party__iso3=iso3, report__cycle__year=year
    )


@require_safe
def open_data_report(request: HttpRequest, iso3: str, year: int) -> HttpResponse:
    """What one published report gives away: numbers, targets, measures, maps."""
    submission = _report(iso3, year)
    report = submission.report
    context = {
        "submission": submission,
        "report": report,
        "query": f"?iso3={report.party.iso3}&cycle={report.cycle.year}",
        "maps": maps_of(submission),
        "terms": TERMS,
        "crumbs": [(_("Open data"), reverse("open_data"))],
    }
    return render(request, "open_data/report.html", context)


@require_safe
def open_data_report_jsonld(request: HttpRequest, iso3: str, year: int) -> HttpResponse:
    """The same for programs, in DCAT."""
    return _linked_data(request, report_dataset(_report(iso3, year), request.build_absolute_uri))


def _map(run: UUID, layer: str) -> PublishedMap:
    """A published map that may be given away; another one is a 404."""
    found = find_map(run, layer)
    if found is None or found.obstacles:
        raise Http404
    return found


@require_safe
def open_data_map(request: HttpRequest, run: UUID, layer: str) -> HttpResponseBase:
    """A published map as a cloud-optimized GeoTIFF, whole or in parts."""
    found = _map(run, layer)
    etag = quote_etag(found.sha256)
    response: HttpResponseBase
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304, headers={"ETag": etag})
    else:
        with open_storage(location(found.run.output_key)).reading(found.layer.file_name) as path:
            file = open(path, "rb")  # noqa: PTH123, SIM115 - the response closes it
        response = send_file(request, file, size=found.size, etag=etag, content_type=_COG)
    return _with_origin(request, response, found)


def _with_origin(
    request: HttpRequest, response: HttpResponseBase, found: PublishedMap
) -> HttpResponseBase:
    """Say in the headers whose it is, what one may do with it and where it comes from."""
    absolute = request.build_absolute_uri
    licence = f"{absolute(reverse('open_data_terms'))}#{found.licence}"
    origin = absolute(reverse("open_data_provenance", args=[found.run.pk, found.layer.key]))
    digest = base64.b64encode(bytes.fromhex(found.sha256)).decode()
    response["Link"] = (
        f'<{licence}>; rel="license", <{origin}>; rel="describedby"; type="application/json", '
        f'<{origin}>; rel="http://www.w3.org/ns/prov#has_provenance"'
    )
    response["Repr-Digest"] = f"sha-256=:{digest}:"
    response["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def open_data_tile(
    request: HttpRequest, run: UUID, layer: str, z: int, x: int, y: int
) -> HttpResponse:
    """A tile of a published map that may be given away."""
    found = find_drawn_layer(run, layer)
    if found is None:
        raise Http404(layer)
    etag = quote_etag(f"{found.sha256[:16]}-{z}-{x}-{y}")
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={_TILE_SECONDS}"}
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers=headers)
    try:
        content = tiles.render_tile(found.place, z, x, y, style_of(found.kind))
    except ValueError as error:
        raise Http404(str(error)) from error
    headers["Access-Control-Allow-Origin"] = "*"
    return HttpResponse(content, content_type=tiles.CONTENT_TYPE, headers=headers)


@require_safe
def open_data_provenance(request: HttpRequest, run: UUID, layer: str) -> HttpResponse:
    """Where a published map comes from."""
    response = JsonResponse(provenance(_map(run, layer)), json_dumps_params={"indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response
