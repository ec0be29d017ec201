"""What differs between two versions: on a page with its map, and as files to keep."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from targets.comparison import changes
from targets.geometry_comparison import place_changes
from targets.models import Submission
from targets.models.submissions import SubmissionQuerySet
from targets.pages.change_files import as_csv, as_workbook
from targets.pages.place_changes import ChangedPlaces
from targets.views.submissions import frame_of, readable

CHANGES_A_PAGE = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def submission_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What differs from another version, by default the one before."""
    submission, other, others = _two_versions(request, pk)
    before, after = other.content, submission.content
    found, places = changes(before, after), place_changes(before, after)
    page = Paginator(found, CHANGES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame_of(request, submission, _("What changed")),
        "other": other,
        "others": others.without_snapshot().order_by("-version"),
        "page": page,
        "count": len(found),
        "places": ChangedPlaces(places, after) if places and page.number == 1 else None,
    }
    return render(request, "targets/submissions/changes.html", context)


@require_safe
@login_required
def submission_changes_file(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """The same as CSV or as a workbook."""
    submission, other, _others = _two_versions(request, pk)
    before, after = other.content, submission.content
    found = changes(before, after)
    report = submission.report
    versions = f"v{other.version}-v{submission.version}"
    name = f"{report.party.iso3}-{report.cycle.year}-{versions}.{suffix}"
    if suffix == "csv":
        return _file(as_csv(found), "text/csv; charset=utf-8", name)
    if suffix == "xlsx":
        return _file(as_workbook(found, place_changes(before, after)), _XLSX, name)
    raise Http404


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _two_versions(
    request: HttpRequest, pk: int
) -> tuple[Submission, Submission, SubmissionQuerySet]:
    """The version, the one that it is compared with, and all that it can be compared with."""
    submission = get_object_or_404(readable(request), pk=pk)
    others = readable(request).filter(report=submission.report_id).exclude(pk=pk)
    return submission, _other_version(request, submission, others), others


def _other_version(
    request: HttpRequest, submission: Submission, others: SubmissionQuerySet
) -> Submission:
    asked = request.GET.get("with", "")
    if asked.isdecimal():
        return get_object_or_404(others, version=int(asked))
    other = others.filter(version__lt=submission.version).order_by("-version").first()
    if other is None:
        raise Http404
    return other
