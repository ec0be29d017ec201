"""The calendar of reporting cycles, for everybody who works here."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries.models import Party
from countries.pages import page_of
from countries.permissions import may
from countries.roles import Permission
from indicators.models import Cycle
from targets.calendar import as_ics, days_of

MOST_CYCLES = 5


@require_safe
@login_required
def cycle_calendar(request: HttpRequest) -> HttpResponse:
    """Each cycle with its days and what is left until them."""
    today = timezone.localdate()
    page = page_of(request, Cycle.objects.all(), size=MOST_CYCLES)
    context = {
        "page": page,
        "cycles": [
            (cycle, [(day, day.when(today), day.left(today) < 0) for day in days_of(cycle)])
            for cycle in page
        ],
        "parties": Party.objects.working_for(request.user).by_name(),  # type: ignore[arg-type]
        "may_manage": may(request.user, Permission.MANAGE_CYCLES),
    }
    return render(request, "targets/calendar.html", context)


@require_safe
@login_required
def cycle_calendar_file(request: HttpRequest) -> HttpResponse:
    """The same days for the reader's own calendar."""
    days = [day for cycle in Cycle.objects.all()[:MOST_CYCLES] for day in days_of(cycle)]
    host = request.get_host().partition(":")[0]
    text = as_ics(days, host=host, at=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="reporting-cycles.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
