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
from indicators.actions.taking import empty_paths, take
from indicators.baseline.comparison import Comparison
from indicators.baseline.record import Record
from indicators.drafts import SavedMeanwhileError
from indicators.forms.baseline import posted_version
from indicators.locks import LockedError, why_locked
from indicators.models import Cycle, Origin, Report
from indicators.sections import SECTIONS
from indicators.views.baseline import (
    address,
    crumbs,
    known_section,
    record_page,
    report_of,
    section_url,
)

OFFERED = (Origin.DEFAULT, Origin.COMPUTED, Origin.CARRIED_OVER)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def baseline_compare(request: HttpRequest, party: Party, year: int, section: str) -> HttpResponse:
    """Show a section's numbers beside the others; a post takes one, or fills what is empty."""
    report = report_of(party, year)
    known_section(section)
    if request.method == "POST":
        return _take(cast(SignedInRequest, request), report, section)
    locked = why_locked(report, Cycle.objects.current())
    record = Record.load(report)
    info = SECTIONS[section]
    context = {
        "report": report,
        "info": info,
        "section": record.section(section),
        "comparison": Comparison.of(record, section),
        "origins": [origin.value for origin in OFFERED],
        "crumbs": [*crumbs(report), (str(info.title), section_url(report, section))],
        "section_url": section_url(report, section),
        "locked": locked,
        "editable": not locked,
    }
    return render(request, "indicators/baseline/compare.html", context)


def _take(request: SignedInRequest, report: Report, section: str) -> HttpResponse:
    here = reverse("baseline_compare", args=address(report, section))
    origin, paths = _asked(request, report, section)
    version = posted_version(request.POST)
    try:
        count = (
            take(report, section, origin, paths, version=version, by=request.user) if origin else 0
        )
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


def _asked(
    request: SignedInRequest, report: Report, section: str
) -> tuple[Origin | None, list[str]]:
    """Which origin a button asked for, and for which numbers: "default:path", or all empty."""
    name, _colon, path = request.POST.get("take", "").partition(":")
    filled = request.POST.get("fill", "")
    origin = next((o for o in OFFERED if o.value in (name, filled)), None)
    if origin is None:
        return None, []
    if filled:
        return origin, empty_paths(Record.load(report), section, origin)
    return origin, [path]
