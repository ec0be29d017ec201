"""Pages of lists: `limit` rows from `offset` on. A wrong number is an error, not a guess."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
MAX_OFFSET = 10_000_000


def whole_number(request: Request, name: str, default: int, lowest: int, highest: int) -> int:
    """Read a whole number from the query. Raises ValidationError for anything else."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise _not_between(name, text, lowest, highest)
    if not lowest <= int(text) <= highest:
        raise _not_between(name, text, lowest, highest)
    return int(text)


def _not_between(name: str, text: str, lowest: int, highest: int) -> ValidationError:
    sentence = _(
        "“%(found)s” was found; a whole number from %(lowest)s to %(highest)s is expected."
    )
    return ValidationError(
        {name: [sentence % {"found": text[:40], "lowest": lowest, "highest": highest}]}
    )


class Paging(LimitOffsetPagination):
    """Limit and offset, both with a maximum."""

    default_limit = DEFAULT_LIMIT
    max_limit = MAX_LIMIT

    def get_limit(self, request: Request) -> int:
        return whole_number(request, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)

    def get_offset(self, request: Request) -> int:
        return whole_number(request, "offset", 0, 0, MAX_OFFSET)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": "limit",
                "in": "query",
                "required": False,
                "description": "How many rows a page has.",
                "schema": _integer(1, MAX_LIMIT, DEFAULT_LIMIT),
            },
            {
                "name": "offset",
                "in": "query",
                "required": False,
                "description": "How many rows are left out before the first.",
                "schema": _integer(0, MAX_OFFSET, 0),
            },
        ]


def _integer(lowest: int, highest: int, default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": lowest, "maximum": highest, "default": default}
