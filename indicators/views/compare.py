"""Default, computed and earlier numbers beside those of a section; one click takes one."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from countries.access import SignedInRequest
from countries.models import Party
from countries.pages import page_of
from indicators.actions.taking import empty_paths, take
from indicators.baseline.comparison import Comparison
from indicators.baseline.record import Record
from indicators.baseline.scope import Scope
from indicators.drafts import SavedMeanwhileError
from indicators.forms.baseline import posted_version
from indicators.locks import LockedError, why_closed
from indicators.models import Origin, Report
from indicators.sections import SECTIONS
from indicators.views.baseline import asked, crumbs, record_page, report_of
from indicators.views.scope_links import address, scope_crumbs, section_url

ROWS = 60
OFFERED = (Origin.DEFAULT, Origin.COMPUTED, Origin.CARRIED_OVER)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def baseline_compare(request: HttpRequest, party: Party, year: int, section: str) -> HttpResponse:
    """Show a section's numbers beside the others; a post takes one, or fills what is empty."""
    report = report_of(party, year)
    scope, key = asked(report, section)
    if request.method == "POST":
        return _take(cast(SignedInRequest, request), report, key, scope)
    locked = why_closed(report, cast(SignedInRequest, request).user, key)
    record = Record.load_beside(report, scope)
    comparison = Comparison.of(record, key)
    info, here = SECTIONS[key], section_url(report, key, scope=scope)
    context = {
        "report": report,
        "info": info,
        "scope": scope,
        "section": record.section(key),
        "comparison": comparison,
        "rows": page_of(request, comparison.rows, size=ROWS),
        "origins": [origin.value for origin in OFFERED],
        "crumbs": [*crumbs(report), *scope_crumbs(report, scope), (str(info.title), here)],
        "section_url": here,
        "locked": locked,
        "editable": not locked,
    }
    return render(request, "indicators/baseline/compare.html", context)


def _take(request: SignedInRequest, report: Report, section: str, scope: Scope) -> HttpResponse:
    query = {"page": page} if (page := request.GET.get("page", "")) else None
    here = reverse("baseline_compare", args=address(report, section, scope), query=query)
    origin, paths = _wanted(request, report, section, scope)
    version = posted_version(request.POST)
    try:
        count = 0
        if origin:
            by = request.user
            count = take(report, section, origin, paths, version=version, by=by, scope=scope)
    except LockedError as error:
        messages.error(request, str(error))
        return redirect(report)
    except SavedMeanwhileError:
        words = _(
            "Somebody changed this number while you looked, so nothing was taken. It is shown "
            "here as it is now."
        )
        messages.warning(request, words)
        return redirect(here)
    words = ngettext("%(count)s number is taken over.", "%(count)s numbers are taken over.", count)
    messages.success(request, words % {"count": count})
    return redirect(here)


def _wanted(
    request: SignedInRequest, report: Report, section: str, scope: Scope
) -> tuple[Origin | None, list[str]]:
    """Which origin a button asked for, and for which numbers: "default:path", or all empty."""
    name, _colon, path = request.POST.get("take", "").partition(":")
    filled = request.POST.get("fill", "")
    origin = next((o for o in OFFERED if o.value in (name, filled)), None)
    if origin is None:
        return None, []
    if filled:
        return origin, empty_paths(Record.load(report, scope), section, origin)
    return origin, [path]
