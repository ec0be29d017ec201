"""The whole record of a report on one page, to print or to read through."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from countries.models import Party
from indicators.baseline.whole import PrintedRecord
from indicators.views.baseline import crumbs, record_page, report_of
from indicators.views.scope_links import part_of


@require_GET
@record_page
def record_print(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Every section with its tables, charts, sources and findings; nothing to fill in.

    A record of many classes or regions comes sheet by sheet (`?sheet=`).
    """
    report = report_of(party, year)
    scope = part_of(report, request.GET.get("part", ""))
    context = {
        "report": report,
        "scope": scope,
        "zones": report.zones.light().filter(in_file=True),
        "printed": PrintedRecord.load(report, request.GET.get("sheet", ""), scope),
        "crumbs": crumbs(report),
        "editable": False,
        "printing": True,
    }
    return render(request, "indicators/baseline/print.html", context)
