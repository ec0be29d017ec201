"""Public pages: the countries, and what each has published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from countries.models import Party
from countries.pages import page_of
from indicators import quantity_text
from indicators.baseline.derived import Derived
from indicators.charts.figure import Chart
from indicators.models import Indicator
from ldnportal.open_data.licences import TERMS
from ldnportal.open_data.maps import map_of_report, maps_of
from ldnportal.search import parties_named
from targets.models import Submission
from targets.pages.build import pages_of
from targets.pages.charts import SnapshotCharts
from targets.pages.maps import places_map
from targets.pages.parts import Page
from targets.sections import PROMISE_SECTIONS

_NOT_PUBLIC = {"remarks"}
"""Warnings and their explanations were written for the reviewer."""
_OPEN = (Indicator.PROFILE.value, *PROMISE_SECTIONS)


def _published() -> QuerySet[Submission]:
    return Submission.objects.published().filter(report__party=OuterRef("pk"))


@require_safe
@gzip_page
def country_list(request: HttpRequest) -> HttpResponse:
    """All Parties by name, with a search in all six languages."""
    query = request.GET.get("q", "").strip()
    parties = parties_named(query) if query else Party.objects.by_name()
    parties = parties.select_related("annex").annotate(has_published=Exists(_published()))
    if request.GET.get("published"):
        parties = parties.filter(has_published=True)
    context = {
        "page": page_of(request, parties, size=50),
        "query": query,
        "only_published": bool(request.GET.get("published")),
    }
    return render(request, "public/countries.html", context)


@dataclass(frozen=True)
class PublicPage:
    """A section of a published report, with its charts."""

    page: Page
    charts: list[Chart]

    @property
    def is_folded(self) -> bool:
        """Only charts, the country's own areas and its promises stand open at once."""
        return not self.charts and self.page.key not in _OPEN


@require_safe
@gzip_page
def country_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    """A Party with its published baseline, targets and measures."""
    party = get_object_or_404(Party.objects.select_related("annex"), iso3=iso3)
    versions = list(
        Submission.objects.published()
        .without_snapshot()
        .filter(report__party=party)
        .annotate(year=F("report__cycle__year"))
        .order_by("-report__cycle__year")
    )
    submission = _asked(request, versions)
    context: dict[str, Any] = {"party": party, "versions": versions, "submission": submission}
    if submission is not None:
        content = submission.content
        charts = SnapshotCharts(content)
        maps = maps_of(submission)
        context |= {
            "published_map": map_of_report(maps),
            "maps": maps,
            "terms": TERMS,
            "figures": _figures(content, charts.derived),
            "map": places_map(content, "targets", "measures"),
            "pages": [
                PublicPage(page, charts.of(page.key))
                for page in pages_of(content)
                if page.key not in _NOT_PUBLIC
            ],
        }
    return render(request, "public/country.html", context)


def _asked(request: HttpRequest, versions: Sequence[Submission]) -> Submission | None:
    """The published version of the cycle asked for, else of the newest; None without any."""
    asked = request.GET.get("cycle", "")
    if not asked:
        return versions[0] if versions else None
    found = [version for version in versions if str(version.year) == asked]  # type: ignore[attr-defined]
    if not found:
        raise Http404
    return found[0]


def _figures(content: dict[str, Any], derived: Derived) -> list[dict[str, str]]:
    """15.3.1 in each period, and how much is promised."""
    shares = {key.when: value for key, value in derived.items() if key.measure == "reported_share"}
    areas = {key.when: value for key, value in derived.items() if key.measure == "reported"}
    figures = [
        {
            "label": _("Degraded land, %(first)s–%(last)s")
            % {"first": period["first_year"], "last": period["last_year"]},
            "value": quantity_text.percent(shares.get(period["key"])),
            "note": quantity_text.area(areas[period["key"]]) if period["key"] in areas else "",
        }
        for period in content["baseline"]["periods"]
    ]
    targets, measures = len(content["targets"]), len(content["measures"])
    promised = {
        "label": _("Targets and measures"),
        "value": ngettext("%(count)s target", "%(count)s targets", targets) % {"count": targets},
        "note": ngettext("%(count)s measure", "%(count)s measures", measures) % {"count": measures},
    }
    return [*figures, promised]
