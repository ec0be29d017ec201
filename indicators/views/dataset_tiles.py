"""Map tiles of a dataset, and the value at a place."""

import math

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseNotModified, JsonResponse
from django.views.decorators.http import require_safe

from countries.access import SignedInRequest
from indicators.datasets.preview import Preview, describe_value
from indicators.models import Dataset
from indicators.storage import location
from indicators.tiles import CONTENT_TYPE, render_tile, value_at
from indicators.views.dataset_access import band_of, visible_dataset

# The address of a tile holds the version of its colours and of its file, so it never changes.
_CACHE = "private, max-age=604800, immutable"


def _preview(request: SignedInRequest, iso3: str, pk: str) -> Preview:
    dataset = visible_dataset(request, iso3, pk)
    if dataset.state != Dataset.State.ACCEPTED or not dataset.cog_key:
        raise Http404
    return Preview(dataset, band_of(request, dataset))


@require_safe
@login_required
def dataset_tile(
    request: SignedInRequest, iso3: str, pk: str, z: int, x: int, y: int
) -> HttpResponse:
    preview = _preview(request, iso3, pk)
    tag = f'"{preview.version}-{z}-{x}-{y}"'
    if request.headers.get("If-None-Match") == tag:
        return _cached(HttpResponseNotModified(), tag)
    place = location(preview.dataset.cog_key)
    try:
        image = render_tile(place, z, x, y, preview.style, preview.band)
    except ValueError as error:
        raise Http404(str(error)) from error
    return _cached(HttpResponse(image, content_type=CONTENT_TYPE), tag)


def _cached(response: HttpResponse, tag: str) -> HttpResponse:
    response["ETag"] = tag
    response["Cache-Control"] = _CACHE
    return response


@require_safe
@login_required
def dataset_value(request: SignedInRequest, iso3: str, pk: str) -> JsonResponse:
    preview = _preview(request, iso3, pk)
    try:
        lon, lat = (float(request.GET.get(name, "")) for name in ("lon", "lat"))
    except ValueError:
        raise Http404 from None
    if not (math.isfinite(lon) and abs(lat) <= 90):
        raise Http404
    found = value_at(location(preview.dataset.cog_key), lon, lat, preview.band)
    return JsonResponse(describe_value(preview, found))
