"""The search of the public site."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from countries.pages import page_of
from ldnportal.search import MOST_PARTIES, SHORTEST, hits, parties_named, promises_saying


@require_safe
@gzip_page
def search(request: HttpRequest) -> HttpResponse:
    """Parties, targets and measures: published only, the same for everybody."""
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    context: dict[str, Any] = {"words": words, "shortest": SHORTEST}
    if len(words) >= SHORTEST:
        page = page_of(request, promises_saying(words))
        context |= {
            "asked": True,
            "parties": list(parties_named(words)[:MOST_PARTIES]),
            "page": page,
            "hits": hits(page),
        }
    return render(request, "public/search.html", context)
