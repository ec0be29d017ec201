"""OGC API Features under /ogc/, read only, open to everybody."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer, TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ldnportal.api.base import Open, Published
from ldnportal.api.paging import MAX_OFFSET, whole_number
from ldnportal.exports.promises import named
from ldnportal.features import documents
from ldnportal.features.collections import COLLECTIONS, Collection
from ldnportal.features.query import read_query
from ldnportal.features.selection import select
from ldnportal.features.shapes import (
    COLLECTION,
    COLLECTIONS_PAGE,
    CONFORMANCE,
    FEATURE,
    LANDING,
    PAGE,
)

DEFAULT_LIMIT, MAX_LIMIT = 100, 1000
_FILTERS = ("bbox", "datetime", "iso3", "cycle")


class GeoJsonRenderer(JSONRenderer):
    """JSON under its geographic name."""

    media_type = documents.GEOJSON


class PageRenderer(TemplateHTMLRenderer):
    """The landing page for people."""

    format = "html"


class Features(Open):
    """What all addresses here share; `f` chooses the representation."""

    renderer_classes: tuple[type[BaseRenderer], ...] = (JSONRenderer,)
    parameters: tuple[str, ...] = ("f",)


def _collection(key: str) -> Collection:
    if key not in COLLECTIONS:
        raise Http404
    return COLLECTIONS[key]


_FORMAT = OpenApiParameter("f", {"type": "string", "enum": ["json"]}, description="Representation.")
_WHICH = OpenApiParameter(
    "collection", {"type": "string", "enum": list(COLLECTIONS)}, "path", description="Which."
)


_BOX = {
    "type": "array",
    "items": {"type": "number", "minimum": -180, "maximum": 180},
    "minItems": 4,
    "maxItems": 4,
}


class Landing(Features):
    """Where everything begins."""

    renderer_classes = (JSONRenderer, PageRenderer)

    @extend_schema(
        operation_id="getLandingPage",
        summary="Landing page of the features",
        tags=["Features"],
        parameters=[
            OpenApiParameter(
                "f", {"type": "string", "enum": ["json", "html"]}, description="Representation."
            )
        ],
        responses={(200, documents.JSON): LANDING, (200, documents.HTML): {"type": "string"}},
    )
    def get(self, request: Request) -> Response:
        document = documents.landing(request.build_absolute_uri)
        if request.accepted_renderer.format == "html":
            listed = documents.collections(request.build_absolute_uri)["collections"]
            context = {"document": document, "collections": listed}
            return Response(context, template_name="open_data/features.html")
        return Response(document)


class Conformance(Features):
    """The classes of the standard that are implemented."""

    @extend_schema(
        operation_id="getConformance",
        summary="Conformance",
        tags=["Features"],
        parameters=[_FORMAT],
        responses={200: CONFORMANCE},
    )
    def get(self, request: Request) -> Response:
        return Response(documents.conformance())


class CollectionList(Published, Features):
    """All collections."""

    @extend_schema(
        operation_id="listCollections",
        summary="Collections of features",
        tags=["Features"],
        parameters=[_FORMAT],
        responses={200: COLLECTIONS_PAGE},
    )
    def get(self, request: Request) -> Response:
        return Response(documents.collections(request.build_absolute_uri))


class CollectionDetail(Published, Features):
    """One collection."""

    @extend_schema(
        operation_id="getCollection",
        summary="One collection",
        tags=["Features"],
        parameters=[_FORMAT, _WHICH],
        responses={200: COLLECTION},
    )
    def get(self, request: Request, collection: str) -> Response:
        found = _collection(collection)
        return Response(documents.collection_of(found, request.build_absolute_uri))


class Items(Published, Features):
    """A page of features, narrowed by a box, a time, a Party or a cycle."""

    renderer_classes = (GeoJsonRenderer, JSONRenderer)
    parameters = ("f", "limit", "offset", *_FILTERS)

    @extend_schema(
        operation_id="listFeatures",
        summary="Features of a collection",
        tags=["Features"],
        parameters=[
            _FORMAT,
            _WHICH,
            OpenApiParameter(
                "bbox",
                _BOX,
                explode=False,
                style="form",
                description="West, south, east, north in degrees; west may lie east of east.",
            ),
            OpenApiParameter(
                "datetime", str, description="A date, a year, or an interval such as 2020/2030."
            ),
            OpenApiParameter("iso3", {"type": "string", "pattern": "^[A-Z]{3}$"}),
            OpenApiParameter(
                "cycle",
                {"type": "integer", "minimum": 1000, "maximum": 9999},
                description="A cycle; without it the newest of each Party.",
            ),
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
            ),
            OpenApiParameter(
                "offset",
                {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET, "default": 0},
            ),
        ],
        responses={(200, documents.GEOJSON): PAGE, (200, documents.JSON): PAGE},
    )
    def get(self, request: Request, collection: str) -> Response:
        found = _collection(collection)
        parameters = {k: str(v) for k, v in request.query_params.items() if k in _FILTERS}
        limit = whole_number(request, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
        offset = whole_number(request, "offset", 0, 0, MAX_OFFSET)
        selection = select(found, read_query(parameters), limit=limit, offset=offset)
        return Response(
            documents.items(
                found,
                selection,
                parameters,
                limit=limit,
                offset=offset,
                absolute=request.build_absolute_uri,
            )
        )


class Item(Published, Features):
    """One feature."""

    renderer_classes = (GeoJsonRenderer, JSONRenderer)

    @extend_schema(
        operation_id="getFeature",
        summary="One feature",
        tags=["Features"],
        parameters=[
            _FORMAT,
            _WHICH,
            OpenApiParameter(
                "name", {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}-[0-9]{1,6}$"}, "path"
            ),
        ],
        responses={(200, documents.GEOJSON): FEATURE, (200, documents.JSON): FEATURE},
    )
    def get(self, request: Request, collection: str, name: str) -> Response:
        found = _collection(collection)
        address = named(name)
        if address is None:
            raise Http404
        row = get_object_or_404(found.rows(address["cycle__year"]), **address)
        return Response(documents.item(found, found.feature(row), request.build_absolute_uri))
