"""The corrections of a record beside the runs that they can be applied to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from countries.models import Party
from indicators.models import Cycle, JobState, Run
from indicators.rules.findings import Finding
from indicators.runs.results.numbers import results_of
from indicators.runs.results.provenance import corrections
from targets.models import Entry
from targets.records.corrections import (
    BECOMES,
    CLAIM,
    CORRECTIONS,
    ORDER,
    PERIODS,
    REASON,
    SHOWN,
    obstacles,
    years_of,
)
from targets.records.findings import entry_finding
from targets.records.rules import UNREADABLE, address_of
from targets.records.words import entry_name

MOST_RUNS = 5
OTHER_PERIOD = gettext_lazy(
    "%(list)s, entry %(number)s: %(found)s is no period of the current cycle. Choose its periods "
    "again; until then it cannot be applied."
)
Correction = dict[str, Any]


def corrections_of(party: Party) -> list[Entry]:
    """The corrections of a record in the order in which they are applied: the last one wins."""
    rows = Entry.objects.filter(party=party, kind=CORRECTIONS.key).current()
    return sorted(rows, key=lambda row: (Decimal(row.answers.get(ORDER) or 0), row.number))


def in_manifest(run: Run, entries: Iterable[Entry]) -> list[Correction]:
    """Corrections as a run's manifest has them; those of periods that it lacks are left out."""
    computed = {period["key"] for period in run.manifest["periods"]}
    keys = {years_of(period): period.key for period in run.cycle.periods.all()}
    found = []
    for entry in entries:
        periods = [keys[years] for years in entry.answers[PERIODS] if keys.get(years) in computed]
        if periods:
            found.append(_correction(entry, periods))
    return found


def _correction(entry: Entry, periods: Sequence[str]) -> Correction:
    answers = entry.answers
    return {
        "name": entry_name(CORRECTIONS, answers, entry.number),
        "polygon": entry.geometry,
        "recode": dict.fromkeys(SHOWN[answers[CLAIM]], str(answers[BECOMES])),
        "periods": list(periods),
        "reason": answers[REASON],
    }


@dataclass(frozen=True)
class RunChoice:
    """A run that corrections can be applied to, and what it shows now."""

    run: Run
    shows_these: bool
    is_busy: bool

    @property
    def changes(self) -> list[tuple[str, str]]:
        """What each correction changes in the run's map, once it shows these."""
        if not (self.shows_these and self.run.corrections):
            return []
        results = results_of(self.run)
        return [(c.name, c.changed) for c in corrections(self.run, results)] if results else []

    @property
    def words(self) -> str:
        if self.is_busy:
            return _("its maps are being drawn anew")
        if self.shows_these:
            return _("shows these corrections") if self.run.corrections else _("shows none")
        count = len(self.run.corrections)
        if not count:
            return _("shows none of them")
        text = ngettext("shows %(n)s other correction", "shows %(n)s, not all as here", count)
        return text % {"n": count}


@dataclass(frozen=True)
class Applying:
    """What stands between the corrections of a record and the runs."""

    party: Party
    entries: list[Entry]

    @classmethod
    def of(cls, party: Party) -> "Applying":
        return cls(party, corrections_of(party))

    @cached_property
    def obstacles(self) -> list[tuple[Finding, str]]:
        """What has to be filled in first, each with the address of its field."""
        keys = {(row.kind, row.number): row.pk for row in self.entries}
        found = [*self._unread(), *obstacles(CORRECTIONS, self.entries), *self._other_periods()]
        return [(finding, address_of(self.party, finding, keys)) for finding in found]

    def _unread(self) -> Iterable[Finding]:
        for row in self.entries:
            for path, text in row.unread.items():
                yield entry_finding(CORRECTIONS, row, "READ", path, UNREADABLE, found=text[:60])

    def _other_periods(self) -> Iterable[Finding]:
        for row in self.entries:
            for years in row.answers.get(PERIODS, []):
                if years not in self._years:
                    about = (CORRECTIONS, row, "APPLY", PERIODS, OTHER_PERIOD)
                    yield entry_finding(*about, found=str(years))

    @cached_property
    def _cycle(self) -> Cycle | None:
        return Cycle.objects.current()

    @cached_property
    def _years(self) -> set[str]:
        return {years_of(p) for p in self._cycle.periods.all()} if self._cycle else set()

    @cached_property
    def runs(self) -> list[RunChoice]:
        """The newest runs of the cycle with a map of 15.3.1 (three queries)."""
        runs = (
            Run.objects.filter(party=self.party, cycle=self._cycle, job_state=JobState.SUCCEEDED)
            .select_related("cycle", "party")
            .prefetch_related("cycle__periods")
            .defer("plan", "summary")
            .order_by("-number")[:MOST_RUNS]
        )
        with_map = [run for run in runs if _has_map(run)]
        busy = set(
            Run.objects.filter(
                pk__in=[run.pk for run in with_map],
                revisions__job_state__in=(JobState.QUEUED, JobState.RUNNING),
            ).values_list("pk", flat=True)
        )
        return [RunChoice(run, self._shown_by(run), run.pk in busy) for run in with_map]

    def _shown_by(self, run: Run) -> bool:
        return not self.obstacles and in_manifest(run, self.entries) == run.corrections


def _has_map(run: Run) -> bool:
    return any(str(entry["name"]).endswith("_sdg.tif") for entry in run.outputs)
