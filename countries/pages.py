"""Pages of long lists."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(
    request: HttpRequest, rows: "QuerySet[Any] | Sequence[Any]", *, size: int | None = None
) -> Page[Any]:
    """Return the page that `?page=` asks for; the nearest there is, when it asks for none."""
    paginator = Paginator(rows, size or settings.PAGE_SIZE)
    return paginator.get_page(request.GET.get("page"))
