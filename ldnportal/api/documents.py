"""The OpenAPI document, for programs and as a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ldnportal.api.base import Open
from ldnportal.api.schema import fields_of, openapi_document, operations_of


@extend_schema(exclude=True)
class SchemaView(Open):
    """The OpenAPI 3.1 document as JSON or YAML."""

    renderer_classes = (OpenApiJsonRenderer, OpenApiYamlRenderer, JSONRenderer)
    parameters = ("f",)

    def get(self, request: Request) -> Response:
        return Response(openapi_document())


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document as a page to read."""
    document = openapi_document()
    operations = [
        {**operation, "fields": fields_of(document, operation)}
        for operation in operations_of(document)
    ]
    groups: dict[str, list[dict[str, object]]] = {}
    for operation in operations:
        groups.setdefault(operation["tags"][0], []).append(operation)
    context = {"groups": groups, "facts_url": request.build_absolute_uri(reverse("api_fact_list"))}
    return render(request, "open_data/api.html", context)
