"""Fill a report's baseline with the numbers of a run, national numbers kept unless chosen."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction

from countries import audit
from countries.models import User
from indicators import drafts
from indicators.actions.observations import restated, store
from indicators.baseline.proposals import Proposal, propose
from indicators.baseline.record import SECTIONS, Record
from indicators.baseline.run_numbers import numbers_for
from indicators.baseline.scope import NATIONAL, Scope
from indicators.baseline.usable_runs import usable_runs
from indicators.locks import hold_section, require_editable
from indicators.models import JobState, Observation, Origin, Report, Run, Section


class RunNotUsableError(Exception):
    """The run has not succeeded, or is for another Party, cycle or file of zones."""


@dataclass(frozen=True)
class Used:
    """What using a run did: numbers written, and national numbers that were kept."""

    written: int
    kept: int


def run_proposals(record: Record, run: Run) -> list[Proposal]:
    """Set the numbers of a run for a record's scope beside those of the record."""
    return propose(record, numbers_for(record.scope, run, record.frame))


@transaction.atomic
def use_run(
    report: Report,
    run: Run,
    *,
    by: User | None,
    replace: Collection[str] = (),
    only: Collection[str] | None = None,
    scope: Scope = NATIONAL,
) -> Used:
    """Write a run's numbers for a scope into the report, origin computed; with `only` just those.

    A national number, or a text that could not be read, is replaced only where its path is in
    `replace`. Raises LockedError when the report cannot be edited, RunNotUsableError for a run
    that has not succeeded, or is another Party's or cycle's.
    """
    require_editable(report)
    ours = run.party_id == report.party_id and run.cycle_id == report.cycle_id
    if not ours or run.job_state != JobState.SUCCEEDED or not _fits(report, run, scope):
        raise RunNotUsableError(str(run.pk))
    sections = {key: hold_section(report, key, scope) for key in SECTIONS}
    record = Record.load(report, scope)
    proposals = [p for p in run_proposals(record, run) if only is None or p.path in only]
    taken = [p for p in proposals if not p.asks or p.path in replace]
    written = [p for p in taken if not _stands(p, run)]
    _settle(sections, written, run, by)  # first: it tells what stood there before
    _write(record, written, run, by)
    return Used(len(taken), len(proposals) - len(taken))


def _fits(report: Report, run: Run, scope: Scope) -> bool:
    """Whether a zone's numbers would come from the report's own zones."""
    return scope.is_national or usable_runs(report, scope).filter(pk=run.pk).exists()


def _stands(proposal: Proposal, run: Run) -> bool:
    row = proposal.current
    return row is not None and proposal.is_same and row.run_id == run.pk


def _write(record: Record, proposals: Iterable[Proposal], run: Run, by: User | None) -> None:
    store(
        restated(
            record,
            proposal.key,
            proposal.offered,
            origin=Origin.COMPUTED,
            actual_year=proposal.actual_year,
            run=run,
            by=by,
        )
        for proposal in proposals
    )


def _settle(
    sections: dict[str, Section], proposals: list[Proposal], run: Run, by: User | None
) -> None:
    """Give each section that changed its next version, and record the act once for each."""
    for key, section in sections.items():
        changed = [p for p in proposals if p.key.indicator == key]
        if not changed:
            continue
        for proposal in changed:
            section.unread.pop(proposal.path, None)
        section.state = Section.State.DRAFT
        drafts.stamp(section, [p.path for p in changed], by=by)
        audit.record(
            "section.computed",
            by=by,
            party=run.party,
            target=section,
            section=Scope.of_row(section).said(key),
            run=run.number,
            run_id=str(run.pk),
            version=section.version,
            numbers=len(changed),
            changes={p.path: [_text(p.current), str(p.offered)] for p in changed},
        )


def _text(row: Observation | None) -> str:
    return "" if row is None or row.value is None else str(row.value)
