"""The copy for affected areas: begun from the whole country's numbers, if somebody asks for it."""

import json
from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries import audit
from countries.models import User
from countries.vectors.geodesy import geodesic_area_km2
from indicators import drafts
from indicators.actions.observations import blank
from indicators.baseline.keys import Key
from indicators.baseline.record import SECTIONS, Record
from indicators.baseline.scope import AFFECTED
from indicators.locks import hold_section, require_baseline, require_editable
from indicators.models import AffectedArea, Observation, Origin, Report, Section

_SAME = (
    "value",
    "unit",
    "entered_value",
    "entered_unit",
    "actual_year",
    "source_title",
    "source_link",
    "source_author",
    "source_citation",
    "licence",
    "permission",
)


@transaction.atomic
def copy_national(report: Report, *, by: User | None) -> int:
    """Fill what is empty in the affected areas with the whole country's numbers and answers.

    Nothing that stands there already is replaced, and the national record is only read. The
    numbers are carried over: a run or a default knows nothing of the affected areas. Returns how
    many numbers were filled. Raises LockedError when the report cannot be edited.
    """
    require_editable(report)
    require_baseline(by, report.party)
    rows = {key: hold_section(report, key, AFFECTED) for key in SECTIONS}
    national, affected = Record.load(report), Record.load(report, AFFECTED)
    count = 0
    for section, row in rows.items():
        keys = _empty(national, affected, section)
        answers = _unanswered(national, row, section)
        _store([_copied(national.observations[key], affected, key, by) for key in keys])
        if keys or answers:
            row.answers = {**answers, **row.answers}
            _settle(row, section, keys, answers, by)
        count += len(keys)
    return count


def _empty(national: Record, affected: Record, section: str) -> list[Key]:
    return [
        key
        for key in national.fields(section)
        if national.value(key) is not None
        and key not in affected.observations
        and not affected.unread(key.path)
    ]


def _unanswered(national: Record, row: Section, section: str) -> dict[str, str]:
    """Answers that the copy has not given itself; comments are about the country and stay there."""
    said = national.section(section).answers
    own = f"{section}.comment"
    taken = row.answers.keys() | row.unread.keys() | {own}
    return {path: text for path, text in said.items() if path not in taken}


def _copied(source: Observation, affected: Record, key: Key, by: User | None) -> Observation:
    row = copy(blank(affected, key))
    for name in _SAME:
        setattr(row, name, getattr(source, name))
    row.origin, row.run = Origin.CARRIED_OVER, None
    row.comment = " ".join(filter(None, [_("Copied from the whole country."), source.comment]))
    row.updated_at, row.updated_by = timezone.now(), by
    return row


def _store(rows: list[Observation]) -> None:
    Observation.objects.bulk_create([r for r in rows if r.pk is None], batch_size=200)
    for row in rows:
        if row.pk is not None:
            row.save()


def _settle(
    row: Section, section: str, keys: list[Key], answers: dict[str, str], by: User | None
) -> None:
    row.state = Section.State.DRAFT
    drafts.stamp(row, [*(key.path for key in keys), *answers], by=by)
    audit.record(
        "section.copied",
        by=by,
        party=row.report.party,
        target=row,
        section=AFFECTED.said(section),
        numbers=len(keys),
        version=row.version,
    )


@transaction.atomic
def place_affected(report: Report, geometry: Mapping[str, Any], *, by: User) -> AffectedArea:
    """Say where the affected areas lie; the area is that on the ellipsoid. Raises LockedError."""
    require_editable(report)
    require_baseline(by, report.party)
    area = Decimal(str(geodesic_area_km2(geometry))).quantize(Decimal("0.0001"))
    placed, _created = AffectedArea.objects.update_or_create(
        report=report,
        defaults={
            "geometry": json.loads(json.dumps(geometry)),
            "area_km2": area,
            "updated_at": timezone.now(),
            "updated_by": by,
        },
    )
    audit.record("affected.placed", by=by, party=report.party, target=placed, area_km2=str(area))
    return placed


@transaction.atomic
def unplace_affected(report: Report, *, by: User) -> None:
    """Take the polygon of the affected areas away; their numbers stay. Raises LockedError."""
    require_editable(report)
    require_baseline(by, report.party)
    placed = AffectedArea.objects.get(report=report)
    audit.record("affected.removed", by=by, party=report.party, target=placed)
    placed.delete()
