"""Regional summaries: the list, a region, its charts and its downloads. Open to everybody."""

import csv
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from indicators import quantity_text
from indicators.charts.figure import Chart, standalone
from indicators.models import Cycle
from ldnportal.exports import csv_file
from ldnportal.exports.sheets import safe
from ldnportal.regions import tables
from ldnportal.regions.charts import charts_of
from ldnportal.regions.coverage import Coverage
from ldnportal.regions.facts import cycles_with_facts
from ldnportal.regions.listing import regions_by_kind
from ldnportal.regions.scope import NoSuchScope, Scope, find_scope
from ldnportal.regions.summary import Summary, summarise


@require_safe
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
def region_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The summary of a region."""
    scope = requested_scope(request, slug)
    cycles = cycles_with_facts()
    summary = summarise(scope, _cycle(request, cycles))
    states = _("Degraded, stable and improved land by indicator, areas summed")
    context = {
        "summary": summary,
        "cycles": cycles,
        "query": scope.query(summary.cycle.year),
        "coverage": coverage_words(summary.coverage),
        "figures": _figures(summary),
        "charts": charts_of(summary),
        "reported": tables.reported_table(summary),
        "indicators": tables.indicator_table(summary.indicators, states),
        "cover": tables.cover_table(summary) if summary.cover else None,
        "promises": tables.promise_tables(summary),
    }
    return render(request, "regions/detail.html", context)


def coverage_words(coverage: Coverage) -> dict[str, str]:
    """Say how much has been reported, and what the share of the land is measured against."""
    count = ngettext(
        "%(count)s of %(total)s Party", "%(count)s of %(total)s Parties", coverage.total
    ) % {"count": coverage.count, "total": coverage.total}
    return {
        "parties": count,
        "land": _land_words(coverage),
        "against": _against_words(coverage),
    }


def _land_words(coverage: Coverage) -> str:
    if coverage.share is None:
        return _("share of the land not known")
    return _("%(share)s of the land") % {"share": quantity_text.percent(coverage.share)}


def _against_words(coverage: Coverage) -> str:
    if not coverage.parties_of_known_area:
        return _("No land area is known for these Parties.")
    text = ngettext(
        "Measured against the %(land)s of the %(count)s Party whose area is known: the area"
        " inside its outline, inland water included.",
        "Measured against the %(land)s of the %(count)s Parties whose area is known: the area"
        " inside their outlines, inland water included. A Party without an outline counts with"
        " the land area that it published.",
        coverage.parties_of_known_area,
    ) % {
        "land": quantity_text.km2(coverage.land_known),
        "count": coverage.parties_of_known_area,
    }
    unknown = coverage.parties_of_unknown_area
    if not unknown:
        return text
    left_out = ngettext(
        "%(count)s Party whose area is not known is left out of the share.",
        "%(count)s Parties whose area is not known are left out of the share.",
        unknown,
    ) % {"count": unknown}
    return f"{text} {left_out}"


def _figures(summary: Summary) -> list[dict[str, Any]]:
    latest, promises = summary.latest, summary.promises
    return [
        {
            "label": _("Degraded land (15.3.1)"),
            "value": quantity_text.percent(latest.total.share if latest else None),
            "note": latest.period.label if latest else "",
        },
        {
            "label": _("Degraded area"),
            "value": quantity_text.km2(latest.total.degraded if latest else None),
            "note": quantity_text.ha(latest.total.degraded) if latest else "",
        },
        {
            "label": _("Targets"),
            "value": quantity_text.number(promises.targets.count or None),
            "note": quantity_text.area(promises.targets.area) if promises.targets.area else "",
        },
        {
            "label": _("Measures"),
            "value": quantity_text.number(promises.measures.count or None),
            "note": quantity_text.area(promises.measures.area) if promises.measures.area else "",
        },
    ]


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
