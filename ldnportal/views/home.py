"""The first page: what the portal is, what is published, and what waits for the reader."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.models import Party, Region, User
from countries.permissions import may
from countries.roles import Permission
from indicators.models import Report, ReportState
from ldnportal.regions.listing import regions_by_kind
from targets.models import Submission

LATEST = 10


@dataclass(frozen=True)
class Task:
    """A line of a task list: see components/task_list.html."""

    label: str | Promise
    url: str
    state: str
    note: str | Promise = ""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Calm for everybody; for those who work here, their work comes first."""
    user = request.user
    own = _work_of(user) if user.is_authenticated else []
    groups = regions_by_kind()
    context = {
        "own": own,
        "annexes": [
            row for group in groups for row in group.regions if row.region.kind == Region.Kind.ANNEX
        ],
        "published": _latest_published(),
    }
    return render(request, "home.html", context)


def _latest_published() -> QuerySet[Submission]:
    return (
        Submission.objects.published()
        .without_snapshot()
        .select_related("report__party", "report__cycle")
        .order_by("-published_at")[:LATEST]
    )


def _work_of(user: User) -> list[dict[str, Any]]:
    """What waits for a person: their Parties' reports, and submissions to review or publish."""
    groups = [(_("Your Party"), _party_tasks(user)), (_("Submissions"), _review_tasks(user))]
    return [{"title": title, "tasks": tasks} for title, tasks in groups if tasks]


def _party_tasks(user: User) -> list[Task]:
    tasks = []
    for party in Party.objects.working_for(user).by_name().prefetch_related("reports__cycle"):
        reports: list[Report] = list(party.reports.all())
        newest = reports[0] if reports else None
        tasks.append(
            Task(
                label=party.name,
                url=party.get_absolute_url(),
                state=newest.state if newest else "not_started",
                note=str(newest.cycle.year) if newest else "",
            )
        )
    return tasks


def _named(submission: Submission) -> str:
    return f"{submission.report.party.name}, {submission.report.cycle.year}"


def _review_tasks(user: User) -> list[Task]:
    wanted = []
    if may(user, Permission.REVIEW):
        wanted += [ReportState.SUBMITTED, ReportState.IN_REVIEW]
    if may(user, Permission.PUBLISH):
        wanted.append(ReportState.ACCEPTED)
    if not wanted:
        return []
    newest = (
        Submission.objects.visible_to(user)
        .without_snapshot()
        .filter(report__state__in=wanted, recalled_at__isnull=True)
        .select_related("report__party", "report__cycle")
        .annotate(since=F("report__state_changed_at"))
        .order_by("report__state_changed_at", "report", "-version")
    )
    found = {submission.report_id: submission for submission in reversed(newest)}
    return [
        Task(
            label=_named(submission),
            url=submission.get_absolute_url(),
            state=submission.report.state,
            note=_("Version %(version)s") % {"version": submission.version},
        )
        for submission in list(found.values())[:LATEST]
    ] or [Task(_("Nothing waits for you"), reverse("review_board"), "complete")]
