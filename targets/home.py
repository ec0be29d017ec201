"""The home of a Party's report: every task with its state in words, and who touched it last."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Party
from indicators.baseline.frame import marked
from indicators.baseline.record import Record
from indicators.locks import why_locked
from indicators.models import Cycle, Dataset, LandCopy, Report, ReportState, Run, Section, Zone
from indicators.rules.check import check_record
from indicators.rules.findings import Finding
from indicators.sections import SECTIONS
from targets.models import Entry, Measure, ResponseMap, Submission, Target, Thread
from targets.outline import Outline, Place, draw
from targets.records.declaration import BASELINE, SUPPORTING, RecordType, Words
from targets.records.registry import RECORD_TYPES
from targets.records.rules import check_entries
from targets.rules.check import check_promises
from targets.sections import BALANCE, BALANCE_TITLE, MEASURES, PROMISE_SECTIONS, TARGETS


@dataclass(frozen=True)
class Task:
    """One row of the list: what to do, where, its state in words, who touched it last."""

    label: str | Promise
    url: str
    state: str
    state_label: str = ""
    note: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    tasks: list[Task]
    note: str = ""


def _count(rows: QuerySet[Any], by: str = "party") -> Coalesce:
    grouped = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)


def report_of_year(party: Party, year: int) -> Report | None:
    """The Party's report for a cycle, with how many rasters and runs there are, in one query."""
    runs = Run.objects.filter(party=OuterRef("party"), cycle=OuterRef("cycle"))
    datasets = Dataset.objects.filter(party=OuterRef("party")).current().accepted()
    maps = ResponseMap.objects.filter(report=OuterRef("pk"))
    zones = Zone.objects.filter(report=OuterRef("pk"), in_file=True)
    begun = Section.objects.filter(report=OuterRef("pk"), version__gt=0)
    return (
        marked(Report.objects.filter(party=party, cycle__year=year))
        .select_related("cycle")
        .annotate(
            n_datasets=_count(datasets),
            n_runs=_count(runs),
            n_zones=_count(zones, by="report"),
            has_affected=Exists(begun.filter(copy=LandCopy.AFFECTED)),
            has_zone_numbers=Exists(begun.exclude(zone="")),
            last_run=Subquery(runs.order_by("-created_at").values("job_state")[:1]),
            last_map=Subquery(maps.order_by("-pk").values("job_state")[:1]),
        )
        .first()
    )


@dataclass(frozen=True)
class Home:
    """What the page shows, worked out once."""

    party: Party
    report: Report
    current: Cycle | None

    @cached_property
    def record(self) -> Record:
        return Record.load(self.report)

    @cached_property
    def targets(self) -> list[Target]:
        rows = Target.objects.filter(party=self.party).current().order_by("number")
        rows = rows.prefetch_related("quantities").select_related("updated_by")
        return list(rows.defer("geometry"))

    @cached_property
    def measures(self) -> list[Measure]:
        rows = Measure.objects.filter(party=self.party).current().order_by("number")
        return list(rows.select_related("updated_by").defer("geometry"))

    @cached_property
    def entries(self) -> list[Entry]:
        """The entries of all lists of supporting information."""
        rows = Entry.objects.filter(party=self.party).current().select_related("updated_by")
        return list(rows.order_by("kind", "number"))

    @cached_property
    def submission(self) -> Submission | None:
        rows = Submission.objects.filter(report=self.report).defer("snapshot")
        return rows.order_by("-version").first()

    @cached_property
    def locked(self) -> str:
        return why_locked(self.report, self.current)

    @cached_property
    def open_threads(self) -> Counter[str]:
        """Open comments by section; asked for only once a reviewer may have written some."""
        if self.report.state == ReportState.DRAFT and self.submission is None:
            return Counter()
        fields = Thread.objects.filter(report=self.report, resolved_at__isnull=True)
        return Counter(field.partition(".")[0] for field in fields.values_list("field", flat=True))

    @cached_property
    def errors(self) -> Counter[str]:
        """Errors that the rules find, by section."""
        found: Iterable[Finding] = (
            *check_record(self.record, legends=False),
            *check_promises(self.party, self.targets, self.measures, self.record),
            *check_entries(self.entries),
        )
        return Counter(finding.section for finding in found if finding.blocks)

    # ---- The groups ----

    @cached_property
    def groups(self) -> list[Group]:
        return [
            Group(
                _("Baselines"),
                [*map(self._section, SECTIONS), *self._parts(), *self._lists(BASELINE)],
            ),
            Group(_("Targets and measures"), [self._targets(), self._measures(), self._balance()]),
            Group(_("Supporting information"), [*self._supporting(), *self._lists(SUPPORTING)]),
            Group(_("Review and submit"), self._review()),
        ]

    @property
    def sections(self) -> list[str]:
        return [*SECTIONS, *PROMISE_SECTIONS, BALANCE]

    @property
    def complete(self) -> int:
        """How many sections are complete and without errors."""
        return sum(
            1
            for key in self.sections
            if self.record.section(key).state == Section.State.COMPLETE and not self.errors[key]
        )

    @property
    def complete_words(self) -> str:
        total = len(self.sections)
        return _("%(done)s of %(total)s sections complete") % {
            "done": self.complete,
            "total": total,
        }

    @property
    def deadline_words(self) -> str:
        """The deadline, and how far away it is."""
        due = self.report.cycle.due_on
        day = date_format(due, "DATE_FORMAT")
        words = _("Due on %(day)s") % {"day": day}
        return f"{words} ({_days(due, timezone.localdate())})"

    def _parts(self) -> list[Task]:
        """The affected areas and the zones: optional, each with sections of its own."""
        args = [self.party.iso3, self.report.cycle.year]
        zones: int = getattr(self.report, "n_zones", 0)
        words = ngettext("%(count)s zone", "%(count)s zones", zones) % {"count": zones}
        begun = ("not_started", "draft")
        return [
            Task(
                _("Affected areas"),
                reverse("affected_areas", args=args),
                begun[getattr(self.report, "has_affected", False)],
            ),
            Task(
                _("Zones"),
                reverse("zone_list", args=args),
                begun[getattr(self.report, "has_zone_numbers", False)],
                note=words if zones else "",
            ),
        ]

    def _section(self, key: str) -> Task:
        row = self.record.section(key)
        url = reverse("baseline_section", args=[self.party.iso3, self.report.cycle.year, key])
        state, words = self._state(key, row.state)
        return Task(SECTIONS[key].title, url, state, words, touched(row))

    def _state(self, key: str, state: str) -> tuple[str, str]:
        threads = self.open_threads[key]
        if threads and self.report.state == ReportState.RETURNED:
            words = ngettext(
                "Returned with %(count)s comment", "Returned with %(count)s comments", threads
            )
            return "returned", words % {"count": threads}
        errors = self.errors[key]
        if errors and state != Section.State.NOT_STARTED:
            words = ngettext("%(count)s error", "%(count)s errors", errors)
            return "has_errors", words % {"count": errors}
        return state, ""

    def _promises(self, key: str, rows: list[Target] | list[Measure], words: str) -> Task:
        url = reverse(f"{key[:-1]}_list", args=[self.party.iso3])
        return self._written(key, PROMISE_SECTIONS[key], url, rows, words)

    def _written(
        self, key: str, title: Words, url: str, rows: Sequence[Target | Measure | Entry], words: str
    ) -> Task:
        """A section that is a list: how long it is, and who touched it last."""
        row = self.record.section(key)
        begun = row.state if row.state == Section.State.COMPLETE else Section.State.DRAFT
        state, label = self._state(key, begun if rows else row.state)
        newest = max(
            (r for r in rows if r.updated_at), key=lambda r: r.updated_at or _EPOCH, default=None
        )
        note = ", ".join(filter(None, [words if rows else "", touched(newest) if newest else ""]))
        return Task(title, url, state, label, note)

    def _targets(self) -> Task:
        count = len(self.targets)
        words = ngettext("%(count)s target", "%(count)s targets", count) % {"count": count}
        return self._promises(TARGETS, self.targets, words)

    def _measures(self) -> Task:
        count = len(self.measures)
        words = ngettext("%(count)s measure", "%(count)s measures", count) % {"count": count}
        return self._promises(MEASURES, self.measures, words)

    def _balance(self) -> Task:
        row = self.record.section(BALANCE)
        url = reverse("balance", args=[self.party.iso3, self.report.cycle.year])
        state, words = self._state(BALANCE, row.state)
        return Task(BALANCE_TITLE, url, state, words, touched(row))

    def _supporting(self) -> list[Task]:
        datasets: int = getattr(self.report, "n_datasets", 0)
        runs: int = getattr(self.report, "n_runs", 0)
        rasters = ngettext("%(count)s raster", "%(count)s rasters", datasets)
        computed = ngettext("%(count)s run", "%(count)s runs", runs)
        last: str = getattr(self.report, "last_run", "") or "not_started"
        iso3 = self.party.iso3
        return [
            Task(
                _("Rasters"),
                reverse("dataset_list", args=[iso3]),
                "complete" if datasets else "not_started",
                rasters % {"count": datasets} if datasets else "",
            ),
            Task(
                _("Computed indicators"),
                reverse("run_list", args=[iso3]),
                last,
                note=computed % {"count": runs} if runs else "",
            ),
            Task(
                _("Where to act"),
                reverse("where_to_act", args=[iso3, self.report.cycle.year]),
                getattr(self.report, "last_map", "") or "not_started",
            ),
        ]

    def _lists(self, group: str) -> list[Task]:
        return [self._list(kind) for kind in RECORD_TYPES.values() if kind.group == group]

    def _list(self, kind: RecordType) -> Task:
        rows = [entry for entry in self.entries if entry.kind == kind.key]
        words = ngettext("%(count)s entry", "%(count)s entries", len(rows)) % {"count": len(rows)}
        url = reverse("record_list", args=[self.party.iso3, kind.key])
        return self._written(kind.key, kind.title, url, rows, words)

    def _review(self) -> list[Task]:
        args = [self.party.iso3, self.report.cycle.year]
        submission = self.submission
        tasks = [
            Task(
                _("Check and submit"),
                reverse("submit_report", args=args),
                "not_started" if self.report.is_editable else "complete",
            )
        ]
        label = _("Versions and review")
        if submission is None:
            return [*tasks, Task(label, "", "not_started", _("Nothing submitted yet"))]
        version = _("Version %(version)s, submitted on %(day)s") % {
            "version": submission.version,
            "day": date_format(timezone.localtime(submission.submitted_at), "DATE_FORMAT"),
        }
        url = submission.get_absolute_url()
        return [*self._comments(url), *tasks, Task(label, url, self.report.state, note=version)]

    def _comments(self, url: str) -> list[Task]:
        """What comes first after a return: the reviewer's comments, beside their fields."""
        count = self.open_threads.total()
        if not count:
            return []
        words = ngettext("%(count)s open comment", "%(count)s open comments", count)
        return [Task(_("Read and answer the comments"), url, "open", words % {"count": count})]

    # ---- The map ----

    @cached_property
    def outline(self) -> Outline | None:
        boundary = getattr(self.party, "boundary", None)
        return draw(boundary, self._places()) if boundary else None

    def _places(self) -> list[Place]:
        rows: list[tuple[str, Target | Measure]] = [("target", t) for t in self.targets]
        rows += [("measure", m) for m in self.measures]
        return [
            Place(str(row), self._page(look, row), row.sketch, look)
            for look, row in rows
            if row.sketch
        ]

    def _page(self, kind: str, row: Target | Measure) -> str:
        return reverse(f"{kind}_detail", args=[self.party.iso3, row.pk])


_EPOCH = datetime.min.replace(tzinfo=timezone.get_default_timezone())


def touched(row: Section | Target | Measure | Entry) -> str:
    """Who touched a draft last, and when: "Awa Diallo, 12 March 2026"."""
    if row.updated_at is None:
        return ""
    day = date_format(timezone.localtime(row.updated_at), "DATE_FORMAT")
    if row.updated_by is None:
        return day
    return _("%(name)s, %(day)s") % {"name": isolated(str(row.updated_by)), "day": day}


def isolated(name: str) -> str:
    """Set a name apart, so that it does not turn round what stands beside it in Arabic."""
    return f"\u2068{name}\u2069"


def _days(due: date, today: date) -> str:
    left = (due - today).days
    if left < 0:
        words = ngettext("%(count)s day ago", "%(count)s days ago", -left)
        return words % {"count": -left}
    if left == 0:
        return _("today")
    return ngettext("in %(count)s day", "in %(count)s days", left) % {"count": left}
