"""Regional summaries: the list, a region, its charts and its downloads. Open to everybody."""

import csv
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from indicators.charts.figure import Chart, standalone
from indicators.models import Cycle
from ldnportal.exports import csv_file
from ldnportal.exports.sheets import safe
from ldnportal.regions.charts import charts_of
from ldnportal.regions.facts import cycles_with_facts
from ldnportal.regions.listing import regions_by_kind
from ldnportal.regions.page import parts_of
from ldnportal.regions.scope import CHOSEN, NoSuchScope, Scope, find_scope
from ldnportal.regions.summary import Summary, summarise
from ldnportal.regions.words import coverage_words, figures_of


@require_safe
@gzip_page
def region_list(request: HttpRequest) -> HttpResponse:
    """All regions, each with the number of its Parties that have published."""
    return render(request, "regions/list.html", {"groups": regions_by_kind()})


def _cycle(request: HttpRequest, cycles: list[Cycle]) -> Cycle:
    """The cycle asked for, else the newest that anything was published for."""
    asked = request.GET.get("cycle", "")
    if asked:
        found = [cycle for cycle in cycles if str(cycle.year) == asked]
        if not found:
            raise Http404
        return found[0]
    current = cycles[0] if cycles else Cycle.objects.prefetch_related("periods").current()
    if current is None:
        raise Http404
    return current


def requested_scope(request: HttpRequest, slug: str) -> Scope:
    """Whose numbers an address is about; an unknown region or Party is a 404."""
    try:
        return find_scope(slug, request.GET.getlist("party"))
    except NoSuchScope as error:
        raise Http404(slug) from error


def requested_cycle(request: HttpRequest) -> Cycle:
    return _cycle(request, cycles_with_facts())


def requested_summary(request: HttpRequest, slug: str) -> Summary:
    return summarise(requested_scope(request, slug), requested_cycle(request))


@require_safe
@gzip_page
def region_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The summary of a region, of all Parties, or of a chosen set."""
    if slug == CHOSEN and not request.GET.getlist("party"):
        return redirect("region_choose")
    scope = requested_scope(request, slug)
    cycles = cycles_with_facts()
    summary = summarise(scope, _cycle(request, cycles))
    context = {
        "summary": summary,
        "cycles": cycles,
        "query": scope.query(summary.cycle.year),
        "coverage": coverage_words(summary),
        "figures": figures_of(summary),
        "parts": parts_of(summary),
    }
    return render(request, "regions/detail.html", context)


def _named(response: HttpResponseBase, summary: Summary, name: str) -> HttpResponseBase:
    file_name = f"{summary.region.slug}-{summary.cycle.year}-{name}"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _chart(request: HttpRequest, slug: str, key: str) -> tuple[Summary, Chart]:
    summary = requested_summary(request, slug)
    chart = charts_of(summary).get(key)
    if chart is None:
        raise Http404
    return summary, chart


@require_safe
def region_chart_svg(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """A chart of the page as a file."""
    summary, chart = _chart(request, slug, key)
    response = HttpResponse(standalone(chart), content_type="image/svg+xml")
    return _named(response, summary, f"{key}.svg")


@require_safe
def region_chart_csv(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """The numbers of a chart as they stand in its table."""
    summary, chart = _chart(request, slug, key)
    table, out = chart.table(), StringIO()
    writer = csv.writer(out)
    writer.writerow(table.headers)
    writer.writerows([safe(text) for text in (row.head, *row.cells)] for row in table.rows)
    content = csv_file.BYTE_ORDER_MARK + out.getvalue()
    response = HttpResponse(content.encode(), content_type=csv_file.CONTENT_TYPE)
    return _named(response, summary, f"{key}.csv")
