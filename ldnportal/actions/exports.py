"""Ask for an export, cancel it, ask for it again.

Exports hold published data only, so that asking for one is not part of the history of a report
and leaves no audit event: docs/decisions/0061.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from countries import bell
from countries.models import User
from countries.permissions import Actor
from indicators.models import ENDED_STATES, Cycle, JobState
from ldnportal.exports.region_files import FILES, RegionFile
from ldnportal.exports.size import rows_of
from ldnportal.models import Export
from ldnportal.regions.scope import Scope

BELL = "ldnportal.tasks.make_export"


class TooManyWaiting(Exception):  # noqa: N818 - it says what is the case
    """As many exports wait already as one person, or all who have not signed in, may have."""


def _person(by: Actor) -> User | None:
    return by if isinstance(by, User) and by.is_authenticated else None


@transaction.atomic
def ask_export(file: RegionFile, scope: Scope, cycle: Cycle, *, by: Actor, language: str) -> Export:
    """Lay a job that makes a file, or return the person's own that waits for the same.

    Raises TooManyWaiting.
    """
    person = _person(by)
    if person is not None:  # two clicks at once make one job
        User.objects.select_for_update().get(pk=person.pk)
    waiting = Export.objects.unfinished().filter(created_by=person)
    asked = {
        "file": file.name,
        "scope": scope.slug,
        "parties": list(scope.chosen),
        "cycle": cycle,
        "language": language,
    }
    same = waiting.filter(**asked).first() if person is not None else None
    if same is not None:
        return same
    most = settings.EXPORT_MOST_WAITING if person else 4 * settings.EXPORT_MOST_WAITING
    if waiting.count() >= most:
        raise TooManyWaiting
    export = Export.objects.create(created_by=person, rows_total=rows_of(scope, cycle), **asked)
    bell.ring(BELL, str(export.pk))
    return export


def repeat_export(export: Export, *, by: Actor) -> Export:
    """Ask for the same again, as it is published by now. Raises TooManyWaiting, NoSuchScope."""
    return ask_export(
        FILES[export.file], export.find_scope(), export.cycle, by=by, language=export.language
    )


def cancel_export(export: Export, *, by: Actor) -> bool:
    """End an unfinished export; False when it had ended already."""
    open_to = Export.objects.visible_to(by).exclude(job_state__in=ENDED_STATES)
    cancelled = open_to.filter(pk=export.pk).update(
        job_state=JobState.CANCELLED, finished_at=timezone.now()
    )
    return bool(cancelled)
