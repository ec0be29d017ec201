"""Make, save and remove targets, measures and entries of lists: one set of verbs for all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from countries import audit
from countries.models import Party, User
from countries.vectors.placing import set_geometry
from indicators import drafts
from indicators.locks import editable_report, hold_section, require_section
from indicators.models import Report, Section
from targets.models import Entry, Measure, Target
from targets.promises import place
from targets.promises.drafts import draft_of
from targets.sections import MEASURES, TARGETS

Row = Target | Measure | Entry
R = TypeVar("R", bound=Target | Measure | Entry)
SECTION_OF = {"target": TARGETS, "measure": MEASURES}
GEOMETRY_SHOWN = 60


@dataclass
class Saved:
    """What a save did: the fields that changed, and what could not be read, in words."""

    row: Row
    changed: tuple[str, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)


def kind_of(row: Row) -> str:
    """ "target", "measure" or the key of a list: the first word of its audit events."""
    return row.kind if isinstance(row, Entry) else str(row._meta.model_name)


def section_of(row: Row) -> str:
    """The section of the report that a row belongs to."""
    return SECTION_OF.get(kind_of(row), kind_of(row))


@transaction.atomic
def create(model: type[Row], party: Party, *, by: User | None, **of: str) -> Any:
    """Begin an empty row with the Party's next number. Raises LockedError.

    `of` says which list an entry belongs to.
    """
    report = editable_report(party)
    Party.objects.select_for_update().get(pk=party.pk)  # one number at a time
    rows: QuerySet[Any] = model._default_manager.filter(party=party, **of)
    last = rows.aggregate(last=Max("number"))["last"]
    at = timezone.now()
    row: Any = model(party=party, number=(last or 0) + 1, updated_at=at, updated_by=by, **of)
    row.save()
    _begin_section(report, row, by)
    audit.record(f"{kind_of(row)}.created", by=by, party=party, target=row, number=row.number)
    return row


def _begin_section(report: Report, row: Row, by: User | None) -> None:
    """A section that was complete is a draft again once something in it changes."""
    require_section(by, report.party, section_of(row))
    section = hold_section(report, section_of(row))
    if section.state != Section.State.DRAFT:
        section.state = Section.State.DRAFT
        drafts.stamp(section, (), by=by)


@transaction.atomic
def save(
    row: Row, posted: Mapping[str, str], *, version: int, sign: str = ".", by: User | None
) -> Saved:
    """Save the posted fields; those not posted stay as they are.

    Never fails on what was typed: a text that cannot be read is kept and reported. Raises
    LockedError when the report cannot be edited, SavedMeanwhileError when somebody else changed
    the same fields after `version`.
    """
    report = editable_report(row.party)
    held: Row = drafts.locked(row)
    draft = draft_of(held, sign)
    shown = draft.shown(posted)
    texts = _without_idle_geometry(posted, held)
    changed = drafts.changes(held, shown, texts, version)
    if not changed:
        return Saved(held, (), draft.problems())
    draft.put(changed)
    drafts.stamp(held, changed, by=by)
    draft.after_save(changed)
    _begin_section(report, held, by)
    _tell(held, "saved", by, changes={p: [_cut(shown[p]), _cut(t)] for p, t in changed.items()})
    return Saved(held, tuple(changed), draft.problems())


def _without_idle_geometry(posted: Mapping[str, str], row: Row) -> dict[str, str]:
    """Leave out a polygon that was posted as it is, however its text is spaced."""
    text = posted.get(place.GEOMETRY, "")
    idle = place.same_geometry(text, row.geometry) and place.GEOMETRY not in row.unread
    return {path: t for path, t in posted.items() if not (idle and path == place.GEOMETRY)}


def _cut(text: str) -> str:
    return text if len(text) <= 500 else f"{text[:GEOMETRY_SHOWN]}…"


def _tell(row: Row, what: str, by: User | None, **data: object) -> None:
    audit.record(
        f"{kind_of(row)}.{what}",
        by=by,
        party=row.party,
        target=row,
        number=row.number,
        version=row.version,
        **data,
    )


@transaction.atomic
def set_place(row: R, geometry: place.Geometry, *, by: User | None) -> R:
    """Give a row the polygon of an uploaded file. Raises LockedError."""
    report = editable_report(row.party)
    held = drafts.locked(row)
    set_geometry(held, geometry)
    if isinstance(held, Entry):
        held.confirmed_at = held.confirmed_by = None  # what is confirmed is what was there then
    for path in (place.GEOMETRY, place.CORNERS):
        held.unread.pop(path, None)
    drafts.stamp(held, [place.GEOMETRY], by=by)
    _begin_section(report, held, by)
    _tell(held, "placed", by, area_km2=str(held.geometry_area_km2))
    return held


@transaction.atomic
def remove(row: Row, *, by: User | None) -> Row:
    """Take a target or measure out of the report; its row and its number stay."""
    report = editable_report(row.party)
    held: Row = drafts.locked(row)
    held.removed_at = timezone.now()
    drafts.stamp(held, (), by=by)
    _begin_section(report, held, by)
    _tell(held, "removed", by)
    return held


@transaction.atomic
def restore(row: Row, *, by: User | None) -> Row:
    """Put a removed target or measure back."""
    report = editable_report(row.party)
    held: Row = drafts.locked(row)
    held.removed_at = None
    drafts.stamp(held, (), by=by)
    _begin_section(report, held, by)
    _tell(held, "restored", by)
    return held


@transaction.atomic
def explain(row: Row, finding: str, reason: str, *, by: User | None) -> Row:
    """Record why a warning is right as it is; an empty reason takes it back."""
    editable_report(row.party)
    held: Row = drafts.locked(row)
    reason = drafts.tidy(reason)
    held.explanations = {k: v for k, v in held.explanations.items() if k != finding}
    if reason:
        held.explanations[finding] = reason
    drafts.stamp(held, (), by=by)
    _tell(held, "explained", by, finding=finding, reason=reason)
    return held


@transaction.atomic
def confirm(row: Entry, *, by: User) -> Entry:
    """Say that an entry counts, as its list asks of the focal point; any change takes it back."""
    report = editable_report(row.party)
    held = drafts.locked(row)
    held.confirmed_at, held.confirmed_by = timezone.now(), by
    drafts.stamp(held, (), by=by)
    _begin_section(report, held, by)
    _tell(held, "confirmed", by)
    return held
