"""Keep what was read from a file, apply what somebody ticked of it, or throw it away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from countries import audit
from countries.models import User
from indicators.actions.observations import give_source
from indicators.actions.sections import save_section
from indicators.baseline.record import Record
from indicators.locks import require_editable
from indicators.models import PendingImport, Report
from indicators.offline.arrival import Arrival
from indicators.offline.preview import SectionChanges, preview
from indicators.offline.texts import OFFLINE


class ImportGoneError(Exception):
    """The import was applied or discarded meanwhile."""


@dataclass(frozen=True)
class Applied:
    """What an import did: fields changed, and sections that they are in."""

    changed: int
    sections: int


@transaction.atomic
def keep_import(report: Report, arrival: Arrival, *, name: str, by: User) -> PendingImport:
    """Keep what a file holds until it is confirmed; what expired is cleared away on the way.

    Raises LockedError when the report cannot be edited.
    """
    require_editable(report)
    PendingImport.objects.expired().delete()
    pending = PendingImport.objects.create(
        report=report, name=name[:200], content=arrival.to_json(), created_by=by
    )
    audit.record(
        "import.uploaded",
        by=by,
        party=report.party,
        target=pending,
        name=pending.name,
        format=arrival.kind,
        fields=len(arrival.offered),
        unread=len(arrival.unread),
    )
    return pending


@transaction.atomic
def apply_import(
    pending: PendingImport,
    *,
    taken: Collection[str],
    versions: Mapping[str, int],
    source: Mapping[str, str],
    by: User,
) -> Applied:
    """Save the ticked fields of an import the way a page would: from then on they are national.

    `versions` are those of the sections as the preview showed them. All or nothing. Raises
    LockedError when the report cannot be edited, SavedMeanwhileError when somebody changed a
    ticked field after the preview, ImportGoneError when the import is no longer there.
    """
    report = pending.report
    require_editable(report)
    if not PendingImport.objects.select_for_update().filter(pk=pending.pk).exists():
        raise ImportGoneError(pending.name)
    groups = preview(Record.load(report), Arrival.from_json(pending.content))
    changed = 0
    for group in groups:
        texts = {c.path: c.text for c in group.changes if c.path in taken}
        if texts:
            changed += _save(report, group, texts, versions.get(group.key, 0), source, by)
    sections = [g.key for g in groups if any(c.path in taken for c in g.changes)]
    audit.record(
        "import.applied",
        by=by,
        party=report.party,
        target=pending,
        name=pending.name,
        numbers=changed,
        sections=sections,
    )
    pending.delete()
    return Applied(changed, len(sections))


def _save(
    report: Report,
    group: SectionChanges,
    texts: Mapping[str, str],
    version: int,
    source: Mapping[str, str],
    by: User,
) -> int:
    saved = save_section(report, group.key, texts, version=version, notation=OFFLINE, by=by)
    if any(source.values()):
        give_source(report, group.key, texts, source, by=by)
    return len(saved.changed)


@transaction.atomic
def discard_import(pending: PendingImport, *, by: User) -> None:
    """Throw an import away; nothing of it was applied."""
    audit.record(
        "import.discarded", by=by, party=pending.report.party, target=pending, name=pending.name
    )
    pending.delete()


def pending_of(report: Report, by: User) -> list[PendingImport]:
    """The imports of a report that wait to be confirmed, newest first."""
    return list(PendingImport.objects.visible_to(by).filter(report=report).defer("content"))
