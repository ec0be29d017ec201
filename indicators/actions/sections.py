"""Start a report, save a section of it, and call a section done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from countries import audit
from countries.models import Party, User
from indicators import drafts
from indicators.actions.observations import (
    forget,
    restate_actual_years,
    restate_tonnes,
    write,
)
from indicators.baseline.answers import Question
from indicators.baseline.fields import LAND_COVER
from indicators.baseline.keys import Key
from indicators.baseline.notation import Notation
from indicators.baseline.reading import NOT_A_CHOICE, UnreadableError, read_number, read_year
from indicators.baseline.record import Record
from indicators.baseline.scope import NATIONAL, Scope
from indicators.baseline.texts import shown_texts
from indicators.locks import LockedError, hold_section, require_editable
from indicators.models import Cycle, Report, Section


@dataclass
class Saved:
    """What a save did: the fields that changed, and what could not be read, in words."""

    section: Section
    record: Record
    changed: tuple[str, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def start_report(party: Party, cycle: Cycle, *, by: User | None) -> Report:
    """Begin the Party's report for a cycle; the one there is, if it was begun already."""
    report, created = Report.objects.get_or_create(party=party, cycle=cycle)
    if created:
        audit.record("report.started", by=by, party=party, target=report, cycle=cycle.year)
    return report


@transaction.atomic
def save_section(
    report: Report,
    key: str,
    posted: Mapping[str, str],
    *,
    version: int,
    notation: Notation,
    by: User | None,
    scope: Scope = NATIONAL,
) -> Saved:
    """Save the posted fields of a section in a scope; those not posted stay as they are.

    Never fails on what was typed: a text that cannot be read is kept and reported. Raises
    LockedError when the report cannot be edited, SavedMeanwhileError when somebody else changed
    the same fields after `version`.
    """
    require_editable(report)
    row = hold_section(report, key, scope)
    record = Record.load(report, scope)
    record.sections[key] = row
    _refuse_stale(record, key, posted)
    shown = shown_texts(record, key, notation, posted)
    changed = drafts.changes(row, shown, posted, version)
    if not changed:
        return Saved(row, record, (), problems(record, key, notation))
    _apply(record, row, changed, notation, by)
    if row.state != Section.State.DRAFT:
        row.state = Section.State.DRAFT
    drafts.stamp(row, changed, by=by)
    record.renew()
    if key == LAND_COVER:
        restate_tonnes(record)
    audit.record(
        "section.saved",
        by=by,
        party=report.party,
        target=row,
        section=scope.said(key),
        version=row.version,
        changes={path: [shown[path], text] for path, text in changed.items()},
    )
    return Saved(row, record, tuple(changed), problems(record, key, notation))


def _refuse_stale(record: Record, section: str, posted: Mapping[str, str]) -> None:
    """Never drop what was typed on a page of a legend or a region that is no longer in use."""
    if any(record.is_of_another_legend(section, path) for path in posted):
        raise LockedError(
            _(
                "The classes or regions were changed while you wrote, so nothing of this page was "
                "saved. What you typed is still in it: copy it, then load the page again."
            )
        )


def _apply(
    record: Record, row: Section, changed: Mapping[str, str], notation: Notation, by: User | None
) -> None:
    found = ((path, record.field_at(row.key, path)) for path in changed)
    numbers = {path: key for path, key in found if key is not None}
    asked = record.questions(row.key)
    # Answers first: the actual year of a column goes with each of its numbers.
    for path in sorted(changed, key=lambda path: path in numbers):
        row.unread.pop(path, None)
        try:
            if path in numbers:
                _number(record, numbers[path], changed[path], notation, by)
            else:
                row.answers[path] = _answer(asked[path], changed[path])
        except UnreadableError:
            row.unread[path] = changed[path]
    if any(asked[path].is_year for path in changed if path in asked):
        restate_actual_years(record, row.key)


def _number(record: Record, key: Key, text: str, notation: Notation, by: User | None) -> None:
    entered = read_number(text, notation.sign)
    if entered is None:
        forget(record, key)
    else:
        write(record, key, entered, notation.unit(key), by=by)


def _answer(question: Question, text: str) -> str:
    if question.is_year:
        return str(read_year(text) or "")
    if not question.accepts(text):
        raise UnreadableError(NOT_A_CHOICE, text)
    return text


def problems(record: Record, key: str, notation: Notation) -> dict[str, str]:
    """Say for each field of a section what could not be read, and what to do."""
    asked = record.questions(key)
    found = {}
    for path, text in record.section(key).unread.items():
        try:
            if path in asked:
                _answer(asked[path], text)
            else:
                read_number(text, notation.sign)
        except UnreadableError as error:
            found[path] = error.message
    return found


@transaction.atomic
def finish_section(
    report: Report, key: str, *, by: User | None, scope: Scope = NATIONAL
) -> Section:
    """Call a section complete. What is still wrong in it is for Check to say."""
    require_editable(report)
    row = hold_section(report, key, scope)
    row.state = Section.State.COMPLETE
    drafts.stamp(row, (), by=by)
    named = scope.said(key)
    audit.record("section.finished", by=by, party=report.party, target=row, section=named)
    return row


@transaction.atomic
def explain(
    report: Report,
    key: str,
    finding: str,
    reason: str,
    *,
    by: User | None,
    scope: Scope = NATIONAL,
) -> Section:
    """Record why a warning is right as it is; `finding` is its "rule:field".

    An empty reason takes it back.
    """
    require_editable(report)
    row = hold_section(report, key, scope)
    reason = drafts.tidy(reason)
    row.explanations = {k: v for k, v in row.explanations.items() if k != finding}
    if reason:
        row.explanations[finding] = reason
    drafts.stamp(row, (), by=by)
    audit.record(
        "section.explained",
        by=by,
        party=report.party,
        target=row,
        section=scope.said(key),
        finding=finding,
        reason=reason,
    )
    return row
