"""Two people changed the same fields of a target or measure."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from indicators.baseline.conflict import Crossed
from indicators.drafts import SavedMeanwhileError, tidy
from targets.models import Entry, Measure, Target
from targets.promises import measure_fields, place, quantities, target_fields
from targets.promises.drafts import draft_of
from targets.promises.fields import Field, answers

NOT_FIELDS = {"csrfmiddlewaretoken", "version", "add", "drop"}


@dataclass(frozen=True)
class PromiseConflict:
    """What was posted, and where it crosses what is saved."""

    row: Target | Measure | Entry
    crossed: list[Crossed]
    rest: list[tuple[str, str]]

    @classmethod
    def of(
        cls, row: Target | Measure | Entry, error: SavedMeanwhileError, posted: QueryDict
    ) -> "PromiseConflict":
        now = type(row)._default_manager.select_related("updated_by").get(pk=row.pk)
        now.party = row.party
        crossed = [_crossed(now, path, *both) for path, both in error.both.items()]
        rest = [
            (name, tidy(str(text)))
            for name, texts in posted.lists()
            for text in texts
            if name not in NOT_FIELDS and name not in error.both
        ]
        return cls(now, crossed, rest)

    def as_json(self) -> dict[str, Any]:
        """The same for a script."""
        by = str(self.row.updated_by or "")
        return {
            "version": self.row.version,
            "conflicts": {
                field.path: {
                    "theirs": _as_script_reads(field),
                    "theirs_text": field.theirs_words,
                    "by": by,
                }
                for field in self.crossed
            },
        }


def _as_script_reads(field: Crossed) -> str | list[str]:
    several = "|" in field.theirs or "|" in field.mine
    return answers(field.theirs) if several else field.theirs


def _crossed(row: Target | Measure | Entry, path: str, mine: str, theirs: str) -> Crossed:
    found = _field(row, path)
    words = [_words(found, text) for text in (mine, theirs)]
    return Crossed(path, _label(found, path), mine, theirs, *words)


def _field(row: Target | Measure | Entry, path: str) -> Field | None:
    spot = quantities.split_path(path)
    fields = quantities.FIELDS if spot else draft_of(row, ".").fields
    name = spot[1] if spot else path
    return next((field for field in fields if field.path == name), None)


def _label(found: Field | None, path: str) -> str:
    spot = quantities.split_path(path)
    if spot and found:
        return _("Quantity %(number)s: %(field)s") % {"number": spot[0] + 1, "field": found.label}
    if found:
        return str(found.label)
    language = target_fields.statement_language(path)
    if language:
        return _("Statement, %(language)s") % {"language": dict(target_fields.LANGUAGES)[language]}
    if path == measure_fields.TARGETS:
        return _("Targets it serves")
    return _("Polygon") if path in (place.GEOMETRY, place.CORNERS) else path


def _words(found: Field | None, text: str) -> str:
    if found and found.choices:
        labels = dict(found.choices)
        return ", ".join(str(labels.get(key, key)) for key in answers(text))
    return text if len(text) <= 300 else f"{text[:300]}…"
