"""The register of measures of all Parties: a list and a map, for everybody."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from countries.pages import page_of
from ldnportal.register import Listed, feature_collection, filters, found, register_map


@require_safe
@gzip_page
def register(request: HttpRequest) -> HttpResponse:
    """Published measures, searched and narrowed."""
    asked = request.GET.dict()
    rows = found(asked)
    page = page_of(request, rows.defer("geometry"))
    context = {
        "filters": filters(asked),
        "query": asked.get("q", ""),
        "only_lessons": bool(asked.get("lessons")),
        "page": page,
        "listed": [Listed(row) for row in page],
        "map": register_map(rows, _without_page(request)),
    }
    return render(request, "public/register.html", context)


def _without_page(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


@require_safe
def register_features(request: HttpRequest) -> HttpResponse:
    """The places of what was found, as GeoJSON."""
    collection = feature_collection(found(request.GET.dict()))
    return JsonResponse(collection, content_type="application/geo+json")
