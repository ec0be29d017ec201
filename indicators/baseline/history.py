"""The story of one number: where it comes from, and what it was before."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from countries.models import AuditEvent
from indicators import quantity_text
from indicators.baseline.keys import Key
from indicators.baseline.labels import label
from indicators.baseline.record import Record
from indicators.models import Observation, Unit

_SHOWN = 30


@dataclass(frozen=True)
class Step:
    """One change of a number: who, when, from what to what."""

    at: datetime
    by: str
    before: str
    after: str
    kind: str


@dataclass(frozen=True)
class NumberStory:
    """A number with its provenance and its changes, newest first."""

    key: Key
    label: str
    row: Observation | None
    steps: list[Step]

    @property
    def facts(self) -> list[tuple[object, ...]]:
        """Value, origin and source in pairs, for a definition list."""
        row = self.row
        if row is None:
            return []
        run = (str(row.run), row.run.get_absolute_url()) if row.run else ("–",)
        return [
            (_("Value"), _value(row.value, row.unit)),
            (_("As it was entered"), _value(row.entered_value, row.entered_unit)),
            (_("Origin"), row.get_origin_display()),
            (_("Run"), *run),
            (_("Actual year of the data"), row.actual_year or row.year or "–"),
            (_("Source"), row.source_title),
            (_("Author or institution"), row.source_author),
            (_("Citation"), row.source_citation),
            (_("Licence"), row.get_licence_display()),
            (_("Comment"), row.comment),
        ]

    @classmethod
    def tell(cls, record: Record, section: str, path: str) -> "NumberStory | None":
        """The story of the number at `path`; None if the section has no such number."""
        key = next((key for key in record.fields(section) if key.path == path), None)
        if key is None:
            return None
        return cls(
            key=key,
            label=label(key, record.frame),
            row=record.observations.get(key),
            steps=_steps(record, section, path),
        )


def _value(value: Decimal | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit == Unit.KM2:
        return quantity_text.area(value)
    return f"{quantity_text.number(value)} {Unit(unit).label}"


def _steps(record: Record, section: str, path: str) -> list[Step]:
    row = record.section(section)
    events = AuditEvent.objects.filter(
        target_model=row._meta.label_lower, target_id=str(row.pk), data__changes__has_key=path
    ).order_by("-pk")[:_SHOWN]
    return [Step(e.at, e.actor, *_both(e.data["changes"][path]), e.kind) for e in events]


def _both(change: list[str]) -> tuple[str, str]:
    before, after = change
    return str(before), str(after)
