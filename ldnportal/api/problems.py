"""Errors of the data interface, all of one shape: a sentence, and sentences by parameter."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception in the one shape; None leaves it to Django."""
    response = exception_handler(error, context)
    if response is None:
        return None
    renderer = getattr(context["request"], "accepted_renderer", None)
    if renderer is None or renderer.format != "html":
        response.content_type = "application/json"  # an error is no feature
    if isinstance(error, ValidationError):
        response.data = {
            "detail": _("The request names something that cannot be understood."),
            "errors": _sentences(response.data),
        }
    return response


def _sentences(data: Any) -> dict[str, list[str]]:
    if not isinstance(data, Mapping):
        return {"request": [str(sentence) for sentence in data]}
    return {
        str(name): [str(s) for s in (found if isinstance(found, list) else [found])]
        for name, found in data.items()
    }
