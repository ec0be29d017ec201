"""The OpenAPI document: made once for each process, in English, with the errors described."""

import re
from functools import lru_cache
from typing import Any

from django.utils.translation import override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator

Document = dict[str, Any]

_PROBLEM: Document = {
    "type": "object",
    "description": "What went wrong, and sentences by parameter.",
    "properties": {
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["detail"],
}
_UNCHANGED = {"description": "Nothing has changed since the ETag that was sent."}
_ERRORS = {
    "400": "A parameter cannot be understood.",
    "401": "The access token is not known, has expired or was revoked.",
    "404": "There is no such thing, or none that you may see.",
    "406": "No representation of this kind.",
    "429": "Too many requests: wait as long as the header Retry-After says.",
}


class BearerScheme(OpenApiAuthenticationExtension):
    """How the document speaks of access tokens."""

    target_class = "ldnportal.api.authentication.BearerAuthentication"
    name = "accessToken"

    def get_security_definition(self, auto_schema: Any) -> Document:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An access token of a person's account; published data need none.",
        }


@lru_cache(maxsize=1)
def openapi_document() -> Document:
    """Describe every address of the data interface and of the features."""
    with override("en"):
        document: Document = SchemaGenerator().get_schema(request=None, public=True)
    return document


def with_problems(result: Document, **_context: Any) -> Document:
    """Describe the errors of every operation, and that nothing may have changed (304)."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    for schema in schemas.values():
        _forget_the_database(schema.get("properties", {}))
    schemas["Problem"] = _PROBLEM
    for path, operations in result["paths"].items():
        for operation in operations.values():
            responses = operation["responses"]
            content = _problem_content(responses.get("200", {}))
            if "200" in responses:
                responses["304"] = _UNCHANGED
            if "409" in responses:
                responses["409"]["content"] = content
            if "requestBody" in operation:
                responses["415"] = {"description": "Send JSON.", "content": content}
            for status, description in _ERRORS.items():
                if status != "404" or "{" in path:
                    responses[status] = {"description": description, "content": content}
    return result


def _forget_the_database(properties: Document) -> None:
    """Take out how large a number a column can hold: it differs from database to database."""
    for schema in properties.values():
        if schema.get("type") in ("integer", ["integer", "null"]):
            for name in ("minimum", "maximum", "format"):
                schema.pop(name, None)


def _problem_content(answer: Document) -> Document:
    """Errors come as JSON, and as a page where the answer itself may be one."""
    content: Document = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    if "text/html" in answer.get("content", {}):
        content["text/html"] = {"schema": {"type": "string"}}
    return content


def operations_of(document: Document) -> list[Document]:
    """The operations in the order of their paths, each with its path and method."""
    return [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def fields_of(document: Document, operation: Document) -> list[Document]:
    """Names, types and meanings of what an operation's rows hold."""
    schema = _answer(operation)
    schema = _followed(document, schema)
    rows = schema.get("properties", {}).get("results")
    if rows is not None:
        schema = _followed(document, rows.get("items", {}))
    return [
        {"name": name, "type": _type(found), "meaning": found.get("description", "")}
        for name, found in schema.get("properties", {}).items()
    ]


def _answer(operation: Document) -> Document:
    contents = operation["responses"].get("200", {}).get("content", {})
    return next((content["schema"] for content in contents.values()), {})


def _followed(document: Document, schema: Document) -> Document:
    reference = schema.get("$ref", "")
    if not reference:
        return schema
    found: Document = document["components"]["schemas"][re.sub(r".*/", "", reference)]
    return found


def _type(schema: Document) -> str:
    if "$ref" in schema:
        return str(re.sub(r".*/", "", schema["$ref"]))
    kind = schema.get("type", "")
    text = " or ".join(kind) if isinstance(kind, list) else str(kind)
    if "items" in schema:
        return f"{text} of {_type(schema['items'])}"
    return f"{text} ({schema['format']})" if "format" in schema else text
