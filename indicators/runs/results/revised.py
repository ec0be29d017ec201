"""What the page of a run says about its revisions, and about what it should be revised for."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators import quantity_text
from indicators.models import JobState, Revision, Run
from indicators.runs.drift import Drift, drift_of
from indicators.runs.errors import sentence_for
from indicators.templatetags.quantities import moment


@dataclass(frozen=True)
class Change:
    """A period's degraded land as the run shows it, and as it will."""

    period: str
    now: str
    then: str


@dataclass(frozen=True)
class RevisionPanel:
    """The revisions of a run: the newest one, the first state, what has drifted away."""

    run: Run
    newest: Revision | None
    has_first: bool

    @classmethod
    def of(cls, run: Run) -> "RevisionPanel":
        rows = list(run.revisions.order_by("-number").defer("plan", "manifest"))
        newest = next((row for row in rows if row.number), None)
        return cls(run, newest, any(row.number == 0 for row in rows))

    @property
    def at_work(self) -> Revision | None:
        return self.newest if self.newest and not self.newest.has_ended else None

    @property
    def failure(self) -> str:
        """Why the last revision that was asked for came to nothing."""
        if self.newest is None or self.newest.job_state != JobState.FAILED:
            return ""
        return sentence_for(self.newest.error_code, self.newest.error_params)

    @property
    def is_revised(self) -> bool:
        return self.run.revision > 0 or self.run.revises_id is not None

    @property
    def words(self) -> str:
        """The state of the run: "with 2 corrections, applied on ...". Empty as first computed."""
        if not self.is_revised:
            return ""
        count = len(self.run.corrections)
        what = _("With another legend or matrix than at first")
        if count:
            text = ngettext("With %(n)s correction", "With %(n)s corrections", count)
            what = text % {"n": count}
        at = self.run.revised_at or self.run.finished_at
        return _("%(what)s, applied on %(at)s.") % {"what": what, "at": moment(at)}

    @property
    def may_restore(self) -> bool:
        return self.has_first and self.run.revision > 0 and self.run.cited_at is None

    @cached_property
    def drift(self) -> Drift:
        return drift_of(self.run)

    @property
    def drifted_words(self) -> str:
        """Say what the record has changed since; empty where nothing has."""
        if self.drift.matrix and self.drift.legend:
            return _("The map is older than the legend and the degradation matrix of the record.")
        if self.drift.matrix:
            return _("The map is older than the degradation matrix of the record.")
        if self.drift.legend:
            return _("The map is older than the mapping of its legend.")
        return ""

    @property
    def coming(self) -> list[Change]:
        """Degraded land by period: the tables of the revision are there before its maps."""
        if self.at_work is None or not self.at_work.summary:
            return []
        labels = {period.key: str(period.label) for period in self.run.cycle.periods.all()}
        now, then = _degraded(self.run.summary), _degraded(self.at_work.summary)
        return [
            Change(labels.get(key, key), quantity_text.area(now[key]), quantity_text.area(area))
            for key, area in then.items()
            if key in now
        ]


def _degraded(summary: Mapping[str, Any]) -> dict[str, Decimal]:
    """Degraded land by period as 15.3.1 reports it, km2."""
    found = {}
    for key, tables in summary.get("periods", {}).items():
        areas = tables.get("status", {}).get("three_class") or tables.get("sdg")
        if areas:
            found[key] = Decimal(str(areas["degraded"]))
    return found


def as_first(run: Run) -> Run | None:
    """The run as it was first computed, for reading; None where it shows that now."""
    first = run.revisions.filter(number=0).first() if run.revision else None
    if first is None:
        return None
    shown = copy(run)
    shown.manifest, shown.summary = first.manifest, first.summary
    shown.identity, shown.method_version = first.identity, first.method_version
    shown.outputs = []  # its files are downloaded, and its map is seen, once it is restored
    return shown
