"""Take a default number, a computed one, or what the report before published."""

from collections.abc import Collection

from django.db import transaction

from countries import audit
from countries.models import User
from indicators import drafts
from indicators.actions.baseline import use_run
from indicators.actions.observations import restate_tonnes, restated, store
from indicators.baseline.alternatives import Alternative, Alternatives
from indicators.baseline.fields import LAND_COVER
from indicators.baseline.keys import Key
from indicators.baseline.record import Record
from indicators.baseline.scope import NATIONAL, Scope
from indicators.drafts import SavedMeanwhileError
from indicators.locks import hold_section, require_editable
from indicators.models import Origin, Report, Section


@transaction.atomic
def take(
    report: Report,
    section: str,
    origin: Origin,
    paths: Collection[str],
    *,
    version: int,
    by: User | None,
    scope: Scope = NATIONAL,
) -> int:
    """Write the numbers of one origin at `paths`; returns how many there were.

    Raises LockedError when the report cannot be edited, SavedMeanwhileError when somebody
    changed one of them after `version` of the section.
    """
    require_editable(report)
    row = hold_section(report, section, scope)
    record = Record.load(report, scope)
    _refuse_crossed(row, paths, version)
    offers = Alternatives.of(record)
    wanted = {
        key: offer
        for key, offer in offers.numbers[origin].items()
        if key.path in paths and key.indicator == section
    }
    if origin == Origin.COMPUTED and offers.run is not None:
        only = [key.path for key in wanted]
        use_run(report, offers.run, by=by, replace=paths, only=only, scope=scope)
    elif wanted:
        _write(record, row, origin, wanted, by)
    if section == LAND_COVER:
        restate_tonnes(Record.load(report, scope))
    return len(wanted)


def empty_paths(record: Record, section: str, origin: Origin) -> list[str]:
    """The addresses of a section that are empty and that the origin has a number for."""
    return [
        key.path
        for key in Alternatives.of(record).numbers[origin]
        if key.indicator == section
        and key not in record.observations
        and not record.unread(key.path)
    ]


def _refuse_crossed(row: Section, paths: Collection[str], version: int) -> None:
    crossed = [path for path in paths if row.changed.get(path, 0) > version]
    if crossed:
        raise SavedMeanwhileError(row, dict.fromkeys(crossed, ("", "")))


def _write(
    record: Record, row: Section, origin: Origin, wanted: dict[Key, Alternative], by: User | None
) -> None:
    before = {key: record.observations.get(key) for key in wanted}
    texts = {key.path: str(old.value) if old else "" for key, old in before.items()}
    store(
        restated(
            record,
            key,
            offer.value,
            origin=origin,
            actual_year=offer.actual_year,
            source=offer.source,
            by=by,
        )
        for key, offer in wanted.items()
    )
    for key in wanted:
        row.unread.pop(key.path, None)
    row.state = Section.State.DRAFT
    drafts.stamp(row, list(texts), by=by)
    audit.record(
        "section.taken",
        by=by,
        party=record.report.party,
        target=row,
        section=record.scope.said(row.key),
        origin=origin.value,
        version=row.version,
        numbers=len(wanted),
        changes={key.path: [texts[key.path], str(offer.value)] for key, offer in wanted.items()},
    )
