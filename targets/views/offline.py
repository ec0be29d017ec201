"""Targets, measures and lists as workbooks; they come back on the page “Work offline”."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from countries.access import party_page
from countries.models import Party
from countries.roles import Permission
from indicators.locks import current_report
from targets.offline.workbook import workbook_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@party_page(Permission.VIEW_WORK)
def promise_workbook(request: HttpRequest, party: Party, book: str) -> HttpResponse:
    """The workbook of everything, or of one list, for the report of the current cycle."""
    report = current_report(party)
    if report is None:
        raise Http404(book)
    report.party = party
    try:
        content = workbook_bytes(report, book)
    except KeyError as error:
        raise Http404(book) from error
    name = f"{party.iso3}-{report.cycle.year}-{book}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=disposition)


def workbook_links(party: Party, book: str) -> dict[str, str]:
    """Where a list is downloaded and uploaded; nothing before the report is started."""
    report = current_report(party)
    if report is None:
        return {}
    return {
        "workbook_url": reverse("promise_workbook", args=[party.iso3, book]),
        "offline_url": reverse("offline", args=[party.iso3, report.cycle.year]),
    }
