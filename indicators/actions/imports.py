"""Keep what was read from a file, apply what somebody ticked of it, or throw it away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from countries import audit
from countries.models import User
from indicators.locks import require_editable
from indicators.models import PendingImport, Report
from indicators.offline.arrival import Arrival
from indicators.offline.importers import importer_of


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
    """Save the ticked fields of an import the way a page would.

    `versions` are those of the sections, or of the rows in them, as the preview showed them. All
    or nothing. Raises LockedError when the report cannot be edited, SavedMeanwhileError when
    somebody changed a ticked field after the preview, ImportGoneError when the import is no longer
    there.
    """
    report = pending.report
    require_editable(report)
    if not PendingImport.objects.select_for_update().filter(pk=pending.pk).exists():
        raise ImportGoneError(pending.name)
    arrival = Arrival.from_json(pending.content)
    importer = importer_of(arrival.kind)
    groups = importer.preview(report, arrival)
    changed = importer.save(report, groups, taken=taken, versions=versions, source=source, by=by)
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
