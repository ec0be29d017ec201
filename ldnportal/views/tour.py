"""The guided tour of the demonstration."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.models import Cycle
from ldnportal.demo.cast import ARIDIA, SHOWN_ACCOUNTS


@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """What to try, and as whom; only where the demonstration runs."""
    if not settings.DEMO:
        raise Http404
    cycle = Cycle.objects.current()
    home = [ARIDIA.iso3, cycle.year] if cycle else [ARIDIA.iso3]
    context = {
        "accounts": SHOWN_ACCOUNTS,
        "home": reverse("report_home" if cycle else "party_home", args=home),
        "datasets": reverse("dataset_list", args=[ARIDIA.iso3]),
        "runs": reverse("run_list", args=[ARIDIA.iso3]),
    }
    return render(request, "tour.html", context)
