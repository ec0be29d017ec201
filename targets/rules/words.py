"""Rules on what targets and measures say: empty ones, unread texts, evidence (R16)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from indicators.rules.findings import Finding, Level
from targets.models import Measure, Target
from targets.models.vocabularies import TargetStatus
from targets.promises.target_fields import statement_path
from targets.rules.areas import Land, finding

UNREADABLE = _("%(name)s: “%(found)s” could not be read. Correct it, or empty the field.")
EMPTY = _("%(name)s has no statement. Write it, or remove the target.")
NO_TITLE = _("%(name)s has no title. Write it, or remove the measure.")
EVIDENCE = _(
    "%(name)s is said to be achieved, without evidence. Say what shows it, and where that can be "
    "read."
)
END_BEFORE_START = _("%(name)s ends in %(found)s, before it starts in %(expected)s. Correct one.")


def unreadable(row: Target | Measure, _land: Land) -> Iterator[Finding]:
    """What was typed and could not be read must be put right before submitting."""
    for path, text in row.unread.items():
        short = text if len(text) <= 60 else f"{text[:60]}…"
        yield finding("READ", Level.ERROR, row, path, UNREADABLE, found=short)


def stated(target: Target, _land: Land) -> Iterator[Finding]:
    """A target says something, in at least one language."""
    if not any(target.statements.values()):
        yield finding("EMPTY", Level.ERROR, target, statement_path("en"), EMPTY)


def titled(measure: Measure, _land: Land) -> Iterator[Finding]:
    """A measure has a title."""
    if not measure.title:
        yield finding("EMPTY", Level.ERROR, measure, "title", NO_TITLE)


def evidence(target: Target, _land: Land) -> Iterator[Finding]:
    """R16: an achieved target has evidence."""
    if target.status == TargetStatus.ACHIEVED and not target.evidence:
        yield finding("R16", Level.WARNING, target, "evidence", EVIDENCE)


def dates(measure: Measure, _land: Land) -> Iterator[Finding]:
    """A measure ends after it starts."""
    start, end = measure.start_year, measure.end_year
    if start and end and end < start:
        params = {"found": end, "expected": start}
        yield finding("R14", Level.ERROR, measure, "end_year", END_BEFORE_START, **params)
