"""In which classes and by which regions a report records its land cover."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from countries.access import SignedInRequest
from countries.models import Party
from indicators.actions import own_legends, regions
from indicators.baseline.cover_choice import CoverChoice
from indicators.baseline.fields import LAND_COVER
from indicators.drafts import SavedMeanwhileError
from indicators.forms.baseline import posted_version
from indicators.forms.own_cover import LegendNameForm, RegionForm, class_forms
from indicators.locks import LockedError, why_locked
from indicators.models import MOST_CLASSES, MOST_REGIONS, Cycle, OwnLegend, Region, Report
from indicators.sections import SECTIONS
from indicators.views.baseline import crumbs, record_page, report_of, section_url

Act = Callable[[], str]


def _address(report: Report, *more: Any) -> list[Any]:
    return [report.party.iso3, report.cycle.year, *more]


def _context(report: Report) -> dict[str, Any]:
    locked = why_locked(report, Cycle.objects.current())
    above = (str(SECTIONS[LAND_COVER].title), section_url(report, LAND_COVER))
    choice = CoverChoice.of(report)
    return {
        "report": report,
        "choice": choice,
        "version": choice.record.section(LAND_COVER).version,
        "crumbs": [*crumbs(report), above],
        "section_url": above[1],
        "locked": locked,
        "editable": not locked,
        "most": MOST_CLASSES,
        "most_regions": MOST_REGIONS,
    }


def _done(request: HttpRequest, act: Act, there: str) -> HttpResponse:
    """Do it, and say what happened or why not."""
    try:
        messages.success(request, act())
    except LockedError as error:
        messages.error(request, str(error))
    except SavedMeanwhileError:
        messages.warning(
            request,
            _("Somebody saved land cover while you looked, so nothing was changed. Look again."),
        )
    except own_legends.TooManyClassesError as error:
        words = _("That legend has %(found)s classes; at most %(most)s can be reported. Join some.")
        messages.error(request, words % {"found": error.found, "most": MOST_CLASSES})
    except regions.TooManyRegionsError:
        words = _("There are %(most)s regions already, and no more can be reported. Join some.")
        messages.error(request, words % {"most": MOST_REGIONS})
    return redirect(there)


# ---- Legend ----


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def baseline_legend(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """Choose the classes, make a list of own ones, or change it."""
    report = report_of(party, year)
    context = _context(report)
    current = context["choice"].current
    posted = request.POST if request.POST.get("act") == "edit" and current else None
    if request.method == "POST" and posted is None:
        return _choose(cast(SignedInRequest, request), report)
    if current:
        context["name_form"] = LegendNameForm(posted, initial={"name": current.name})
        context["classes"] = class_forms(context["choice"].classes_of(current), posted)
    if posted is not None and context["name_form"].is_valid() and context["classes"].is_valid():
        return _edit(cast(SignedInRequest, request), report, current, context)
    return render(request, "indicators/baseline/legend.html", context)


def _choose(request: SignedInRequest, report: Report) -> HttpResponse:
    act, _colon, what = request.POST.get("act", "").partition(":")
    version, here = posted_version(request.POST), reverse("baseline_legend", args=_address(report))
    if act == "use" and what.isdigit() and len(what) < 5:
        if what != "0":
            get_object_or_404(report.own_legends, number=int(what))

        def use() -> str:
            own_legends.choose_legend(report, int(what), version=version, by=request.user)
            return _kept(report)

        return _done(request, use, here)
    if act == "make":
        return _done(request, lambda: _make(request, report, version), here)
    return redirect(here)


def _make(request: SignedInRequest, report: Report, version: int) -> str:
    start = CoverChoice.of(report).start(request.POST.get("from", ""))
    name = request.POST.get("name", "").strip()[:120] or start.name
    own_legends.make_legend(
        report, name, start.entries(), version=version, by=request.user, source=start.legend
    )
    return _kept(report)


def _kept(report: Report) -> str:
    """What land cover is recorded in now, and what became of the other numbers."""
    fresh = report_of(report.party, report.cycle.year)  # that read before had no legend yet
    record = CoverChoice.of(fresh).record
    legend, aside = record.frame.legend, len(record.aside)
    name = legend.name if legend.is_own else _("the seven classes of the Convention")
    words = _("Land cover is now recorded in %(name)s.") % {"name": name}
    if not aside:
        return words
    kept = ngettext(
        "%(count)s number of another legend is set aside and comes back with it.",
        "%(count)s numbers of other legends are set aside and come back with them.",
        aside,
    )
    return f"{words} {kept % {'count': aside}}"


def _edit(
    request: SignedInRequest, report: Report, current: OwnLegend, context: dict[str, Any]
) -> HttpResponse:
    name, entries = context["name_form"].cleaned_data["name"], context["classes"].entries

    def edit() -> str:
        version = posted_version(request.POST)
        own_legends.edit_legend(current, name, entries, version=version, by=request.user)
        return _("The classes are saved. Everything that follows from them has followed.")

    return _done(request, edit, reverse("baseline_legend", args=_address(report)))


# ---- Regions ----


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def baseline_regions(request: HttpRequest, party: Party, year: int) -> HttpResponse:
    """List the regions; a post takes one out or puts it back."""
    report = report_of(party, year)
    if request.method != "POST":
        return render(request, "indicators/baseline/regions.html", _context(report))
    act, _colon, number = request.POST.get("act", "").partition(":")
    here = reverse("baseline_regions", args=_address(report))
    if act not in ("remove", "restore"):
        return redirect(here)
    region = _region(report, number)

    def change() -> str:
        version, listed = posted_version(request.POST), act == "restore"
        regions.list_region(
            region, listed=listed, version=version, by=cast(SignedInRequest, request).user
        )
        if listed:
            return _("“%(name)s” is back with its numbers.") % {"name": region.name}
        words = _("“%(name)s” is taken out. Its numbers are kept and come back with it.")
        return words % {"name": region.name}

    return _done(request, change, here)


def _region(report: Report, number: str) -> Region:
    if not (number.isascii() and number.isdigit() and len(number) < 5):
        raise Http404(number)
    return get_object_or_404(report.regions, number=int(number))


@require_http_methods(["GET", "HEAD", "POST"])
@record_page
def baseline_region(
    request: HttpRequest, party: Party, year: int, number: int | None = None
) -> HttpResponse:
    """Add a region, or change one."""
    report = report_of(party, year)
    region = None if number is None else _region(report, str(number))
    context = _context(report)
    others = {r.name.casefold() for r in context["choice"].regions if r != region}
    form = RegionForm(
        request.POST or None,
        request.FILES or None,
        region=region,
        others=others,
        boundary=getattr(party, "boundary", None),
    )
    if request.method == "POST" and form.is_valid():
        return _save_region(cast(SignedInRequest, request), report, region, form)
    context |= {"form": form, "region": region}
    return render(request, "indicators/baseline/region.html", context)


def _save_region(
    request: SignedInRequest, report: Report, region: Region | None, form: RegionForm
) -> HttpResponse:
    name, version = form.cleaned_data["name"], posted_version(request.POST)

    def save() -> str:
        if region is None:
            regions.add_region(report, name, form.polygon, version=version, by=request.user)
            return _(
                "“%(name)s” is added. Change is now recorded by region, and the country is their "
                "sum; matrices of the whole country are set aside."
            ) % {"name": name}
        regions.edit_region(region, name, form.polygon, version=version, by=request.user)
        return _("“%(name)s” is saved.") % {"name": name}

    return _done(request, save, reverse("baseline_regions", args=_address(report)))
