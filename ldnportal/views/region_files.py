"""The files of a region's summary: small ones stream, large ones are prepared by a worker."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.models import Cycle
from ldnportal.exports.pdf_file import PdfUnavailable
from ldnportal.exports.region_files import FILES, RegionFile
from ldnportal.exports.size import is_prepared, rows_of
from ldnportal.regions.scope import Scope
from ldnportal.regions.summary import summarise
from ldnportal.views.regions import requested_cycle, requested_scope

_SHEETS = ("facts", "indicators")


@require_safe
def region_file(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """A region's summary in one of the formats."""
    file = FILES.get(name)
    if file is None:
        raise Http404(name)
    scope, cycle = requested_scope(request, slug), requested_cycle(request)
    if is_prepared(file, scope, rows_of(scope, cycle)):
        return redirect(asking_address(scope, cycle, file))
    try:
        content = file.chunks(summarise(scope, cycle))
    except PdfUnavailable as error:
        return render(request, "open_data/unavailable.html", {"text": str(error)}, status=501)
    response = StreamingHttpResponse(content, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{slug}-{cycle.year}-{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


def asking_address(scope: Scope, cycle: Cycle, file: RegionFile) -> str:
    """The page that asks for a large file, filled in."""
    chosen = [("party", iso3) for iso3 in scope.chosen]
    query = [("scope", scope.slug), ("cycle", str(cycle.year)), ("file", file.name), *chosen]
    return f"{reverse('exports')}?{urlencode(query)}"


@require_safe
def region_xlsx(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The summary as a workbook: one sheet a topic, dictionary, provenance."""
    return region_file(request, slug, "summary.xlsx")


@require_safe
def region_csv(request: HttpRequest, slug: str, sheet: str) -> HttpResponseBase:
    """All published numbers, or the sums, as CSV."""
    if sheet not in _SHEETS:
        raise Http404(sheet)
    return region_file(request, slug, f"{sheet}.csv")
