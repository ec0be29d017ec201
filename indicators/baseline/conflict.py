"""Two people changed the same fields: both values side by side, nothing lost, one to choose."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from indicators.baseline.keys import Key
from indicators.baseline.labels import label
from indicators.baseline.record import Record
from indicators.baseline.scope import NATIONAL, Scope
from indicators.drafts import SavedMeanwhileError, tidy
from indicators.models import Report, Section

NOT_FIELDS = {"csrfmiddlewaretoken", "version", "show"}


@dataclass(frozen=True)
class Crossed:
    """A field that two people changed."""

    path: str
    label: str
    mine: str
    theirs: str
    mine_words: str = ""
    theirs_words: str = ""
    """As people read them, where the texts are keys."""


@dataclass(frozen=True)
class Conflict:
    """What was posted, and where it crosses what is saved."""

    report: Report
    section: str
    row: Section
    crossed: list[Crossed]
    rest: list[tuple[str, str]]
    """The other fields that were posted, to be posted again."""
    scope: Scope = NATIONAL

    @classmethod
    def of(
        cls,
        report: Report,
        section: str,
        error: SavedMeanwhileError,
        posted: QueryDict,
        scope: Scope = NATIONAL,
    ) -> "Conflict":
        record = Record.load(report, scope)
        crossed = [
            Crossed(path, field_label(record, section, path), mine, theirs)
            for path, (mine, theirs) in error.both.items()
        ]
        rest = [
            (name, tidy(text))
            for name, texts in posted.lists()
            for text in texts
            if name not in NOT_FIELDS and name not in error.both
        ]
        return cls(
            report,
            section,
            record.section(section),
            crossed,
            [(n, str(t)) for n, t in rest],
            scope,
        )

    def as_json(self) -> dict[str, Any]:
        """The same for a script."""
        by = str(self.row.updated_by or "")
        return {
            "version": self.row.version,
            "conflicts": {
                field.path: {"theirs": field.theirs, "theirs_text": field.theirs, "by": by}
                for field in self.crossed
            },
        }


def field_label(record: Record, section: str, path: str) -> str:
    """What a field of a section is called."""
    question = record.questions(section).get(path)
    return str(question.label) if question else label(Key.from_path(path), record.frame)
