"""The reviewers' board: every Party of a reader's regions, its report of one cycle, its sections.

All that a row shows is read by the database for the whole page at once, so that 198 Parties need
as many queries as one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.languages import current_language
from countries.models import Party, User
from indicators.models import Cycle, Indicator, Report, ReportState
from targets.models import Comment, Submission, Thread
from targets.pages.margins import page_of_field
from targets.records.registry import RECORD_TYPES
from targets.sections import BALANCE, BALANCE_TITLE, PROMISE_SECTIONS
from targets.workflow import STATE_OWNERS, Owner

IDLE_AFTER = timedelta(days=7)
NOT_STARTED = "not_started"
SUPPORTING = "supporting"

COLUMNS: dict[str, str | Promise] = {
    **{indicator.value: indicator.label for indicator in Indicator},
    **PROMISE_SECTIONS,
    SUPPORTING: _("Supporting information"),
    BALANCE: BALANCE_TITLE,
}
"""The sections that stand in columns; all lists of supporting information share one."""

SHORT_HEADS: dict[str, str | Promise] = COLUMNS | {
    Indicator.PROFILE.value: pgettext_lazy("head of a narrow column", "Profile"),
    Indicator.PRODUCTIVITY.value: pgettext_lazy("head of a narrow column", "Productivity"),
    Indicator.CARBON.value: pgettext_lazy("head of a narrow column", "Carbon"),
    Indicator.SDG.value: pgettext_lazy("head of a narrow column", "15.3.1"),
    SUPPORTING: pgettext_lazy("head of a narrow column", "Supporting"),
    BALANCE: pgettext_lazy("head of a narrow column", "Balance"),
}
"""What stands over the columns of the page, where there is little room."""


class Overdue(models.TextChoices):
    """Why a report is late."""

    ANY = "any", _("Overdue for any reason")
    IDLE = "idle", _("A week without a reviewer")
    DUE = "due", _("Due date passed, not submitted")


class SectionState(models.TextChoices):
    """Where the review of a section stands: what its threads say."""

    UNDISCUSSED = "undiscussed", _("no comment")
    OPEN = "open", _("open")
    SETTLED = "resolved", _("settled")


@dataclass(frozen=True)
class Cell:
    """One section of one report: the state of its review, since when, and what is open."""

    title: str | Promise
    state: SectionState
    since: datetime
    open_threads: int
    remarks: int
    url: str
    now: datetime

    @property
    def days(self) -> int:
        """How many days the section has been in its state."""
        return (self.now - self.since).days

    @property
    def is_quiet(self) -> bool:
        """Nobody and nothing said anything about it."""
        return self.state == SectionState.UNDISCUSSED and not self.remarks


@dataclass(frozen=True)
class Line:
    """A Party on the board. A cell is None where its version has no such section."""

    party: Any
    cells: tuple[Cell | None, ...]
    now: datetime
    due_on: date

    @property
    def state(self) -> str:
        return str(self.party.state)

    @property
    def days(self) -> int | None:
        """How many days the report has been in its state."""
        since = self.party.since
        return None if since is None else (self.now - since).days

    @property
    def is_idle(self) -> bool:
        """Submitted for a week or more, and nobody is to review it."""
        return (
            self.state == ReportState.SUBMITTED
            and self.party.reviewer_id is None
            and self.party.since < self.now - IDLE_AFTER
        )

    @property
    def is_late(self) -> bool:
        """Not submitted although the due date has passed."""
        return self.state in _UNSUBMITTED and self.due_on < timezone.localdate(self.now)

    @property
    def url(self) -> str:
        pk = self.party.version_id
        return reverse("submission_detail", args=[pk]) if pk else ""


_UNSUBMITTED = (NOT_STARTED, ReportState.DRAFT, ReportState.RETURNED)


def parties_on_board(user: User, cycle: Cycle) -> QuerySet[Party]:
    """The Parties whose submissions `user` reads, each with what is known of its report."""
    report = Report.objects.filter(party=OuterRef("pk"), cycle=cycle)
    newest = Submission.objects.filter(
        report__party=OuterRef("pk"), report__cycle=cycle, recalled_at__isnull=True
    ).order_by("-version")

    def of_newest(name: str) -> Subquery:
        return Subquery(newest.values(name)[:1])

    return (
        Party.objects.reviewed_by(user)
        .exclude(kind=Party.Kind.OBSERVER)
        .select_related("annex")
        .annotate(
            report_id=Subquery(report.values("pk")[:1]),
            state=Coalesce(Subquery(report.values("state")[:1]), Value(NOT_STARTED)),
            since=Subquery(report.values("state_changed_at")[:1]),
            version_id=of_newest("pk"),
            version=of_newest("version"),
            submitted_at=of_newest("submitted_at"),
            reviewer_id=of_newest("reviewer"),
            reviewer_name=of_newest("reviewer__full_name"),
            remarks_by_page=of_newest("remarks_by_page"),
            remarks=Coalesce(of_newest("remark_count"), Value(0)),
            open_threads=_open_threads(cycle),
            new_comments=_new_comments(user, cycle),
        )
    )


def _open_threads(cycle: Cycle) -> Coalesce:
    unresolved = Thread.objects.filter(
        report__party=OuterRef("pk"), report__cycle=cycle, resolved_at__isnull=True
    )
    counts = unresolved.order_by().values("report").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counts[:1]), Value(0))


def _new_comments(user: User, cycle: Cycle) -> Coalesce:
    """Comments of others that `user` has not seen."""
    new = Comment.objects.new_to(user).filter(
        thread__report__party=OuterRef("pk"), thread__report__cycle=cycle
    )
    counts = new.order_by().values("thread__report").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counts[:1]), Value(0))


def filtered(
    rows: QuerySet[Party], chosen: Mapping[str, Any], *, user: User, cycle: Cycle
) -> QuerySet[Party]:
    """Keep what the filters of the board ask for."""
    if chosen.get("annex"):
        rows = rows.filter(annex=chosen["annex"])
    if chosen.get("state"):
        rows = rows.filter(Q(state=chosen["state"]))
    if chosen.get("mine"):
        rows = rows.filter(Q(reviewer_id=user.pk))
    if chosen.get("overdue"):
        rows = rows.filter(_overdue(chosen["overdue"], cycle))
    return rows


def _overdue(reason: str, cycle: Cycle) -> Q:
    now = timezone.now()
    idle = Q(state=ReportState.SUBMITTED, reviewer_id__isnull=True, since__lt=now - IDLE_AFTER)
    is_past = cycle.due_on < timezone.localdate(now)
    late = Q(state__in=_UNSUBMITTED) if is_past else Q(pk__in=[])
    return {Overdue.IDLE: idle, Overdue.DUE: late}.get(Overdue(reason), idle | late)


def _by_name() -> str:
    return f"name_{current_language()}"


SORTS: dict[str, Callable[[], str]] = {
    "party": _by_name,
    "state": lambda: "stage",
    "since": lambda: "since",
    "reviewer": lambda: "reviewer_name",
    "threads": lambda: "open_threads",
    "remarks": lambda: "remarks",
}


def ordered(rows: QuerySet[Party], sort: str) -> QuerySet[Party]:
    """Order by a column, "-" in front for the other way; by default what waits longest first."""
    rows = rows.annotate(stage=_stage())
    name = sort.removeprefix("-")
    if name not in SORTS:
        return rows.annotate(urgency=_urgency()).order_by(
            "urgency", F("since").asc(nulls_last=True), _by_name(), "iso3"
        )
    column = F(SORTS[name]())
    order = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_last=True)
    return rows.order_by(order, _by_name(), "iso3")


def _stage() -> Case:
    """The states in the order in which a report goes through them."""
    states = (NOT_STARTED, *ReportState.values)
    return Case(*(When(state=s, then=n) for n, s in enumerate(states)), default=len(states))


def _urgency() -> Case:
    """Those first whose next word is the reviewers' or the secretariat's."""
    waiting = [s for s, owner in STATE_OWNERS.items() if owner != Owner.PARTY]
    unstarted = When(state=NOT_STARTED, then=2)
    return Case(When(state__in=waiting, then=0), unstarted, default=1)


def waiting_elsewhere(user: User, cycle: Cycle) -> list[Cycle]:
    """Other cycles in which a report waits for a reviewer or the secretariat."""
    waiting = [s for s, owner in STATE_OWNERS.items() if owner != Owner.PARTY]
    reports = Report.objects.filter(
        cycle=OuterRef("pk"), state__in=waiting, party__in=Party.objects.reviewed_by(user)
    )
    return list(Cycle.objects.exclude(pk=cycle.pk).filter(Exists(reports)))


def lines_of(parties: Iterable[Any], cycle: Cycle) -> list[Line]:
    """Lay out a page of the board (one query, for the threads of all its reports)."""
    rows = list(parties)
    threads = _threads([row.report_id for row in rows if row.version_id])
    now = timezone.now()
    return [Line(row, _cells(row, threads, now), now, cycle.due_on) for row in rows]


Threads = dict[tuple[int, str], list[tuple[datetime, datetime | None]]]


def _threads(reports: list[int]) -> Threads:
    """When threads were opened and resolved, by report and column."""
    found: Threads = {}
    rows = Thread.objects.filter(report__in=reports).order_by("pk")
    for report, field, opened, closed in rows.values_list(
        "report_id", "field", "created_at", "resolved_at"
    ):
        found.setdefault((report, column_of(page_of_field(field))), []).append((opened, closed))
    return found


def column_of(page: str) -> str:
    """The column that a page of a version is counted in."""
    return SUPPORTING if page in RECORD_TYPES else page


def _cells(row: Any, threads: Threads, now: datetime) -> tuple[Cell | None, ...]:
    if not row.version_id:
        return (None,) * len(COLUMNS)
    remarks: dict[str, int] = {}
    for page, count in row.remarks_by_page.items():
        remarks[column_of(page)] = remarks.get(column_of(page), 0) + count
    return tuple(
        _cell(row, key, threads.get((row.report_id, key), []), remarks[key], now)
        if key in remarks
        else None
        for key in COLUMNS
    )


def _cell(
    row: Any,
    key: str,
    threads: list[tuple[datetime, datetime | None]],
    remarks: int,
    now: datetime,
) -> Cell:
    unresolved = [opened for opened, closed in threads if closed is None]
    closed = [closed for _opened, closed in threads if closed is not None]
    state, since = SectionState.UNDISCUSSED, row.submitted_at
    if unresolved:
        state, since = SectionState.OPEN, min(unresolved)
    elif closed:
        state, since = SectionState.SETTLED, max(closed)
    return Cell(COLUMNS[key], state, since, len(unresolved), remarks, _section_url(row, key), now)


def _section_url(row: Any, key: str) -> str:
    if key == SUPPORTING:
        return reverse("submission_detail", args=[row.version_id])
    return reverse("submission_page", args=[row.version_id, key])
