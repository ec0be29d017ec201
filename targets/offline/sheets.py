"""The sheets of a workbook: which there are, their columns, and what each row holds.

A row is known by its id, which no version changes: "targets.3", "targets.3.quantities.0",
"finance.12". The address of a cell is the row's id and the path of the field.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from countries.languages import worded
from countries.models import Party
from indicators.offline.texts import OFFLINE
from targets.models import Entry, Measure, Target
from targets.neutrality.reports import standing_progress
from targets.promises import measure_fields, progress_fields, quantities, target_fields
from targets.promises.drafts import draft_of
from targets.promises.fields import Field, Sort, numbers_of, prose
from targets.records.declaration import AREA_KM2
from targets.records.registry import RECORD_TYPES
from targets.rules.revisions import chains
from targets.sections import MEASURES, PROMISE_SECTIONS, TARGETS

Words = str | LazyText
QUANTITIES, PROGRESS, REVISIONS = quantities.PREFIX, "progress", "revisions"
NUMBER = "number"
OF = "of"
"""The column that says which target or measure a row of another sheet belongs to."""


@dataclass(frozen=True)
class Shown:
    """A column that is worked out by the portal and locked: its key, label and unit."""

    path: str
    label: Words


@dataclass(frozen=True)
class SheetRow:
    """A row as it goes out. `is_open` is whether its fields can be changed."""

    id: str
    number: int
    version: int
    texts: Mapping[str, str]
    shown: Mapping[str, Any] = field(default_factory=dict)
    of: int | None = None
    is_open: bool = True


@dataclass(frozen=True)
class PromiseSheet:
    """A sheet: its key, words, open columns and locked ones. `owner` is the sheet of `of`."""

    key: str
    title: Words
    why: Words
    fields: tuple[Field, ...]
    shown: tuple[Shown, ...] = ()
    owner: str = ""
    owner_words: Words = ""
    takes_rows: bool = True
    """Whether empty rows at its end become new ones."""

    @property
    def by_path(self) -> dict[str, Field]:
        return {one.path: one for one in self.fields}

    def rows(self, party: Party) -> Iterator[SheetRow]:
        """What is saved, row by row."""
        raise NotImplementedError


_AREA_SHOWN = Shown("area_km2", _("Area, km²"))
_POLYGON_SHOWN = Shown("polygon_km2", _("Area of the polygon, km²"))
_STATEMENTS = tuple(
    prose(
        target_fields.statement_path(code),
        worded(_("Statement, %(language)s"), language=label),
    )
    for code, label in target_fields.LANGUAGES
)
_SERVED = numbers_of(measure_fields.TARGETS, _("Targets it serves"), TARGETS)


class TargetSheet(PromiseSheet):
    """Targets; their quantities have a sheet of their own."""

    def rows(self, party: Party) -> Iterator[SheetRow]:
        for target in targets_of(party):
            yield _draft_row(self, target, {"polygon_km2": target.geometry_area_km2})


class QuantitySheet(PromiseSheet):
    """The quantities of all targets."""

    def rows(self, party: Party) -> Iterator[SheetRow]:
        for target in targets_of(party):
            texts = texts_of(target)
            for number, quantity in enumerate(target.quantities.all(), 1):
                prefix = f"{QUANTITIES}.{quantity.order}."
                own = {path.removeprefix(prefix): texts.get(path, "") for path in texts}
                row_id = f"{TARGETS}.{target.number}.{QUANTITIES}.{quantity.order}"
                shown = {"area_km2": quantity.area_km2}
                yield SheetRow(row_id, number, target.version, own, shown, target.number)


class MeasureSheet(PromiseSheet):
    """Measures."""

    def rows(self, party: Party) -> Iterator[SheetRow]:
        for measure in measures_of(party):
            areas = {"area_km2": measure.area_km2, "polygon_km2": measure.geometry_area_km2}
            yield _draft_row(self, measure, areas)


class ProgressSheet(PromiseSheet):
    """Progress reports: those that stand are locked, new ones are added below."""

    def rows(self, party: Party) -> Iterator[SheetRow]:
        for measure in measures_of(party):
            for row in measure.progress.all():
                row_id = f"{PROGRESS}.{measure.number}.{row.number}"
                texts = progress_fields.texts_of(row)
                shown = {"area_km2": row.area_km2, "evidence": row.evidence_name}
                yield SheetRow(row_id, row.number, 0, texts, shown, measure.number, is_open=False)


class RevisionSheet(PromiseSheet):
    """What published versions said of each target: to be read only."""

    def rows(self, party: Party) -> Iterator[SheetRow]:
        for target, revisions in sorted(chains(party).items()):
            for number, revision in enumerate(reversed(revisions), 1):
                at = revision.published_at
                shown = {
                    "cycle": revision.cycle,
                    "version": revision.version,
                    "published_on": date_format(at, "Y-m-d") if at else "",
                    "statement": revision.statement,
                    "quantities": "; ".join(revision.quantities),
                    "reason": revision.reason,
                }
                row_id = f"{REVISIONS}.{target}.{number}"
                yield SheetRow(row_id, number, 0, {}, shown, target, is_open=False)


class EntrySheet(PromiseSheet):
    """A list of supporting information."""

    def rows(self, party: Party) -> Iterator[SheetRow]:
        for entry in entries_of(party, self.key):
            confirmed = entry.confirmed_at
            shown = {
                "area_km2": _decimal(entry.answers.get(AREA_KM2)),
                "polygon_km2": entry.geometry_area_km2,
                "confirmed_on": date_format(confirmed, "Y-m-d") if confirmed else "",
            }
            yield _draft_row(self, entry, shown)


def texts_of(row: Target | Measure | Entry, posted: Iterable[str] = ()) -> dict[str, str]:
    """The texts of a row's form, its polygon apart: no sheet holds one."""
    draft = draft_of(row, OFFLINE.sign)
    draft.is_placed = False
    return draft.shown(posted)


def _draft_row(
    sheet: PromiseSheet, row: Target | Measure | Entry, shown: Mapping[str, Any]
) -> SheetRow:
    texts = texts_of(row)
    own = {path: texts[path] for path in sheet.by_path}
    return SheetRow(f"{sheet.key}.{row.number}", row.number, row.version, own, shown)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def targets_of(party: Party) -> "QuerySet[Target]":
    """The targets of a Party with their quantities (two queries)."""
    rows = Target.objects.filter(party=party).current().defer("geometry", "sketch")
    return rows.order_by("number").prefetch_related("quantities")


def measures_of(party: Party) -> "QuerySet[Measure]":
    """The measures of a Party with their targets and progress reports (three queries)."""
    rows = Measure.objects.filter(party=party).current().defer("geometry", "sketch")
    return rows.order_by("number").prefetch_related("targets", standing_progress())


def entries_of(party: Party, kind: str) -> "QuerySet[Entry]":
    """The entries of a list of a Party (one query)."""
    rows = Entry.objects.filter(party=party, kind=kind).current().defer("geometry", "sketch")
    return rows.order_by("number")


def _entry_sheet(key: str) -> EntrySheet:
    kind = RECORD_TYPES[key]
    shown = [_AREA_SHOWN] if kind.has_area else []
    shown += [_POLYGON_SHOWN] if kind.is_placed else []
    shown += [Shown("confirmed_on", _("Confirmed on"))] if kind.needs_confirming else []
    return EntrySheet(key, kind.title, kind.why, kind.fields, tuple(shown))


_ALL: tuple[PromiseSheet, ...] = (
    TargetSheet(
        TARGETS,
        PROMISE_SECTIONS[TARGETS],
        _("What the country promises. The quantities of each target stand on the next sheet."),
        (*_STATEMENTS, *target_fields.FIELDS),
        (_POLYGON_SHOWN,),
    ),
    QuantitySheet(
        QUANTITIES,
        _("Quantities of targets"),
        _("What each target promises in numbers. Which cells count depends on the kind."),
        quantities.FIELDS,
        (_AREA_SHOWN,),
        owner=TARGETS,
        owner_words=_("Target"),
    ),
    RevisionSheet(
        REVISIONS,
        _("As targets were published"),
        _("What each published version said, to be read only."),
        (),
        (
            Shown("cycle", _("Reporting cycle")),
            Shown("version", _("Version")),
            Shown("published_on", _("Published on")),
            Shown("statement", _("Statement")),
            Shown("quantities", _("Quantities")),
            Shown("reason", _("Reason for the revision")),
        ),
        owner=TARGETS,
        owner_words=_("Target"),
        takes_rows=False,
    ),
    MeasureSheet(
        MEASURES,
        PROMISE_SECTIONS[MEASURES],
        _("What is done on the ground to reach the targets."),
        (_SERVED, *measure_fields.FIELDS),
        (_AREA_SHOWN, _POLYGON_SHOWN),
    ),
    ProgressSheet(
        PROGRESS,
        _("Progress reports"),
        _("What a measure had done on a day, from its start. Evidence is added on its page."),
        progress_fields.FIELDS,
        (_AREA_SHOWN, Shown("evidence", _("Evidence"))),
        owner=MEASURES,
        owner_words=_("Measure"),
    ),
    *(_entry_sheet(key) for key in RECORD_TYPES),
)
SHEETS: dict[str, PromiseSheet] = {sheet.key: sheet for sheet in _ALL}
_TOGETHER = {TARGETS: (TARGETS, QUANTITIES, REVISIONS), MEASURES: (MEASURES, PROGRESS)}
EVERYTHING = "promises"


def sheets_in(book: str) -> Sequence[PromiseSheet]:
    """The sheets of a workbook by its name: of everything, or of one list. Raises KeyError."""
    if book == EVERYTHING:
        return list(SHEETS.values())
    if book not in BOOKS:
        raise KeyError(book)
    return [SHEETS[key] for key in _TOGETHER.get(book, (book,))]


BOOKS: dict[str, Words] = {
    **PROMISE_SECTIONS,
    **{key: kind.title for key, kind in RECORD_TYPES.items()},
}
"""What is offered as a workbook of its own."""


def is_long(one: Field) -> bool:
    """Whether a column needs room for sentences."""
    return one.sort in (Sort.PROSE, Sort.SEVERAL)
