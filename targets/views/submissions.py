"""Reading a submitted version: overview, sections, changes, the snapshot itself."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.maps import Map
from countries.models import User
from indicators.models import Run
from targets.actions.threads import mark_seen
from targets.comparison import Change, changes
from targets.mentions import mentionable
from targets.models import Submission
from targets.models.submissions import SubmissionQuerySet
from targets.pages.build import content_before, pages_of
from targets.pages.charts import SnapshotCharts
from targets.pages.maps import places_map, run_map
from targets.pages.margins import ThreadView, page_of_field, threads_on, with_threads
from targets.pages.parts import Page
from targets.policies import is_of_party, powers
from targets.records.registry import RECORD_TYPES
from targets.sections import PROMISE_SECTIONS

CHANGES_SHOWN = 8
MENTIONED = 30


def readable(request: HttpRequest) -> SubmissionQuerySet:
    """The versions that the reader may see."""
    return Submission.objects.visible_to(cast(User, request.user)).select_related(
        "report__party__annex", "report__cycle", "submitted_by", "reviewer", "returned_by"
    )


def is_newest(submission: Submission) -> bool:
    """Return whether no later version was submitted."""
    later = Submission.objects.filter(report=submission.report_id, version__gt=submission.version)
    return not later.exists()


def frame_of(request: HttpRequest, submission: Submission, here: str = "") -> dict[str, Any]:
    """What the frame of each page about a version shows."""
    report = submission.report
    version = _("Version %(version)s") % {"version": submission.version}
    if is_of_party(cast(User, request.user), report):
        title = _("Report for %(year)s") % {"year": report.cycle.year}
        crumbs = [
            (report.party.name, report.party.get_absolute_url()),
            (title, report.get_absolute_url()),
        ]
    else:
        crumbs = [(_("Review board"), reverse("review_board"))]
    if here:
        crumbs.append((version, submission.get_absolute_url()))
    return {
        "submission": submission,
        "report": report,
        "crumbs": crumbs,
        "here": here or version,
        "powers": powers(cast(User, request.user), submission, is_newest=is_newest(submission)),
    }


@dataclass(frozen=True)
class Entry:
    """A page in the table of contents of a version."""

    page: Page
    open_threads: int
    changed: int
    new: int


@require_safe
@login_required
def submission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Overview: where the version stands, what changed, what is in it, what is open."""
    submission = get_object_or_404(readable(request), pk=pk)
    content, before = submission.content, content_before(submission)
    pages = pages_of(content)
    threads = threads_on(submission.report, cast(User, request.user), pages)
    found = changes(before, content) if before else []
    versions = readable(request).filter(report=submission.report_id).without_snapshot()
    _seen(threads, cast(User, request.user))
    context = {
        **frame_of(request, submission),
        "entries": _entries(pages, threads, found),
        "threads": threads,
        "people": list(mentionable(submission.report, cast(User, request.user))[:MENTIONED]),
        "new": sum(view.new for view in threads),
        "unresolved": sum(view.thread.resolved_at is None for view in threads),
        "has_before": before is not None,
        "change_count": len(found),
        "changes": found[:CHANGES_SHOWN],
        "versions": versions.order_by("-version"),
    }
    return render(request, "targets/submissions/detail.html", context)


def _entries(pages: Iterable[Page], threads: list[ThreadView], found: list[Change]) -> list[Entry]:
    unresolved, new = Counter[str](), Counter[str]()
    for view in threads:
        key = page_of_field(view.thread.field)
        unresolved[key] += view.thread.resolved_at is None
        new[key] += view.new
    changed = Counter(change.page for change in found)
    return [Entry(p, unresolved[p.key], changed[p.key], new[p.key]) for p in pages]


def _seen(threads: Iterable[ThreadView], user: User) -> None:
    """What is shown now is no longer new the next time."""
    new = [view.thread for view in threads if view.new]
    if new:
        mark_seen(new, by=user)


@require_safe
@login_required
def submission_page(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One section of the snapshot, with its threads in the margin."""
    submission = get_object_or_404(readable(request), pk=pk)
    content = submission.content
    pages = pages_of(content, content_before(submission))
    index = next((n for n, page in enumerate(pages) if page.key == key), None)
    if index is None:
        raise Http404
    page, user = pages[index], cast(User, request.user)
    threads = threads_on(submission.report, user, [page])
    view = with_threads(page, threads)
    _seen(view.threads, user)
    context = {
        **frame_of(request, submission, str(page.title)),
        "view": view,
        "people": list(mentionable(submission.report, user)[:MENTIONED]),
        "charts": SnapshotCharts(content).of(key),
        "map": _map(user, page, content),
        "before": pages[index - 1] if index else None,
        "after": pages[index + 1] if index + 1 < len(pages) else None,
    }
    return render(request, "targets/submissions/page.html", context)


def _map(user: User, page: Page, content: dict[str, Any]) -> Map | None:
    """The map that belongs beside a page: of the newest run behind it, or of its places."""
    if page.key in PROMISE_SECTIONS or page.key in RECORD_TYPES:
        return places_map(content, page.key)
    runs = Run.objects.visible_to(user).filter(pk__in=page.runs)
    run = runs.select_related("party", "cycle").order_by("-number").first() if page.runs else None
    return run_map(run, page.key) if run else None


@require_safe
@login_required
def submission_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The snapshot, byte for byte as its SHA-256 was taken."""
    submission = get_object_or_404(readable(request), pk=pk)
    report = submission.report
    name = f"{report.party.iso3}-{report.cycle.year}-v{submission.version}.json"
    response = HttpResponse(submission.snapshot.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = f'"{submission.sha256}"'
    return response
